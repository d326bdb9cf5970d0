/** What an agent's desk says to the offer that rings the phone: accepted, or rejected. */
import { offerRejected } from '../call/offer-ended.ts'
import { type Call, type Offer, offerOf } from '../call/state.ts'
import { both, type Decision, decided } from '../decision.ts'
import type { AgentReason } from '../site/inputs.ts'
import type { SiteState } from '../site/state.ts'
import type { Agent } from './agent.ts'
import { wrongState } from './answers.ts'
import { agentFact } from './facts.ts'
import { blame } from './free.ts'

const ACCEPTED = { facts: [], commands: [], outcome: { type: 'accepted' } } as const

/**
 * Asks the agent's phone to answer. What follows is the phone's: it answers, and the offer is won like any other, or
 * it doesn't heed, and rings on.
 */
export function acceptOffer(state: SiteState, agent: Agent): Decision {
  const { phase } = agent
  if (phase.name !== 'reserved') return wrongState(agent, 'is offered no call')
  const call = state.calls.get(phase.callId)
  const { legId } = phase
  // Accepted twice, or by the desk and the phone at once.
  if (call?.phase.name === 'connecting' && call.phase.legId === legId) return ACCEPTED
  if (!call || !offerOf(call, legId)) return wrongState(agent, 'is offered no call')
  // Before the phone has said that it rings, the switch has no dialog in which to ask it.
  if (call.legs.get(legId)?.alerted !== true) return wrongState(agent, 'has a phone that does not ring yet')
  const { nodeId, id: callId } = call
  return { ...decided([], [{ type: 'answerPhone', nodeId, callId, legId }]), outcome: { type: 'accepted' } }
}

/** The phone stops ringing, and the caller is offered to somebody else. */
export function rejectOffer(
  state: SiteState,
  agent: Agent,
  reasonCode: AgentReason | undefined,
  at: number,
): Decision {
  const offered = offerTo(state, agent)
  if (!offered) return wrongState(agent, 'is offered no call')
  const { call, offer } = offered
  const goesOn =
    reasonCode === undefined
      ? blame(state, agent, call, 'rejected', at)
      : agentFact(agent.id, 'agentNotReady', at, { reasonCode, callId: call.id })
  const rejected = both(offerRejected(call, offer, at), decided([goesOn]))
  return { ...rejected, outcome: { type: 'accepted' } }
}

function offerTo(state: SiteState, { phase }: Agent): { call: Call; offer: Offer } | undefined {
  if (phase.name !== 'reserved') return undefined
  const call = state.calls.get(phase.callId)
  const offer = call && offerOf(call, phase.legId)
  return offer && { call, offer }
}
