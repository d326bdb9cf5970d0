/** A waiting caller and agents: the offer, its answer, the bridge. How it comes to nothing: `offer-ended.ts`. */

import type { Agent } from '../acd/agent.ts'
import { agentFact } from '../acd/facts.ts'
import { both, type Decision, decided, stale } from '../decision.ts'
import { type LegId, legIdOf } from '../ids.ts'
import type { Command } from '../site/commands.ts'
import { callFact } from './facts.ts'
import { LIMITS } from './limits.ts'
import { offerWithdrawn } from './offer-ended.ts'
import { type Call, offerOf, outerLeg } from './state.ts'

/** Rings the agent's phone for this caller. The agent is reserved until the offer is decided. */
export function offer(call: Call, agent: Agent, ringMs: number, at: number): Decision {
  return offerToSeveral(call, [agent], ringMs, at)
}

/** Rings the phones of all these agents at once, beside those that ring already. The first who answers wins. */
export function offerToSeveral(call: Call, agents: readonly Agent[], ringMs: number, at: number): Decision {
  return both(...agents.map((agent, index) => ring(call, agent, call.legsMade + 1 + index, ringMs, at)))
}

function ring(call: Call, agent: Agent, nth: number, ringMs: number, at: number): Decision {
  const legId = legIdOf(call.id, nth)
  const command: Command = {
    type: 'originate',
    nodeId: call.nodeId,
    callId: call.id,
    legId,
    role: 'agent',
    to: { kind: 'extension', extension: agent.extension },
    ringMs,
    shownNumber: call.calling.masked,
    earlyMedia: 'ignore',
  }
  return decided(
    [
      callFact(call.id, 'callOffered', at, { agentId: agent.id, legId, dueAt: at + ringMs }),
      agentFact(agent.id, 'agentReserved', at, { callId: call.id, legId }),
    ],
    [command],
  )
}

/**
 * An offered phone was answered: the caller's prompt stops, the two are bridged. The other phones that ring for this
 * caller stop, and show no missed call; their agents are free again when their legs have ended.
 */
export function offerAnswered(call: Call, legId: LegId, at: number): Decision {
  const won = offerOf(call, legId)
  if (call.phase.name !== 'offered' || !won) return stale
  const losers = call.phase.offers.filter((other) => other !== won)
  return both(
    decided(
      [
        callFact(call.id, 'callOfferAnswered', at, {
          agentId: won.agentId,
          legId,
          dueAt: at + LIMITS.bridgeMs,
        }),
      ],
      bridgeCommands(call, legId),
    ),
    ...losers.map((loser) => offerWithdrawn(call, loser, 'answeredElsewhere', at)),
  )
}

/** Orders the bridge of the caller with this leg; whatever plays to the caller stops first (pitfalls 13). */
export function bridgeCommands(call: Call, legId: LegId): Command[] {
  const outer = outerLeg(call)
  if (outer === undefined) return []
  const on = { nodeId: call.nodeId, callId: call.id, legId: outer }
  return [
    { type: 'stopPlayback', ...on },
    { type: 'bridge', ...on, withLegId: legId },
  ]
}

/** CHANNEL_BRIDGE of the caller with the agent who answered: only now is the call connected. */
export function offerBridged(call: Call, at: number): Decision {
  if (call.phase.name !== 'connecting') return stale
  const { agentId, legId, place } = call.phase
  const outer = outerLeg(call)
  if (outer === undefined) return stale
  return decided([
    callFact(call.id, 'callConnected', at, {
      agentId,
      legId,
      withLegId: outer,
      waitedMs: at - place.enqueuedAt,
    }),
    agentFact(agentId, 'agentBusy', at, { callId: call.id, legId }),
  ])
}

/**
 * The agent's leg has ended before the bridge: back to the original place. `legEnded` states the end of the leg.
 * An agent who didn't answer is made not ready; one whose phone answered and then went is treated the same way. A
 * leg that was lost with a connection or a switch is nobody's fault.
 */
export function offerLegEnded(state: SiteState, call: Call, cause: string, at: number): Decision {
  if (call.phase.name !== 'offered' && call.phase.name !== 'connecting') return nothing
  const { agentId, legId, name } = call.phase
  const failure = cause === LOST ? 'lost' : name === 'connecting' ? 'failed' : legFailureOf(cause)
  const agent = state.agents.get(agentId)
  const facts: Fact[] = [
    callFact(call.id, 'callOfferEnded', at, { agentId, legId, why: failure, legDueAt: null }),
  ]
  if (agent) facts.push(failure === 'lost' ? release(agent, at) : blame(agent, call, failure, at))
  return both(decided(facts), name === 'connecting' ? musicAgain(state, call) : nothing)
}

/**
 * The ring time is over: the phone stops ringing, the agent is not ready, the caller is back at the place. While the
 * switch is out of reach nobody knows whether the agent answered: free again without blame.
 */
export function offerOverdue(state: SiteState, call: Call, at: number): Decision {
  if (call.phase.name !== 'offered') return nothing
  const { agentId, legId } = call.phase
  const agent = state.agents.get(agentId)
  const why = isReachable(state, call.nodeId) ? 'noAnswer' : 'lost'
  const legDueAt = at + LIMITS.hangUpMs
  const facts: Fact[] = [callFact(call.id, 'callOfferEnded', at, { agentId, legId, why, legDueAt })]
  if (agent) facts.push(why === 'lost' ? release(agent, at) : blame(agent, call, why, at))
  return decided(facts, [hangUp(call, legId, 'NO_ANSWER')])
}

/**
 * The bridge wasn't seen, or was refused: the agent's leg goes, the caller is back at the place with music. The
 * agent isn't blamed and is free again when the leg has ended.
 */
export function bridgeFailed(state: SiteState, call: Call, why: OfferFailure, at: number): Decision {
  if (call.phase.name !== 'connecting' && call.phase.name !== 'offered') return nothing
  const { agentId, legId } = call.phase
  const ended = decided(
    [callFact(call.id, 'callOfferEnded', at, { agentId, legId, why, legDueAt: at + LIMITS.hangUpMs })],
    [hangUp(call, legId, 'NORMAL_TEMPORARY_FAILURE')],
  )
  return both(ended, musicAgain(state, call))
}

/** Music for a caller who waits again. */
export function musicAgain(state: SiteState, call: Call): Decision {
  const legId = outerLeg(call)
  const place = 'place' in call.phase ? call.phase.place : undefined
  if (legId === undefined || !place) return nothing
  const flow = flowOf(state, call)
  const on = { nodeId: call.nodeId, callId: call.id, legId }
  const keys = flow ? keysInQueue({ answered: call.answered, flow }, place) : []
  return decided([], [{ type: 'startMusic', ...on, prompts: [], music: place.music, keys }])
}
