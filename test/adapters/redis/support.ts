/** Listening to a doorbell in tests, by events and never by waiting a while. */
import type { RedisStore } from '../../../src/adapters/redis/create-redis.ts'

interface Ring {
  readonly siteId: string
  readonly pos: number
}

/** Collects rings; those of `site_probe` only show that the line is up. */
export function heard(store: RedisStore) {
  const rings: Ring[] = []
  const waiting = new Set<() => void>()
  let probed = false
  const stop = store.doorbell.listen((siteId, pos) => {
    if (siteId === 'site_probe') probed = true
    else rings.push({ siteId, pos })
    for (const look of waiting) look()
  })
  const until = (met: () => boolean) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (!met()) return
        waiting.delete(look)
        resolve()
      }
      waiting.add(look)
      look()
    })
  return {
    stop,
    all: () => [...rings],
    /** The next `count` rings, taken off. */
    async next(count: number): Promise<Ring[]> {
      await until(() => rings.length >= count)
      return rings.splice(0, count)
    },
    /** Resolves once a ring of `ringer` gets through. */
    async listening(ringer: RedisStore): Promise<void> {
      probed = false
      const probing = setInterval(() => ringer.doorbell.ring('site_probe', 0), 10)
      await until(() => probed)
      clearInterval(probing)
    },
  }
}
