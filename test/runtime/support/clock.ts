/** A clock that a test moves. Its three readings go together unless the test sets the wall clock. */
import type { SiteClock } from '../../../src/runtime/ports.ts'

export class HandClock implements SiteClock {
  #monotonic = 1_000
  #site = 1_800_000_000_000
  #wall = this.#site

  now(): number {
    return this.#site
  }

  wall(): number {
    return this.#wall
  }

  monotonic(): number {
    return this.#monotonic
  }

  notBefore(at: number): void {
    this.#site = Math.max(this.#site, at)
  }

  pass(ms: number): void {
    this.#monotonic += ms
    this.#site += ms
    this.#wall += ms
  }

  /** Somebody sets the wall clock; what is dated by site time doesn't notice. */
  stepWall(ms: number): void {
    this.#wall += ms
  }
}
