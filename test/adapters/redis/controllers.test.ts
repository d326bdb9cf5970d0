import { Redis } from 'ioredis'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createRedisStore, type RedisStore } from '../../../src/adapters/redis/create-redis.ts'
import { silentLog } from '../../../src/lib/log.ts'
import type { Controller } from '../../../src/runtime/spreading.ts'
import { eventually } from '../../support/eventually.ts'
import { type OwnRedis, ownRedis } from '../../support/redis.ts'

const LONG_MS = 60_000
const ann: Controller = { name: 'ann/1', siteIds: ['site_a', 'site_b'], owned: ['site_a'] }
const ben: Controller = { name: 'ben/2', siteIds: ['site_b'], owned: [] }

describe('who lives', () => {
  let own: OwnRedis
  let store: RedisStore
  let other: RedisStore
  let plain: Redis
  beforeAll(async () => {
    own = await ownRedis()
    store = createRedisStore({ address: own.server, log: silentLog })
    other = createRedisStore({ address: own.server, log: silentLog })
    plain = new Redis({ ...own.server, lazyConnect: true })
    await plain.connect()
    expect([await store.ready(), await other.ready()]).toEqual([{ type: 'ready' }, { type: 'ready' }])
  })
  beforeEach(() => plain.flushall())
  afterAll(async () => {
    await store.close()
    await other.close()
    plain.disconnect()
    await own.remove()
  })

  const listed = async () =>
    [...((await other.controllers.list()) ?? [])].sort((a, b) => (a.name < b.name ? -1 : 1))

  it('is nobody at first', async () => {
    expect(await store.controllers.list()).toEqual([])
  })

  it('is whoever has said so, with what each said last', async () => {
    expect(await store.controllers.announce(ann, LONG_MS)).toBe(true)
    await other.controllers.announce(ben, LONG_MS)
    expect(await listed()).toEqual([ann, ben])
    await store.controllers.announce({ ...ann, owned: [] }, LONG_MS)
    expect(await listed()).toEqual([{ ...ann, owned: [] }, ben])
  })

  it('is no longer who has left', async () => {
    await store.controllers.announce(ann, LONG_MS)
    await store.controllers.announce(ben, LONG_MS)
    await store.controllers.leave('ann/1')
    expect(await listed()).toEqual([ben])
  })

  it('is no longer who hasn’t said so for too long, and nothing is kept of it', async () => {
    await store.controllers.announce(ann, LONG_MS)
    await store.controllers.announce(ben, 30)
    await eventually(async () => {
      const left = await listed()
      return left.length === 1 ? { found: left } : { waiting: 'one of two to be forgotten' }
    })
    expect(await listed()).toEqual([ann])
    expect(await plain.hkeys('cti:controllers')).toEqual(['ann/1'])
  })

  it('is who says so again after Redis has lost everything, its scripts too', async () => {
    await store.controllers.announce(ann, LONG_MS)
    await plain.flushall()
    await plain.script('FLUSH')
    expect(await listed()).toEqual([])
    expect(await store.controllers.announce(ann, LONG_MS)).toBe(true)
    expect(await listed()).toEqual([ann])
  })

  it('who has a site is told, and who had it', async () => {
    expect(await store.controllers.holderOf('site_a')).toEqual({})
    await store.lease.acquire('site_a', 'ann/1', LONG_MS)
    expect(await other.controllers.holderOf('site_a')).toMatchObject({ now: 'ann/1' })
    await store.lease.release('site_a', 'ann/1')
    expect((await other.controllers.holderOf('site_a'))?.now).toBeUndefined()
  })

  it('isn’t what somebody else wrote there', async () => {
    await store.controllers.announce(ann, LONG_MS)
    const never = '99999999999999'
    await plain.hset('cti:controllers', {
      x: 'nonsense',
      y: `${never} {"name":7,"siteIds":[],"owned":[]}`,
      z: `${never} {"name":"z","siteIds":"site_a","owned":[]}`,
      long: `${never} ${JSON.stringify({ ...ann, siteIds: ['s'.repeat(30_000)] })}`,
      broken: `${never} {`,
    })
    expect(await listed()).toEqual([ann])
  })

  it('can’t be said where the place is taken by something else, or Redis is away', async () => {
    await plain.lpush('cti:controllers', 'a list')
    expect(await store.controllers.announce(ann, LONG_MS)).toBe(false)
    expect(await store.controllers.list()).toBeUndefined()
    const nowhere = createRedisStore({ address: { host: '127.0.0.1', port: 1 }, log: silentLog })
    expect(await nowhere.controllers.announce(ann, LONG_MS)).toBe(false)
    expect(await nowhere.controllers.list()).toBeUndefined()
    expect(await nowhere.controllers.holderOf('site_a')).toBeUndefined()
    await nowhere.controllers.leave('ann/1')
    await nowhere.close()
  })
})
