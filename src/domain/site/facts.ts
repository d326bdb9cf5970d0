/** What can have happened to a site, and to its queues. */
import type { FactOf } from '../fact.ts'
import type { BroadcastId, CallId, FlowId, NodeId, PlanId, QueueId } from '../ids.ts'
import type { Flow } from '../ivr/flow.ts'
import type { PlanDefinition } from '../plan/definition.ts'
import type { DrillEndedWhy } from '../plan/state.ts'
import type { RecorderNote, RecordingPolicy } from '../recording/policy.ts'
import type { AlarmName } from './alarms.ts'
import type { FlowOrigin, QueueDefinition } from './inputs.ts'
import type { Admission, Load } from './load.ts'
import type { NodeHealth } from './node-health.ts'

interface SiteOnlyFacts {
  /** A new owner's first fact: whoever appends after it without having seen it is no longer the owner. */
  /** `holder`: under which name it holds the lease, its alone; absent in facts of earlier versions. */
  siteTaken: { epoch: number; controllerId: string; address: string; holder?: string }
  /** The owner of this epoch has let go in order, and orders nothing any more: its last fact. */
  siteReleased: { epoch: number }
  /** The owner, without a live lease, proves by this append that the site is still its own. */
  siteKept: Record<string, never>
  switchConnected: { nodeId: NodeId; coreUuid: string; restarted: boolean; legs: number }
  switchLost: { nodeId: NodeId }
  /** Said when the judgement changes; a node that comes into reach is held to be healthy. */
  switchHealthChanged: { nodeId: NodeId; health: NodeHealth; detail: string }
  /** Somebody has asked for it: the node takes no new calls until it is readmitted. */
  switchDrainBegun: { nodeId: NodeId }
  /** It takes calls for now: no other node in reach does. */
  switchDrainSuspended: { nodeId: NodeId }
  switchDrainResumed: { nodeId: NodeId }
  switchReadmitted: { nodeId: NodeId }
  /** A node out of reach won't come back: so many calls were on it, and end after this. */
  switchGivenUp: { nodeId: NodeId; calls: number }
  /** The node has no registration of this phone, which is a logged-on agent's; or has one again. */
  phoneGone: { nodeId: NodeId; extension: string }
  phoneFound: { nodeId: NodeId; extension: string }
  /** `origin`: absent in facts of earlier versions, which knew of files only. */
  flowPublished: { flow: Flow; origin?: FlowOrigin }
  flowWithdrawn: { flowId: FlowId }
  /** A caller who wasn't reached by those who promised to call back is seen to, says this client (`call/owed.ts`). */
  callbackSettled: { queueId: QueueId; callId: CallId; by: string }
  /** What is recorded where neither the queue nor the flow says. */
  recordingPolicySet: RecordingPolicy
  recorderNoted: RecorderNote
  /** How new callers are admitted. */
  admissionSet: Admission
  /** By the owner's measures there is too much to do, or no longer. */
  loadChanged: Load
  /** Something that an operator must see to; said once while it lasts. */
  alarmRaised: { alarm: AlarmName; nodeId: NodeId | null; detail: string }
  alarmCleared: { alarm: AlarmName; nodeId: NodeId | null }
  numbersAssigned: { numbers: Readonly<Record<string, FlowId>>; otherwise: FlowId }
  numberAssigned: { number: string; flowId: FlowId }
  numberUnassigned: { number: string }
  otherwiseAssigned: { flowId: FlowId }
  planDefined: { plan: PlanDefinition }
  planRemoved: { planId: PlanId }
  /** `by`: who, as auditors know them. Said again while it is on, only `until` changes. */
  planSwitchedOn: { planId: PlanId; by: string; until: number | null }
  /** `by` null: its time was over. */
  planSwitchedOff: { planId: PlanId; by: string | null; why: 'asked' | 'timedOut' }
  /** The plan counts for test calls, until `until` at the latest. */
  drillBegun: { planId: PlanId; n: number; by: string; until: number }
  drillEnded: { planId: PlanId; n: number; by: string | null; why: DrillEndedWhy }
  /** `reached`: to how many callers it is said; `queues`: the same by queue. */
  broadcastMade: {
    broadcastId: BroadcastId
    by: string
    queueIds: readonly QueueId[] | null
    prompts: readonly string[]
    reached: number
    queues: Readonly<Record<QueueId, number>>
  }
}
type QueueDefined = FactOf<'queue', 'queueDefined', { queue: QueueDefinition }>
type QueueRemoved = FactOf<'queue', 'queueRemoved', Record<string, never>>

export type SiteOnlyFactType = keyof SiteOnlyFacts
export type SiteOnlyFact = { [T in SiteOnlyFactType]: FactOf<'site', T, SiteOnlyFacts[T]> }[SiteOnlyFactType]
export type SiteFact = SiteOnlyFact | QueueDefined | QueueRemoved

/** Makes a fact about the site itself. */
export function siteFact<T extends SiteOnlyFactType>(
  siteId: string,
  type: T,
  at: number,
  data: SiteOnlyFacts[T],
): SiteOnlyFact {
  return { kind: 'site', subject: siteId, type, at, data } as SiteOnlyFact
}

export function queueDefined(queueId: QueueId, at: number, queue: QueueDefinition): QueueDefined {
  return { kind: 'queue', subject: queueId, type: 'queueDefined', at, data: { queue } }
}

export function queueRemoved(queueId: QueueId, at: number): QueueRemoved {
  return { kind: 'queue', subject: queueId, type: 'queueRemoved', at, data: {} }
}
