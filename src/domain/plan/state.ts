/** What a site's owner knows of its plans. What is effective is an index over it, made anew when something changes. */
import type { LineQueue } from '../acd/line.ts'
import type { Ending } from '../call/ending.ts'
import type { AgentId, CallId, FlowId, PlanId, QueueId } from '../ids.ts'
import type { PlanDefinition } from './definition.ts'
import type { DrillRef } from './drill-ref.ts'
import { NO_OVERLAY, type Overlay, type PlannedQueue } from './overlay.ts'

export interface Plan {
  readonly definition: PlanDefinition
  /** Position of the fact that defined it. */
  readonly version: number
  /** How many drills of it have begun. */
  readonly drills: number
}

export interface PlanOn {
  readonly planId: PlanId
  readonly since: number
  /** Who switched it on, as auditors know them. */
  readonly by: string
  /** When it switches itself off; null: it doesn't. */
  readonly until: number | null
}

/** A test call, and what it met. */
export interface DrillCall {
  readonly callId: CallId
  readonly at: number
  readonly serviceNumber: string
  /** Those that it was led through. */
  readonly flowIds: readonly FlowId[]
  /** Those that it waited in. */
  readonly queueIds: readonly QueueId[]
  /** What was ordered to be said, each once. */
  readonly prompts: readonly string[]
  /** From its beginning to the first answer of a person, in milliseconds. */
  readonly answeredAfterMs: number | null
  readonly agentId: AgentId | null
  readonly ended: (Ending & { readonly at: number }) | null
}

export type DrillEndedWhy =
  /** By command. */
  | 'asked'
  /** Its longest time was over. */
  | 'timedOut'
  /** The plan was switched on for everybody. */
  | 'switchedOn'

export interface Drill extends DrillRef {
  readonly by: string
  readonly since: number
  readonly until: number
  /** As it was when the drill began; the drill goes by this. */
  readonly plan: PlanDefinition
  readonly ended: { readonly at: number; readonly why: DrillEndedWhy; readonly by: string | null } | null
  readonly calls: readonly DrillCall[]
  /** Test calls beyond the most that are noted. */
  readonly unnoted: number
  /** Places of the plan that test calls have met. */
  readonly met: readonly string[]
}

/** A queue as test calls find it. */
export interface DrillQueue extends LineQueue {
  readonly definition: PlannedQueue
  readonly isDrill: true
}

/** What counts for the test calls of the drill that is under way. */
export interface RunningDrill extends DrillRef {
  readonly overlay: Overlay
  /** Queues that are otherwise for test calls. */
  readonly queues: ReadonlyMap<QueueId, DrillQueue>
}

export interface Plans {
  readonly all: Map<PlanId, Plan>
  /** In the order in which they were switched on: later ones win. */
  on: readonly PlanOn[]
  /** The newest last; it may be under way. */
  drills: readonly Drill[]
  /** An index over the plans that are on. */
  overlay: Overlay
  /** An index over these and the drill that is under way. */
  running: RunningDrill | undefined
}

/** How many drills are remembered, and how many calls of each. */
export const MOST_DRILLS = 20
export const MOST_DRILL_CALLS = 200

export function noPlans(): Plans {
  return { all: new Map(), on: [], drills: [], overlay: NO_OVERLAY, running: undefined }
}

/** The queue as this test call finds it, where that is otherwise than for everybody. */
export function drillQueueFor(
  { running }: Pick<Plans, 'running'>,
  { drill }: { readonly drill?: DrillRef },
  queueId: QueueId,
): DrillQueue | undefined {
  const isOfDrill = running && drill?.planId === running.planId && drill.n === running.n
  return isOfDrill ? running.queues.get(queueId) : undefined
}

/** The drill that is under way. */
export function drillUnderWay({ drills }: Plans): Drill | undefined {
  const newest = drills.at(-1)
  return newest?.ended === null ? newest : undefined
}
