/** A clock that a test moves. Wall and monotonic time go together unless the test sets the wall clock. */
import type { Clock } from '../../../src/runtime/ports.ts'

export class HandClock implements Clock {
  #monotonic = 1_000
  #wall = 1_800_000_000_000

  now(): number {
    return this.#wall
  }

  monotonic(): number {
    return this.#monotonic
  }

  pass(ms: number): void {
    this.#monotonic += ms
    this.#wall += ms
  }
}
