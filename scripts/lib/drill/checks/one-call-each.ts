/** No agent had two calls: neither at the phone, as it heard them, nor by the journal. */
import type { AgentCallSeen, Evidence, Finding } from '../evidence.ts'
import { whileCutOff } from './windows.ts'

/** A phone may hear the end of one talk only after the next has begun to ring and was answered at once. */
const PASSING_MS = 1_000

export function oneCallEach({
  agentCalls,
  facts,
  faults,
}: Pick<Evidence, 'agentCalls' | 'facts' | 'faults'>): readonly Finding[] {
  const findings: Finding[] = []
  const found = (what: string, subject: string, at: number) =>
    findings.push({ check: 'one call each', what, subject, at })
  for (const agentId of new Set(agentCalls.map((call) => call.agentId))) {
    const calls = agentCalls.filter((call) => call.agentId === agentId)
    for (const call of calls) {
      // Whatever the phone took for a talk: one whose switch died before the answer never hears anything.
      const talk = calls
        .filter(answered)
        .find((one) => one.answeredAt <= call.rangAt && one.endedAt >= call.rangAt)
      // Given by an owner whose facts were set aside: the next knows nothing of it, and hears that the phone is busy.
      const isUnknown = talk && whileCutOff(talk.rangAt, faults)
      // Nobody has told the phone that the switch that rang it was killed, before or after it was answered; it hears
      // whatever comes to a port that is used again.
      const isDead =
        talk && faults.some(({ kind, at }) => kind === 'switchKilled' && at > talk.rangAt && at < call.rangAt)
      // Answered when its offer had been taken back: the phone hears of that when the next call may ring already.
      const isTakenBack =
        talk?.heardAt === null &&
        talk.endedAt - call.rangAt <= PASSING_MS &&
        facts.some(
          ({ type, at, data }) =>
            type === 'callOfferEnded' &&
            data['agentId'] === agentId &&
            at > talk.rangAt &&
            at < talk.answeredAt,
        )
      if (call.second && !isUnknown && !isDead && !isTakenBack)
        found('was rung while talking', agentId, call.rangAt)
    }
    const talks = calls.filter(talked).sort((a, b) => a.answeredAt - b.answeredAt)
    for (const [index, talk] of talks.entries()) {
      const next = talks[index + 1]
      if (next && talkEnd(talk) - next.answeredAt > PASSING_MS)
        found('had two talks', agentId, next.answeredAt)
    }
  }
  const holds = new Map<string, string>()
  for (const { kind, subject, type, at, data } of facts) {
    if (kind !== 'agent') continue
    if (type !== 'agentReserved' && type !== 'agentBusy') {
      if (type !== 'agentChangePending' && type !== 'agentDefined') holds.delete(subject)
      continue
    }
    const callId = String(data['callId'])
    const held = holds.get(subject)
    if (held !== undefined && held !== callId) found(`has ${held} and was given ${callId}`, subject, at)
    holds.set(subject, callId)
  }
  return findings
}

function answered(call: AgentCallSeen): call is AgentCallSeen & { answeredAt: number } {
  return call.answeredAt !== null
}

function talked(call: AgentCallSeen): call is AgentCallSeen & { answeredAt: number } {
  return call.answeredAt !== null && call.heardAt !== null
}

/** A talk whose other end has vanished is over when nothing is heard any more, though the phone doesn't know. */
function talkEnd({ endedAt, heardAt }: AgentCallSeen): number {
  return Math.min(endedAt, heardAt ?? endedAt)
}
