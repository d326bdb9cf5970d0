/**
 * Brings waiting callers and ready agents together: emergencies first, then who waited longest, over all queues;
 * each to the agent of that queue who has been idle longest. Nobody waits while a suitable agent is idle.
 */
import { offer } from '../call/offer.ts'
import type { Decision } from '../decision.ts'
import { isReachable, type Queue, type SiteState } from '../site/state.ts'
import { type Agent, serves } from './agent.ts'
import { servedBefore, type Waiting } from './waiting.ts'

/** The next offer to make, or undefined when nobody can be brought together. */
export function nextOffer(state: SiteState, at: number): Decision | undefined {
  let best: { waiting: Waiting; agent: Agent; queue: Queue } | undefined
  for (const queue of state.queues.values()) {
    const waiting = firstReachable(state, queue)
    if (!waiting) continue
    if (best && servedBefore(best.waiting.place, waiting.place) < 0) continue
    const agent = longestIdle(state, queue)
    if (agent) best = { waiting, agent, queue }
  }
  if (!best) return undefined
  const { waiting, agent, queue } = best
  return offer(waiting.call, agent, queue.definition.ringMs, at)
}

/** The first caller of the queue whose switch node can be given orders now. */
function firstReachable(state: SiteState, queue: Queue): Waiting | undefined {
  for (const waiting of queue.waiting) {
    if (isReachable(state, waiting.call.nodeId)) return waiting
  }
  return undefined
}

function longestIdle(state: SiteState, queue: Queue): Agent | undefined {
  let best: { agent: Agent; since: number } | undefined
  for (const agentId of queue.members) {
    const agent = state.agents.get(agentId)
    if (agent?.phase.name !== 'ready' || !serves(agent, queue.id)) continue
    const { since } = agent.phase
    // Ids break a tie, so that every fold decides alike.
    if (!best || since < best.since || (since === best.since && agent.id < best.agent.id))
      best = { agent, since }
  }
  return best?.agent
}
