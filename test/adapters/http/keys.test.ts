/** API keys by REST: made, shown, revoked; what is noted of it. */
import { beforeEach, describe, expect, test } from 'vitest'
import { AGENT, agentView, QUEUE, queueView } from './examples.ts'
import { type Api, codeOf, startApi } from './support.ts'

let api: Api
beforeEach(async () => {
  api = await startApi()
  api.world.views = [agentView(AGENT), queueView(QUEUE)]
})

const DAY = 86_400_000
const wanted = { name: 'HIS', roles: ['integrator'] }
const make = (json: object = wanted, token?: string) =>
  api.ask('/v1/keys', { method: 'POST', json, ...(token && { token }) })
const noted = () => api.world.noted.map(({ note }) => note)

describe('a key is made', () => {
  test('with its token in the one answer, and noted before that', async () => {
    const made = await make({ ...wanted, person: 'zhao' })
    expect(made.status).toBe(201)
    const { key, token } = made.json
    expect(made.headers.get('location')).toBe(`/v1/keys/${key.keyId}`)
    expect(key).toMatchObject({
      name: 'HIS',
      roles: ['integrator'],
      scopes: null,
      siteIds: ['site_main'],
      person: 'zhao',
      createdBy: 'his',
      lastUsedAt: null,
      revokedAt: null,
    })
    expect(Date.parse(key.expiresAt) - Date.parse(key.createdAt)).toBe(365 * DAY)
    expect((await api.ask('/v1/calls', { token })).status).toBe(200)
    expect(noted()).toEqual([
      { type: 'keyCreated', data: { principal: 'his', keyId: key.keyId, roles: ['integrator'] } },
    ])
    for (const path of ['/v1/keys', `/v1/keys/${key.keyId}`]) {
      const { text } = await api.ask(path)
      expect(text).toContain(key.keyId)
      expect(text).not.toContain(token.slice(32))
      expect(text).not.toContain('digest')
    }
    expect(JSON.stringify(api.world.logged)).not.toContain(token.slice(32))
  })

  test('not while nobody could note it', async () => {
    api.world.noting = () => ({ type: 'notOwner', retryAfterMs: 1_000 })
    const answer = await make()
    expect([answer.status, codeOf(answer)]).toEqual([503, 'not-owner'])
    expect(answer.text).not.toContain('ctik_')
    for (const { key } of api.world.keys.stored.values()) expect(key.revokedAt).not.toBeNull()
    api.world.figures = async () => undefined
    const before = api.world.keys.stored.size
    expect((await make()).status).toBe(503)
    expect(api.world.keys.stored.size).toBe(before)
  })

  test.each<[string, object, string]>([
    ['no name', { roles: ['integrator'] }, '#/name'],
    ['no role', { name: 'x', roles: [] }, '#/roles'],
    ['a role that is none', { name: 'x', roles: ['root'] }, '#/roles/0'],
    ['a scope that is none', { ...wanted, scopes: ['calls:*'] }, '#/scopes/0'],
    ['a scope that is in no role', { ...wanted, scopes: ['keys:admin'] }, '#/scopes'],
    ['an agent’s without the agent', { name: 'x', roles: ['agent'] }, '#/agentId'],
    ['an administrator of one queue', { name: 'x', roles: ['admin'], queueIds: [QUEUE] }, '#/queueIds'],
    ['a person of several words', { ...wanted, person: 'dr zhao' }, '#/person'],
    ['the past', { ...wanted, expiresAt: '2020-01-01T00:00:00Z' }, '#/expiresAt'],
    ['for ever', { ...wanted, expiresAt: '2999-01-01T00:00:00Z' }, '#/expiresAt'],
    ['unknown members', { ...wanted, admin: true }, '#/admin'],
  ])('not with %s', async (_, json, pointer) => {
    const answer = await make(json)
    expect([answer.status, answer.json.errors?.[0]?.pointer]).toEqual([422, pointer])
    expect(api.world.keys.stored.size).toBe(0)
  })

  test('not for agents and queues that aren’t there', async () => {
    const agent = await make({ name: 'x', roles: ['agent'], agentId: 'agent_nobody' })
    const queue = await make({ name: 'x', roles: ['supervisor'], queueIds: ['queue_none'] })
    expect([codeOf(agent), codeOf(queue)]).toEqual(['agent-unknown', 'queue-unknown'])
  })

  test('not beyond what its maker has', async () => {
    const { token } = api.world.keys.give({ roles: ['admin'] })
    expect((await make({ name: 'x', roles: ['agent'], agentId: AGENT }, token)).status).toBe(201)
    const answer = await make({ name: 'x', roles: ['quality'] }, token)
    expect([answer.status, codeOf(answer), answer.json.detail]).toEqual([
      403,
      'forbidden',
      'roles: you don’t have recordings:open yourself',
    ])
    expect((await make({ ...wanted, siteIds: ['site_east'] }, token)).status).toBe(201)
    const { token: here } = api.world.keys.give({ roles: ['admin'], siteIds: ['site_main' as never] })
    expect((await make({ ...wanted, siteIds: null }, here)).status).toBe(403)
  })

  test('not when there are too many', async () => {
    api.world.keys.full = true
    expect(codeOf(await make())).toBe('keys-full')
  })
})

describe('a key is revoked', () => {
  test('which holds at once, and is noted', async () => {
    const { token, key } = api.world.keys.give({ roles: ['supervisor'] })
    expect((await api.ask('/v1/calls', { token })).status).toBe(200)
    const path = `/v1/keys/${key.keyId}`
    expect((await api.ask(path, { method: 'DELETE' })).status).toBe(204)
    expect((await api.ask('/v1/calls', { token })).status).toBe(401)
    expect(noted()[0]).toEqual({
      type: 'keyRevoked',
      data: { principal: 'his', keyId: key.keyId, roles: ['supervisor'] },
    })
    expect((await api.ask(path)).json.revokedAt).not.toBeNull()
    expect((await api.ask(path, { method: 'DELETE' })).status).toBe(204)
    expect(noted().filter(({ type }) => type === 'keyRevoked')).toHaveLength(1)
  })

  test('also while nobody can note it, and says so', async () => {
    const { token, key } = api.world.keys.give({ roles: ['supervisor'] })
    api.world.noting = () => ({ type: 'timedOut' })
    const answer = await api.ask(`/v1/keys/${key.keyId}`, { method: 'DELETE' })
    expect([answer.status, codeOf(answer)]).toEqual([500, 'act-not-noted'])
    expect((await api.ask('/v1/calls', { token })).status).toBe(401)
  })

  test('one that isn’t there is unknown, and so is what can’t be one', async () => {
    for (const id of ['key_01JD8Z4Q6W3V5T7R9P0N2M4K6H', 'key_x', 'api'])
      expect(codeOf(await api.ask(`/v1/keys/${id}`, { method: 'DELETE' }))).toBe('key-unknown')
  })
})

test('keys are listed newest first, page by page', async () => {
  const now = Date.now()
  for (let n = 0; n < 5; n += 1)
    api.world.keys.give({ roles: ['agent'], name: `desk ${n}`, createdAt: now + n })
  const first = await api.ask('/v1/keys?limit=3')
  const second = await api.ask(`/v1/keys?limit=3&cursor=${first.json.nextCursor}`)
  const names = [...first.json.items, ...second.json.items].map(({ name }: { name: string }) => name)
  expect(names).toEqual(['desk 4', 'desk 3', 'desk 2', 'desk 1', 'desk 0'])
  expect(second.json.nextCursor).toBeNull()
})
