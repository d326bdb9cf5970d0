/** Indexes over calls whose callers are to be called back: by queue, in the order in which they are to be served. */
import type { QueueId } from '../ids.ts'
import type { Queue, SiteState } from '../site/state.ts'
import { promisedPlace } from './promises.ts'
import type { Call, Place } from './state.ts'

export function listCallback(state: SiteState, call: Call): void {
  const place = promisedPlace(call)
  const queue = place && state.queues.get(place.queueId)
  if (!queue) return
  queue.promises.add(call)
  const { phase } = call
  if (phase.name === 'callingBack') {
    queue.dialling.add(call, phase.place)
    state.ready.diallingMoved(queue.id)
  }
  if (!isDue(call)) return
  queue.callbacks.add(call, place)
  state.ready.listCallback(state, call, place)
}

export function unlistCallback(state: SiteState, call: Call): void {
  const place = promisedPlace(call)
  const queue = place && state.queues.get(place.queueId)
  if (!queue) return
  queue.promises.remove(call)
  const { phase } = call
  if (phase.name === 'callingBack') {
    queue.dialling.remove(call, phase.place)
    state.ready.diallingMoved(queue.id)
  }
  if (!isDue(call)) return
  queue.callbacks.remove(call, place)
  state.ready.unlistCallback(call.id)
}

/** Not in a pause, and without a leg that may still be up on another switch. */
function isDue({ phase, legs }: Call): boolean {
  return phase.name === 'awaitingCallback' && !phase.paused && legs.size === 0
}

/** Callers of the queue who have gone and are served before this place. */
export function calledBackBefore(queue: Queue, place: Place): number {
  return queue.callbacks.ahead(place) + queue.dialling.ahead(place)
}

/** Who is to be called back from which queue: for whoever looks from outside. */
export interface CallbackFigures {
  readonly waiting: number
  /** When the one who waits longest was promised it, or was queued before. */
  readonly since: number | null
}

export function callbackFigures(state: SiteState, queueId: QueueId): CallbackFigures {
  const promises = state.queues.get(queueId)?.promises
  let since: number | null = null
  for (const callId of promises ?? []) {
    const call = state.calls.get(callId)
    const place = call && promisedPlace(call)
    if (place) since = since === null ? place.enqueuedAt : Math.min(since, place.enqueuedAt)
  }
  return { waiting: promises?.size ?? 0, since }
}
