/** Why an agent isn't offered a call: what is said here and what the matching does can't differ, or a property fails. */
import { assertNever } from '../assert-never.ts'
import { type Call, offerOf, type Place, placeWaitedAt } from '../call/state.ts'
import type { AgentId, CallId, NodeId } from '../ids.ts'
import { isReachable, type SiteState } from '../site/state.ts'
import { type Agent, occupiedBy, serves } from './agent.ts'
import type { NotReadyReason } from './facts.ts'
import { type LicenceFault, licenceFaults } from './licences.ts'
import type { LicenceNeed } from './needs.ts'
import { keptFor } from './ready-index.ts'
import { levelOf } from './skills.ts'

/** The closed list. Moments are milliseconds since the epoch. */
export type Obstacle =
  | { readonly reason: 'notLoggedOn' }
  /** `assigned`: by the definition it is one of the agent's, who isn't on for it now. */
  | { readonly reason: 'notOnThisQueue'; readonly assigned: boolean }
  | { readonly reason: 'notReady'; readonly reasonCode: NotReadyReason; readonly until: number | null }
  /** No switch in reach knows the phone. */
  | { readonly reason: 'phoneGone' }
  /** The phone rings, for this call or another. */
  | { readonly reason: 'ringing'; readonly callId: CallId }
  | { readonly reason: 'busy'; readonly callId: CallId }
  | { readonly reason: 'wrapUp'; readonly until: number }
  | { readonly reason: 'missingSkill'; readonly skill: string; readonly level: number; readonly has: number }
  | { readonly reason: LicenceReason; readonly kind: string; readonly jurisdiction: string | null }
  | { readonly reason: 'keptForPreferred'; readonly agentId: AgentId; readonly until: number }
  /** Another agent's phone rings for the call, or has been answered. */
  | { readonly reason: 'offeredElsewhere'; readonly agentId: AgentId }
  /** The call stands aside: it rings elsewhere, or its caller is to be called back. */
  | { readonly reason: 'callNotInLine'; readonly state: Call['phase']['name'] }
  | { readonly reason: 'switchOutOfReach'; readonly nodeId: NodeId }

export type LicenceReason =
  | 'licenceMissing'
  | 'licenceExpired'
  | 'licenceSuspended'
  | 'licenceNotYetValid'
  | 'licenceOtherJurisdiction'

const LICENCE_REASONS: Readonly<Record<LicenceFault, LicenceReason>> = {
  missing: 'licenceMissing',
  expired: 'licenceExpired',
  suspended: 'licenceSuspended',
  notYet: 'licenceNotYetValid',
  otherJurisdiction: 'licenceOtherJurisdiction',
}

/**
 * All of them, those that last first. None: the agent could be offered the call now. Undefined: there is no such agent,
 * or the call waits for none.
 */
export function explainAgent(
  state: SiteState,
  callId: CallId,
  agentId: AgentId,
  at: number,
): readonly Obstacle[] | undefined {
  const call = state.calls.get(callId)
  const agent = state.agents.get(agentId)
  const place = call && waitingPlace(call)
  return call && agent && place && obstaclesOf(state, call, place, agent, at)
}

/** The place at which somebody is awaited, by callers too who have gone and are to be called back. */
export function waitingPlace({ phase }: Call): Place | undefined {
  const isCallback = phase.name === 'awaitingCallback' || phase.name === 'callingBack'
  return isCallback ? phase.place : placeWaitedAt(phase)
}

export function obstaclesOf(
  state: SiteState,
  call: Call,
  place: Place,
  agent: Agent,
  at: number,
): readonly Obstacle[] {
  return [
    ...ofCompetence(agent, place, at),
    ...ofPhase(agent, place),
    ...ofPreference(state, call, place, agent),
    ...ofCall(state, call, agent),
  ]
}

/** What the agent lacks, whatever he or she does now. */
function ofCompetence(agent: Agent, { needs }: Place, at: number): Obstacle[] {
  const obstacles: Obstacle[] = []
  for (const { skill, level } of needs.skills) {
    const has = levelOf(agent, skill)
    if (level > 0 && has < level) obstacles.push({ reason: 'missingSkill', skill, level, has })
  }
  for (const { need, fault } of licenceFaults(agent, needs, at)) obstacles.push(licenceObstacle(need, fault))
  return obstacles
}

function licenceObstacle({ kind, jurisdiction }: LicenceNeed, fault: LicenceFault): Obstacle {
  return { reason: LICENCE_REASONS[fault], kind, jurisdiction: jurisdiction ?? null }
}

function ofPhase(agent: Agent, { queueId }: Place): Obstacle[] {
  const { phase, definition } = agent
  const assigned = definition.queueIds.includes(queueId)
  const away: Obstacle[] =
    phase.name === 'loggedOff' || serves(agent, queueId) ? [] : [{ reason: 'notOnThisQueue', assigned }]
  switch (phase.name) {
    case 'loggedOff':
      return assigned ? [{ reason: 'notLoggedOn' }] : [{ reason: 'notOnThisQueue', assigned }]
    case 'notReady': {
      const { reasonCode, until = null } = phase
      if (reasonCode === 'phoneGone') return [...away, { reason: 'phoneGone' }]
      return [...away, { reason: 'notReady', reasonCode, until }]
    }
    case 'ready':
      return away
    case 'reserved':
      return [...away, { reason: 'ringing', callId: phase.callId }]
    case 'busy':
      return [...away, { reason: 'busy', callId: phase.callId }]
    case 'wrapUp':
      return [...away, { reason: 'wrapUp', until: phase.until }]
    default:
      return assertNever(phase)
  }
}

function ofPreference(state: SiteState, { phase }: Call, place: Place, agent: Agent): Obstacle[] {
  if (phase.name !== 'queued') return []
  const kept = keptFor(state, place)
  const { preferUntil } = place
  if (kept === undefined || kept === agent.id || preferUntil === undefined) return []
  return [{ reason: 'keptForPreferred', agentId: kept, until: preferUntil }]
}

function ofCall(state: SiteState, call: Call, agent: Agent): Obstacle[] {
  const { phase, nodeId } = call
  switch (phase.name) {
    case 'queued':
      return isReachable(state, nodeId) ? [] : [{ reason: 'switchOutOfReach', nodeId }]
    case 'offered':
    case 'connecting': {
      const own = occupiedBy(agent)
      const isOwn =
        own?.callId === call.id && (offerOf(call, own.legId) !== undefined || phase.name === 'connecting')
      const other = phase.name === 'connecting' ? phase.agentId : phase.offers[0]?.agentId
      return isOwn || other === undefined ? [] : [{ reason: 'offeredElsewhere', agentId: other }]
    }
    default:
      return [{ reason: 'callNotInLine', state: phase.name }]
  }
}
