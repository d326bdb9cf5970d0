/** Bytes that come in pieces, gathered in linear time: space doubles, and never grows past what has been asked for. */

export class GrowingBuffer {
  #space: Buffer
  #length = 0
  readonly #limit: number

  /** @param limit bytes that will ever be added; adding more is the caller's bug */
  constructor(limit: number) {
    this.#limit = limit
    this.#space = Buffer.allocUnsafe(Math.min(limit, 4096))
  }

  get length(): number {
    return this.#length
  }

  /** The newest byte; undefined while there is none. */
  get last(): number | undefined {
    return this.#length === 0 ? undefined : this.#space[this.#length - 1]
  }

  add(piece: Buffer): void {
    const needed = this.#length + piece.length
    if (needed > this.#limit) throw new RangeError(`${needed} bytes where ${this.#limit} were announced`)
    if (needed > this.#space.length) {
      const wider = Buffer.allocUnsafe(Math.min(this.#limit, Math.max(needed, this.#space.length * 2)))
      this.#space.copy(wider, 0, 0, this.#length)
      this.#space = wider
    }
    piece.copy(this.#space, this.#length)
    this.#length = needed
  }

  /** The bytes so far; a view. */
  bytes(): Buffer {
    return this.#space.subarray(0, this.#length)
  }
}
