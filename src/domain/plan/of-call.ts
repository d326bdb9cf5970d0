/** What counts for one call: the site's definitions under the plans that are on, and for test calls under the drill's. */
import type { Call } from '../call/state.ts'
import type { FlowId, QueueId } from '../ids.ts'
import type { Arrival } from '../site/inputs.ts'
import type { Queue, SiteState } from '../site/state.ts'
import type { DrillRef } from './drill-ref.ts'
import type { Overlay, PlannedQueue } from './overlay.ts'
import { type DrillQueue, drillQueueFor, drillUnderWay, type RunningDrill } from './state.ts'

type Known = Pick<SiteState, 'plans' | 'queues'>

/** The drill that this call is a test call of, while it is under way. */
function drillOf({ plans: { running } }: Pick<SiteState, 'plans'>, call: Call): RunningDrill | undefined {
  const { drill } = call
  return running && drill?.planId === running.planId && drill.n === running.n ? running : undefined
}

export function overlayFor(state: Pick<SiteState, 'plans'>, call: Call): Overlay {
  return drillOf(state, call)?.overlay ?? state.plans.overlay
}

/** The queue as this call finds it. */
export function queueFor(state: Known, call: Call, queueId: QueueId): Queue | DrillQueue | undefined {
  return drillQueueFor(state.plans, call, queueId) ?? state.queues.get(queueId)
}

export function definitionFor(
  state: Known,
  call: Call,
  queueId: QueueId | undefined,
): PlannedQueue | undefined {
  return queueId === undefined ? undefined : queueFor(state, call, queueId)?.definition
}

/** The drill whose test call this is: its number is one of the plan's. Who hides the number tests nothing. */
export function drillFor(
  { plans }: Pick<SiteState, 'plans'>,
  { calling }: Pick<Arrival, 'calling'>,
): DrillRef | undefined {
  const drill = drillUnderWay(plans)
  if (!drill || calling.hash === '' || calling.masked === 'hidden') return undefined
  const isTest = drill.plan.testNumbers?.some(({ hash }) => hash === calling.hash)
  return isTest ? { planId: drill.planId, n: drill.n } : undefined
}

/**
 * The flow in which calls to this number begin. A plan's flow that isn't published any more doesn't count. What was
 * dialled comes from outside: only what was assigned counts, not what every object has.
 */
export function flowFor(state: SiteState, overlay: Overlay, serviceNumber: string): FlowId | undefined {
  const { numbers, otherwiseFlow, currentFlows } = state
  const assigned = Object.hasOwn(numbers, serviceNumber) ? numbers[serviceNumber] : undefined
  const base = assigned ?? otherwiseFlow
  const planned = overlay.numbers.get(serviceNumber) ?? (base && overlay.flows.get(base))
  return planned !== undefined && currentFlows.has(planned) ? planned : base
}
