/** Whether all that a plan names is there. */
import type { AgentId, FlowId, QueueId } from '../ids.ts'
import type { SiteState } from '../site/state.ts'
import { type PlanDefinition, pointer } from './definition.ts'

export interface PlanFault {
  /** A JSON Pointer into the plan. */
  readonly pointer: string
  readonly message: string
}

/** By their ids; what they are doesn't matter. */
interface Known {
  readonly queues: ReadonlyMap<QueueId, unknown>
  readonly agents: ReadonlyMap<AgentId, unknown>
  readonly currentFlows: ReadonlyMap<FlowId, unknown>
}

/** What the site's owner can tell of it; prompts and calendars are files, of which the shell knows. */
export function planFaults(state: Known, plan: PlanDefinition): PlanFault[] {
  const { numbers = {}, flows = {}, members = {}, queues = {} } = plan
  const faults: PlanFault[] = []
  const needs = (
    there: { has(id: never): boolean },
    what: string,
    id: string,
    ...at: (string | number)[]
  ) => {
    if (!there.has(id as never))
      faults.push({ pointer: pointer(...at), message: `there is no ${what} ${id}` })
  }
  for (const [number, flowId] of Object.entries(numbers))
    needs(state.currentFlows, 'flow', flowId, 'numbers', number)
  for (const [flowId, other] of Object.entries(flows)) {
    needs(state.currentFlows, 'flow', flowId, 'flows', flowId)
    needs(state.currentFlows, 'flow', other, 'flows', flowId)
  }
  for (const [queueId, { add = [], remove = [] }] of Object.entries(members)) {
    needs(state.queues, 'queue', queueId, 'members', queueId)
    add.forEach((agentId, n) => {
      needs(state.agents, 'agent', agentId, 'members', queueId, 'add', n)
    })
    remove.forEach((agentId, n) => {
      const at = ['members', queueId, 'remove', n]
      needs(state.agents, 'agent', agentId, ...at)
      if (add.includes(agentId))
        faults.push({ pointer: pointer(...at), message: `${agentId} is added to ${queueId} as well` })
    })
  }
  for (const [queueId, { overflow = [], duty }] of Object.entries(queues)) {
    needs(state.queues, 'queue', queueId, 'queues', queueId)
    duty?.steps.forEach(({ to }, n) => {
      if ('agentId' in to)
        needs(state.agents, 'agent', to.agentId, 'queues', queueId, 'duty', 'steps', n, 'to', 'agentId')
    })
    overflow.forEach(({ to }, n) => {
      const at = ['queues', queueId, 'overflow', n, 'to']
      if ('queueId' in to) needs(state.queues, 'queue', to.queueId, ...at, 'queueId')
      if ('flowId' in to) needs(state.currentFlows, 'flow', to.flowId, ...at, 'flowId')
    })
  }
  return faults
}

/** Plans that say this prompt. */
export function plansSaying({ plans }: Pick<SiteState, 'plans'>, prompt: string): string[] {
  return [...plans.all.values()].flatMap(({ definition: { planId, prompts = {}, queues = {} } }) => {
    const said = [
      ...Object.values(prompts),
      ...Object.values(queues).map(({ announcements }) => announcements?.prompts ?? []),
    ]
    return said.some((names) => names.includes(prompt)) ? [planId] : []
  })
}

/** Plans that need a queue or a flow, for whoever would take it away. */
export function plansNaming(state: Pick<SiteState, 'plans'>, id: string): string[] {
  return [...state.plans.all.values()].flatMap(({ definition }) =>
    names(definition, id) ? [definition.planId] : [],
  )
}

function names({ numbers = {}, flows = {}, members = {}, queues = {} }: PlanDefinition, id: string): boolean {
  const leadsThere = Object.values<{ overflow?: readonly { to: object }[] }>(queues).some(
    ({ overflow = [] }) => overflow.some(({ to }) => Object.values(to).includes(id)),
  )
  return (
    leadsThere ||
    Object.values(numbers).includes(id as never) ||
    Object.values(flows).includes(id as never) ||
    [flows, members, queues].some((record) => Object.hasOwn(record, id))
  )
}
