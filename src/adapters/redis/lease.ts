/** The lease port on Redis: each operation is one script, so nothing comes between its look and its change. */
import { readFileSync } from 'node:fs'
import type { Redis } from 'ioredis'
import type { LeaseOutcome, LeasePort } from '../../runtime/ports.ts'
import { redisReason } from './connection.ts'

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

type Script = (key: string, ...args: (string | number)[]) => Promise<unknown>

/** Makes the script in `scripts/NAME.lua` a command. ioredis sends its hash, and its text when Redis lost it. */
function script(redis: Redis, name: string): Script {
  const lua = readFileSync(new URL(`./scripts/${name}.lua`, import.meta.url), 'utf8')
  redis.defineCommand(name, { numberOfKeys: 1, lua })
  const command = (redis as unknown as Record<string, Script>)[name]
  if (command === undefined) throw new Error(`ioredis made no command ${name}`)
  return command.bind(redis)
}
