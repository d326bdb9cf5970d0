/** A leg has ended: what that means for its agent, for the call, and for whoever is left. */
import { agentLegEnded } from '../acd/free.ts'
import { callbackLegEnded } from '../call/callback.ts'
import { LOST } from '../call/causes.ts'
import { dutyLegEnded } from '../call/duty-answer.ts'
import { dutyRingOf } from '../call/duty-place.ts'
import { endCall, endingLegEnded } from '../call/end.ts'
import type { Ending } from '../call/ending.ts'
import { callFact } from '../call/facts.ts'
import { handedOnLegLeft, handOnLegEnded } from '../call/hand-on.ts'
import { messageOver } from '../call/message-over.ts'
import { offerLegEnded } from '../call/offer-ended.ts'
import { ownAgentFailed, partyFailed } from '../call/outbound.ts'
import { type LegSound, wasHeard } from '../call/quality.ts'
import { type Call, type Leg, offerOf } from '../call/state.ts'
import { agentLegLeft } from '../call/talk.ts'
import { both, type Decision, decided, nothing } from '../decision.ts'
import type { LegId } from '../ids.ts'
import { nothingHeard } from './sound.ts'
import type { SiteState } from './state.ts'

export function legHungUp(
  state: SiteState,
  call: Call,
  leg: Leg,
  legId: LegId,
  cause: string,
  at: number,
  sound: LegSound = {},
): Decision {
  const ended = legEnded(state, call, leg, legId, cause, at, sound)
  const { phase } = call
  const answered = phase.name === 'connecting' && phase.legId === legId ? phase : undefined
  const offer = answered ?? offerOf(call, legId)
  if (offer) return both(ended, offerLegEnded(state, call, offer, cause, at))
  if (phase.name === 'callingAgent' && phase.legId === legId) {
    return both(ended, ownAgentFailed(state, call, legId, cause, at))
  }
  // Judged by the state before the leg's end is folded in, which still knows whose it was.
  const agentFreed = decided(agentLegEnded(state, call, legId, at))
  const duty = dutyRingOf(call, legId)
  if (duty) return both(agentFreed, ended, dutyLegEnded(state, call, duty, cause, at))
  return both(agentFreed, ended, callAfterLeg(state, call, leg, legId, cause, at))
}

/** States the end of the leg, with how it sounded. */
function legEnded(
  state: SiteState,
  call: Call,
  leg: Leg,
  legId: LegId,
  cause: string,
  at: number,
  sound: LegSound,
): Decision {
  const heard = wasHeard(call, legId, cause, sound, at)
  const fact = callFact(call.id, 'callLegEnded', at, {
    legId,
    role: leg.role,
    cause,
    ...(sound.quality && { quality: sound.quality }),
    ...(heard !== undefined && { heard }),
  })
  return heard === false ? both(nothingHeard(state, call, leg, at), decided([fact])) : decided([fact])
}

function callAfterLeg(
  state: SiteState,
  call: Call,
  leg: Leg,
  legId: LegId,
  cause: string,
  at: number,
): Decision {
  const { phase } = call
  switch (phase.name) {
    case 'ending':
      return decided(endingLegEnded(call, legId, at))
    case 'connected':
      if (leg.role === 'agent') return agentLegLeft(state, call, legId, cause, at)
      // A phone that was rung for the caller before, and let go.
      if (phase.withLegId !== legId) return nothing
      return endCall(call, byOuter(call, leg, cause), at, 'NORMAL_CLEARING', legId)
    case 'transferring':
      if (phase.legId === legId) return handOnLegEnded(state, call, cause, at)
      break
    case 'handedOn':
      if (phase.legId === legId) return handedOnLegLeft(state, call, legId, cause, at)
      break
    case 'callingBack':
      return phase.legId === legId ? callbackLegEnded(state, call, cause, at) : nothing
    case 'awaitingCallback':
      return nothing
    case 'callingParty':
      if (leg.role === 'party') return partyFailed(call, cause, at)
      return endCall(call, endedByAgent(cause), at, 'NORMAL_CLEARING', legId)
    case 'telling':
      // The party's leg, told to go, is no reason to cut off the agent who hears why.
      if (leg.role === 'party') return nothing
      return endCall(call, phase.ending, at, 'NORMAL_CLEARING', legId)
    default:
      break
  }
  // A phone's leg that the call has no use for any more: the caller goes on.
  if (leg.role !== 'caller') return nothing
  const ending = endCall(call, byOuter(call, leg, cause), at, 'NORMAL_CLEARING', legId)
  return both(messageOver(call, at), ending)
}

function endedByAgent(cause: string): Ending {
  return cause === LOST ? { by: 'switch', why: 'lost' } : { by: 'agent', why: 'hungUp' }
}

/** Whose doing it was that the outer leg ended, by where the call stood. */
function byOuter(call: Call, leg: Leg, cause: string): Ending {
  if (cause === LOST) return { by: 'switch', why: 'lost' }
  const by = leg.role === 'party' ? 'trunk' : 'caller'
  switch (call.phase.name) {
    case 'queued':
    case 'offered':
    case 'connecting':
    case 'transferring':
      return { by, why: 'abandoned' }
    case 'fallback':
      return { by, why: 'fellBack' }
    default:
      return { by, why: 'hungUp' }
  }
}
