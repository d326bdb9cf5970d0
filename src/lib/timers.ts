/**
 * Timers as a value, so that a simulation may stand in for the machine's: everything in the runtime that waits takes
 * them, and takes the machine's unless told.
 */
import { pause } from './pause.ts'

export interface Timers {
  /** Calls once after so many milliseconds; what is returned cancels it, and may be called at any time. */
  after(ms: number, run: () => void): () => void
  /** Calls every so many milliseconds until what is returned is called. */
  every(ms: number, run: () => void): () => void
  /** Resolves after so many milliseconds, or at once when told to stop. Never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

export const machineTimers: Timers = {
  after(ms, run) {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
  every(ms, run) {
    const timer = setInterval(run, ms)
    return () => clearInterval(timer)
  },
  sleep: (ms, signal = new AbortController().signal) => pause(ms, signal),
}
