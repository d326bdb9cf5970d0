/** Many numbers, kept to look at their spread: 8 bytes each, and doubled when there is no room left. */
export class Sample {
  #values = new Float64Array(1_024)
  #sum = 0
  count = 0

  add(value: number): void {
    if (this.count === this.#values.length) {
      const larger = new Float64Array(2 * this.count)
      larger.set(this.#values)
      this.#values = larger
    }
    this.#values[this.count] = value
    this.#sum += value
    this.count += 1
  }

  addAll(other: Sample): void {
    for (const value of other.values()) this.add(value)
  }

  values(): Float64Array {
    return this.#values.subarray(0, this.count)
  }

  /** 0 where there are none. */
  get mean(): number {
    return this.count === 0 ? 0 : this.#sum / this.count
  }

  /** The values below which these shares of them are; 0 where there are none. */
  quantiles(...shares: readonly number[]): number[] {
    const sorted = this.values().slice().sort()
    return shares.map((share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)
  }
}
