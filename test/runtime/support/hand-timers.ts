/** Timers that go off when a test lets time pass on its clock. */
import type { Timers } from '../../../src/lib/timers.ts'
import type { HandClock } from './clock.ts'

export class HandTimers implements Timers {
  readonly #clock: HandClock
  readonly #due = new Set<{ readonly at: number; run(): void }>()

  constructor(clock: HandClock) {
    this.#clock = clock
  }

  after(ms: number, run: () => void): () => void {
    const one = { at: this.#clock.monotonic() + ms, run }
    this.#due.add(one)
    return () => this.#due.delete(one)
  }

  every(ms: number, run: () => void): () => void {
    let cancel = () => {}
    const again = () => {
      cancel = this.after(ms, () => {
        again()
        run()
      })
    }
    again()
    return () => cancel()
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.after(ms, resolve))
  }

  /** How many haven't gone off. */
  get waiting(): number {
    return this.#due.size
  }

  /** Time passes in one step; what was due by then goes off, in order. */
  pass(ms: number): void {
    this.#clock.pass(ms)
    const due = [...this.#due].filter(({ at }) => at <= this.#clock.monotonic()).sort((a, b) => a.at - b.at)
    for (const one of due) if (this.#due.delete(one)) one.run()
  }
}
