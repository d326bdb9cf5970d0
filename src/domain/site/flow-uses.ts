/**
 * How many live calls go by each version of a flow: counted, so that the end of a call that began before a flow was
 * published anew doesn't have to look at all others.
 */
export class FlowUses {
  readonly #calls = new Map<string, number>()

  isUsed(version: string): boolean {
    return this.#calls.has(version)
  }

  begins(version: string | undefined): void {
    if (version !== undefined) this.#calls.set(version, (this.#calls.get(version) ?? 0) + 1)
  }

  ends(version: string | undefined): void {
    if (version === undefined) return
    const left = (this.#calls.get(version) ?? 0) - 1
    if (left > 0) this.#calls.set(version, left)
    else this.#calls.delete(version)
  }
}
