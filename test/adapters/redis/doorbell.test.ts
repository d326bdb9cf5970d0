import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRedisStore, type RedisStore } from '../../../src/adapters/redis/create-redis.ts'
import { silentLog } from '../../../src/lib/log.ts'
import { type OwnRedis, ownRedis } from '../../support/redis.ts'
import { heard } from './support.ts'

describe('the doorbell', () => {
  let own: OwnRedis
  let ringer: RedisStore
  let reader: RedisStore
  let plain: Redis
  beforeAll(async () => {
    own = await ownRedis()
    ringer = createRedisStore({ address: own.server, log: silentLog })
    reader = createRedisStore({ address: own.server, log: silentLog })
    plain = new Redis({ ...own.server, lazyConnect: true })
    await plain.connect()
    await Promise.all([ringer.ready(), reader.ready()])
  })
  afterAll(async () => {
    await Promise.all([ringer.close(), reader.close()])
    plain.disconnect()
    await own.remove()
  })

  it('is heard by every listener in other processes, in order', async () => {
    const first = heard(reader)
    const second = heard(reader)
    await first.listening(ringer)
    for (let pos = 1; pos <= 20; pos += 1) ringer.doorbell.ring('site_a', pos)
    const rings = Array.from({ length: 20 }, (_, index) => ({ siteId: 'site_a', pos: index + 1 }))
    expect(await first.next(20)).toEqual(rings)
    expect(await second.next(20)).toEqual(rings)
    first.stop()
    second.stop()
  })

  it('is not heard by one who has stopped listening', async () => {
    const stays = heard(reader)
    const leaves = heard(reader)
    await stays.listening(ringer)
    leaves.stop()
    ringer.doorbell.ring('site_a', 7)
    expect(await stays.next(1)).toEqual([{ siteId: 'site_a', pos: 7 }])
    expect(leaves.all()).not.toContainEqual({ siteId: 'site_a', pos: 7 })
    stays.stop()
  })

  it('ignores what others publish on its channel', async () => {
    const listener = heard(reader)
    await listener.listening(ringer)
    for (const text of [
      '',
      'x',
      '{}',
      '[]',
      '["site_a"]',
      '["site_a","1"]',
      '[1,2]',
      `["${'s'.repeat(300)}",1]`,
    ])
      await plain.publish('cti:doorbell', text)
    ringer.doorbell.ring('site_a', 8)
    expect(await listener.next(1)).toEqual([{ siteId: 'site_a', pos: 8 }])
    listener.stop()
  })
})
