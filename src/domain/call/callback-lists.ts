/** An index over calls whose callers are to be called back: by queue, in the order in which they are to be served. */
import type { SiteState } from '../site/state.ts'
import type { Call } from './state.ts'

export function listCallback(state: SiteState, call: Call): void {
  const { phase } = call
  if (phase.name === 'callingBack') state.queues.get(phase.place.queueId)?.dialling.add(call.id)
  if (phase.name !== 'awaitingCallback' || phase.paused) return
  const queue = state.queues.get(phase.place.queueId)
  if (!queue) return
  queue.callbacks.add(call, phase.place)
  state.callbackQueues.add(queue.id)
}

export function unlistCallback(state: SiteState, call: Call): void {
  const { phase } = call
  if (phase.name === 'callingBack') state.queues.get(phase.place.queueId)?.dialling.delete(call.id)
  if (phase.name !== 'awaitingCallback' || phase.paused) return
  const queue = state.queues.get(phase.place.queueId)
  if (!queue) return
  queue.callbacks.remove(call, phase.place)
  if (queue.callbacks.length === 0) state.callbackQueues.delete(queue.id)
}
