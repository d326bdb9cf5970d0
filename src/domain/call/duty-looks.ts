/** Which calls are to be looked at for those on duty (`nextDuty`). */
import type { QueueId } from '../ids.ts'
import type { SiteState } from '../site/state.ts'
import { type Call, placeWaitedAt } from './state.ts'

/** Something has happened to the call. */
export function lookAtDuty(state: SiteState, call: Call): void {
  const place = placeWaitedAt(call.phase)
  const hasChain = place && state.queues.get(place.queueId)?.definition.duty !== undefined
  if (hasChain || call.duty !== undefined) state.dutyDue.add(call.id)
}

/** Who is on for the queue may have changed, or its chain. */
export function lookAtDutyIn(state: SiteState, queueId: QueueId): void {
  const queue = state.queues.get(queueId)
  if (!queue?.definition.duty) return
  for (const { call } of queue.waiting) state.dutyDue.add(call.id)
}
