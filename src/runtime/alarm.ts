/** One timer for all of a site's deadlines: set to the earliest, set anew when that changes. */
import type { Clock } from './ports.ts'

/** Node's timers overflow at 2^31 ms. */
const LONGEST_MS = 2 ** 31 - 1

export class Alarm {
  readonly #clock: Clock
  readonly #ring: () => void
  #at: number | undefined
  #timer: NodeJS.Timeout | undefined

  constructor(clock: Clock, ring: () => void) {
    this.#clock = clock
    this.#ring = ring
  }

  /** Milliseconds since the epoch, or undefined for no alarm. */
  set(at: number | undefined): void {
    if (at === this.#at && this.#timer !== undefined) return
    this.clear()
    if (at === undefined) return
    this.#at = at
    const wait = Math.min(Math.max(0, at - this.#clock.now()), LONGEST_MS)
    this.#timer = setTimeout(() => this.#due(), wait)
  }

  clear(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#at = undefined
  }

  #due(): void {
    const at = this.#at
    this.#timer = undefined
    this.#at = undefined
    // Timers may fire a millisecond early.
    if (at !== undefined && at > this.#clock.now()) this.set(at)
    else this.#ring()
  }
}
