/** Emergencies that wait and that nobody has taken: an index over the calls, read by `emergency-waits.ts`. */
import type { CallId } from '../ids.ts'
import { type Call, placeWaitedAt } from './state.ts'

export class EmergencyWaits {
  readonly #calls = new Set<CallId>()
  /** It has changed since somebody looked. */
  isDue = true

  /** After anything that has happened to the call. */
  follow(call: Call): void {
    const isThere = this.#calls.has(call.id)
    const waits = placeWaitedAt(call.phase)?.priority === 'emergency' && call.alarmAt === undefined
    if (waits === isThere) return
    if (waits) this.#calls.add(call.id)
    else this.#calls.delete(call.id)
    this.isDue = true
  }

  forget(callId: CallId): void {
    if (this.#calls.delete(callId)) this.isDue = true
  }

  [Symbol.iterator](): IterableIterator<CallId> {
    return this.#calls.values()
  }
}
