/** Redis killed, stopped in its tracks, started anew: on a server of its own. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRedisStore, type RedisStore } from '../../../src/adapters/redis/create-redis.ts'
import { silentLog } from '../../../src/lib/log.ts'
import { type OwnRedis, ownRedis } from '../../support/redis.ts'
import { heard } from './support.ts'

/** Long enough for a server that has just been started, on a busy machine. */
const GIVE_UP_MS = 1_000

describe('leases and doorbell while Redis fails', () => {
  let own: OwnRedis
  let store: RedisStore
  beforeAll(async () => {
    own = await ownRedis()
    store = createRedisStore({ address: own.server, log: silentLog, timeoutMs: GIVE_UP_MS })
    expect(await store.ready()).toEqual({ type: 'ready' })
  })
  afterAll(async () => {
    await store.close()
    await own.remove()
  })

  const acquire = () => store.lease.acquire('site_a', 'c1', 60_000)

  it('say so while it is dead, and go on once it is back, the lease forgotten', async () => {
    const listener = heard(store)
    await listener.listening(store)
    expect(await acquire()).toMatchObject({ type: 'held' })
    process.kill(own.server.pid, 'SIGKILL')
    await own.server.exited
    expect(await acquire()).toMatchObject({ type: 'unavailable' })
    await store.lease.release('site_a', 'c1')
    store.doorbell.ring('site_a', 1)
    expect(await store.ready()).toMatchObject({ type: 'notReady' })

    await own.restart()
    await untilReady(store)
    expect(await acquire()).toMatchObject({ type: 'held' })
    await listener.listening(store)
    listener.stop()
  })

  it('say so when it hangs, hold no crowd of rings back, and go on afterwards', async () => {
    process.kill(own.server.pid, 'SIGSTOP')
    for (let pos = 1; pos <= 10_000; pos += 1) store.doorbell.ring('site_a', pos)
    const outcomes = await Promise.all([acquire(), acquire(), acquire()])
    expect(outcomes.map(({ type }) => type)).toEqual(['unavailable', 'unavailable', 'unavailable'])
    // Now it can't even be connected to in full: the handshake gets no answer.
    expect(await store.ready()).toMatchObject({ type: 'notReady' })
    expect(await acquire()).toMatchObject({ type: 'unavailable' })
    process.kill(own.server.pid, 'SIGCONT')
    await untilReady(store)
    expect(await acquire()).toMatchObject({ type: 'held' })
  })

  it('can be closed while it hangs, and while it is dead', async () => {
    const closing = createRedisStore({ address: own.server, log: silentLog, timeoutMs: GIVE_UP_MS })
    await closing.ready()
    heard(closing)
    process.kill(own.server.pid, 'SIGSTOP')
    await closing.close()
    process.kill(own.server.pid, 'SIGCONT')
    expect(await closing.lease.acquire('site_b', 'c1', 1_000)).toMatchObject({ type: 'unavailable' })
    const nobody = createRedisStore({
      address: { host: '127.0.0.1', port: 1 },
      log: silentLog,
      timeoutMs: GIVE_UP_MS,
    })
    expect(await nobody.ready()).toMatchObject({ type: 'notReady' })
    await nobody.close()
  })

  it('refuse a wrong password as unavailable', async () => {
    const stranger = createRedisStore({
      address: { ...own.server, password: 'wrong' },
      log: silentLog,
      timeoutMs: GIVE_UP_MS,
    })
    expect(await stranger.ready()).toMatchObject({ type: 'notReady' })
    expect(await stranger.lease.acquire('site_b', 'c1', 1_000)).toMatchObject({ type: 'unavailable' })
    await stranger.close()
  })
})

async function untilReady(store: RedisStore): Promise<void> {
  // A connection that is just breaking refuses without a turn of the event loop, in which it could finish breaking.
  while ((await store.ready()).type !== 'ready') await new Promise(setImmediate)
}
