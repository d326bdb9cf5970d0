/** Who gets in: keys, their ends, a database that is away, and those who guess. */
import { describe, expect, test } from 'vitest'
import { keyIdOfToken, newToken } from '../../../src/adapters/http/api-key.ts'
import { createFailedLogins } from '../../../src/adapters/http/failed-logins.ts'
import { keyIdFrom, type SiteId } from '../../../src/domain/ids.ts'
import { codeOf, startApi, TOKEN, World } from './support.ts'

const MINUTE = 60_000
const badToken = (n: number) => newToken(keyIdFrom(`01K${String(n).padStart(23, '0')}`)).token

describe('a key', () => {
  test('is an id and 256 bits that differ each time', () => {
    const keyId = keyIdFrom('01JD8Z4Q6W3V5T7R9P0N2M4K6H')
    const [one, other] = [newToken(keyId), newToken(keyId)]
    expect(one.token).toMatch(/^ctik_01JD8Z4Q6W3V5T7R9P0N2M4K6H_[A-Za-z0-9_-]{43}$/)
    expect(one.token).not.toBe(other.token)
    expect(keyIdOfToken(one.token)).toBe(keyId)
    expect(keyIdOfToken('ctik_01JD8Z4Q6W3V5T7R9P0N2M4K6H_short')).toBeUndefined()
  })

  test('lets in, and the store is asked once in five seconds', async () => {
    const api = await startApi()
    const { keys } = api.world
    const { token } = keys.give({ roles: ['integrator'] })
    const answers = await Promise.all([1, 2, 3].map(() => api.ask('/v1/calls', { token })))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(keys.asked).toBe(1)
    api.world.ahead += 4_000
    await api.ask('/v1/calls', { token })
    expect(keys.asked).toBe(1)
    api.world.ahead += 2_000
    await api.ask('/v1/calls', { token })
    expect(keys.asked).toBe(2)
  })

  test('with another’s secret lets nobody in', async () => {
    const api = await startApi()
    const { token, key } = api.world.keys.give({ roles: ['integrator'] })
    expect((await api.ask('/v1/calls', { token: newToken(key.keyId).token })).status).toBe(401)
    expect((await api.ask('/v1/calls', { token: `${token}x` })).status).toBe(401)
    expect((await api.ask('/v1/calls', { token: token.toLowerCase() })).status).toBe(401)
    expect((await api.ask('/v1/calls', { token })).status).toBe(200)
  })

  test('that has expired or was revoked is refused, and whose it was is noted', async () => {
    const api = await startApi()
    const { keys } = api.world
    const expired = keys.give({ roles: ['integrator'], expiresAt: Date.now() - 1 })
    const revoked = keys.give({ roles: ['integrator'], revokedAt: Date.now() - 1 })
    const answers = [
      await api.ask('/v1/calls', { token: expired.token }),
      await api.ask('/v1/calls', { token: revoked.token }),
    ]
    expect(answers.map(({ status, json }) => [status, json.detail])).toEqual([
      [401, 'this key has expired'],
      [401, 'this key was revoked'],
    ])
    expect(answers[0]?.headers.get('www-authenticate')).toBe(
      'Bearer realm="cti-bridge", error="invalid_token"',
    )
    expect(api.world.noted.map(({ note }) => note.data)).toEqual([
      { principal: expired.key.keyId, operation: 'authenticate', reason: 'expired', missing: null, times: 1 },
      { principal: revoked.key.keyId, operation: 'authenticate', reason: 'revoked', missing: null, times: 1 },
    ])
  })

  test('that expires while it is in use ends at that moment, though it is remembered', async () => {
    const api = await startApi()
    const { token } = api.world.keys.give({ roles: ['integrator'], expiresAt: Date.now() + 3_000 })
    expect((await api.ask('/v1/calls', { token })).status).toBe(200)
    api.world.ahead += 4_000
    expect((await api.ask('/v1/calls', { token })).status).toBe(401)
    expect(api.world.keys.asked).toBe(1)
  })

  test('that another process revoked is refused within five seconds', async () => {
    const api = await startApi()
    const { token, key } = api.world.keys.give({ roles: ['integrator'] })
    await api.ask('/v1/calls', { token })
    await api.world.keys.revoke(key.keyId, Date.now())
    api.world.ahead += 5_000
    expect((await api.ask('/v1/calls', { token })).status).toBe(401)
  })

  test('for other sites is forbidden here', async () => {
    const api = await startApi()
    const { token } = api.world.keys.give({ roles: ['integrator'], siteIds: ['site_east' as SiteId] })
    const answer = await api.ask('/v1/calls', { token })
    expect([answer.status, codeOf(answer), answer.json.detail]).toEqual([
      403,
      'forbidden',
      'this key is for other sites',
    ])
  })

  test('says when it was used, once a minute at most and not in the request’s way', async () => {
    const api = await startApi()
    const { keys } = api.world
    const { token, key } = keys.give({ roles: ['integrator'] })
    const used: number[] = []
    const never = new Promise<void>(() => {})
    keys.used = (_, at) => {
      used.push(at)
      return never
    }
    for (const ahead of [0, 30_000, 31_000]) {
      api.world.ahead += ahead
      expect((await api.ask('/v1/calls', { token })).status).toBe(200)
    }
    expect(key.lastUsedAt).toBeNull()
    expect(used).toHaveLength(2)
  })
})

describe('while the database is away', () => {
  test('a key that is known goes on for five minutes; what isn’t known can’t be judged', async () => {
    const api = await startApi()
    const { keys } = api.world
    const { token } = keys.give({ roles: ['integrator'] })
    const { token: other } = keys.give({ roles: ['integrator'] })
    await api.ask('/v1/calls', { token })
    keys.away = true
    api.world.ahead += 4 * MINUTE
    expect((await api.ask('/v1/calls', { token })).status).toBe(200)
    const unknown = await api.ask('/v1/calls', { token: other })
    expect([unknown.status, codeOf(unknown)]).toEqual([503, 'store-unavailable'])
    expect((await api.ask('/v1/calls')).status).toBe(200)
    api.world.ahead += 61_000
    expect((await api.ask('/v1/calls', { token })).status).toBe(503)
    keys.away = false
    api.world.ahead += 5_000
    expect((await api.ask('/v1/calls', { token })).status).toBe(200)
  })

  test('it isn’t asked by every request', async () => {
    const api = await startApi()
    const { keys } = api.world
    const { token } = keys.give({ roles: ['integrator'] })
    await api.ask('/v1/calls', { token })
    keys.away = true
    api.world.ahead += MINUTE
    for (let n = 0; n < 5; n += 1) await api.ask('/v1/calls', { token })
    expect(keys.asked).toBe(2)
  })
})

describe('those who guess', () => {
  test('after twenty tokens that aren’t valid are told to wait, and cost the database nothing more', async () => {
    const api = await startApi()
    const { keys } = api.world
    const { token } = keys.give({ roles: ['integrator'] })
    const { token: fresh } = keys.give({ roles: ['integrator'] })
    await api.ask('/v1/calls', { token })
    for (let n = 0; n < 20; n += 1)
      expect((await api.ask('/v1/calls', { token: badToken(n) })).status).toBe(401)
    const { asked } = keys
    const refused = await api.ask('/v1/calls', { token: badToken(21) })
    expect([refused.status, codeOf(refused)]).toEqual([429, 'authentication-limited'])
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await api.ask('/v1/calls', { token: fresh })).status).toBe(429)
    expect(keys.asked).toBe(asked)
    // Whoever was there before goes on, from the same address too.
    expect((await api.ask('/v1/calls', { token })).status).toBe(200)
    expect((await api.ask('/v1/calls', { token: TOKEN })).status).toBe(200)
  })

  test('are counted by source for a minute: IPv6 by network', () => {
    let now = 0
    const logins = createFailedLogins(() => now)
    for (let n = 0; n < 20; n += 1) logins.failed(`2001:db8:1:2::${n + 1}`)
    expect(logins.blockedS('2001:db8:1:2::ffff')).toBe(60)
    expect(logins.blockedS('2001:db8:1:3::1')).toBeUndefined()
    now = 59_500
    expect(logins.blockedS('2001:db8:1:2::1')).toBe(1)
    now = 60_000
    expect(logins.blockedS('2001:db8:1:2::1')).toBeUndefined()
  })

  test('from so many addresses don’t fill the memory', () => {
    const logins = createFailedLogins(() => 0)
    for (let n = 0; n < 20; n += 1) logins.failed('10.0.0.1')
    for (let n = 0; n < 10_000; n += 1) logins.failed(`10.1.${n >> 8}.${n & 255}`)
    // The oldest was forgotten.
    expect(logins.blockedS('10.0.0.1')).toBeUndefined()
  })

  test('leave no token in the log or in what is noted', async () => {
    const api = await startApi()
    const token = badToken(1)
    await api.ask('/v1/calls', { token })
    await api.ask(`/v1/events?ticket=${token.slice(0, 60)}`, { token: null })
    expect(JSON.stringify([api.world.logged, api.world.noted])).not.toContain(token.slice(40))
    expect(api.world.noted).toHaveLength(1)
  })
})

test('whoever shows a token that isn’t one is noted as nobody, and summed', async () => {
  const world = new World()
  const api = await startApi(world)
  for (let n = 0; n < 3; n += 1) await api.ask('/v1/keys', { token: null })
  await api.http.close()
  expect(world.noted.map(({ note }) => note.data)).toEqual([
    { principal: 'anonymous', operation: 'authenticate', reason: 'unauthenticated', missing: null, times: 1 },
    { principal: 'anonymous', operation: 'authenticate', reason: 'unauthenticated', missing: null, times: 2 },
  ])
})
