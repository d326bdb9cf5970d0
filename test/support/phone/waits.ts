import type { Timers } from './timers.ts'

/** For what hangs, not for what is slow: how long a wait lasts unless it is told otherwise. */
export const LIMIT_MS = 60_000

/** A wait that is under way. Settling it twice does nothing. */
export interface Wait<T> {
  readonly promise: Promise<T>
  readonly done: (value: T) => void
  readonly fail: (why: string) => void
}

/** Something awaited didn't come; the message says what, why, and what was seen instead. */
export class WaitFailed extends Error {
  override readonly name = 'WaitFailed'
}

/**
 * Every wait has a deadline and a name. All that are still open fail together when their phone or call is gone.
 */
export class Waits {
  readonly #timers: Timers
  readonly #seen: () => string
  readonly #open = new Set<(why: string) => void>()

  constructor(timers: Timers, seen: () => string) {
    this.#timers = timers
    this.#seen = seen
  }

  /** Starts to wait for `what`, at most `ms`. `details` adds to the message when it fails. */
  start<T>(what: string, ms: number, details: () => string = () => ''): Wait<T> {
    let resolve: (value: T) => void = () => undefined
    let reject: (error: Error) => void = () => undefined
    const promise = new Promise<T>((onDone, onFail) => {
      resolve = onDone
      reject = onFail
    })
    // A test may start a wait, fail elsewhere, and never come back to it: that isn't an unhandled rejection.
    promise.catch(() => undefined)
    const fail = (why: string): void => {
      settle()
      reject(new WaitFailed([`awaited ${what}: ${why}`, details(), this.#seen()].filter(Boolean).join('\n')))
    }
    const callOff = this.#timers.after(ms, () => fail(`nothing within ${ms} ms`))
    const settle = (): void => {
      callOff()
      this.#open.delete(fail)
    }
    this.#open.add(fail)
    if (this.#timers.closed) fail('the phone is closed')
    return {
      promise,
      fail,
      done: (value) => {
        settle()
        resolve(value)
      },
    }
  }

  failAll(why: string): void {
    for (const fail of [...this.#open]) fail(why)
  }
}
