/** Live controllers on Redis: one hash, whose members have their own expiries by Redis' clock. */
import type { Redis } from 'ioredis'
import type { ControllersPort } from '../../runtime/ports.ts'
import type { Controller } from '../../runtime/spreading.ts'
import { script } from './script.ts'

const KEY = 'cti:controllers'
/** Longer than any that is ours. */
const MOST_CHARS = 20_000

export function createControllers(redis: Redis): ControllersPort {
  const announce = script(redis, 'announce-controller')
  const list = script(redis, 'list-controllers')
  const look = script(redis, 'look-at-lease')
  return {
    announce: ({ name, siteIds, owned }, ttlMs) =>
      announce(KEY, name, ttlMs, JSON.stringify({ name, siteIds, owned })).then(
        () => true,
        () => false,
      ),
    list: () =>
      list(KEY).then(
        (accounts) => (accounts as unknown[]).flatMap(controllerOf),
        () => undefined,
      ),
    async leave(name) {
      // Redis away: it is forgotten when its time is over.
      await redis.hdel(KEY, name).catch(() => 0)
    },
    holderOf: (siteId) =>
      look(`cti:lease:${siteId}`).then(
        (found) => {
          const [now, last] = found as [string, string]
          return { ...(now !== '' && { now }), ...(last !== '' && { last }) }
        },
        () => undefined,
      ),
  }
}

/** Others may write on this Redis, so it is checked; what isn't ours counts as nobody. */
function controllerOf(account: unknown): Controller[] {
  if (typeof account !== 'string' || account.length > MOST_CHARS) return []
  try {
    const { name, siteIds, owned } = JSON.parse(account) as Partial<Record<keyof Controller, unknown>>
    return typeof name === 'string' && areTexts(siteIds) && areTexts(owned) ? [{ name, siteIds, owned }] : []
  } catch {
    return []
  }
}

function areTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string')
}
