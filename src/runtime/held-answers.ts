/**
 * Answers to commands whose facts are in the local journal only. A client that reads what it has just changed asks the
 * database: so for a moment answers wait for that. Not for longer: an agent must be able to work while it is away.
 */
import { machineTimers, type Timers } from '../lib/timers.ts'

/** From the beginning of an outage; after that answers go out with the orders. */
const WAIT_MS = 1_000

export class HeldAnswers {
  readonly #timers: Timers
  #held: { readonly pos: number; readonly answer: () => void }[] = []
  #cancel: (() => void) | undefined

  constructor(timers: Timers = machineTimers) {
    this.#timers = timers
  }

  /** `pos`: of the newest fact that it tells of. `forMs`: for how long the outage has lasted. */
  hold(pos: number, answer: () => void, forMs: number): void {
    if (forMs >= WAIT_MS) {
      answer()
      return
    }
    this.#held.push({ pos, answer })
    this.#cancel ??= this.#timers.after(WAIT_MS - forMs, () => this.durable(Number.POSITIVE_INFINITY))
  }

  /** Facts up to here can be read. */
  durable(pos: number): void {
    const due = this.#held.filter((one) => one.pos <= pos)
    this.#held = this.#held.filter((one) => one.pos > pos)
    if (this.#held.length === 0) this.#stop()
    for (const { answer } of due) answer()
  }

  /** None of them is ever given. */
  close(): void {
    this.#held = []
    this.#stop()
  }

  #stop(): void {
    this.#cancel?.()
    this.#cancel = undefined
  }
}
