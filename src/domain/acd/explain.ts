/**
 * Why a call waits, in words from a closed list, from the state alone: for supervisors, and for whoever asks afterwards
 * why it took so long. Whoever waits has at least one reason.
 */
import type { Call, Place } from '../call/state.ts'
import type { AgentId, CallId, NodeId, QueueId } from '../ids.ts'
import type { PriorityClass } from '../ivr/flow.ts'
import { nodeForCall } from '../site/nodes.ts'
import { isReachable, type Queue, type SiteState } from '../site/state.ts'
import { type Agent, serves } from './agent.ts'
import { aheadOf, expectedAt } from './expected.ts'
import { type Obstacle, obstaclesOf, waitingPlace } from './explain-agent.ts'
import { licenceFault } from './licences.ts'
import type { LicenceNeed, Needs, SkillLevel } from './needs.ts'
import { keptFor } from './ready-index.ts'
import { hasSkills } from './skills.ts'

export { explainAgent, type Obstacle } from './explain-agent.ts'

/** The closed list. Moments are milliseconds since the epoch. */
export type WaitReason =
  /** Nobody is logged on for the queue. */
  | { readonly reason: 'nobodyOn' }
  /** Nobody who is on has, today, the licences that are needed. */
  | { readonly reason: 'noLicensedAgent'; readonly licences: readonly LicenceNeed[] }
  /** Nobody who is on, with the licences, has the skills. */
  | { readonly reason: 'noSkilledAgent'; readonly skills: readonly SkillLevel[] }
  /** Those who would do are in calls or wrap-up, or not ready. */
  | { readonly reason: 'allOccupied'; readonly able: number }
  | { readonly reason: 'waitingForPreferredAgent'; readonly agentId: AgentId; readonly until: number }
  | { readonly reason: 'aheadOfIt'; readonly ahead: number }
  /** From then on less of the skill is enough. */
  | { readonly reason: 'nextRelaxation'; readonly at: number; readonly skill: string; readonly level: number }
  | { readonly reason: 'ringing'; readonly agentIds: readonly AgentId[]; readonly until: number }
  /** The agent has answered; the two are being connected. */
  | { readonly reason: 'connecting'; readonly agentId: AgentId }
  /** A phone outside rings for the caller, who is back at the place if nobody answers. */
  | { readonly reason: 'ringingElsewhere'; readonly until: number }
  /** The caller has gone, and is to be called back when it is the place's turn, not before `notBefore`. */
  | { readonly reason: 'toBeCalledBack'; readonly notBeforeAt: number | null; readonly until: number }
  | { readonly reason: 'beingCalledBack'; readonly until: number }
  | { readonly reason: 'switchOutOfReach'; readonly nodeId: NodeId }
  /** No switch can call the caller back at the moment. */
  | { readonly reason: 'noReachableNode' }
  /** The queue has been removed. */
  | { readonly reason: 'queueGone' }

export interface WaitExplained {
  readonly callId: CallId
  readonly queueId: QueueId
  readonly state: Call['phase']['name']
  /** From when the wait counts. */
  readonly since: number
  readonly priority: PriorityClass
  readonly rank: number
  readonly ahead: number
  /** Null: it can't be known. */
  readonly expectedMs: number | null
  readonly needs: Needs
  readonly reasons: readonly WaitReason[]
  /** Of the agents who are assigned to the queue. */
  readonly agents: Counted
}

interface Counted {
  readonly assigned: number
  readonly on: number
  /** Those who are on and have what is needed. */
  readonly able: number
  /** How many have this reason; one agent may have several. */
  readonly byReason: Readonly<Partial<Record<Obstacle['reason'], number>>>
}

/** Undefined: the call isn't there, or waits for no agent. Costs as much as the queue has agents. */
export function explainWait(state: SiteState, callId: CallId, at: number): WaitExplained | undefined {
  const call = state.calls.get(callId)
  const place = call && waitingPlace(call)
  if (!call || !place) return undefined
  const queue = state.queues.get(place.queueId)
  const ahead = aheadOf(state, place) ?? 0
  const able = new Able()
  const byReason: Partial<Record<Obstacle['reason'], number>> = {}
  for (const agent of membersOf(state, queue)) {
    able.count(agent, place, at)
    const reasons = new Set(obstaclesOf(state, call, place, agent, at).map(({ reason }) => reason))
    for (const reason of reasons) byReason[reason] = (byReason[reason] ?? 0) + 1
  }
  return {
    callId,
    queueId: place.queueId,
    state: call.phase.name,
    since: place.enqueuedAt,
    priority: place.priority,
    rank: place.rank,
    ahead,
    expectedMs: expectedAt(state, place, at) ?? null,
    needs: place.needs,
    reasons: queue ? reasonsOf(state, call, place, ahead, able) : [{ reason: 'queueGone' }],
    agents: { assigned: queue?.members.size ?? 0, on: able.on, able: able.able, byReason },
  }
}

/** One agent of the queue, and what stands between the agent and the call; nothing: it could be offered now. */
export interface AgentExplained {
  readonly agentId: AgentId
  readonly reasons: readonly Obstacle[]
}

/** Those assigned to the queue by their ids, after `after`; of `only`, where it is given, nobody else. */
export function explainAgents(
  state: SiteState,
  callId: CallId,
  { limit, after, only }: { readonly limit: number; readonly after?: string; readonly only?: string },
  at: number,
): readonly AgentExplained[] {
  const call = state.calls.get(callId)
  const place = call && waitingPlace(call)
  if (!call || !place) return []
  return membersOf(state, state.queues.get(place.queueId))
    .filter(({ id }) => (after === undefined || id > after) && (only === undefined || id === only))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .slice(0, limit)
    .map((agent) => ({ agentId: agent.id, reasons: obstaclesOf(state, call, place, agent, at) }))
}

function membersOf(state: SiteState, queue: Queue | undefined): Agent[] {
  return [...(queue?.members ?? [])].flatMap((agentId) => state.agents.get(agentId) ?? [])
}

/** How many get how far. */
class Able {
  on = 0
  licensed = 0
  able = 0

  count(agent: Agent, { queueId, needs }: Place, at: number): void {
    if (!serves(agent, queueId)) return
    this.on += 1
    if (licenceFault(agent, needs, at) !== undefined) return
    this.licensed += 1
    if (hasSkills(agent, needs)) this.able += 1
  }
}

function reasonsOf(state: SiteState, call: Call, place: Place, ahead: number, able: Able): WaitReason[] {
  const { phase, nodeId } = call
  switch (phase.name) {
    case 'offered': {
      const until = Math.min(...phase.offers.map(({ dueAt }) => dueAt))
      return [{ reason: 'ringing', agentIds: phase.offers.map(({ agentId }) => agentId), until }]
    }
    case 'connecting':
      return [{ reason: 'connecting', agentId: phase.agentId }]
    case 'transferring':
      return [{ reason: 'ringingElsewhere', until: phase.dueAt }]
    case 'callingBack':
      return [{ reason: 'beingCalledBack', until: phase.dueAt }]
    case 'awaitingCallback': {
      const notBeforeAt = phase.paused ? phase.dueAt : null
      const reasons: WaitReason[] = [{ reason: 'toBeCalledBack', notBeforeAt, until: phase.expiresAt }]
      if (nodeForCall(state).nodeId === undefined) reasons.push({ reason: 'noReachableNode' })
      return [...reasons, ...lineReasons(state, place, ahead, able)]
    }
    default: {
      const line = lineReasons(state, place, ahead, able)
      if (isReachable(state, nodeId)) return line
      const others = line.filter(({ reason }) => reason !== 'allOccupied')
      return [{ reason: 'switchOutOfReach', nodeId }, ...others]
    }
  }
}

function lineReasons(state: SiteState, place: Place, ahead: number, able: Able): WaitReason[] {
  const { needs, relax, preferUntil } = place
  const reasons: WaitReason[] = []
  const kept = keptFor(state, place)
  if (able.on === 0) reasons.push({ reason: 'nobodyOn' })
  else if (able.licensed === 0) reasons.push({ reason: 'noLicensedAgent', licences: needs.licences ?? [] })
  else if (able.able === 0) {
    reasons.push({ reason: 'noSkilledAgent', skills: needs.skills.filter(({ level }) => level > 0) })
  } else if (kept !== undefined && preferUntil !== undefined) {
    reasons.push({ reason: 'waitingForPreferredAgent', agentId: kept, until: preferUntil })
  } else reasons.push({ reason: 'allOccupied', able: able.able })
  if (ahead > 0) reasons.push({ reason: 'aheadOfIt', ahead })
  const [next] = relax
  if (next) reasons.push({ reason: 'nextRelaxation', at: next.at, skill: next.skill, level: next.level })
  return reasons
}
