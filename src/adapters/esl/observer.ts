/** What metrics want to know of a switch's event socket. */
export interface EslObserver {
  /** The snapshot is taken and commands may go out, or no longer. */
  connected(nodeId: string, connected: boolean): void
  /** An event that became an input, by FreeSWITCH's name; undefined for one that means nothing to the core. */
  event(name: string | undefined): void
}
