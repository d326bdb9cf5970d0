/**
 * A plan (预案): changes of a site that are prepared beforehand and switched on and off together. It lies over what is
 * defined and changes none of it; what it doesn't name stays as it is.
 */
import type { DutyChain } from '../acd/duty-chain.ts'
import type { LicenceNeed, Relaxation, SkillLevel, Strategy } from '../acd/needs.ts'
import type { OverflowRule } from '../acd/overflow-rules.ts'
import type { CallbackPolicy } from '../call/callback-policy.ts'
import type { AgentId, FlowId, PlanId, QueueId } from '../ids.ts'
import type { QueueStep } from '../ivr/flow.ts'
import type { Party } from '../party.ts'

/** What callers hear while they wait, in the place of what the flow's step says. */
export type Announcements = NonNullable<QueueStep['announcements']>

/** What of a queue a plan may change. Class and music aren't here: flows take them along when they are published. */
export interface QueueChanges {
  readonly ringMs?: number
  readonly wrapUpMs?: number
  readonly wrapUp?: { readonly required: boolean; readonly extendMs: number; readonly mostMs: number }
  readonly record?: boolean
  /** Counts for callers who wait already, too. */
  readonly overflow?: readonly OverflowRule[]
  readonly regainMs?: number
  readonly callback?: CallbackPolicy
  readonly duty?: DutyChain
  readonly emergencyAlarmMs?: number
  readonly strategy?: Strategy
  readonly ringAtOnce?: number
  readonly rejectPauseMs?: number
  readonly rank?: number
  readonly ageingMs?: number
  readonly skills?: readonly SkillLevel[]
  readonly licence?: LicenceNeed
  readonly relax?: readonly Relaxation[]
  readonly preferAgentMs?: number
  /** Counts for callers who wait already, too. */
  readonly announcements?: Announcements
}

export interface MemberChanges {
  readonly add?: readonly AgentId[]
  readonly remove?: readonly AgentId[]
}

export type PlannedHours = 'open' | 'closed' | 'holiday'

export interface PlanDefinition {
  readonly planId: PlanId
  readonly names: Readonly<Record<string, string>>
  /** Calls to this number begin in this flow. */
  readonly numbers?: Readonly<Record<string, FlowId>>
  /** Calls that would begin in the one flow begin in the other; where a number is named above, that counts. */
  readonly flows?: Readonly<Record<FlowId, FlowId>>
  /** What is heard in the place of a prompt: a notice, and then the prompt itself. */
  readonly prompts?: Readonly<Record<string, readonly string[]>>
  readonly members?: Readonly<Record<QueueId, MemberChanges>>
  readonly queues?: Readonly<Record<QueueId, QueueChanges>>
  /** What flows find when they look at a calendar. */
  readonly hours?: Readonly<Record<string, PlannedHours>>
  /** Whose calls go the plan's way in a drill. */
  readonly testNumbers?: readonly Party[]
}

/** One thing that a plan changes. */
export interface Change {
  /** Where it stands in the plan, as a JSON Pointer (RFC 6901). The same thing has the same place in every plan. */
  readonly place: string
  readonly value: unknown
}

export function changesOf(plan: PlanDefinition): Change[] {
  const { numbers = {}, flows = {}, prompts = {}, members = {}, queues = {}, hours = {} } = plan
  const simple = { numbers, flows, prompts, hours }
  return [
    ...Object.entries(simple).flatMap(([part, changes]) =>
      Object.entries(changes).map(([name, value]) => ({ place: pointer(part, name), value })),
    ),
    ...Object.entries(members).flatMap(([queueId, { add = [], remove = [] }]) => [
      ...add.map((agentId) => ({ place: memberPlace(queueId, agentId), value: 'add' })),
      ...remove.map((agentId) => ({ place: memberPlace(queueId, agentId), value: 'remove' })),
    ]),
    ...Object.entries(queues).flatMap(([queueId, settings]) =>
      Object.entries(settings).map(([name, value]) => ({ place: pointer('queues', queueId, name), value })),
    ),
  ]
}

export function memberPlace(queueId: string, agentId: string): string {
  return pointer('members', queueId, agentId)
}

/** A JSON Pointer. */
export function pointer(...parts: readonly (string | number)[]): string {
  return parts.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
