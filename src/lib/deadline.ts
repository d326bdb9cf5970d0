/** Waits that end: by the thing waited for, by a deadline, or by an abort. */
import { machineTimers, type Timers } from './timers.ts'

export type Waited<T> =
  | { readonly type: 'value'; readonly value: T }
  | { readonly type: 'timedOut' }
  | { readonly type: 'aborted' }

export interface WaitLimits {
  /** Milliseconds; what comes later is ignored. */
  readonly timeoutMs: number
  readonly signal?: AbortSignal | undefined
  /** The machine's unless told. */
  readonly timers?: Timers | undefined
}

/**
 * Waits for `promise` no longer than `limits` allow. The work behind it isn't stopped, only no longer waited for.
 * A rejection before the end is passed on; one that comes after it is swallowed, because nobody waits any more.
 * Neither timer nor abort listener outlives the wait.
 */
export function withDeadline<T>(promise: PromiseLike<T>, limits: WaitLimits): Promise<Waited<T>> {
  const { signal, timeoutMs, timers = machineTimers } = limits
  return new Promise((resolve, reject) => {
    const release = () => {
      cancel()
      signal?.removeEventListener('abort', onAbort)
    }
    const end = (outcome: Waited<T>) => {
      release()
      resolve(outcome)
    }
    const onAbort = () => end({ type: 'aborted' })
    const cancel = timers.after(timeoutMs, () => end({ type: 'timedOut' }))
    signal?.addEventListener('abort', onAbort)
    promise.then(
      (value) => end({ type: 'value', value }),
      (fault: unknown) => {
        release()
        reject(fault)
      },
    )
    if (signal?.aborted === true) onAbort()
  })
}
