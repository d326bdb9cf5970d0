import { Redis } from 'ioredis'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { createRedisStore, type RedisStore } from '../../../src/adapters/redis/create-redis.ts'
import { silentLog } from '../../../src/lib/log.ts'
import { PortUnavailable } from '../../../src/runtime/ports.ts'
import { type OwnRedis, ownRedis } from '../../support/redis.ts'

const LONG_MS = 60_000

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

it('a ticket lets its holder in once', async () => {
  const ticket = await store.tickets.issue('his', LONG_MS)
  const other = await store.tickets.issue('console', LONG_MS)
  expect(ticket).not.toBe(other)
  expect(await store.tickets.redeem(ticket)).toBe('his')
  expect(await store.tickets.redeem(ticket)).toBeUndefined()
  expect(await store.tickets.redeem(other)).toBe('console')
})

it('a ticket is over when its time is', async () => {
  await plain.config('SET', 'notify-keyspace-events', 'Ex')
  const watcher = plain.duplicate()
  await watcher.subscribe('__keyevent@0__:expired')
  const expired = new Promise((resolve) => watcher.once('message', resolve))
  const ticket = await store.tickets.issue('his', 30)
  await expired
  watcher.disconnect()
  expect(await store.tickets.redeem(ticket)).toBeUndefined()
})

it('Redis holds nothing that could be used as a ticket', async () => {
  const ticket = await store.tickets.issue('his', LONG_MS)
  const keys = await plain.keys('*')
  expect(keys).toHaveLength(1)
  expect(`${keys[0]}${await plain.get(keys[0] ?? '')}`).not.toContain(ticket)
  expect(await plain.pttl(keys[0] ?? '')).toBeGreaterThan(0)
  expect(await store.tickets.redeem(String(keys[0]?.slice('cti:ticket:'.length)))).toBeUndefined()
})

it('without Redis there are none, which is said and not taken for a wrong ticket', async () => {
  const away = createRedisStore({ address: { host: '127.0.0.1', port: 1 }, log: silentLog, timeoutMs: 50 })
  await expect(away.tickets.issue('his', LONG_MS)).rejects.toBeInstanceOf(PortUnavailable)
  await expect(away.tickets.redeem('any')).rejects.toBeInstanceOf(PortUnavailable)
  await away.close()
})
