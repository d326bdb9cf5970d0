/**
 * A sorted list in runs of a few hundred: adding, taking out and finding a place cost a few microseconds however long
 * the list is. No two entries may compare as equal.
 */
const LONGEST_RUN = 256

export class SortedList<T> {
  readonly #compare: (a: T, b: T) => number
  /** None is empty. */
  readonly #runs: T[][] = []
  #length = 0

  /** @param compare negative: `a` stands before `b` */
  constructor(compare: (a: T, b: T) => number) {
    this.#compare = compare
  }

  get length(): number {
    return this.#length
  }

  first(): T | undefined {
    return this.#runs[0]?.[0]
  }

  *[Symbol.iterator](): IterableIterator<T> {
    for (const run of this.#runs) yield* run
  }

  add(entry: T): void {
    this.#length += 1
    const at = Math.min(this.#runOf(entry), this.#runs.length - 1)
    const run = this.#runs[at]
    if (!run) {
      this.#runs.push([entry])
      return
    }
    run.splice(this.#within(run, entry), 0, entry)
    if (run.length > LONGEST_RUN) this.#runs.splice(at + 1, 0, run.splice(LONGEST_RUN >> 1))
  }

  /** Whether it was there: an entry that compares as equal, and that `isMeant` holds to be the one. */
  remove(entry: T, isMeant: (found: T) => boolean = () => true): boolean {
    const at = this.#runOf(entry)
    const run = this.#runs[at]
    if (!run) return false
    const within = this.#within(run, entry)
    const found = run[within]
    if (found === undefined || this.#compare(found, entry) !== 0 || !isMeant(found)) return false
    if (run.length === 1) this.#runs.splice(at, 1)
    else run.splice(within, 1)
    this.#length -= 1
    return true
  }

  /** How many stand before it, whether it is there or not. */
  before(entry: T): number {
    const at = this.#runOf(entry)
    let count = 0
    for (let n = 0; n < at; n += 1) count += this.#runs[n]?.length ?? 0
    const run = this.#runs[at]
    return run ? count + this.#within(run, entry) : count
  }

  /** The first run that doesn't end before the entry. */
  #runOf(entry: T): number {
    let low = 0
    let high = this.#runs.length
    while (low < high) {
      const middle = (low + high) >> 1
      const last = this.#runs[middle]?.at(-1)
      if (last !== undefined && this.#compare(last, entry) < 0) low = middle + 1
      else high = middle
    }
    return low
  }

  #within(run: readonly T[], entry: T): number {
    let low = 0
    let high = run.length
    while (low < high) {
      const middle = (low + high) >> 1
      const other = run[middle]
      if (other !== undefined && this.#compare(other, entry) < 0) low = middle + 1
      else high = middle
    }
    return low
  }
}
