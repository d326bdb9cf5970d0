/**
 * With every controller dead nobody was forgotten: who was on the line all the while, and talked with nobody, came to the
 * fallback group, or went on with the controller that returned. How quickly is reported, not judged (times.ts).
 */
import { callsOf, lastDigits } from '../calls.ts'
import type { Evidence, Finding } from '../evidence.ts'

/** What was appended so soon after is the dying controller's own. */
const DYING_MS = 1_000

export type FellOpenSeen = Pick<Evidence, 'faults' | 'callers' | 'fallbackCalls' | 'facts'>

export function fellOpen({ faults, callers, fallbackCalls, facts }: FellOpenSeen): readonly Finding[] {
  const findings: Finding[] = []
  const calls = new Map([...callsOf(facts).values()].map((call) => [call.number, call]))
  const newest = new Map(facts.map(({ subject, at }) => [subject, at]))
  for (const { kind, at, undoneAt, recoveredAt } of faults) {
    if (kind !== 'controllerDead') continue
    const until = recoveredAt ?? undoneAt
    for (const { number, outbound, answeredAt, startedAt, endedAt } of callers) {
      if (outbound || answeredAt === null || startedAt > at || endedAt < until) continue
      const digits = lastDigits(number)
      const call = calls.get(digits)
      // One that had ended before, on a switch that could not tell the phone, is no call any more (ended-once.ts).
      if (!call || call.ends.some((end) => end.at < at)) continue
      const rang = fallbackCalls.some((one) => lastDigits(one.number) === digits && one.rangAt > at)
      if (rang || (newest.get(call.callId) ?? 0) > at + DYING_MS) continue
      const what = 'waited on after every controller had died, and nobody ever had the call'
      findings.push({ check: 'fell open', what, subject: number, at })
    }
  }
  return findings
}
