/** A place in a queue that a caller gave up by hanging up; a fact of the queue's, for callers who ring again. */
export interface Leaver {
  readonly servedAs: number
  readonly order: number
  readonly leftAt: number
}
