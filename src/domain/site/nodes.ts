/**
 * Switch nodes: how they do, which of them are being drained, and which one takes a call that the service places.
 *
 *   in service ─ drainNode ─▶ draining ⇄ suspended        draining, suspended ─ readmitNode ─▶ in service
 *
 * A draining node takes no new calls; what it has goes on to its end. Draining outlives restarts of the service and of
 * the node. It is suspended, after a moment of grace, while no other node in reach takes calls: patients come before
 * upgrades. It goes on as soon as another node is back.
 */
import { both, type Decision, decided, nothing, stale } from '../decision.ts'
import type { NodeId } from '../ids.ts'
import { clearAlarm, raiseAlarm } from './alarming.ts'
import type { AlarmName } from './alarms.ts'
import type { Command } from './commands.ts'
import { siteFact } from './facts.ts'
import type { ApiInput, Outcome, RefusalCode, SwitchInput } from './inputs.ts'
import type { NodeHealth } from './node-health.ts'
import type { SiteState, SwitchNode } from './state.ts'

type NodeRequest = Extract<ApiInput, { type: 'drainNode' | 'readmitNode' }>

export function decideNodeRequest(state: SiteState, input: NodeRequest): Decision {
  const { nodeId, at } = input
  const node = state.nodes.get(nodeId)
  if (!node) return refused('node-unknown', `No switch ${nodeId} has ever been connected.`)
  if (input.type === 'readmitNode') {
    return node.drainingSince === null ? accepted() : accepted(readmitted(state, nodeId, node, at))
  }
  if (node.drainingSince !== null) return accepted()
  if (![...state.nodes].some(([id, other]) => id !== nodeId && isInService(other))) {
    return refused('node-last', `${nodeId} is the last switch in reach that takes calls.`)
  }
  const facts = [siteFact(state.siteId, 'switchDrainBegun', at, { nodeId })]
  return accepted(decided(facts, node.connected ? [pauseInbound(nodeId, true)] : []))
}

/** Whether a node may be given up, and the fact of it; its calls are ended by `reconcile.ts`, `givenUp`. */
export function giveUp(
  state: SiteState,
  { nodeId, at }: Extract<ApiInput, { type: 'giveUpNode' }>,
): Decision {
  const node = state.nodes.get(nodeId)
  if (!node) return refused('node-unknown', `No switch ${nodeId} has ever been connected.`)
  if (node.connected) return refused('node-in-reach', `${nodeId} is in reach: what it has goes on.`)
  const calls = [...state.calls.values()].filter((call) => call.nodeId === nodeId).length
  if (calls === 0) return accepted()
  return accepted(decided([siteFact(state.siteId, 'switchGivenUp', at, { nodeId, calls })]))
}

function readmitted(state: SiteState, nodeId: NodeId, node: SwitchNode, at: number): Decision {
  const facts = [siteFact(state.siteId, 'switchReadmitted', at, { nodeId })]
  return both(
    decided(facts, node.connected ? [pauseInbound(nodeId, false)] : []),
    node.suspended ? (clearAlarm(state, 'drainSuspended', nodeId, at) ?? nothing) : nothing,
    node.connected ? drainOthersOn(state, nodeId, at) : nothing,
  )
}

/**
 * What follows when a node has come into reach: what it may have forgotten by a restart is ordered again, and drains
 * that were suspended for want of another node go on. For the state in which the node is connected already.
 */
export function nodeInReach(state: SiteState, nodeId: NodeId, at: number): Decision {
  const node = state.nodes.get(nodeId)
  if (!node) return nothing
  // A node that this process of the switch has never been told of takes calls by itself.
  const told = node.pausedCore === node.coreUuid ? [pauseInbound(nodeId, isPaused(node))] : []
  return both(
    healthAlarms(state, nodeId, 'healthy', '', at),
    decided([], told),
    isInService(node) ? drainOthersOn(state, nodeId, at) : nothing,
  )
}

/** What follows when a node has gone out of reach, besides the fact itself: nothing is known of its health. */
export function nodeOutOfReach(state: SiteState, nodeId: NodeId, at: number): Decision {
  return healthAlarms(state, nodeId, 'healthy', '', at)
}

/** The judgement of a node's health has changed. */
export function switchHealth(
  state: SiteState,
  input: Extract<SwitchInput, { type: 'switchHealth' }>,
): Decision {
  const { nodeId, health, detail, at } = input
  const node = state.nodes.get(nodeId)
  if (!node?.connected || node.health === health) return stale
  return both(
    decided([siteFact(state.siteId, 'switchHealthChanged', at, { nodeId, health, detail })]),
    healthAlarms(state, nodeId, health, detail, at),
  )
}

const ALARM_OF: Readonly<Record<Exclude<NodeHealth, 'healthy'>, AlarmName>> = {
  slow: 'switchSlow',
  full: 'switchFull',
}

function healthAlarms(
  state: SiteState,
  nodeId: NodeId,
  health: NodeHealth,
  detail: string,
  at: number,
): Decision {
  const cleared = Object.entries(ALARM_OF).map(([of, alarm]) =>
    of === health ? nothing : (clearAlarm(state, alarm, nodeId, at) ?? nothing),
  )
  if (health === 'healthy') return both(...cleared)
  return both(...cleared, raiseAlarm(state, ALARM_OF[health], nodeId, detail, at) ?? nothing)
}

/** No node in reach has taken calls for too long: those that are being drained do so again. */
export function suspendDrains(state: SiteState, at: number): Decision {
  const waiting = [...state.nodes].filter(([, node]) => node.connected && isPaused(node))
  const detail = 'it takes calls again, as no other switch in reach does'
  return both(
    ...waiting.map(([nodeId]) =>
      both(
        decided(
          [siteFact(state.siteId, 'switchDrainSuspended', at, { nodeId })],
          [pauseInbound(nodeId, false)],
        ),
        raiseAlarm(state, 'drainSuspended', nodeId, detail, at) ?? nothing,
      ),
    ),
  )
}

function drainOthersOn(state: SiteState, nodeId: NodeId, at: number): Decision {
  const suspended = [...state.nodes].filter(([id, node]) => id !== nodeId && node.suspended)
  return both(
    ...suspended.map(([id, node]) =>
      both(
        decided(
          [siteFact(state.siteId, 'switchDrainResumed', at, { nodeId: id })],
          node.connected ? [pauseInbound(id, true)] : [],
        ),
        clearAlarm(state, 'drainSuspended', id, at) ?? nothing,
      ),
    ),
  )
}

/**
 * The node on which a call that the service places is to live, or in words why there is none. Healthy ones first, then
 * slow ones; among equals the one with the fewest live legs of ours. What room a full node has left is for patients.
 */
export function nodeForCall(
  state: SiteState,
): { readonly nodeId: NodeId } | { readonly nodeId: undefined; readonly why: string } {
  const inReach = [...state.nodes].filter(([, node]) => node.connected)
  if (inReach.length === 0) return none('No switch is connected at the moment.')
  const open = inReach.filter(([, node]) => !isPaused(node))
  if (open.length === 0) return none('Every switch in reach is being drained.')
  const able = open.filter(([, node]) => node.health !== 'full')
  if (able.length === 0) return none('Every switch in reach that takes calls is full.')
  const rank = ([, { health }]: (typeof able)[number]) => (health === 'healthy' ? 0 : 1)
  const [best] = able.sort(
    (a, b) =>
      rank(a) - rank(b) || state.nodeLegs.of(a[0]) - state.nodeLegs.of(b[0]) || (a[0] < b[0] ? -1 : 1),
  )
  return best ? { nodeId: best[0] } : none('No switch is connected at the moment.')
}

function none(why: string): { readonly nodeId: undefined; readonly why: string } {
  return { nodeId: undefined, why }
}

/** Whether it is to take no new calls at this moment. */
export function isPaused(node: SwitchNode): boolean {
  return node.drainingSince !== null && !node.suspended
}

function isInService(node: SwitchNode): boolean {
  return node.connected && node.drainingSince === null
}

function pauseInbound(nodeId: NodeId, paused: boolean): Command {
  return { type: 'pauseInbound', nodeId, paused }
}

function accepted(decision: Decision = nothing): Decision {
  const outcome: Outcome = { type: 'accepted' }
  return { ...decision, outcome }
}

function refused(code: RefusalCode, detail: string): Decision {
  return { facts: [], commands: [], outcome: { type: 'refused', code, detail } }
}
