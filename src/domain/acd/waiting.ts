/** The callers waiting in one queue, in the order in which they are to be served. */
import type { Call, Place } from '../call/state.ts'

/** Emergencies first; then who came first, as moved by ranks; the journal's position breaks a tie. Negative: `a` is served before `b`. */
export function servedBefore(a: Place, b: Place): number {
  const class_ = classOf(a) - classOf(b)
  if (class_ !== 0) return class_
  return a.servedAs !== b.servedAs ? a.servedAs - b.servedAs : a.order - b.order
}

function classOf(place: Place): number {
  return place.priority === 'emergency' ? 0 : 1
}

/** A call that waits; its phase is `queued`. */
export interface Waiting {
  readonly call: Call
  readonly place: Place
}

/** A sorted list: places are looked up by halving, so that ten thousand waiting callers cost little. */
export class WaitingList {
  readonly #list: Waiting[] = []

  get length(): number {
    return this.#list.length
  }

  first(): Waiting | undefined {
    return this.#list[0]
  }

  *[Symbol.iterator](): IterableIterator<Waiting> {
    yield* this.#list
  }

  add(call: Call, place: Place): void {
    this.#list.splice(this.#indexOf(place), 0, { call, place })
  }

  remove(call: Call, place: Place): void {
    const at = this.#indexOf(place)
    if (this.#list[at]?.call.id !== call.id)
      throw new Error(`${call.id} isn't at its place in ${place.queueId}`)
    this.#list.splice(at, 1)
  }

  /** How many are served before this place. */
  ahead(place: Place): number {
    return this.#indexOf(place)
  }

  #indexOf(place: Place): number {
    let low = 0
    let high = this.#list.length
    while (low < high) {
      const middle = (low + high) >> 1
      const other = this.#list[middle]
      if (other && servedBefore(other.place, place) < 0) low = middle + 1
      else high = middle
    }
    return low
  }
}
