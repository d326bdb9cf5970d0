/**
 * What the matching is measured beside: the same question answered by looking at everybody. One pass over all agents
 * for the one who has been idle longest, one over all callers for the one who is served next, on the core's own state.
 */
import type { Agent } from '../../../src/domain/acd/agent.ts'
import { servedBefore } from '../../../src/domain/acd/waiting.ts'
import type { Call, Place } from '../../../src/domain/call/state.ts'
import type { SiteState } from '../../../src/domain/site/state.ts'

/** Whom a freed agent would serve next; what it returns is only there so that the scan can't be left out. */
export function nextCallerFor(state: SiteState, agent: Agent): Call | undefined {
  let best: { call: Call; place: Place } | undefined
  for (const call of state.calls.values()) {
    if (call.phase.name !== 'queued') continue
    const { place } = call.phase
    if (!agent.definition.queueIds.includes(place.queueId)) continue
    if (!best || servedBefore(place, best.place) < 0) best = { call, place }
  }
  return best?.call
}

/** Who would serve a caller that comes. */
export function longestIdleFor(state: SiteState, queueId: Place['queueId']): Agent | undefined {
  let best: { agent: Agent; since: number } | undefined
  for (const agent of state.agents.values()) {
    if (agent.phase.name !== 'ready' || !agent.definition.queueIds.includes(queueId)) continue
    if (!best || agent.phase.since < best.since) best = { agent, since: agent.phase.since }
  }
  return best?.agent
}
