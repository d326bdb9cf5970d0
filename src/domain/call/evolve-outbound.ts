/** Folds what happens between an agent's own phone and the party that the agent calls, until the two are connected. */
import { assertNever } from '../assert-never.ts'
import type { CallFact } from './facts.ts'
import { markAnswered } from './mark-answered.ts'
import { type Call, newLeg } from './state.ts'

type OutboundFact = Extract<
  CallFact,
  {
    type:
      | 'callPartyCalled'
      | 'callPartyBridging'
      | 'callPartyBridged'
      | 'callPartyAnswered'
      | 'callFailureTold'
  }
>

export function evolveOutbound(call: Call, fact: OutboundFact): void {
  switch (fact.type) {
    case 'callPartyCalled': {
      if (call.phase.name !== 'callingAgent') return
      const { legId, agentId } = call.phase
      markAnswered(call, legId)
      call.answeredAt ??= fact.at
      call.legsMade += 1
      call.legs.set(fact.data.legId, newLeg('party'))
      call.phase = {
        name: 'callingParty',
        legId,
        agentId,
        partyLegId: fact.data.legId,
        bridging: false,
        bridged: false,
        dueAt: fact.data.dueAt,
      }
      return
    }
    case 'callPartyBridging':
      if (call.phase.name !== 'callingParty') return
      call.phase = { ...call.phase, bridging: true, dueAt: fact.data.dueAt }
      return
    case 'callPartyBridged':
      if (call.phase.name === 'callingParty') call.phase = { ...call.phase, bridged: true }
      return
    case 'callPartyAnswered':
      markAnswered(call, fact.data.legId)
      if (call.phase.name === 'callingParty') call.phase = { ...call.phase, dueAt: fact.data.dueAt }
      return
    case 'callFailureTold': {
      if (call.phase.name !== 'callingParty' && call.phase.name !== 'telling') return
      const { legId, agentId } = call.phase
      call.tokens += 1
      const { ending, token, dueAt } = fact.data
      call.phase = { name: 'telling', legId, agentId, ending, token, dueAt }
      return
    }
    default:
      assertNever(fact)
  }
}
