/**
 * Whether this process may still command a site's switches. Two proofs, either is enough: a live lease, or an append
 * that has just succeeded. Both are judged by the process's own monotonic clock, so a process that was stopped for
 * longer than its lease finds itself fenced when it wakes, before it sends anything.
 */
import type { Clock } from './ports.ts'

export class Fence {
  readonly #clock: Clock
  readonly #graceMs: number
  #leaseUntil = Number.NEGATIVE_INFINITY
  #appendedUntil = Number.NEGATIVE_INFINITY

  /** `graceMs`: how long an append proves that the site is ours; no longer than a lease. */
  constructor(clock: Clock, graceMs: number) {
    this.#clock = clock
    this.#graceMs = graceMs
  }

  /** `askedAt`: monotonic moment at which the lease was asked for; its time runs from then, not from the answer. */
  leaseHeld(askedAt: number, ttlMs: number): void {
    this.#leaseUntil = askedAt + ttlMs
  }

  appended(): void {
    this.#appendedUntil = this.#clock.monotonic() + this.#graceMs
  }

  /** Nothing proves any more that the site is ours. */
  drop(): void {
    this.#leaseUntil = Number.NEGATIVE_INFINITY
    this.#appendedUntil = Number.NEGATIVE_INFINITY
  }

  get leaseLive(): boolean {
    return this.#clock.monotonic() < this.#leaseUntil
  }

  get mayCommand(): boolean {
    return this.leaseLive || this.#clock.monotonic() < this.#appendedUntil
  }
}
