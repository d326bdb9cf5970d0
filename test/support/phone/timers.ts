/** Timers that end with the phone that started them. */
export class Timers {
  readonly #live = new Set<NodeJS.Timeout>()
  #closed = false

  /** Runs `action` once after `ms`; the returned function calls it off. After `close` nothing runs. */
  after(ms: number, action: () => void): () => void {
    if (this.#closed) return () => undefined
    const timer = setTimeout(() => {
      this.#live.delete(timer)
      action()
    }, ms)
    this.#live.add(timer)
    return () => {
      this.#live.delete(timer)
      clearTimeout(timer)
    }
  }

  get closed(): boolean {
    return this.#closed
  }

  close(): void {
    this.#closed = true
    for (const timer of this.#live) clearTimeout(timer)
    this.#live.clear()
  }
}
