/** Several sites behind one listener: each by its name, the first without one too. */
import { beforeEach, expect, test } from 'vitest'
import { createHttp } from '../../../src/adapters/http/http.ts'
import { forgetTogether } from '../../../src/adapters/http/key-verifier.ts'
import { AGENT, agentView, CALL, callView, T0 } from './examples.ts'
import { type Api, codeOf, depsOf, listening, READY, siteIdOf, World } from './support.ts'

const WEST = siteIdOf('site_west')
const EAST = siteIdOf('site_east')
const KEY = '6f1c1d5e-3b0a-4c9e-9a57-2f6a1b1c7d10'

let west: World
let east: World
let api: Api
beforeEach(async () => {
  west = new World()
  // One database: keys and first answers are common.
  east = Object.assign(new World(), { keys: west.keys, idempotency: west.idempotency })
  const sites = [depsOf(west, { siteId: WEST }), depsOf(east, { siteId: EAST })] as const
  const [ofWest, ofEast] = forgetTogether(sites.map(({ tokens }) => tokens))
  if (!ofWest || !ofEast) throw new Error('two sites, two verifiers')
  const readiness = async () => ({ ...READY, redis: { ok: false, detail: 'away' } })
  const http = createHttp(
    { ...sites[0], tokens: ofWest },
    { others: [{ ...sites[1], tokens: ofEast }], readiness },
  )
  api = await listening(http, west)
  west.views = [agentView(AGENT)]
  east.views = [callView(CALL, T0)]
})

const makeKey = async (json: object, path = '/v1/keys', token?: string) =>
  api.ask(path, { method: 'POST', json: { name: 'x', roles: ['admin'], ...json }, ...(token && { token }) })

test('each is asked by its name, and the first without one', async () => {
  const counts = async (path: string) => (await api.ask(path)).json.items.length
  for (const prefix of ['', '/sites/site_west'])
    expect([await counts(`${prefix}/v1/agents`), await counts(`${prefix}/v1/calls`)]).toEqual([1, 0])
  const there = '/sites/site_east'
  expect([await counts(`${there}/v1/agents`), await counts(`${there}/v1/calls`)]).toEqual([0, 1])
  expect(west.viewed.map(({ siteId }) => siteId)).not.toContain(EAST)
  expect(east.viewed.map(({ siteId }) => siteId)).toEqual([EAST, EAST])
})

test('commands go to the site that is named, and answers name it', async () => {
  const ask = (prefix: string) =>
    api.ask(`${prefix}/v1/calls`, {
      json: { agentId: AGENT, calledNumber: '+8613812345678' },
      headers: { 'idempotency-key': KEY },
    })
  east.views = [agentView(AGENT)]
  const [first, second, again] = [await ask(''), await ask('/sites/site_east'), await ask('/sites/site_east')]
  expect([first.status, second.status, again.status]).toEqual([202, 202, 202])
  expect(first.headers.get('location')).toBe(`/v1/calls/${first.json.callId}`)
  expect(second.headers.get('location')).toBe(`/sites/site_east/v1/calls/${second.json.callId}`)
  // The same key at another site is another call; at the same site it is the same one.
  expect(second.json.callId).not.toBe(first.json.callId)
  expect(again.json.callId).toBe(second.json.callId)
  expect([west.dispatched.length, east.dispatched.length]).toEqual([1, 1])
})

test('the next page of a site is that site’s', async () => {
  east.views = ['01', '02', '03'].map((n, at) => ({
    ...callView(CALL, T0),
    id: `${CALL.slice(0, -2)}${n}`,
    orderAt: 10 - at,
  }))
  const page = await api.ask('/sites/site_east/v1/calls?limit=2')
  const link = /^<([^>]+)>; rel="next"$/.exec(page.headers.get('link') ?? '')?.[1] ?? ''
  expect(link).toMatch(/^\/sites\/site_east\/v1\/calls\?limit=2&cursor=/)
  expect((await api.ask(link)).status).toBe(200)
})

test('one that isn’t there can’t be told from one that is without a token', async () => {
  for (const site of ['site_east', 'site_nowhere', 'SITE_EAST', '%2e%2e', 'x/y'])
    expect((await api.ask(`/sites/${site}/v1/calls`, { token: null })).status).toBe(401)
  for (const site of ['site_nowhere', 'SITE_EAST', 'x/y'])
    expect(codeOf(await api.ask(`/sites/${site}/v1/calls`))).toBe('not-found')
  expect(codeOf(await api.ask('/Sites/site_east/v1/calls'))).toBe('not-found')
})

test('a key for one site reaches no other, by whatever address', async () => {
  const made = await makeKey({ siteIds: [EAST] }, '/sites/site_east/v1/keys')
  expect(made.headers.get('location')).toBe(`/sites/site_east/v1/keys/${made.json.key.keyId}`)
  const { token } = made.json
  expect((await api.ask('/sites/site_east/v1/calls', { token })).status).toBe(200)
  for (const path of ['/v1/calls', '/sites/site_west/v1/calls', '/v1/keys', '/v1/events', '/v1/snapshot']) {
    const answer = await api.ask(path, { token })
    expect([path, answer.status, codeOf(answer)]).toEqual([path, 403, 'forbidden'])
  }
  // Nor can it make one that does.
  for (const siteIds of [[WEST], [EAST, WEST], null]) {
    const more = await makeKey({ siteIds }, '/sites/site_east/v1/keys', token)
    expect(more.status).toBe(403)
  }
  const own = await makeKey({}, '/sites/site_east/v1/keys', token)
  expect(own.json.key.siteIds).toEqual([EAST])
  // And the first site doesn't show it.
  expect((await api.ask(`/v1/keys/${made.json.key.keyId}`)).status).toBe(404)
})

test('a key that is revoked at one site is at once refused at all', async () => {
  const { token, key } = (await makeKey({ siteIds: [WEST, EAST] })).json
  expect((await api.ask('/v1/calls', { token })).status).toBe(200)
  expect((await api.ask('/sites/site_east/v1/calls', { token })).status).toBe(200)
  expect((await api.ask(`/sites/site_east/v1/keys/${key.keyId}`, { method: 'DELETE' })).status).toBe(204)
  expect((await api.ask('/v1/calls', { token })).status).toBe(401)
  expect((await api.ask('/sites/site_east/v1/calls', { token })).status).toBe(401)
})

test('each says whether it is ready, and so does the process', async () => {
  expect((await api.ask('/sites/site_east/readyz', { token: null })).status).toBe(200)
  expect((await api.ask('/sites/site_west/readyz', { token: null })).status).toBe(200)
  const whole = await api.ask('/readyz', { token: null })
  expect([whole.status, whole.json.checks.redis.ok]).toEqual([503, false])
})
