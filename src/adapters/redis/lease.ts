/** The lease port on Redis: each operation is one script, so nothing comes between its look and its change. */
import { randomBytes } from 'node:crypto'
import type { Redis } from 'ioredis'
import type { LeaseOutcome, LeasePort } from '../../runtime/ports.ts'
import { redisReason } from './connection.ts'
import { script } from './script.ts'

/** Holder ids go to Redis as they are. */
export function createLease(redis: Redis): LeasePort {
  const acquire = script(redis, 'acquire-lease')
  const release = script(redis, 'release-lease')
  const keyOf = (siteId: string) => `cti:lease:${siteId}`

  async function ask(siteId: string, own: string, ttl: number): Promise<LeaseOutcome> {
    const id = randomBytes(8).toString('hex')
    try {
      const answer = await acquire(keyOf(siteId), own, ttl, id)
      const [held, ttlMs, holder, grantId, released] = answer as [number, number, string, string, string]
      const found = { holder, id: grantId }
      if (held !== 1) return { type: 'heldByOther', ttlMs: Math.max(0, ttlMs), grant: found }
      const before = holder === '' ? undefined : { ...found, released: released === '1' }
      return { type: 'held', ttlMs, grant: { holder: own, id }, before }
    } catch (error) {
      return { type: 'unavailable', reason: redisReason(error) }
    }
  }

  return {
    acquire: ask,
    async release(siteId, holder) {
      // Redis away: the lease runs out by itself.
      await release(keyOf(siteId), holder).catch(() => {})
    },
  }
}
