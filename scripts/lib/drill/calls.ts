/** The journal's calls, and which of them a phone's call is. */
import type { JournalFact } from './evidence.ts'

export interface JournalCall {
  readonly callId: string
  /** The last four digits: the journal has no more of it. */
  readonly number: string
  readonly first: JournalFact
  readonly ends: JournalFact[]
}

export function callsOf(facts: readonly JournalFact[]): ReadonlyMap<string, JournalCall> {
  const calls = new Map<string, JournalCall>()
  for (const fact of facts) {
    if (fact.kind !== 'call') continue
    const call = calls.get(fact.subject)
    if (!call) {
      const outside = fact.type === 'callPlaced' ? fact.data['called'] : fact.data['calling']
      const { masked = '' } = (outside ?? {}) as { masked?: string }
      const ends = fact.type === 'callEnded' ? [fact] : []
      calls.set(fact.subject, { callId: fact.subject, number: lastDigits(masked), first: fact, ends })
    } else if (fact.type === 'callEnded') {
      call.ends.push(fact)
    }
  }
  return calls
}

/** Each number of a drill is known by these. */
export function lastDigits(number: string): string {
  return number.slice(-4)
}
