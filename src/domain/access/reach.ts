/**
 * Whose calls, agents and queues a client reaches. Scopes say what may be done, the reach says to whom.
 *
 * Within a queue's reach are the queue, the calls, recordings and records that are or were last in it, and the agents
 * who serve it. Within an agent's own reach are the agent and the calls, recordings and records that are or were last
 * the agent's; of the queues that the agent serves, the queues themselves with their figures.
 */

export interface Reach {
  /** Null: every queue, and what is in none. */
  readonly queueIds: readonly string[] | null
  /** Null: no agent beyond those of the queues. */
  readonly agentId: string | null
}

export const WHOLE_SITE: Reach = { queueIds: null, agentId: null }

/** A call, a recording or the record of a call, as lists show it. */
export interface Owned {
  readonly queueId: string | null
  readonly agentId: string | null
}

export function reachesAll({ queueIds }: Reach): boolean {
  return queueIds === null
}

export function reachesOwned(reach: Reach, { queueId, agentId }: Owned): boolean {
  if (reach.queueIds === null) return true
  return (
    (queueId !== null && reach.queueIds.includes(queueId)) || (agentId !== null && agentId === reach.agentId)
  )
}

export function reachesAgent(
  reach: Reach,
  agent: { readonly agentId: string; readonly queueIds: readonly string[] },
): boolean {
  if (reach.queueIds === null || agent.agentId === reach.agentId) return true
  return agent.queueIds.some((queueId) => reach.queueIds?.includes(queueId))
}

/** `agentIds`: those who serve the queue. */
export function reachesQueue(
  reach: Reach,
  queue: { readonly queueId: string; readonly agentIds: readonly string[] },
): boolean {
  if (reach.queueIds === null || reach.queueIds.includes(queue.queueId)) return true
  return reach.agentId !== null && queue.agentIds.includes(reach.agentId)
}

/** Something that concerns these queues and agents, as an event does; what concerns none is the whole site's. */
export function reachesConcerned(
  reach: Reach,
  concerned: { readonly queueIds: readonly string[]; readonly agentIds: readonly string[] },
): boolean {
  const { queueIds, agentId } = reach
  if (queueIds === null) return true
  return (
    concerned.queueIds.some((queueId) => queueIds.includes(queueId)) ||
    (agentId !== null && concerned.agentIds.includes(agentId))
  )
}

/** Whether everything that `inner` reaches is reached by `outer` too. */
export function covers(outer: Reach, inner: Reach): boolean {
  if (outer.queueIds === null) return true
  if (inner.queueIds === null) return false
  const queues = inner.queueIds.every((queueId) => outer.queueIds?.includes(queueId))
  return queues && (inner.agentId === null || inner.agentId === outer.agentId)
}
