/** What the recorder tells whoever measures: plain numbers and closed words, no ids. */

export type RecorderFailure =
  /** The stage took nothing: no room, or a fault of the disk. */
  | 'stage'
  /** Nothing could be sealed: certificates. */
  | 'sealing'
  /** A spool file couldn't be read, erased or removed. */
  | 'spool'
  | 'envelopes'
  | 'objects'
  /** The site's owner couldn't be told or asked. */
  | 'report'
  /** Another segment has the number. */
  | 'conflict'
  /** A fault of this program. */
  | 'bug'

export interface RecorderObserver {
  /** A segment is in the object store, verified. */
  segmentStored(segment: { readonly byteLength: number; readonly truncated: boolean }): void
  takeAccounted(): void
  failed(failure: RecorderFailure): void
}

/** How things stand at the moment of asking; costs a system call for each open take. */
export interface RecorderStats {
  /** Files that are followed. */
  readonly takesOpen: number
  /** Takes that are sealed, of which the store or the site's owner hasn't heard everything. */
  readonly takesWaiting: number
  /** Of the take that has most: milliseconds of audio that aren't durable in the stage. */
  readonly unsealedMs: number
  /** The oldest byte that isn't durable in the stage: for how many milliseconds it has been in the spool. */
  readonly sealLagMs: number
  /** Memory that the spool's files take. */
  readonly spoolBytes: number
  /** Of all takes: what isn't durable in the stage. */
  readonly plaintextBytes: number
}

export const unobservedRecorder: RecorderObserver = {
  segmentStored: () => undefined,
  takeAccounted: () => undefined,
  failed: () => undefined,
}
