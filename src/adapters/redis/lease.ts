/** The lease port on Redis: each operation is one script, so nothing comes between its look and its change. */
import type { Redis } from 'ioredis'
import type { LeaseOutcome, LeasePort } from '../../runtime/ports.ts'
import { redisReason } from './connection.ts'
import { script } from './script.ts'

/** Holder ids go to Redis as they are. */
export function createLease(redis: Redis): LeasePort {
  const acquire = script(redis, 'acquire-lease')
  const release = script(redis, 'release-lease')
  const keyOf = (siteId: string) => `cti:lease:${siteId}`

  async function outcome(answer: Promise<unknown>): Promise<LeaseOutcome> {
    try {
      const [held, holder, ttlMs] = (await answer) as [number, string, number]
      return held === 1 ? { type: 'held', ttlMs } : { type: 'heldByOther', holder, ttlMs: Math.max(0, ttlMs) }
    } catch (error) {
      return { type: 'unavailable', reason: redisReason(error) }
    }
  }

  return {
    acquire: (siteId, holder, ttlMs) => outcome(acquire(keyOf(siteId), holder, ttlMs)),
    async release(siteId, holder) {
      // Redis away: the lease runs out by itself.
      await release(keyOf(siteId), holder).catch(() => {})
    },
  }
}
