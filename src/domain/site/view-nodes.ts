/** Switch nodes as the API shows them, as far as the site's own memory goes. */
import type { NodeId } from '../ids.ts'
import type { NodeHealth } from './node-health.ts'
import type { SiteState } from './state.ts'

export interface NodeView {
  readonly nodeId: string
  readonly connected: boolean
  /** When it came into reach, or went out of it; null: it has never been in reach. */
  readonly since: number | null
  /** Null while it is out of reach. */
  readonly health: NodeHealth | null
  readonly draining: boolean
  readonly drainingSince: number | null
  /** It is being drained, and takes calls all the same: no other node in reach does. */
  readonly drainSuspended: boolean
  /** Live calls of ours. */
  readonly calls: number
  /** Their legs. */
  readonly legs: number
  /** Of the switch's process, as last seen. */
  readonly coreUuid: string | null
}

/** The nodes asked for, in that order; what the state knows nothing of has never been in reach. */
export function viewNodes(state: SiteState, nodeIds: readonly NodeId[]): readonly NodeView[] {
  const calls = new Map<NodeId, { calls: number; legs: number }>()
  for (const call of state.calls.values()) {
    const on = calls.get(call.nodeId) ?? { calls: 0, legs: 0 }
    calls.set(call.nodeId, { calls: on.calls + 1, legs: on.legs + call.legs.size })
  }
  return nodeIds.map((nodeId) => {
    const node = state.nodes.get(nodeId)
    const { calls: ours, legs } = calls.get(nodeId) ?? { calls: 0, legs: 0 }
    return {
      nodeId,
      connected: node?.connected ?? false,
      since: node?.since ?? null,
      health: node?.connected ? node.health : null,
      draining: node !== undefined && node.drainingSince !== null,
      drainingSince: node?.drainingSince ?? null,
      drainSuspended: node?.suspended ?? false,
      calls: ours,
      legs,
      coreUuid: node?.coreUuid ?? null,
    }
  })
}
