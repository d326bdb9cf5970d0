/** A caller's leg is parked: a new call, or one of ours that has come back. */
import { both, type Decision, decided, nothing } from '../decision.ts'
import type { Arrival } from '../site/inputs.ts'
import type { SiteState } from '../site/state.ts'
import { callOfLeg, flowOf } from '../site/state.ts'
import { accepted } from './accepted.ts'
import { OVERLOADED } from './admit.ts'
import { claim } from './claim.ts'
import { hangUp } from './end.ts'
import { createCall } from './evolve.ts'
import { callFact } from './facts.ts'
import { ringingAgain } from './hand-on.ts'
import { messageResumed } from './message.ts'
import { musicAgain } from './music.ts'
import type { Call } from './state.ts'
import { callerReturned } from './talk.ts'
import { enterStep, fallBack, resumeStep } from './walk.ts'

export function legParked(state: SiteState, arrival: Arrival, at: number): Decision {
  const call = callOfLeg(state, arrival.legId)
  return call ? parkedAgain(state, call, at) : accept(state, arrival, at)
}

/** Accepts a new call: takes the leg over from the dialplan, answers, begins the flow of the number dialled. */
function accept(state: SiteState, arrival: Arrival, at: number): Decision {
  const taken = accepted(state, arrival, at)
  // Without a flow nothing is journaled and nothing ordered: the armed fallback takes the caller to people.
  if (!taken) return nothing
  const { fact, flow, refusedFor } = taken
  const call = createCall(fact)
  const refused = refusedFor.length > 0
  const turned = refused ? [callFact(call.id, 'callTurnedAway', at, { why: refusedFor })] : []
  const on = { nodeId: arrival.nodeId, callId: arrival.callId, legId: arrival.legId }
  const answer = arrival.answered ? [] : [{ type: 'answer', ...on } as const]
  const begun = decided([fact, ...turned], [{ type: 'claimLeg', ...on }, ...answer])
  const answered = arrival.answered
    ? decided([callFact(call.id, 'callAnswered', at, { legId: arrival.legId })])
    : nothing
  return both(begun, answered, enterStep(state, call, flow, refused ? OVERLOADED : flow.start, at))
}

/**
 * One of ours is parked again: after a bridge, or because the switch recovered it and ran its dialplan anew. The
 * dialplan has armed the fallback, so the leg is claimed again first.
 */
function parkedAgain(state: SiteState, call: Call, at: number): Decision {
  switch (call.phase.name) {
    case 'connected':
    case 'handedOn':
      return callerReturned(call, at)
    case 'voicemail':
      return both(decided([], claim(call)), messageResumed(state, call, at))
    case 'transferring':
      // As for `connecting`, once the phone was answered; until then the ringing tone is heard.
      return decided([], [...claim(call), ...(call.phase.answered ? [] : ringingAgain(state, call))])
    case 'walking': {
      const flow = flowOf(state, call)
      return both(decided([], claim(call)), flow ? resumeStep(state, call, flow, at) : fallBack(call, at))
    }
    case 'queued':
    case 'offered':
      return both(decided([], claim(call)), musicAgain(state, call))
    case 'connecting':
      // The bridge broke before it was seen; its own deadline decides.
      return decided([], claim(call))
    case 'ending':
      return decided(
        [],
        [...call.legs.keys()].map((legId) => hangUp(call, legId, 'NORMAL_CLEARING')),
      )
    default:
      return nothing
  }
}
