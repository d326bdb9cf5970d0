import type { Call } from './call.ts'
import type { Waits } from './waits.ts'

const MAX_UNCLAIMED = 1000

/** Incoming calls until somebody takes them. */
export class Inbox {
  readonly #waits: Waits
  readonly #unclaimed: Call[] = []
  readonly #claims: ((call: Call) => void)[] = []
  readonly #listeners = new Set<(call: Call) => void>()

  constructor(waits: Waits) {
    this.#waits = waits
  }

  add(call: Call): void {
    const claim = this.#claims.shift()
    if (claim !== undefined) claim(call)
    else if (this.#unclaimed.push(call) > MAX_UNCLAIMED) this.#unclaimed.shift()
    for (const listener of [...this.#listeners]) listener(call)
  }

  on(listener: (call: Call) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  next(who: string, timeoutMs: number): Promise<Call> {
    const waiting = this.#unclaimed.shift()
    if (waiting !== undefined) return Promise.resolve(waiting)
    const wait = this.#waits.start<Call>(`an incoming call at ${who}`, timeoutMs)
    this.#claims.push(wait.done)
    const forget = (): void => {
      const at = this.#claims.indexOf(wait.done)
      if (at >= 0) this.#claims.splice(at, 1)
    }
    wait.promise.then(forget, forget)
    return wait.promise
  }
}
