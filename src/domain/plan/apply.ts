/**
 * Brings queues, agents and waiting callers to what the plans that are on make of them. The only place where effective
 * definitions are made: whoever reads `definition` has it.
 */
import type { Agent } from '../acd/agent.ts'
import { lookWhoIsOn } from '../acd/manning.ts'
import { lookAtDutyIn } from '../call/duty-looks.ts'
import type { AgentId, QueueId } from '../ids.ts'
import { same } from '../site/same.ts'
import type { Queue, SiteState } from '../site/state.ts'
import { overlayOf, plannedAgent, plannedQueue } from './overlay.ts'
import { renewWaiting } from './renew-waiting.ts'
import { type DrillQueue, drillUnderWay, type Plans, type RunningDrill } from './state.ts'

/** The plans that are on have changed, or one of them has. */
export function applyPlans(state: SiteState, at: number): void {
  const { manned, renewed } = replan(state)
  lookWhoIsOn(state, manned, at)
  applyDrill(state)
  renewWaiting(state, (_, place) => renewed.has(place.queueId), at)
}

interface Replanned {
  /** Queues that other agents serve. */
  readonly manned: ReadonlySet<QueueId>
  /** Queues that are served by other rules. */
  readonly renewed: ReadonlySet<QueueId>
}

/** Definitions and members alone. */
export function replan(state: SiteState): Replanned {
  const { plans } = state
  const before = plans.overlay
  const after = overlayOf(definitionsOn(plans))
  plans.overlay = after
  const renewed = new Set<QueueId>()
  const manned = new Set<QueueId>()
  for (const queueId of new Set([...before.queues.keys(), ...after.queues.keys()])) {
    const queue = state.queues.get(queueId)
    if (queue && replanQueue(state, queue)) renewed.add(queueId)
  }
  for (const agentId of new Set([...before.members.keys(), ...after.members.keys()])) {
    const agent = state.agents.get(agentId)
    for (const queueId of agent ? replanAgent(state, agent) : []) manned.add(queueId)
  }
  return { manned, renewed }
}

export function definitionsOn({ on, all }: Plans) {
  return on.flatMap(({ planId }) => all.get(planId)?.definition ?? [])
}

/** Whether it is served otherwise than before. */
export function replanQueue(state: SiteState, queue: Queue): boolean {
  const definition = plannedQueue(state.plans.overlay, queue.base)
  if (same(definition, queue.definition)) {
    queue.definition = definition
    return false
  }
  queue.definition = definition
  state.unmanned.add(queue.id)
  state.ready.queueMoved(state, queue)
  lookAtDutyIn(state, queue.id)
  return true
}

/** The queues concerned. An offer that rings goes on, whatever the agent serves from now on. */
function replanAgent(state: SiteState, agent: Agent): readonly QueueId[] {
  const before = agent.definition.queueIds
  const definition = plannedAgent(state.plans.overlay, agent.base, state.queues)
  if (same(definition, agent.definition)) return []
  for (const queueId of before) state.queues.get(queueId)?.members.delete(agent.id)
  for (const queueId of definition.queueIds) state.queues.get(queueId)?.members.add(agent.id)
  agent.definition = definition
  state.ready.agentMoved(state, agent)
  return [...before, ...definition.queueIds]
}

/** The drill that is under way goes by what has changed; test calls who wait stand in their lines anew. */
export function applyDrill(state: SiteState): void {
  const { plans } = state
  const drill = drillUnderWay(plans)
  if (!drill && !plans.running) return
  plans.running = drill && {
    planId: drill.planId,
    n: drill.n,
    ...drilled(state, overlayOf([...definitionsOn(plans), drill.plan])),
  }
  for (const call of state.calls.values()) if (call.drill) state.ready.unlist(call.id)
  state.ready.drillMoved()
  for (const call of state.calls.values()) if (call.drill) state.ready.list(state, call)
}

function drilled(
  state: SiteState,
  overlay: RunningDrill['overlay'],
): Pick<RunningDrill, 'overlay' | 'queues'> {
  const queues = new Map<QueueId, DrillQueue>()
  const concerned = new Set<QueueId>(overlay.queues.keys())
  for (const changes of overlay.members.values()) for (const queueId of changes.keys()) concerned.add(queueId)
  for (const queueId of concerned) {
    const queue = state.queues.get(queueId)
    if (!queue) continue
    const definition = plannedQueue(overlay, queue.base)
    const members = membersBy(state, overlay, queue)
    if (!same(definition, queue.definition) || !same([...members], [...queue.members]))
      queues.set(queueId, { id: queueId, definition, members, dialling: queue.dialling, isDrill: true })
  }
  return { overlay, queues }
}

function membersBy(state: SiteState, overlay: RunningDrill['overlay'], queue: Queue): Set<AgentId> {
  const members = new Set(queue.members)
  for (const agentId of overlay.members.keys()) {
    const agent = state.agents.get(agentId)
    if (agent && plannedAgent(overlay, agent.base, state.queues).queueIds.includes(queue.id))
      members.add(agentId)
    else members.delete(agentId)
  }
  return members
}
