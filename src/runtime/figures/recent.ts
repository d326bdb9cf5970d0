/** What was decided in the last half hour, by the minute. */
import {
  type Minute,
  newQueueStanding,
  type QueueStanding,
  RECENT_MINUTES,
  type Standing,
} from './standing.ts'

const MINUTE_MS = 60_000

/** `counts`: answered in time, answered, unserved, abandoned. */
export function note(
  { queues }: Standing,
  queueId: string,
  at: number,
  counts: readonly [number, number, number, number],
): void {
  const queue = queues.get(queueId) ?? newQueueStanding()
  queues.set(queueId, queue)
  const minute = Math.floor(at / MINUTE_MS)
  const newest = Math.max(minute, queue.recent.at(-1)?.[0] ?? minute)
  const kept = queue.recent.filter(([of]) => of > newest - RECENT_MINUTES && of !== minute)
  if (minute <= newest - RECENT_MINUTES) return
  const before = queue.recent.find(([of]) => of === minute) ?? [minute, 0, 0, 0, 0]
  const [, ...sums] = before
  const [inTime, answered, unserved, abandoned] = counts.map((count, n) => count + (sums[n] ?? 0))
  const now: Minute = [minute, inTime ?? 0, answered ?? 0, unserved ?? 0, abandoned ?? 0]
  queue.recent = [...kept, now].sort(([a], [b]) => a - b)
}

export interface RecentCounts {
  readonly answeredInTime: number
  readonly answered: number
  readonly unserved: number
  readonly abandoned: number
}

/** Of the half hour before `now`, to the minute. */
export function recentCounts({ recent }: Pick<QueueStanding, 'recent'>, now: number): RecentCounts {
  const oldest = Math.floor(now / MINUTE_MS) - RECENT_MINUTES
  const sums = { answeredInTime: 0, answered: 0, unserved: 0, abandoned: 0 }
  for (const [minute, inTime, answered, unserved, abandoned] of recent) {
    if (minute <= oldest) continue
    sums.answeredInTime += inTime
    sums.answered += answered
    sums.unserved += unserved
    sums.abandoned += abandoned
  }
  return sums
}
