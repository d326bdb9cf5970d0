/** A talk and its end: who hung up, whose phone vanished, and what becomes of the other. */
import { both, type Decision, decided, nothing } from '../decision.ts'
import type { LegId } from '../ids.ts'
import type { SiteState } from '../site/state.ts'
import { endedByPerson, LOST } from './causes.ts'
import { endCall } from './end.ts'
import type { Ending } from './ending.ts'
import { callFact } from './facts.ts'
import { LIMITS } from './limits.ts'
import { musicAgain } from './offer.ts'
import { type Call, outerLeg } from './state.ts'

/**
 * The agent's leg of a talk has ended. A person's hang-up ends the call. A phone or network that vanished doesn't:
 * the caller goes back to the original place and is served by the next agent.
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
  const ending: Ending = cause === LOST ? { by: 'switch', why: 'lost' } : { by: 'agent', why: 'hungUp' }
  return endCall(call, ending, at, 'NORMAL_CLEARING', legId)
}

/** Disarms the fallback that the return extension armed, and marks the leg as ours. A called party's leg never had one. */
export function claim(call: Call) {
  const legId = outerLeg(call)
  if (legId === undefined || call.direction !== 'inbound') return []
  return [{ type: 'claimLeg', nodeId: call.nodeId, callId: call.id, legId } as const]
}

/** The caller's leg is parked again while the talk isn't known to be over: the agent's leg must end soon. */
export function callerReturned(call: Call, at: number): Decision {
  if (call.phase.name !== 'connected') return nothing
  // Said twice, it doesn't begin anew.
  if (call.phase.returnedBy !== undefined) return decided([], claim(call))
  return decided([callFact(call.id, 'callReturned', at, { dueAt: at + LIMITS.returnMs })], claim(call))
}

/** The agent's leg lives on though the caller's has left the bridge: the two are not talking, so the talk is over. */
export function returnOverdue(call: Call, at: number): Decision {
  if (call.phase.name !== 'connected') return nothing
  return endCall(call, { by: 'switch', why: 'failed' }, at)
}

/** CHANNEL_BRIDGE of the two who are connected already: the bridge that was ordered again has come. */
export function rejoined(call: Call, at: number): Decision {
  if (call.phase.name !== 'connected') return nothing
  const { legId, withLegId } = call.phase
  return decided([callFact(call.id, 'callRejoined', at, { legId, withLegId })])
}
