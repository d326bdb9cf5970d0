/** A talk and its end: who hung up, whose phone vanished, and what becomes of the other. */
import { both, type Decision, decided, nothing } from '../decision.ts'
import type { LegId } from '../ids.ts'
import type { SiteState } from '../site/state.ts'
import { leadOn, stepAfterTalk } from './after-talk.ts'
import { endedByPerson, LOST } from './causes.ts'
import { claim } from './claim.ts'
import { endCall } from './end.ts'
import type { Ending } from './ending.ts'
import { callFact } from './facts.ts'
import { LIMITS } from './limits.ts'
import { musicAgain } from './music.ts'
import { type Call, outerLeg } from './state.ts'

/**
 * The agent's leg of a talk has ended. A person's hang-up ends the call, unless the flow leads on after it. A phone or
 * network that vanished doesn't: the caller goes back to the original place and is served by the next agent.
 */
export function agentLegLeft(
  state: SiteState,
  call: Call,
  legId: LegId,
  cause: string,
  at: number,
): Decision {
  if (call.phase.name !== 'connected' || call.phase.legId !== legId) return nothing
  if (call.phase.place && outerLeg(call) !== undefined && !endedByPerson(cause)) {
    const { agentId } = call.phase
    const fact = callFact(call.id, 'callRequeued', at, { agentId, legId, why: 'agentLost' })
    return both(decided([fact], claim(call)), musicAgain(state, call))
  }
  const next = stepAfterTalk(state, call, call.phase.place)
  if (next !== undefined && outerLeg(call) !== undefined) return leadOn(state, call, next, at)
  const ending: Ending = cause === LOST ? { by: 'switch', why: 'lost' } : { by: 'agent', why: 'hungUp' }
  return endCall(call, ending, at, 'NORMAL_CLEARING', legId)
}

/** The caller's leg is parked again while the talk isn't known to be over: the other's leg must end soon. */
export function callerReturned(call: Call, at: number): Decision {
  if (call.phase.name !== 'connected' && call.phase.name !== 'handedOn') return nothing
  // Said twice, it doesn't begin anew.
  if (call.phase.returnedBy !== undefined) return decided([], claim(call))
  return decided([callFact(call.id, 'callReturned', at, { dueAt: at + LIMITS.returnMs })], claim(call))
}

/** The other's leg lives on though the caller's has left the bridge: the two are not talking, so the talk is over. */
export function returnOverdue(call: Call, at: number): Decision {
  return endCall(call, { by: 'switch', why: 'failed' }, at)
}

/** CHANNEL_BRIDGE of the two who are connected already: the bridge that was ordered again has come. */
export function rejoined(call: Call, at: number): Decision {
  if (call.phase.name !== 'connected' && call.phase.name !== 'handedOn') return nothing
  const { legId, withLegId } = call.phase
  return decided([callFact(call.id, 'callRejoined', at, { legId, withLegId })])
}
