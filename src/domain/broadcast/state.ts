/** What is remembered of messages to all who waited; who heard one is a fact of each call. */
import type { BroadcastId, QueueId } from '../ids.ts'

export interface Broadcast {
  readonly broadcastId: BroadcastId
  readonly at: number
  /** Who ordered it, as auditors know them. */
  readonly by: string
  /** Null: of all queues. */
  readonly queueIds: readonly QueueId[] | null
  readonly prompts: readonly string[]
  /** How many callers it was said to. */
  readonly reached: number
  readonly queues: Readonly<Record<QueueId, number>>
}

/** The oldest make room. */
const MOST_REMEMBERED = 200

export function remember(broadcasts: Map<BroadcastId, Broadcast>, made: Broadcast): void {
  broadcasts.set(made.broadcastId, made)
  for (const oldest of broadcasts.keys()) {
    if (broadcasts.size <= MOST_REMEMBERED) return
    broadcasts.delete(oldest)
  }
}
