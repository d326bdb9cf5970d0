/**
 * The state's deadlines in order: a binary heap with lazy deletion. Only the subject's own deadline is the truth;
 * an entry that no longer agrees with it is dropped when it comes up. It can be rebuilt from the state at any time,
 * and ids break a tie, so that a rebuilt one gives the same order.
 */
export interface DeadlineEntry {
  readonly at: number
  readonly kind: 'call' | 'agent' | 'site' | 'plan' | 'drill'
  readonly id: string
}

export class Deadlines {
  readonly #heap: DeadlineEntry[] = []

  get size(): number {
    return this.#heap.length
  }

  /** Drops all entries that no longer hold. What it costs is in proportion to how many there are. */
  tidy(holds: (entry: DeadlineEntry) => boolean): void {
    const kept = this.#heap.filter(holds)
    this.#heap.length = 0
    for (const entry of kept) this.add(entry)
  }

  add(entry: DeadlineEntry): void {
    const heap = this.#heap
    let at = heap.push(entry) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      const above = heap[parent]
      if (!above || !before(entry, above)) break
      heap[at] = above
      at = parent
    }
    heap[at] = entry
  }

  /** The earliest entry that `holds` confirms; entries before it that no longer hold are dropped. */
  peek(holds: (entry: DeadlineEntry) => boolean): DeadlineEntry | undefined {
    for (;;) {
      const first = this.#heap[0]
      if (!first || holds(first)) return first
      this.#drop()
    }
  }

  #drop(): void {
    const heap = this.#heap
    const last = heap.pop()
    if (!last || heap.length === 0) return
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      let below = heap[child]
      if (!below) break
      const right = heap[child + 1]
      if (right && before(right, below)) {
        child += 1
        below = right
      }
      if (!before(below, last)) break
      heap[at] = below
      at = child
    }
    heap[at] = last
  }
}

function before(a: DeadlineEntry, b: DeadlineEntry): boolean {
  return a.at !== b.at ? a.at < b.at : a.id < b.id
}
