/** A phone that the flow rings for a caller: its answer, the bridge, the talk, and every way in which they come to nothing. */
import { agentFact } from '../acd/facts.ts'
import { both, type Decision, decided, nothing, stale } from '../decision.ts'
import type { LegId } from '../ids.ts'
import type { Command } from '../site/commands.ts'
import { flowOf, type SiteState } from '../site/state.ts'
import { leadOn } from './after-talk.ts'
import { endedByPerson, type HangUpCause, LOST, legFailureOf } from './causes.ts'
import { claim } from './claim.ts'
import { endCall, hangUp } from './end.ts'
import { callFact, type HandOnFailure } from './facts.ts'
import { LIMITS } from './limits.ts'
import { musicAgain } from './music.ts'
import { bridgeCommands } from './offer.ts'
import { type Call, outerLeg } from './state.ts'
import { ringing } from './walk/hand-on.ts'
import { stepNamed } from './walk/walk.ts'
import { enterStep, fallBack } from './walk.ts'

/** The phone was answered: the ringing tone stops, the two are bridged. */
export function handOnAnswered(call: Call, legId: LegId, at: number): Decision {
  const { phase } = call
  if (phase.name !== 'transferring' || phase.legId !== legId || phase.answered) return stale
  const fact = callFact(call.id, 'handOnAnswered', at, { legId, dueAt: at + LIMITS.bridgeMs })
  return decided([fact], bridgeCommands(call, legId))
}

/** The ringing tone anew, for a caller who would hear nothing else. */
export function ringingAgain(state: SiteState, call: Call): Command[] {
  const flow = flowOf(state, call)
  if (call.phase.name === 'transferring' && call.phase.place) return [...musicAgain(state, call).commands]
  return call.phase.name === 'transferring' && flow ? ringing(call, flow, call.phase.step) : []
}

/** CHANNEL_BRIDGE of the caller with whoever has answered. */
export function handOnBridged(state: SiteState, call: Call, at: number): Decision {
  const { phase } = call
  const withLegId = outerLeg(call)
  if (phase.name !== 'transferring' || !phase.answered || withLegId === undefined) return stale
  const { step, to, legId } = phase
  const agentId = call.legs.get(legId)?.agentId
  const whose = agentId === undefined ? {} : { agentId }
  const fact = callFact(call.id, 'callHandedOn', at, { step, to, legId, withLegId, ...whose })
  const agent = agentId && state.agents.get(agentId)
  // Somebody on duty who is logged off is reserved by nothing.
  if (agent?.phase.name !== 'reserved' || agent.phase.legId !== legId) return decided([fact])
  return decided([fact, agentFact(agent.id, 'agentBusy', at, { callId: call.id, legId })])
}

/** The phone's leg has ended before the bridge. `legHungUp` states its end. */
export function handOnLegEnded(state: SiteState, call: Call, cause: string, at: number): Decision {
  if (call.phase.name !== 'transferring') return nothing
  const why = cause === LOST ? 'lost' : call.phase.answered ? 'failed' : legFailureOf(cause)
  return both(handOnOver(call, why, null, at), quiet(call), goesOnElsewhere(state, call, at))
}

/** The ring time is over, or the bridge wasn't seen in time: the phone is let go. */
export function handOnOverdue(state: SiteState, call: Call, at: number): Decision {
  if (call.phase.name !== 'transferring') return nothing
  return call.phase.answered
    ? handOnBridgeFailed(state, call, at)
    : givenUp(state, call, 'noAnswer', 'NO_ANSWER', at)
}

/** The switch couldn't bridge the two. */
export function handOnBridgeFailed(state: SiteState, call: Call, at: number): Decision {
  return givenUp(state, call, 'bridgeFailed', 'NORMAL_TEMPORARY_FAILURE', at)
}

function givenUp(state: SiteState, call: Call, why: HandOnFailure, cause: HangUpCause, at: number): Decision {
  return both(dismissed(call, why, cause, at), quiet(call), goesOnElsewhere(state, call, at))
}

/** The caller goes elsewhere by a key: the phone stops ringing. */
export function handOnCancelled(call: Call, at: number): Decision {
  if (call.phase.name !== 'transferring') return nothing
  const cause = call.phase.answered ? 'NORMAL_CLEARING' : 'ORIGINATOR_CANCEL'
  return both(dismissed(call, 'cancelled', cause, at), quiet(call))
}

function dismissed(call: Call, why: HandOnFailure, cause: HangUpCause, at: number): Decision {
  if (call.phase.name !== 'transferring') return nothing
  const order = hangUp(call, call.phase.legId, cause)
  return both(handOnOver(call, why, at + LIMITS.hangUpMs, at), decided([], [order]))
}

/** States the end of it, for whoever goes on from there. */
export function handOnOver(call: Call, why: HandOnFailure, legDueAt: number | null, at: number): Decision {
  if (call.phase.name !== 'transferring' && call.phase.name !== 'handedOn') return nothing
  const { step, legId } = call.phase
  return decided([callFact(call.id, 'handOnEnded', at, { step, legId, why, legDueAt })])
}

function quiet(call: Call): Decision {
  const legId = outerLeg(call)
  const on = { nodeId: call.nodeId, callId: call.id }
  const orders: Command[] = legId === undefined ? [] : [{ type: 'stopPlayback', ...on, legId }]
  return decided([], orders)
}

function goesOnElsewhere(state: SiteState, call: Call, at: number): Decision {
  // Back at the place in the queue, from which the phone was only tried.
  if (call.phase.name === 'transferring' && call.phase.place) return musicAgain(state, call)
  const flow = flowOf(state, call)
  const otherwise = otherwiseOf(state, call)
  return flow && otherwise !== undefined ? enterStep(state, call, flow, otherwise, at) : fallBack(call, at)
}

/** Where the flow goes when the step that has rung the phone fails. */
function otherwiseOf(state: SiteState, call: Call): string | undefined {
  const { phase } = call
  const flow = flowOf(state, call)
  if (!flow || (phase.name !== 'transferring' && phase.name !== 'handedOn')) return undefined
  const step = stepNamed({ answered: call.answered, flow }, phase.step)
  return step?.kind === 'transfer' ? step.otherwise : undefined
}

/**
 * The other's leg of a talk has ended. A person's hang-up ends the call. A phone or network that vanished doesn't: the
 * caller is back at the place, or the flow goes on as if nobody had answered, once the switch has parked the caller again.
 */
export function handedOnLegLeft(
  state: SiteState,
  call: Call,
  legId: LegId,
  cause: string,
  at: number,
): Decision {
  if (call.phase.name !== 'handedOn' || call.phase.legId !== legId) return nothing
  const why = cause === LOST ? 'lost' : legFailureOf(cause)
  if (call.phase.place && !endedByPerson(cause) && outerLeg(call) !== undefined) {
    const over = handOnOver(call, why, null, at)
    return both(over, decided([], claim(call)), musicAgain(state, call))
  }
  const otherwise = otherwiseOf(state, call)
  if (endedByPerson(cause) || otherwise === undefined || outerLeg(call) === undefined) {
    const ending = cause === LOST ? ({ by: 'switch', why: 'lost' } as const) : BY_PARTY
    return endCall(call, ending, at, 'NORMAL_CLEARING', legId)
  }
  return both(handOnOver(call, why, null, at), leadOn(state, call, otherwise, at))
}

const BY_PARTY = { by: 'party', why: 'hungUp' } as const
