/** What metrics want to know of a switch's event socket. */
export interface EslObserver {
  /** An event was translated into an input, or meant nothing to the core. `name` is the switch's own word. */
  event(nodeId: string, name: string, fate: 'translated' | 'dropped'): void
  /** The snapshot is taken and commands may go out, or no longer. */
  connected(nodeId: string, connected: boolean): void
  /** A command came to nothing; `reason` as in `commandFailed`. */
  commandFailed(nodeId: string, command: string, reason: string): void
}
