/** What is to happen, by time; at one moment first come, first served. A binary heap, since a day has ten million. */
interface Entry {
  readonly at: number
  readonly order: number
  readonly happen: () => void
}

export class EventQueue {
  readonly #heap: Entry[] = []
  #order = 0

  get size(): number {
    return this.#heap.length
  }

  /** When the next is due; Infinity when nothing is. */
  get nextAt(): number {
    return this.#heap[0]?.at ?? Number.POSITIVE_INFINITY
  }

  add(at: number, happen: () => void): void {
    this.#order += 1
    const entry = { at, order: this.#order, happen }
    const heap = this.#heap
    let hole = heap.push(entry) - 1
    while (hole > 0) {
      const parent = (hole - 1) >> 1
      const above = heap[parent]
      if (!above || !isBefore(entry, above)) break
      heap[hole] = above
      hole = parent
    }
    heap[hole] = entry
  }

  /** Takes out what is due next. */
  take(): (() => void) | undefined {
    const heap = this.#heap
    const first = heap[0]
    const last = heap.pop()
    if (!first || !last || heap.length === 0) return first?.happen
    let hole = 0
    for (;;) {
      let child = 2 * hole + 1
      let below = heap[child]
      if (!below) break
      const right = heap[child + 1]
      if (right && isBefore(right, below)) {
        child += 1
        below = right
      }
      if (!isBefore(below, last)) break
      heap[hole] = below
      hole = child
    }
    heap[hole] = last
    return first.happen
  }
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.at !== b.at ? a.at < b.at : a.order < b.order
}
