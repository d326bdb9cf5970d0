/**
 * How late this process comes to what is due: a timer that should ring every 25 ms, and the longest that it was late.
 * (Node's own histogram forgets, when it is read and reset, the delay that is just beginning.)
 */
import { machineTimers, type Timers } from '../lib/timers.ts'

export interface LoopDelay {
  /** The longest delay in the last so many milliseconds, in milliseconds; one that lasts still counts. */
  worstMs(withinMs: number): number
  close(): void
}

/** How often it is measured, milliseconds. */
export const DELAY_EVERY_MS = 25
/** Of so long ago at most it can be told. */
const KEPT_MS = 1_000

/** @param now monotonic, in milliseconds */
export function watchLoopDelay(
  now: () => number = () => performance.now(),
  timers: Timers = machineTimers,
): LoopDelay {
  let rangAt = now()
  let late: { readonly at: number; readonly ms: number }[] = []
  const stop = timers.every(DELAY_EVERY_MS, () => {
    const at = now()
    const ms = at - rangAt - DELAY_EVERY_MS
    rangAt = at
    late = late.filter((one) => at - one.at <= KEPT_MS)
    if (ms > 0) late.push({ at, ms })
  })
  return {
    worstMs(withinMs) {
      const at = now()
      const lasting = at - rangAt - DELAY_EVERY_MS
      return Math.max(0, lasting, ...late.flatMap((one) => (at - one.at <= withinMs ? [one.ms] : [])))
    },
    close: stop,
  }
}
