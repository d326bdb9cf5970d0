/**
 * Every call ended exactly once, with a cause: each that the journal knows has one final fact and a record that says the
 * same, and each that was made from outside is one of these, unless nobody was there to take it.
 */
import { callsOf, type JournalCall, lastDigits } from '../calls.ts'
import type { CallerSeen, Evidence, FaultSeen, Finding } from '../evidence.ts'
import { isWithin, outside, type Span, unservedWindows } from './windows.ts'

/** The switch keeps a call for so long before it gives it to the fallback group: who comes before a window can meet it. */
const CLAIMED_WITHIN_MS = 4_000
/** For how long sound may come after the call's end: the switch is told, and a phone's last packets travel. */
const LEFT_ON_LINE_MS = 5_000

export function endedOnce(evidence: Evidence): readonly Finding[] {
  const findings: Finding[] = []
  const found = (what: string, subject: string, at: number | null = null) =>
    findings.push({ check: 'ended once', what, subject, at })
  const calls = callsOf(evidence.facts)
  const records = new Map(evidence.records.map((record) => [record.callId, record]))
  for (const [callId, { ends, first }] of calls) {
    const [end] = ends
    if (!end) {
      found('has not ended', callId, first.at)
      continue
    }
    if (ends.length > 1) found(`ended ${ends.length} times`, callId, end.at)
    const { by, why } = end.data
    if (typeof by !== 'string' || typeof why !== 'string') found('ended without a cause', callId, end.at)
    const record = records.get(callId)
    if (!record) found('has no record', callId, end.at)
    else if (record.endedBy !== by || record.endedWhy !== why)
      found(`its record says ${record.endedBy} ${record.endedWhy}, its end ${by} ${why}`, callId, end.at)
  }
  for (const callId of records.keys()) if (!calls.has(callId)) found('has a record and no facts', callId)
  const windows = unservedWindows(evidence).map(({ from, to }) => ({ from: from - CLAIMED_WITHIN_MS, to }))
  const byNumber = new Map([...calls.values()].map((call) => [call.number, call]))
  const fellBack = new Set(evidence.fallbackCalls.map(({ number }) => lastDigits(number)))
  const kills = evidence.faults.filter(({ kind }) => kind === 'switchKilled')
  for (const caller of evidence.callers) {
    const call = byNumber.get(lastDigits(caller.number))
    // Whom the switch gave to the fallback group is served, and counted (unclaimed): on a slow machine no controller is in time.
    if (!call && fellBack.has(lastDigits(caller.number))) continue
    judge(caller, call && endedWith(call, kills) ? { ...call, ends: [] } : call, windows, found)
  }
  return findings
}

/** Calls from outside that no controller took: nobody was there, and the fallback group or nobody had them. */
export function unrecorded({ callers, facts }: Pick<Evidence, 'callers' | 'facts'>): readonly CallerSeen[] {
  const known = new Set([...callsOf(facts).values()].map(({ number }) => number))
  return callers.filter(({ number }) => !known.has(lastDigits(number)))
}

function judge(
  caller: CallerSeen,
  call: JournalCall | undefined,
  windows: readonly Span[],
  found: (what: string, subject: string, at: number) => void,
): void {
  if (!call) {
    if (!isWithin(caller.startedAt, windows))
      found('is unknown to the journal', caller.number, caller.startedAt)
    return
  }
  const [end] = call.ends
  const goneAt = Math.min(caller.endedAt, caller.heardAt ?? caller.startedAt)
  if (end && outside({ from: end.at, to: goneAt }, windows) > LEFT_ON_LINE_MS)
    found(
      `was left on the line for ${goneAt - end.at} ms after ${call.callId} had ended`,
      caller.number,
      end.at,
    )
}

/**
 * Whether it ended with a killed switch, which can tell no phone: that phone stays on a line that nobody has, and hears
 * whatever comes to its port, so that nothing can be learnt from it.
 */
function endedWith({ ends: [end], first }: JournalCall, kills: readonly FaultSeen[]): boolean {
  if (end?.data['by'] !== 'switch' || end.data['why'] !== 'lost') return false
  return kills.some(
    ({ at, recoveredAt }) => first.at < at && end.at >= at && end.at <= (recoveredAt ?? end.at) + 2_000,
  )
}

/** Those of them who came while a controller should have been there; the fallback group has them. */
export function unclaimed(evidence: Evidence): readonly CallerSeen[] {
  const windows = unservedWindows(evidence).map(({ from, to }) => ({ from: from - CLAIMED_WITHIN_MS, to }))
  return unrecorded(evidence).filter(({ startedAt }) => !isWithin(startedAt, windows))
}
