/**
 * Callers who were promised to be called back and weren't reached: people have to ring them. Each is owed until somebody
 * has talked with that number, in whichever call, or says that it is seen to; while any is, the alarm `callbackFailed`
 * lasts. As many are kept as fit; the oldest make room.
 */
import type { CallId, QueueId } from '../ids.ts'
import type { CallFact } from './facts.ts'
import type { Call } from './state.ts'

export const MOST_OWED = 500
/** So many are named in the alarm. */
const NAMED = 5

export interface Owed {
  readonly callId: CallId
  readonly queueId: QueueId
  /** Of the number. */
  readonly hash: string
  readonly masked: string
  readonly since: number
  readonly attempts: number
}

/** Follows who is owed a call. `call`: as the fact has left it. */
export function followOwed(owed: Map<CallId, Owed>, call: Call, fact: CallFact): void {
  if (fact.type === 'callbackGivenUp') {
    const { queueId, attempts } = fact.data
    owed.set(call.id, { callId: call.id, queueId, ...call.calling, since: fact.at, attempts })
    for (const oldest of owed.keys()) {
      if (owed.size <= MOST_OWED) break
      owed.delete(oldest)
    }
  }
  if (fact.type !== 'callConnected' || owed.size === 0) return
  const { hash } = call.direction === 'inbound' ? call.calling : call.called
  for (const one of owed.values()) if (one.hash === hash) owed.delete(one.callId)
}

/** As the alarm names them. */
export function detailOf(owed: ReadonlyMap<CallId, Owed>): string {
  const named: string[] = []
  for (const { callId, queueId } of owed.values()) {
    if (named.length === NAMED) break
    named.push(`${queueId} ${callId}`)
  }
  const more = owed.size - named.length
  return more > 0 ? `${named.join(', ')} and ${more} more` : named.join(', ')
}
