import type { Wait, Waits } from './waits.ts'

const MAX_PAST = 500

/** What has happened, and waiting for what will. */
export class EventLog<E extends { readonly type: string }> {
  readonly #waits: Waits
  readonly #past: E[] = []
  readonly #listeners = new Set<(event: E) => void>()

  constructor(waits: Waits) {
    this.#waits = waits
  }

  get past(): readonly E[] {
    return this.#past
  }

  emit(event: E): void {
    this.#past.push(event)
    if (this.#past.length > MAX_PAST) this.#past.shift()
    for (const listener of [...this.#listeners]) listener(event)
  }

  /** Calls `listener` for each event from now on; the returned function ends that. */
  on(listener: (event: E) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /**
   * The first event that `wanted` picks, from now on. `hopeless` looks at the same events and says why waiting on is
   * in vain.
   */
  next<T extends E>(
    what: string,
    ms: number,
    wanted: (event: E) => event is T,
    hopeless: (event: E) => string | undefined = () => undefined,
  ): Promise<T> {
    const wait: Wait<T> = this.#waits.start(what, ms)
    const off = this.on((event) => {
      if (wanted(event)) return wait.done(event)
      const why = hopeless(event)
      if (why !== undefined) wait.fail(why)
    })
    wait.promise.then(off, off)
    return wait.promise
  }
}
