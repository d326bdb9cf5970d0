/**
 * Whether this process may still command a site's switches. Two proofs, either is enough: a live lease, or an append
 * that has just succeeded. Both run from the moment at which they were asked for, by the process's own monotonic
 * clock, so a process that was stopped for longer than they last finds itself fenced when it wakes, before it sends
 * anything.
 *
 *   (new) ─ begin ─▶ ours ─ open ─▶ open ─ both proofs out of date, or drop ─▶ fenced ─ begin ─▶ ours
 *                     └─ the same ─▶ fenced
 *
 * A site that is ours is not commanded yet: whoever had it before may have proofs that still last (`claiming.ts`).
 * Fenced stays fenced: in between the switch's fallback may have moved callers, or another controller may have owned
 * the site, so what this process remembers is no longer fit to command by. Only a new taking of the site is.
 */
import type { Clock } from './ports.ts'

export class Fence {
  readonly #clock: Clock
  readonly #graceMs: number
  #leaseUntil = Number.NEGATIVE_INFINITY
  #appendedUntil = Number.NEGATIVE_INFINITY
  #isOpen = false

  /** `graceMs`: how long an append proves that the site is ours. */
  constructor(clock: Clock, graceMs: number) {
    this.#clock = clock
    this.#graceMs = graceMs
  }

  /** The site is being taken with this lease. `askedAt`: monotonic moment at which it was asked for. */
  begin(askedAt: number, ttlMs: number): void {
    this.drop()
    this.#leaseUntil = askedAt + ttlMs
  }

  /** Nobody else may command the site any more: orders may go out. */
  open(): void {
    this.#isOpen = this.isOurs
  }

  leaseHeld(askedAt: number, ttlMs: number): void {
    if (this.isOurs) this.#leaseUntil = askedAt + ttlMs
  }

  /** An append succeeded that was begun at this monotonic moment. */
  appended(beganAt: number): void {
    if (this.isOurs) this.#appendedUntil = beganAt + this.#graceMs
  }

  /** Nothing proves any more that the site is ours. */
  drop(): void {
    this.#leaseUntil = Number.NEGATIVE_INFINITY
    this.#appendedUntil = Number.NEGATIVE_INFINITY
    this.#isOpen = false
  }

  get leaseLive(): boolean {
    return this.#clock.monotonic() < this.#leaseUntil
  }

  /** One of the proofs lasts. */
  get isOurs(): boolean {
    return this.leaseLive || this.#clock.monotonic() < this.#appendedUntil
  }

  get mayCommand(): boolean {
    return this.#isOpen && this.isOurs
  }
}
