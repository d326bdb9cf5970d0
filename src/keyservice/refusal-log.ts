/**
 * Refusals in the log: a line each, up to so many a minute; those beyond are counted, and the counts written once a
 * minute. So nobody fills the disk, or hides an opening in a flood.
 */
import type { Claimed, LogEntry } from './log-entry.ts'
import type { RateLimit } from './rate-limit.ts'
import type { Refusal } from './refusals.ts'

export interface RefusalLog {
  /** Ends when the refusal is on the disk, or counted. */
  note(refusal: Refusal, client: string | undefined, claimed: Claimed | undefined): Promise<void>
  /** Writes the counts down, and ends the timer. */
  close(): Promise<void>
}

export interface RefusalLogOptions {
  readonly write: (entry: LogEntry) => Promise<unknown>
  readonly limit: RateLimit
  readonly everyMs?: number
}

export function createRefusalLog({ write, limit, everyMs = 60_000 }: RefusalLogOptions): RefusalLog {
  let more: Partial<Record<Refusal, number>> = {}
  const writeCounts = async () => {
    if (Object.keys(more).length === 0) return
    const refusals = more
    more = {}
    await write({ type: 'refusedMore', refusals })
  }
  const timer = setInterval(() => void writeCounts(), everyMs)
  return {
    async note(refusal, client, claimed) {
      if (limit.take('').type === 'denied') more[refusal] = (more[refusal] ?? 0) + 1
      else await write({ type: 'refused', refusal, client, ...claimed })
    },
    async close() {
      clearInterval(timer)
      await writeCounts()
    },
  }
}
