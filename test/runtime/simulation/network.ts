/** What lies between one controller and one of the services that it needs. */
import type { Random } from '../../domain/simulation/random.ts'

export class Link {
  /** `cut`: whatever is sent fails at once. `hole`: it is swallowed, and nobody says so. */
  state: 'up' | 'cut' | 'hole' = 'up'
  /** Milliseconds on top of what a way takes, at most. */
  slowMs = 0
  readonly #random: Random

  constructor(random: Random) {
    this.#random = random
  }

  get isUp(): boolean {
    return this.state === 'up'
  }

  /** How long one way takes now. */
  get wayMs(): number {
    return this.#random.between(0, 1) + (this.slowMs > 0 ? this.#random.between(0, this.slowMs) : 0)
  }
}
