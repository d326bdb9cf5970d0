/** A call that an agent asks for: the agent's phone first, then the party, bridged on early media (彩铃, announcements). */
import type { Agent } from '../acd/agent.ts'
import { agentFact } from '../acd/facts.ts'
import { blame, release } from '../acd/free.ts'
import { both, type Decision, decided, type Fact, nothing, stale } from '../decision.ts'
import { type CallId, type LegId, legIdOf, type NodeId } from '../ids.ts'
import type { Party } from '../party.ts'
import { isReachable, type SiteState } from '../site/state.ts'
import { LOST, legFailureOf } from './causes.ts'
import { endCall, hangUp } from './end.ts'
import type { Ending } from './ending.ts'
import { callFact } from './facts.ts'
import { LIMITS } from './limits.ts'
import { type Call, nextToken } from './state.ts'

/** Rings the agent's own phone. The agent's state has been checked. */
export function placeCall(callId: CallId, nodeId: NodeId, agent: Agent, called: Party, at: number): Decision {
  const legId = legIdOf(callId, 1)
  const dueAt = at + LIMITS.ownRingMs
  const calling: Party = { masked: agent.extension, hash: '' }
  return decided(
    [
      callFact(callId, 'callPlaced', at, { nodeId, agentId: agent.id, legId, calling, called, dueAt }),
      agentFact(agent.id, 'agentReserved', at, { callId, legId }),
    ],
    [
      {
        type: 'originate',
        nodeId,
        callId,
        legId,
        role: 'agent',
        to: { kind: 'extension', extension: agent.extension },
        ringMs: LIMITS.ownRingMs,
        shownNumber: called.masked,
        earlyMedia: 'ignore',
        ...(agent.definition.autoAnswer === true ? { autoAnswer: true } : {}),
      },
    ],
  )
}

/** The agent has answered: the party's phone is rung. */
export function ownAgentAnswered(call: Call, legId: LegId, at: number): Decision {
  if (call.phase.name !== 'callingAgent' || call.phase.legId !== legId) return stale
  const partyLegId = legIdOf(call.id, call.legsMade + 1)
  return decided(
    [
      callFact(call.id, 'callPartyCalled', at, { legId: partyLegId, dueAt: at + LIMITS.partyRingMs }),
      agentFact(call.phase.agentId, 'agentBusy', at, { callId: call.id, legId }),
    ],
    [
      {
        type: 'originate',
        nodeId: call.nodeId,
        callId: call.id,
        legId: partyLegId,
        role: 'party',
        to: { kind: 'privateNumber', field: 'calledNumber' },
        ringMs: LIMITS.partyRingMs,
        shownNumber: '',
        earlyMedia: 'accept',
      },
    ],
  )
}

/** The party's line can be heard, or was answered: agent and party are bridged, once. */
export function partyAudible(call: Call, legId: LegId, answered: boolean, at: number): Decision {
  if (call.phase.name !== 'callingParty' || call.phase.partyLegId !== legId) return stale
  if (answered ? call.legs.get(legId)?.answered : call.phase.bridging) return stale
  const facts: Fact[] = []
  if (answered) {
    facts.push(callFact(call.id, 'callPartyAnswered', at, { legId, dueAt: at + LIMITS.bridgeMs }))
  }
  if (call.phase.bridging) {
    return both(decided(facts), answered && call.phase.bridged ? connected(call, at) : nothing)
  }
  // On early media the party may still ring for as long as it likes; after the answer the bridge is due soon.
  const dueAt = answered ? at + LIMITS.bridgeMs : call.phase.dueAt
  facts.push(callFact(call.id, 'callPartyBridging', at, { dueAt }))
  return decided(facts, [
    { type: 'bridge', nodeId: call.nodeId, callId: call.id, legId: call.phase.legId, withLegId: legId },
  ])
}

/** CHANNEL_BRIDGE: connected, if the party has answered; else it was early media and the answer is awaited. */
export function partyBridged(call: Call, at: number): Decision {
  if (call.phase.name !== 'callingParty' || call.phase.bridged) return stale
  const bridged = decided([callFact(call.id, 'callPartyBridged', at, { legId: call.phase.partyLegId })])
  return call.legs.get(call.phase.partyLegId)?.answered ? both(bridged, connected(call, at)) : bridged
}

function connected(call: Call, at: number): Decision {
  if (call.phase.name !== 'callingParty') return nothing
  const { agentId, legId, partyLegId } = call.phase
  return decided([
    callFact(call.id, 'callConnected', at, { agentId, legId, withLegId: partyLegId, waitedMs: null }),
  ])
}

/** The agent's own phone didn't answer, or is gone. */
export function ownAgentFailed(
  state: SiteState,
  call: Call,
  legId: LegId,
  cause: string,
  at: number,
): Decision {
  if (call.phase.name !== 'callingAgent') return nothing
  const agent = state.agents.get(call.phase.agentId)
  if (cause === LOST) {
    const freed = agent ? [release(agent, at)] : []
    return both(decided(freed), endCall(call, { by: 'switch', why: 'lost' }, at, 'NORMAL_CLEARING', legId))
  }
  const why = legFailureOf(cause)
  const blamed = agent ? [blame(state, agent, call, why, at)] : []
  return both(decided(blamed), endCall(call, { by: 'agent', why }, at, 'NORMAL_CLEARING', legId))
}

/** What the agent hears when the party can't be reached. Prompts by these names are in every prompt set. */
const TOLD: Readonly<Partial<Record<Ending['why'], string>>> = {
  busy: 'party-busy',
  noAnswer: 'party-no-answer',
  rejected: 'party-busy',
  invalidNumber: 'party-invalid-number',
  cancelled: 'party-no-answer',
}
const TOLD_OTHERWISE = 'party-unreachable'

/** Says it to the agent; again after a reconnect, because the order may have been lost with the connection. */
export function tell(call: Call, legId: LegId, ending: Ending, at: number): Decision {
  const token = nextToken(call)
  const name = TOLD[ending.why] ?? TOLD_OTHERWISE
  const prompts = [
    { kind: 'prompt', name, language: 'zh', pace: 'standard' },
    { kind: 'prompt', name, language: 'en', pace: 'standard' },
  ] as const
  return decided(
    [callFact(call.id, 'callFailureTold', at, { ending, token, dueAt: at + LIMITS.promptsMs })],
    [{ type: 'play', nodeId: call.nodeId, callId: call.id, legId, token, prompts, keys: [] }],
  )
}

/** The party's leg came to nothing: the agent's leg stays and hears why. */
export function partyFailed(call: Call, cause: string, at: number): Decision {
  if (call.phase.name !== 'callingParty') return nothing
  const why = legFailureOf(cause)
  const answered = call.legs.get(call.phase.partyLegId)?.answered === true
  const ending: Ending =
    cause === LOST
      ? { by: 'switch', why: 'lost' }
      : answered
        ? { by: 'switch', why: 'failed' }
        : { by: 'trunk', why }
  return tell(call, call.phase.legId, ending, at)
}

/** The party is there, but the switch couldn't bridge the two. */
export function partyBridgeFailed(call: Call, at: number): Decision {
  return partyGivenUp(call, 'NORMAL_TEMPORARY_FAILURE', at)
}

function partyGivenUp(call: Call, cause: 'NO_ANSWER' | 'NORMAL_TEMPORARY_FAILURE', at: number): Decision {
  if (call.phase.name !== 'callingParty') return nothing
  return both(partyFailed(call, cause, at), decided([], [hangUp(call, call.phase.partyLegId, cause)]))
}

/** The agent has heard it. */
export function toldWhy(call: Call, at: number): Decision {
  return call.phase.name === 'telling' ? endCall(call, call.phase.ending, at) : nothing
}

/** Nobody answered in time. */
export function outboundOverdue(state: SiteState, call: Call, at: number): Decision {
  const { phase } = call
  if (phase.name === 'callingAgent') {
    const agent = state.agents.get(phase.agentId)
    if (!isReachable(state, call.nodeId)) {
      const freed = agent ? [release(agent, at)] : []
      return both(decided(freed), endCall(call, { by: 'switch', why: 'lost' }, at))
    }
    const blamed = agent ? [blame(state, agent, call, 'noAnswer', at)] : []
    return both(decided(blamed), endCall(call, { by: 'agent', why: 'noAnswer' }, at, 'NO_ANSWER'))
  }
  if (phase.name === 'callingParty') {
    return call.legs.get(phase.partyLegId)?.answered
      ? partyBridgeFailed(call, at)
      : partyGivenUp(call, 'NO_ANSWER', at)
  }
  return toldWhy(call, at)
}
