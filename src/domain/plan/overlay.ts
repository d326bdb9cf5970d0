/** What plans make of a site's definitions: one over the other, later ones over earlier ones. Computed when one changes. */
import type { AgentId, FlowId, QueueId } from '../ids.ts'
import type { AgentDefinition, QueueDefinition } from '../site/inputs.ts'
import { same } from '../site/same.ts'
import {
  type Announcements,
  changesOf,
  type PlanDefinition,
  type PlannedHours,
  type QueueChanges,
} from './definition.ts'

/** A queue as it is served: its definition, and what plans have made of it. */
export type PlannedQueue = QueueDefinition & { readonly announcements?: Announcements }

type Membership = 'add' | 'remove'

export interface Overlay {
  readonly numbers: ReadonlyMap<string, FlowId>
  readonly flows: ReadonlyMap<FlowId, FlowId>
  readonly prompts: ReadonlyMap<string, readonly string[]>
  readonly hours: ReadonlyMap<string, PlannedHours>
  readonly queues: ReadonlyMap<QueueId, QueueChanges>
  readonly members: ReadonlyMap<AgentId, ReadonlyMap<QueueId, Membership>>
}

export const NO_OVERLAY: Overlay = overlayOf([])

export function overlayOf(plans: readonly PlanDefinition[]): Overlay {
  const queues = new Map<QueueId, QueueChanges>()
  const members = new Map<AgentId, Map<QueueId, Membership>>()
  const note = (queueId: QueueId, agentIds: readonly AgentId[] = [], membership: Membership) => {
    for (const agentId of agentIds) {
      const of = members.get(agentId) ?? new Map<QueueId, Membership>()
      members.set(agentId, of.set(queueId, membership))
    }
  }
  for (const plan of plans) {
    for (const [queueId, changes] of entries(plan.queues))
      queues.set(queueId, { ...queues.get(queueId), ...changes })
    for (const [queueId, { add, remove }] of entries(plan.members)) {
      note(queueId, add, 'add')
      note(queueId, remove, 'remove')
    }
  }
  return {
    numbers: new Map(plans.flatMap(({ numbers }) => entries(numbers))),
    flows: new Map(plans.flatMap(({ flows }) => entries(flows))),
    prompts: new Map(plans.flatMap(({ prompts }) => entries(prompts))),
    hours: new Map(plans.flatMap(({ hours }) => entries(hours))),
    queues,
    members,
  }
}

function entries<K extends string, V>(record: Readonly<Record<K, V>> | undefined): [K, V][] {
  return Object.entries(record ?? {}) as [K, V][]
}

/** The definition itself where no plan changes it. */
export function plannedQueue({ queues }: Overlay, base: QueueDefinition): PlannedQueue {
  const changes = queues.get(base.queueId)
  return changes ? { ...base, ...changes } : base
}

/** The same for the queues that an agent serves; a queue that isn't there any more is passed over. */
export function plannedAgent(
  { members }: Overlay,
  base: AgentDefinition,
  queues: ReadonlyMap<QueueId, unknown>,
): AgentDefinition {
  const changes = members.get(base.agentId)
  if (!changes) return base
  const kept = base.queueIds.filter((queueId) => changes.get(queueId) !== 'remove')
  const more = [...changes].flatMap(([queueId, change]) =>
    change === 'add' && !kept.includes(queueId) && queues.has(queueId) ? [queueId] : [],
  )
  return same([...kept, ...more], base.queueIds) ? base : { ...base, queueIds: [...kept, ...more] }
}

/** Something that two plans change differently. `planId`: whose change counts. */
export interface Conflict {
  readonly place: string
  readonly planId: string
}

/** Where others of these plans, in this order, say otherwise than the one does. */
export function conflictsOf(plan: PlanDefinition, plans: readonly PlanDefinition[]): Conflict[] {
  const own = changesOf(plan)
  return own.flatMap(({ place, value }) => {
    const all = plans.flatMap((one) =>
      changesOf(one).flatMap((change) =>
        change.place === place ? [{ planId: one.planId, value: change.value }] : [],
      ),
    )
    const winner = all.at(-1)
    return winner && all.some((one) => !same(one.value, value)) ? [{ place, planId: winner.planId }] : []
  })
}
