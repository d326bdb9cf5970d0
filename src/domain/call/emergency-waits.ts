/** Emergencies that wait and that nobody has taken: a supervisor is told, and told again when none waits any more. */
import { type Decision, decided } from '../decision.ts'
import { clearAlarm, raiseAlarm } from '../site/alarming.ts'
import type { SiteState } from '../site/state.ts'
import { callFact } from './facts.ts'
import { type Call, placeWaitedAt } from './state.ts'

/** It names who has waited longest; undefined: the alarm is as it should be. */
export function emergencyAlarm(state: SiteState, at: number): Decision | undefined {
  if (!state.emergencies.isDue) return undefined
  let first: { since: number; detail: string } | undefined
  for (const callId of state.emergencies) {
    const call = state.calls.get(callId)
    const place = call && placeWaitedAt(call.phase)
    if (!place || (first && first.since <= place.enqueuedAt)) continue
    first = { since: place.enqueuedAt, detail: `${place.queueId}: ${callId}` }
  }
  const decision = first
    ? raiseAlarm(state, 'emergencyWaiting', null, first.detail, at)
    : clearAlarm(state, 'emergencyWaiting', null, at)
  if (!decision) state.emergencies.isDue = false
  return decision
}

/** The time that its queue allows is over; undefined: it isn't. */
export function emergencyOverdue(call: Call, at: number): Decision | undefined {
  const place = placeWaitedAt(call.phase)
  if (!place || call.alarmAt === undefined || call.alarmAt > at) return undefined
  const { queueId, enqueuedAt } = place
  return decided([callFact(call.id, 'emergencyUnanswered', at, { queueId, waitedMs: at - enqueuedAt })])
}
