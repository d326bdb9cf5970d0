/** Who is before a caller, and how long it is expected to take from there. */
import { calledBackBefore } from '../call/callback-lists.ts'
import type { Place } from '../call/state.ts'
import type { SiteState } from '../site/state.ts'
import { expectedWaitMs } from './estimate.ts'

/** How many are served before this place, those included who are to be called back; undefined: the queue is gone. */
export function aheadOf(state: SiteState, place: Place): number | undefined {
  const queue = state.queues.get(place.queueId)
  return queue && queue.waiting.ahead(place) + calledBackBefore(queue, place)
}

/** From `at` to an agent's answer, in milliseconds; undefined where it can't be known. */
export function expectedAt(state: SiteState, place: Place, at: number): number | undefined {
  const queue = state.queues.get(place.queueId)
  const ahead = aheadOf(state, place)
  return queue === undefined || ahead === undefined ? undefined : expectedWaitMs(queue.pace, ahead, at)
}

/** The same for a caller who is about to enter; undefined too where an agent is idle: there is nothing to wait for. */
export function expectedOnEntering(state: SiteState, place: Place, at: number): number | undefined {
  const queue = state.queues.get(place.queueId)
  if (!queue || (queue.waiting.length === 0 && state.ready.attendance.hasIdle(queue.id))) return undefined
  return expectedAt(state, place, at)
}
