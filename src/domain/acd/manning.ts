/** Keeps in step with the agents whether somebody is on for a queue. */
import { lookAtDutyIn } from '../call/duty-looks.ts'
import type { QueueId } from '../ids.ts'
import type { SiteState } from '../site/state.ts'
import { manned } from './pace.ts'

/** Whoever is on for these queues may have changed; the index of idle agents knows of it already. */
export function lookWhoIsOn(state: SiteState, queueIds: ReadonlySet<QueueId>, at: number): void {
  for (const queueId of queueIds) {
    const queue = state.queues.get(queueId)
    if (queue) queue.pace = manned(queue.pace, state.ready.attendance.isManned(queueId), at)
    state.unmanned.add(queueId)
    lookAtDutyIn(state, queueId)
  }
}
