/** A reader of the journal, on PostgreSQL and Redis as in the service. */
import { afterEach, expect, it } from 'vitest'
import { createRedisStore, type RedisStore } from '../../src/adapters/redis/create-redis.ts'
import type { JournalRow } from '../../src/domain/fact.ts'
import { deferred } from '../../src/lib/deferred.ts'
import { silentLog } from '../../src/lib/log.ts'
import { type FollowerOptions, followJournal } from '../../src/runtime/journal-follower.ts'
import { PortUnavailable } from '../../src/runtime/ports.ts'
import { heard } from '../adapters/redis/support.ts'
import { batch, freshStore, rows, SITE } from '../adapters/store/support.ts'
import { ownRedis } from '../support/redis.ts'

const NEVER_MS = 3_600_000

const releasers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const release of releasers.splice(0).reverse()) await release()
})

/** Collects what the follower hands over, and says when a position has come. */
function collector() {
  const got: number[] = []
  let look = () => {}
  return {
    got,
    handle: async (some: readonly JournalRow[]) => {
      got.push(...some.map(({ pos }) => pos))
      look()
    },
    async until(pos: number): Promise<void> {
      while ((got.at(-1) ?? 0) < pos) {
        await new Promise<void>((resolve) => {
          look = resolve
        })
      }
    },
  }
}

function follow(options: Pick<FollowerOptions, 'journal' | 'handle'> & Partial<FollowerOptions>) {
  const follower = followJournal({
    siteId: SITE,
    afterPos: 0,
    doorbell: { listen: () => () => {} },
    pollMs: NEVER_MS,
    log: silentLog,
    ...options,
  })
  releasers.push(() => follower.close())
  return follower
}

async function redisStore(): Promise<RedisStore> {
  const own = await ownRedis()
  const store = createRedisStore({ address: own.server, log: silentLog })
  releasers.push(
    () => own.remove(),
    () => store.close(),
  )
  expect(await store.ready()).toEqual({ type: 'ready' })
  return store
}

it('hands over every row once and in order, woken by the doorbell alone', async () => {
  const store = await freshStore()
  releasers.push(() => store.close())
  const redis = await redisStore()
  const bell = heard(redis)
  await bell.listening(redis)
  await store.journal.append(batch(rows(1, 7)))
  const { got, handle, until } = collector()
  const follower = follow({ journal: store.journal, doorbell: redis.doorbell, handle, afterPos: 2, batch: 2 })
  await until(7)
  await store.journal.append(batch(rows(8, 3)))
  redis.doorbell.ring(SITE, 10)
  await until(10)
  expect(got).toEqual([3, 4, 5, 6, 7, 8, 9, 10])
  bell.stop()
  await follower.close()
  expect(follower.pos).toBe(10)
})

it('finds by its poll what no ring told', async () => {
  const store = await freshStore()
  releasers.push(() => store.close())
  const { got, handle, until } = collector()
  follow({ journal: store.journal, handle, pollMs: 5 })
  await store.journal.append(batch(rows(1, 2)))
  await until(2)
  await store.journal.append(batch(rows(3, 1)))
  await until(3)
  expect(got).toEqual([1, 2, 3])
})

it('gives a handler that failed the same rows again', async () => {
  const all = rows(1, 3)
  const { got, handle, until } = collector()
  let failures = 2
  const logged: object[] = []
  follow({
    journal: { read: async (_, after, limit) => all.filter(({ pos }) => pos > after).slice(0, limit) },
    handle: async (some) => {
      if (failures > 0) {
        failures -= 1
        throw failures === 0 ? new PortUnavailable('away') : new Error('a bug')
      }
      await handle(some)
    },
    log: { ...silentLog, error: (obj) => logged.push(obj) },
  })
  await until(3)
  expect(got).toEqual([1, 2, 3])
  // A bug is told; a store that is away is told by the store.
  expect(logged).toMatchObject([{ err: new Error('a bug'), pos: 0 }])
})

it('does not turn for ever after a ring for what never comes', async () => {
  let ring: (siteId: string, pos: number) => void = () => {}
  let reads = 0
  follow({
    journal: {
      read: async () => {
        reads += 1
        return []
      },
    },
    handle: async () => {},
    doorbell: {
      listen: (handler) => {
        ring = handler
        return () => {}
      },
    },
  })
  const turns = async () => {
    for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve))
  }
  await turns()
  expect(reads).toBe(1)
  ring('site_other', 999)
  await turns()
  expect(reads).toBe(1)
  ring(SITE, 999)
  await turns()
  expect(reads).toBe(2)
})

it('closes when its handler has ended, and not before', async () => {
  const order: string[] = []
  const { promise: released, resolve: release } = deferred()
  const { promise: begun, resolve: begin } = deferred()
  const follower = follow({
    journal: { read: async () => rows(1, 1) },
    handle: async () => {
      begin()
      await released
      order.push('handled')
    },
  })
  await begun
  const closed = follower.close().then(() => order.push('closed'))
  release()
  await closed
  expect(order).toEqual(['handled', 'closed'])
})
