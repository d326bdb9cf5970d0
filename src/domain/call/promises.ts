/** A queue's promises to call back: how many there are, and who of those who have gone has which number. An index. */
import type { CallId } from '../ids.ts'
import type { Call, Phase, Place } from './state.ts'

/** The place at which the caller is to be called back; undefined: nothing is promised. */
export function promisedPlace({ phase, promised }: Call): Place | undefined {
  return (goneFrom(phase) ?? promised)?.place
}

/** The phase of a caller who has gone, and is to be called back. */
export function goneFrom(
  phase: Phase,
): Extract<Phase, { name: 'awaitingCallback' | 'callingBack' }> | undefined {
  return phase.name === 'awaitingCallback' || phase.name === 'callingBack' ? phase : undefined
}

export class Promises {
  readonly #calls = new Set<CallId>()
  readonly #gone = new Map<string, Set<Call>>()

  get size(): number {
    return this.#calls.size
  }

  [Symbol.iterator](): IterableIterator<CallId> {
    return this.#calls.values()
  }

  add(call: Call): void {
    this.#calls.add(call.id)
    const { hash } = call.calling
    if (!goneFrom(call.phase) || hash === '') return
    const same = this.#gone.get(hash)
    if (same) same.add(call)
    else this.#gone.set(hash, new Set([call]))
  }

  remove(call: Call): void {
    this.#calls.delete(call.id)
    const same = this.#gone.get(call.calling.hash)
    same?.delete(call)
    if (same?.size === 0) this.#gone.delete(call.calling.hash)
  }

  /** Of the callers with this number who have gone, the one with the best place. */
  goneBy(hash: string): Call | undefined {
    let first: Call | undefined
    for (const call of this.#gone.get(hash) ?? []) if (!first || orderOf(call) < orderOf(first)) first = call
    return first
  }
}

function orderOf({ phase }: Call): number {
  return goneFrom(phase)?.place.order ?? Number.POSITIVE_INFINITY
}
