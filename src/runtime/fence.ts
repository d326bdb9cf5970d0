/**
 * Whether this process may still command a site's switches. Two proofs, either is enough: a live lease, or an append
 * that has just succeeded. Both run from the moment at which they were asked for, by the process's own monotonic
 * clock, so a process that was stopped for longer than they last finds itself fenced when it wakes, before it sends
 * anything.
 *
 *   (new) ─ begin ─▶ held ─ both proofs out of date, or drop ─▶ fenced ─ begin ─▶ held
 *
 * Fenced stays fenced: in between the switch's fallback may have moved callers, or another controller may have owned
 * the site, so what this process remembers is no longer fit to command by. Only a new taking of the site is.
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

  /** The site is being taken with this lease. `askedAt`: monotonic moment at which it was asked for. */
  begin(askedAt: number, ttlMs: number): void {
    this.drop()
    this.#leaseUntil = askedAt + ttlMs
  }

  leaseHeld(askedAt: number, ttlMs: number): void {
    if (this.mayCommand) this.#leaseUntil = askedAt + ttlMs
  }

  /** An append succeeded that was begun at this monotonic moment. */
  appended(beganAt: number): void {
    if (this.mayCommand) this.#appendedUntil = beganAt + this.#graceMs
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
