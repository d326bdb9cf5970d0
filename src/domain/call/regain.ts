/**
 * Callers who hung up while they waited and ring again within the queue's `regainMs` are served as if they had never been
 * away. They are known again by the keyed hash of their number; who hides it isn't.
 */
import type { QueueId } from '../ids.ts'
import type { Queue } from '../site/state.ts'
import type { CallFact } from './facts.ts'
import type { Queued } from './place.ts'
import { type Call, type Phase, placeWaitedAt } from './state.ts'

/** As many are remembered in a queue; the oldest make room. */
export const MOST_LEAVERS = 1_000

/** The place that this caller gave up not long ago. */
export function regained(queue: Queue, call: Call, at: number): Pick<Queued, 'regained'> {
  const { regainMs } = queue.definition
  const left = regainMs === undefined ? undefined : queue.leavers.get(call.calling.hash)
  return left && regainMs !== undefined && at - left.leftAt <= regainMs ? { regained: left } : {}
}

/** Follows callers who leave and who come back. `before`: the call's phase before the fact. */
export function followLeavers(
  queues: ReadonlyMap<QueueId, Queue>,
  before: Phase,
  call: Call,
  fact: CallFact,
): void {
  if (fact.type === 'callQueued') {
    queues.get(fact.data.queueId)?.leavers.delete(call.calling.hash)
    return
  }
  const place = placeWaitedAt(before)
  if (!place || !isAbandoned(fact)) return
  const queue = queues.get(place.queueId)
  const { hash, masked } = call.calling
  if (!queue?.definition.regainMs || hash === '' || masked === 'hidden') return
  const { leavers } = queue
  // Entered anew at the end, so that the oldest come first.
  leavers.delete(hash)
  leavers.set(hash, { servedAs: place.servedAs, order: place.order, leftAt: fact.at })
  for (const [oldest, { leftAt }] of leavers) {
    if (leavers.size <= MOST_LEAVERS && fact.at - leftAt <= queue.definition.regainMs) break
    leavers.delete(oldest)
  }
}

function isAbandoned(fact: CallFact): boolean {
  if (fact.type === 'callEnded') return fact.data.why === 'abandoned'
  return fact.type === 'callEnding' && fact.data.ending.why === 'abandoned'
}
