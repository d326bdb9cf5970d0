import { Redis } from 'ioredis'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createRedisStore, type RedisStore } from '../../../src/adapters/redis/create-redis.ts'
import { silentLog } from '../../../src/lib/log.ts'
import type { LeaseGrant, LeaseOutcome } from '../../../src/runtime/ports.ts'
import { type OwnRedis, ownRedis } from '../../support/redis.ts'

const LONG_MS = 60_000
/** Not over before the test is. */
const SHORTER_MS = 20_000

function grantOf(outcome: LeaseOutcome): LeaseGrant {
  if (outcome.type === 'unavailable') throw new Error(outcome.reason)
  return outcome.grant
}

describe('a site’s lease', () => {
  let own: OwnRedis
  let store: RedisStore
  let plain: Redis
  beforeAll(async () => {
    own = await ownRedis()
    store = createRedisStore({ address: own.server, log: silentLog })
    plain = new Redis({ ...own.server, lazyConnect: true })
    await plain.connect()
    expect(await store.ready()).toEqual({ type: 'ready' })
  })
  beforeEach(() => plain.flushall())
  afterAll(async () => {
    await store.close()
    plain.disconnect()
    await own.remove()
  })

  it('goes to the first who asks, and the others are told who has it and for how long', async () => {
    const first = await store.lease.acquire('site_a', 'c1', LONG_MS)
    const grant = { holder: 'c1', id: expect.any(String) }
    expect(first).toEqual({ type: 'held', ttlMs: LONG_MS, grant, before: undefined })
    const second = await store.lease.acquire('site_a', 'c2', LONG_MS)
    expect(second).toEqual({ type: 'heldByOther', ttlMs: expect.any(Number), grant: grantOf(first) })
    expect(second.type === 'heldByOther' && second.ttlMs > 0 && second.ttlMs <= LONG_MS).toBe(true)
    expect(await store.lease.acquire('site_b', 'c2', LONG_MS)).toMatchObject({ type: 'held' })
  })

  it('goes to exactly one of many who ask at once', async () => {
    const askers = Array.from({ length: 30 }, (_, index) => `c${index}`)
    const outcomes = await Promise.all(askers.map((id) => store.lease.acquire('site_a', id, LONG_MS)))
    expect(outcomes.filter(({ type }) => type === 'held')).toHaveLength(1)
    const winner = askers[outcomes.findIndex(({ type }) => type === 'held')]
    expect(await plain.get('cti:lease:site_a')).toBe(winner)
  })

  it('is prolonged by its holder, as often as it acquires again', async () => {
    await store.lease.acquire('site_a', 'c1', SHORTER_MS)
    expect(await store.lease.acquire('site_a', 'c1', LONG_MS)).toMatchObject({
      type: 'held',
      ttlMs: LONG_MS,
    })
    expect(await plain.pttl('cti:lease:site_a')).toBeGreaterThan(SHORTER_MS)
    expect(await store.lease.acquire('site_a', 'c1', 2 * LONG_MS)).toMatchObject({
      type: 'held',
      ttlMs: 2 * LONG_MS,
    })
    expect(await plain.pttl('cti:lease:site_a')).toBeGreaterThan(LONG_MS)
  })

  it('is not prolonged by another', async () => {
    await store.lease.acquire('site_a', 'c1', SHORTER_MS)
    expect(await store.lease.acquire('site_a', 'c2', LONG_MS)).toMatchObject({
      type: 'heldByOther',
      grant: { holder: 'c1' },
    })
    expect(await plain.pttl('cti:lease:site_a')).toBeLessThanOrEqual(SHORTER_MS)
  })

  it('tells whoever gets it of the grant before: each renewal is one, and a release is known', async () => {
    const first = await store.lease.acquire('site_a', 'c1', LONG_MS)
    const renewed = await store.lease.acquire('site_a', 'c1', LONG_MS)
    expect(renewed).toMatchObject({ before: { ...grantOf(first), released: false } })
    expect(grantOf(renewed)).not.toEqual(grantOf(first))
    // As if it had run out.
    await plain.del('cti:lease:site_a')
    const next = await store.lease.acquire('site_a', 'c2', LONG_MS)
    expect(next).toMatchObject({ before: { ...grantOf(renewed), released: false } })
    await store.lease.release('site_a', 'c2')
    const last = await store.lease.acquire('site_a', 'c3', LONG_MS)
    expect(last).toMatchObject({ before: { ...grantOf(next), released: true } })
    await plain.flushall()
    expect(await store.lease.acquire('site_a', 'c4', LONG_MS)).toMatchObject({ before: undefined })
  })

  it('once forgotten is acquired again', async () => {
    await store.lease.acquire('site_a', 'c1', LONG_MS)
    await plain.flushall()
    expect(await store.lease.acquire('site_a', 'c1', LONG_MS)).toMatchObject({ type: 'held' })
  })

  it('runs out by itself', async () => {
    await plain.config('SET', 'notify-keyspace-events', 'Ex')
    const watcher = plain.duplicate()
    await watcher.subscribe('__keyevent@0__:expired')
    const expired = new Promise((resolve) => watcher.once('message', (_, key) => resolve(key)))
    await store.lease.acquire('site_a', 'c1', 30)
    expect(await expired).toBe('cti:lease:site_a')
    watcher.disconnect()
    expect(await store.lease.acquire('site_a', 'c2', LONG_MS)).toMatchObject({ type: 'held' })
  })

  it('is released by its holder only', async () => {
    await store.lease.acquire('site_a', 'c1', LONG_MS)
    await store.lease.release('site_a', 'c2')
    expect(await plain.get('cti:lease:site_a')).toBe('c1')
    await store.lease.release('site_a', 'c1')
    expect(await plain.exists('cti:lease:site_a')).toBe(0)
  })

  it('works on when Redis has lost the scripts', async () => {
    await store.lease.acquire('site_a', 'c1', LONG_MS)
    await plain.script('FLUSH')
    expect(await store.lease.acquire('site_a', 'c1', LONG_MS)).toMatchObject({ type: 'held' })
  })

  it('that is no lease at all is a refusal, not a crash', async () => {
    await plain.lpush('cti:lease:site_a', 'a list')
    expect(await store.lease.acquire('site_a', 'c1', LONG_MS)).toEqual({
      type: 'unavailable',
      reason: 'WRONGTYPE',
    })
  })
})
