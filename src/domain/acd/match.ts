/**
 * Brings waiting callers and ready agents together: emergencies first, then who is to be served first, over all queues;
 * each to the agent whom the queue's strategy takes among those who have what the caller needs. Nobody waits while a
 * suitable agent is idle.
 */
import { offerToSeveral } from '../call/offer.ts'
import type { Decision } from '../decision.ts'
import type { SiteState } from '../site/state.ts'
import type { Agent } from './agent.ts'
import { licenceFault } from './licences.ts'
import type { Line } from './line.ts'
import { preemption, unlicensedOffer } from './preempt.ts'
import { ringAtOnceOf, weightOf } from './strategies.ts'
import { servedBefore, type Waiting } from './waiting.ts'

/** The next offer to make or to take back, or undefined when nobody can be brought together. */
export function nextOffer(state: SiteState, at: number): Decision | undefined {
  return unlicensedOffer(state, at) ?? nextMatch(state, at) ?? preemption(state, at)
}

function nextMatch(state: SiteState, at: number): Decision | undefined {
  let best: { line: Line; waiting: Waiting; agent: Agent } | undefined
  for (const line of state.ready.matchable) {
    const waiting = line.waiting.first()
    if (!waiting || (best && servedBefore(best.waiting.place, waiting.place) < 0)) continue
    const agent = firstIdle(line, at)
    if (agent) best = { line, waiting, agent }
  }
  if (!best) return undefined
  const { agent } = best
  const line = byWeight(state, best.line, agent, at)
  const waiting = line.waiting.first()
  if (!waiting) throw new Error('a line to match has nobody')
  return offerToSeveral(waiting.call, takenOf(line, agent, at), line.queue.definition.ringMs, at)
}

/** The index knows of licences as they were when it last looked: one may have expired since. */
function firstIdle(line: Line, at: number): Agent | undefined {
  for (const { agent } of line.idle) if (licenceFault(agent, line.needs, at) === undefined) return agent
  return undefined
}

/**
 * An agent whose queues have weights takes the caller whose wait weighs most; within a queue, and for emergencies, the
 * order stays. Waiting makes every wait weigh more, so a light queue comes late, never not at all.
 */
function byWeight(state: SiteState, first: Line, agent: Agent, at: number): Line {
  if (agent.definition.weights === undefined || isUrgent(first)) return first
  let best = first
  let most = weighed(agent, first, at)
  for (const line of state.ready.matchable) {
    if (line === first || isUrgent(line) || firstIdle(line, at) !== agent) continue
    const weight = weighed(agent, line, at)
    if (weight < most || (weight === most && !comesBefore(line, best))) continue
    best = line
    most = weight
  }
  return best
}

function isUrgent(line: Line): boolean {
  return line.waiting.first()?.place.priority === 'emergency'
}

/** How long the line's first has waited, rank included, times the weight. Who isn't due yet by rank counts less, not more. */
function weighed(agent: Agent, line: Line, at: number): number {
  const waited = at - (line.waiting.first()?.place.servedAs ?? at)
  const weight = weightOf(agent, line.queue.definition)
  return waited >= 0 ? waited * weight : waited / weight
}

function comesBefore(a: Line, b: Line): boolean {
  const [first, second] = [a.waiting.first(), b.waiting.first()]
  return first !== undefined && (second === undefined || servedBefore(first.place, second.place) < 0)
}

/** Several where the queue rings several; but none whom the next callers of the line could have. */
function takenOf(line: Line, first: Agent, at: number): readonly Agent[] {
  const ringAtOnce = ringAtOnceOf(line.queue.definition)
  if (ringAtOnce < 2) return [first]
  const spare = line.idle.length - (line.waiting.length - 1)
  const most = Math.min(ringAtOnce, spare)
  const taken = [first]
  for (const { agent } of line.idle) {
    if (taken.length >= most) break
    if (agent !== first && licenceFault(agent, line.needs, at) === undefined) taken.push(agent)
  }
  return taken
}
