/** Folds what happens to switch nodes. */
import type { NodeId } from '../ids.ts'
import type { SiteFact } from './facts.ts'
import type { SiteState, SwitchNode } from './state.ts'

export type NodeFact = Extract<
  SiteFact,
  {
    type:
      | 'switchConnected'
      | 'switchLost'
      | 'switchHealthChanged'
      | 'switchDrainBegun'
      | 'switchDrainSuspended'
      | 'switchDrainResumed'
      | 'switchReadmitted'
  }
>

/** How long all nodes in reach may be draining: a node that is restarted, or a takeover, is over by then. */
const UNSERVED_MS = 5_000

export function evolveNode(state: SiteState, fact: NodeFact): void {
  const { nodeId } = fact.data
  if (fact.type === 'switchConnected') connect(state, nodeId, fact.data.coreUuid, fact.at)
  const node = state.nodes.get(nodeId)
  if (!node) return
  switch (fact.type) {
    case 'switchConnected':
      break
    case 'switchLost':
      outOfReach(node, fact.at)
      break
    case 'switchHealthChanged':
      node.health = fact.data.health
      break
    case 'switchDrainBegun':
      node.drainingSince = fact.at
      node.pausedCore = node.coreUuid
      break
    case 'switchDrainSuspended':
      node.suspended = true
      break
    case 'switchDrainResumed':
      node.suspended = false
      break
    case 'switchReadmitted':
      node.drainingSince = null
      node.suspended = false
      break
  }
  lookWhoServes(state, fact.at)
}

/** A new owner knows nothing of the switches yet. */
export function allOutOfReach(state: SiteState, at: number): void {
  for (const node of state.nodes.values()) outOfReach(node, at)
  lookWhoServes(state, at)
}

/** When drains are to be suspended, unless another node is in reach by then; undefined while some node takes calls. */
export function unservedDue(state: SiteState): number | undefined {
  return state.unservedSince === null ? undefined : state.unservedSince + UNSERVED_MS
}

function connect(state: SiteState, nodeId: NodeId, coreUuid: string, at: number): void {
  const before = state.nodes.get(nodeId)
  const drainingSince = before?.drainingSince ?? null
  const pausedCore = drainingSince === null ? (before?.pausedCore ?? null) : coreUuid
  state.nodes.set(nodeId, {
    connected: true,
    coreUuid,
    lostAt: null,
    since: at,
    health: 'healthy',
    drainingSince,
    suspended: before?.suspended ?? false,
    // Another process was never told.
    pausedCore: pausedCore === coreUuid ? pausedCore : null,
  })
}

function outOfReach(node: SwitchNode, at: number): void {
  if (node.connected) node.since = at
  node.connected = false
  node.lostAt ??= at
  node.health = 'healthy'
}

function lookWhoServes(state: SiteState, at: number): void {
  const inReach = [...state.nodes.values()].filter((node) => node.connected)
  const isServed = inReach.some((node) => node.drainingSince === null || node.suspended)
  state.unservedSince = isServed || inReach.length === 0 ? null : (state.unservedSince ?? at)
}
