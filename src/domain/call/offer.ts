/** A waiting caller and agents: the offer, its answer, the bridge. How it comes to nothing: `offer-ended.ts`. */

import type { Agent } from '../acd/agent.ts'
import { agentFact } from '../acd/facts.ts'
import { licenceFault } from '../acd/licences.ts'
import { both, type Decision, decided, stale } from '../decision.ts'
import { type LegId, legIdOf } from '../ids.ts'
import type { Command } from '../site/commands.ts'
import type { SiteState } from '../site/state.ts'
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
    agentId: agent.id,
    to: { kind: 'extension', extension: agent.extension },
    ringMs,
    shownNumber: call.calling.masked,
    earlyMedia: 'ignore',
    ...(agent.definition.autoAnswer === true ? { autoAnswer: true } : {}),
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
 * caller stop, and show no missed call; their agents are free again when their legs have ended. Who lacks the licence by
 * now isn't bridged.
 */
export function offerAnswered(state: SiteState, call: Call, legId: LegId, at: number): Decision {
  const won = offerOf(call, legId)
  if (call.phase.name !== 'offered' || !won) return stale
  const agent = state.agents.get(won.agentId)
  // It rang over midnight, or the agent was suspended a moment ago: the caller is back at the place.
  if (agent && licenceFault(agent, call.phase.place.needs, at) !== undefined)
    return offerWithdrawn(call, won, 'unlicensed', at)
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
      ...(place.expectedMs !== undefined && { expectedMs: place.expectedMs }),
    }),
    agentFact(agentId, 'agentBusy', at, { callId: call.id, legId }),
  ])
}
