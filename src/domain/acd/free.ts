/** What an agent does next when a call lets go of the phone. */

import type { LegFailure } from '../call/causes.ts'
import type { Call } from '../call/state.ts'
import type { Fact } from '../decision.ts'
import { definitionFor } from '../plan/of-call.ts'
import type { SiteState } from '../site/state.ts'
import type { Agent } from './agent.ts'
import { type AgentFact, agentFact, type SystemReason } from './facts.ts'
import { settled } from './forced.ts'
import { wrapUpBegins } from './wrap-up.ts'

/** An offer ended through no fault of the agent's: ready again with the idle time kept, or what was asked for meanwhile. */
export function release(agent: Agent, at: number): AgentFact {
  const pending = pendingFact(agent, at)
  if (pending) return pending
  if (agent.phase.name !== 'reserved') return agentFact(agent.id, 'agentReady', at, { since: at })
  const { before } = agent.phase
  return before.name === 'ready'
    ? agentFact(agent.id, 'agentReady', at, { since: before.since })
    : agentFact(agent.id, 'agentNotReady', at, {
        reasonCode: before.reasonCode,
        callId: null,
        ...(before.until === undefined ? {} : { until: before.until }),
        ...(agent.forcedBy === null ? {} : { by: agent.forcedBy }),
      })
}

const BLAME: Readonly<Partial<Record<LegFailure, SystemReason>>> = {
  noAnswer: 'noAnswer',
  rejected: 'rejected',
  busy: 'phoneBusy',
  unreachable: 'phoneUnreachable',
  invalidNumber: 'phoneUnreachable',
  failed: 'phoneFailed',
}

/**
 * An offer came to nothing because of the agent or the agent's phone: not ready with the reason, so that the next
 * caller isn't offered to a phone that nobody answers. Who rejects a call is left alone for as long as its queue says.
 */
export function blame(state: SiteState, agent: Agent, call: Call, why: LegFailure, at: number): AgentFact {
  if (agent.pending?.name === 'loggedOff') return settled(agent, agent.pending, at)
  const reasonCode = BLAME[why]
  if (!reasonCode) return release(agent, at)
  const pauseMs = why === 'rejected' ? rejectPauseOf(state, call) : undefined
  const until = pauseMs === undefined ? {} : { until: at + pauseMs }
  return agentFact(agent.id, 'agentNotReady', at, { reasonCode, callId: call.id, ...until })
}

function rejectPauseOf(state: SiteState, call: Call): number | undefined {
  return definitionFor(state, call, call.queueId)?.rejectPauseMs
}

/** The talk is over and the agent's last leg has ended: wrap-up begins, or what was asked for takes effect. */
export function afterTalk(state: SiteState, agent: Agent, call: Call, at: number): AgentFact {
  return (
    wrapUpBegins(state, agent, call, at) ??
    pendingFact(agent, at) ??
    agentFact(agent.id, 'agentReady', at, { since: at })
  )
}

/** Wrap-up, or the pause after a rejected call, is over. */
export function afterWrapUp(agent: Agent, at: number): AgentFact {
  return pendingFact(agent, at) ?? agentFact(agent.id, 'agentReady', at, { since: at })
}

function pendingFact(agent: Agent, at: number): AgentFact | undefined {
  return agent.pending && settled(agent, agent.pending, at)
}

/**
 * The agent's leg of this call has ended: if it still occupies the agent, the agent goes on. (It doesn't when the
 * agent was made not ready at the moment of the missed ring.)
 */
export function agentLegEnded(state: SiteState, call: Call, legId: string, at: number): readonly Fact[] {
  const agentId = [...call.legs].find(([id]) => id === legId)?.[1].agentId
  const agent = agentId && state.agents.get(agentId)
  if (!agent) return []
  const { phase } = agent
  if (phase.name === 'busy' && phase.legId === legId) return [afterTalk(state, agent, call, at)]
  if (phase.name === 'reserved' && phase.legId === legId) return [release(agent, at)]
  return []
}
