/** The newest facts of a journal, found by position. */
import type { Told } from './stream.ts'

export interface FactRing {
  /** To be called once, before the first fact: that comes after `pos`. */
  begin(pos: number): void
  /** Throws on a fact that isn't the next: a bug. */
  add(fact: Told): void
  /** Position of the newest fact, or what `begin` said. */
  readonly lastPos: number
  /** At most `limit` facts after `pos`, which is below `lastPos`; undefined when they reach further back than is held. */
  after(pos: number, limit: number): readonly Told[] | undefined
}

/** Holds `size` facts at least, twice as many at most: what is older goes in one go. */
export function createFactRing(size: number): FactRing {
  let facts: Told[] = []
  let lastPos = 0
  return {
    begin(pos) {
      lastPos = pos
    },
    add(fact) {
      if (fact.pos !== lastPos + 1) throw new Error(`fact ${fact.pos} after ${lastPos}`)
      facts.push(fact)
      lastPos = fact.pos
      if (facts.length >= size * 2) facts = facts.slice(-size)
    },
    get lastPos() {
      return lastPos
    },
    after(pos, limit) {
      const from = facts.length - (lastPos - pos)
      return from < 0 ? undefined : facts.slice(from, from + limit)
    },
  }
}
