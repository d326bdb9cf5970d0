/** How the callers of a queue are called back. Plain data of its definition. */
export interface CallbackPolicy {
  /** How long the caller's phone rings. */
  readonly ringMs: number
  /** How often it is rung before the callback is given up. */
  readonly attempts: number
  /** Between two attempts. */
  readonly pauseMs: number
  /** How long the promise holds. */
  readonly keepMs: number
  /** How many callers of the queue are rung at once. */
  readonly atOnce: number
  /** How many may wait to be called back. */
  readonly most: number
}

/** Of a queue that takes no more callbacks, and has promised some. */
export const USUAL_CALLBACK: CallbackPolicy = {
  ringMs: 30_000,
  attempts: 3,
  pauseMs: 600_000,
  keepMs: 14_400_000,
  atOnce: 2,
  most: 200,
}
