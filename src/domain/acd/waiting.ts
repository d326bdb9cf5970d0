/** The callers waiting in one queue, in the order in which they are to be served. */
import type { Call, Place } from '../call/state.ts'
import { SortedList } from './sorted.ts'

/**
 * Emergencies first; then who came first, as moved by ranks; the journal's position breaks a tie. Negative: `a` is
 * served before `b`.
 */
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

/** By their places. */
export function waitingList(): SortedList<Waiting> {
  return new SortedList((a, b) => servedBefore(a.place, b.place))
}

export class WaitingList {
  readonly #list = waitingList()

  get length(): number {
    return this.#list.length
  }

  first(): Waiting | undefined {
    return this.#list.first()
  }

  [Symbol.iterator](): IterableIterator<Waiting> {
    return this.#list[Symbol.iterator]()
  }

  add(call: Call, place: Place): void {
    this.#list.add({ call, place })
  }

  remove(call: Call, place: Place): void {
    if (!this.#list.remove({ call, place }, (found) => found.call.id === call.id))
      throw new Error(`${call.id} isn't at its place in ${place.queueId}`)
  }

  /** How many are served before this place. */
  ahead(place: Place): number {
    return this.#list.before({ place } as Waiting)
  }
}
