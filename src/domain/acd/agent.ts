/**
 * An agent's life. In CSTA's words (ECMA-269): agentNull, agentNotReady, agentReady, agentBusy,
 * agentWorkingAfterCall.
 *
 *   loggedOff ─▶ notReady ⇄ ready ─▶ reserved ─▶ busy ─▶ wrapUp ─▶ ready | notReady | loggedOff
 *                   ▲                   │
 *                   └── no answer ──────┘── offer cancelled ─▶ ready, idle time kept
 */
import { assertNever } from '../assert-never.ts'
import type { AgentId, CallId, LegId, QueueId } from '../ids.ts'
import type { AgentDefinition } from '../site/inputs.ts'
import { dayOf } from './days.ts'
import type { AgentFact, NotReadyReason } from './facts.ts'

export type AgentPhase =
  | { readonly name: 'loggedOff' }
  | NotReady
  | { readonly name: 'ready'; readonly since: number }
  /** An offer, or a call of the agent's own, is ringing the phone. `readySince` is kept for an offer that is cancelled. */
  | {
      readonly name: 'reserved'
      readonly callId: CallId
      readonly legId: LegId
      readonly before: { readonly name: 'ready'; readonly since: number } | NotReady
    }
  | { readonly name: 'busy'; readonly callId: CallId; readonly legId: LegId; readonly since: number }
  | {
      readonly name: 'wrapUp'
      readonly callId: CallId
      readonly since: number
      readonly until: number
      /** It isn't to be cut short by the agent. */
      readonly required: boolean
      /** By so much it may be drawn out each time, until `mostUntil`; 0: it may not. */
      readonly extendMs: number
      readonly mostUntil: number
    }
type NotReady = {
  readonly name: 'notReady'
  readonly reasonCode: NotReadyReason
  readonly since: number
  /** When it ends by itself; absent: when the agent says so. */
  readonly until?: number
}

/** `by`: the supervisor who wants it so. */
export type Pending = { readonly by?: string } & (
  | { readonly name: 'notReady'; readonly reasonCode: NotReadyReason }
  | { readonly name: 'loggedOff' }
  | { readonly name: 'ready' }
)

export interface Agent {
  readonly id: AgentId
  /** As it is defined. */
  base: AgentDefinition
  /** The same with the queues that the plans that are on leave or give (`plan/apply.ts`). */
  definition: AgentDefinition
  /** Position of the fact that defined it. */
  version: number
  /** The phone in use since log-on; the definition's otherwise. */
  extension: string
  /** Queues chosen since log-on; null: all of the definition's. One that the definition lacks by now isn't served. */
  servedQueueIds: readonly QueueId[] | null
  phase: AgentPhase
  pending: Pending | undefined
  /** The supervisor who has made the agent ready, not ready or logged off; null: nobody has. */
  forcedBy: string | null
  /** Talks by the site's day (`dayOf`) of the newest. */
  talks: { readonly day: number; readonly count: number }
  /** Position of the fact that last had the phone rung; 0: never. */
  rungPos: number
  /** For which moment it was last looked which licences count. */
  licensedAt: number
}

export function createAgent(definition: AgentDefinition): Agent {
  return {
    id: definition.agentId,
    base: definition,
    definition,
    version: 0,
    extension: definition.extension,
    servedQueueIds: null,
    phase: { name: 'loggedOff' },
    forcedBy: null,
    talks: { day: 0, count: 0 },
    rungPos: 0,
    licensedAt: 0,
    pending: undefined,
  }
}

/** Whether a logged-on agent is on for this queue, whatever the phase. */
export function serves(agent: Agent, queueId: QueueId): boolean {
  return agent.definition.queueIds.includes(queueId) && isOnFor(agent, queueId)
}

/** The same of a queue that is one of the agent's. What a plan gives is served whatever was chosen before. */
export function isOnFor({ phase, base, servedQueueIds }: Agent, queueId: QueueId): boolean {
  if (phase.name === 'loggedOff') return false
  return servedQueueIds === null || servedQueueIds.includes(queueId) || !base.queueIds.includes(queueId)
}

/** The queues that a logged-on agent is on for, in the definition's order. */
export function servedQueues(agent: Agent): readonly QueueId[] {
  return agent.definition.queueIds.filter((queueId) => serves(agent, queueId))
}

/** By when this agent's phase ends by itself. */
export function agentDueOf(agent: Agent): number | undefined {
  const { phase } = agent
  return phase.name === 'wrapUp' || phase.name === 'notReady' ? phase.until : undefined
}

/** The call that occupies the agent's phone now. */
export function occupiedBy(agent: Agent): { callId: CallId; legId: LegId } | undefined {
  const phase = agent.phase
  return phase.name === 'reserved' || phase.name === 'busy' ? phase : undefined
}

/** `pos`: where the fact stands in the journal. Removal is the site's to fold. */
export function evolveAgent(agent: Agent, fact: AgentFact, pos: number): void {
  switch (fact.type) {
    case 'agentDefined':
      agent.base = fact.data.agent
      agent.definition = fact.data.agent
      agent.version = pos
      agent.licensedAt = fact.at
      if (agent.phase.name === 'loggedOff') agent.extension = fact.data.agent.extension
      return
    case 'agentLoggedOn':
      agent.extension = fact.data.extension
      agent.licensedAt = fact.at
      agent.servedQueueIds = fact.data.queueIds ?? null
      agent.pending = undefined
      agent.forcedBy = null
      agent.phase = { name: 'notReady', reasonCode: 'loggedOn', since: fact.at }
      return
    case 'agentLoggedOff':
      agent.phase = { name: 'loggedOff' }
      agent.pending = undefined
      agent.forcedBy = fact.data.by ?? null
      agent.extension = agent.definition.extension
      agent.servedQueueIds = null
      return
    case 'agentQueuesChosen':
      agent.servedQueueIds = fact.data.queueIds
      return
    case 'agentLicencesChanged':
      agent.licensedAt = fact.at
      return
    case 'agentReady':
      agent.phase = { name: 'ready', since: fact.data.since }
      agent.pending = undefined
      agent.forcedBy = fact.data.by ?? null
      return
    case 'agentNotReady':
      agent.phase = notReady(fact)
      agent.pending = undefined
      agent.forcedBy = fact.data.by ?? null
      return
    case 'agentChangePending':
      agent.pending = { ...fact.data.to, ...byIn(fact.data.by) }
      return
    case 'agentReserved': {
      const { callId, legId } = fact.data
      const before =
        agent.phase.name === 'ready' || agent.phase.name === 'notReady'
          ? agent.phase
          : ({ name: 'ready', since: fact.at } as const)
      agent.phase = { name: 'reserved', callId, legId, before }
      agent.rungPos = pos
      return
    }
    case 'agentBusy':
      // A call that an agent makes during a break doesn't end the break.
      if (agent.phase.name === 'reserved' && isBreak(agent.phase.before)) {
        const { reasonCode } = agent.phase.before
        agent.pending ??= { name: 'notReady', reasonCode, ...byIn(agent.forcedBy ?? undefined) }
      }
      agent.phase = { name: 'busy', ...fact.data, since: fact.at }
      agent.talks = {
        day: dayOf(fact.at),
        count: 1 + (agent.talks.day === dayOf(fact.at) ? agent.talks.count : 0),
      }
      return
    case 'agentWrapUp': {
      const { callId, until, required = false, extendMs = 0, mostUntil = until } = fact.data
      agent.phase = { name: 'wrapUp', callId, since: fact.at, until, required, extendMs, mostUntil }
      return
    }
    case 'agentWrapUpExtended':
      if (agent.phase.name === 'wrapUp') agent.phase = { ...agent.phase, until: fact.data.until }
      return
    case 'agentRemoved':
      return
    default:
      assertNever(fact)
  }
}

function notReady({ at, data }: Extract<AgentFact, { type: 'agentNotReady' }>): NotReady {
  const { reasonCode, until } = data
  return { name: 'notReady', reasonCode, since: at, ...(until === undefined ? {} : { until }) }
}

/** Not ready of the agent's own will, for as long as that lasts. */
function isBreak(phase: NotReady | { readonly name: 'ready' }): phase is NotReady {
  return phase.name === 'notReady' && phase.until === undefined
}

function byIn(by: string | undefined): { readonly by?: string } {
  return by === undefined ? {} : { by }
}
