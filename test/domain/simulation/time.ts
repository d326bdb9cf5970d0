/** Virtual time: what is planned happens in order, at once. */
interface Plan {
  readonly at: number
  readonly order: number
  readonly run: () => void
}

export class Time {
  now = 1_800_000_000_000
  #order = 0
  readonly #heap: Plan[] = []

  after(ms: number, run: () => void): void {
    this.#order += 1
    const plan = { at: this.now + Math.max(0, ms), order: this.#order, run }
    const heap = this.#heap
    let at = heap.push(plan) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      const above = heap[parent]
      if (!above || before(above, plan)) break
      heap[at] = above
      at = parent
    }
    heap[at] = plan
  }

  /** Lets time run until `until`, or nothing is planned. */
  run(until: number): void {
    while (this.step(until));
    this.now = Math.max(this.now, until)
  }

  /** Lets the next thing happen; false when nothing is planned up to `until`. */
  step(until: number): boolean {
    const plan = this.#heap[0]
    if (!plan || plan.at > until) return false
    this.#drop()
    this.now = plan.at
    plan.run()
    return true
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

function before(a: Plan, b: Plan): boolean {
  return a.at !== b.at ? a.at < b.at : a.order < b.order
}
