/** What has happened so far, and a way to wait for what hasn't: instead of sleeps. */
export class Feed<T> {
  readonly items: T[] = []
  readonly #waiting = new Set<() => void>()

  push(item: T): void {
    this.items.push(item)
    for (const look of [...this.#waiting]) look()
  }

  /** The first item for which `wanted` holds, past or to come, not looking at those before `from`. */
  first(wanted: (item: T) => boolean = () => true, from = 0): Promise<T> {
    return new Promise((resolve) => {
      const look = () => {
        const found = this.items.slice(from).find(wanted)
        if (found === undefined) return
        this.#waiting.delete(look)
        resolve(found)
      }
      this.#waiting.add(look)
      look()
    })
  }

  /** Waits until there are `count` items; returns them. */
  async count(count: number): Promise<readonly T[]> {
    if (count > 0) await this.first(() => this.items.length >= count)
    return this.items.slice(0, count)
  }
}
