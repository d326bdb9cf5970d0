/** One timer for all of a site's deadlines: set to the earliest, set anew when that changes. */
import { machineTimers, type Timers } from '../lib/timers.ts'
import type { Clock } from './ports.ts'

/** Node's timers overflow at 2^31 ms. */
const LONGEST_MS = 2 ** 31 - 1

export class Alarm {
  readonly #clock: Clock
  readonly #ring: () => void
  readonly #timers: Timers
  #at: number | undefined
  #cancel: (() => void) | undefined

  constructor(clock: Clock, ring: () => void, timers: Timers = machineTimers) {
    this.#clock = clock
    this.#ring = ring
    this.#timers = timers
  }

  /** Milliseconds since the epoch, or undefined for no alarm. */
  set(at: number | undefined): void {
    if (at === this.#at && this.#cancel !== undefined) return
    this.clear()
    if (at === undefined) return
    this.#at = at
    const wait = Math.min(Math.max(0, at - this.#clock.now()), LONGEST_MS)
    this.#cancel = this.#timers.after(wait, () => this.#due())
  }

  clear(): void {
    this.#cancel?.()
    this.#cancel = undefined
    this.#at = undefined
  }

  #due(): void {
    const at = this.#at
    this.#cancel = undefined
    this.#at = undefined
    // Timers may fire a millisecond early.
    if (at !== undefined && at > this.#clock.now()) this.set(at)
    else this.#ring()
  }
}
