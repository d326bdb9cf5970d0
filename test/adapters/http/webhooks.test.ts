/** Webhooks by REST, kept in a real PostgreSQL, tried out against a real receiver. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Received, type Receiver, startReceiver } from '../../../scripts/lib/webhook-receiver.ts'
import {
  deadLetterPage,
  delivery,
  webhook,
  webhookCreated,
  webhookPage,
} from '../../../src/adapters/http/schemas/webhook.ts'
import { type Site, startSite } from '../webhook/support/site.ts'
import { type Answer, type Api, codeOf, startApi, World } from './support.ts'

// Nothing is started that would need it.
const NO_REDIS = { host: '127.0.0.1', port: 1 }
let site: Site
let receiver: Receiver
let api: Api
let secrets: string[] = []
let received: Received[] = []
let answer = 204

beforeAll(async () => {
  site = await startSite({ redis: NO_REDIS, quiet: true })
  receiver = await startReceiver({
    secrets: () => secrets,
    answer(one) {
      received.push(one)
      return answer
    },
  })
})
beforeEach(async () => {
  const world = new World()
  world.webhooks = { registry: site.store.webhooks, desk: site.webhooks.desk }
  api = await startApi(world)
})
afterEach(async () => {
  for (const { webhookId } of await site.store.webhooks.list(site.siteId, 200))
    await site.store.webhooks.remove(site.siteId, webhookId)
  ;[secrets, received, answer] = [[], [], 204]
})
afterAll(async () => {
  await receiver.close()
  await site.close()
})

async function made(terms: object = {}): Promise<{ path: string; id: string; made: Answer }> {
  const answered = await api.ask('/v1/webhooks', { json: { url: receiver.url, ...terms } })
  webhookCreated.parse(answered.json)
  secrets.push(answered.json.secret)
  return {
    path: String(answered.headers.get('location')),
    id: answered.json.webhook.webhookId,
    made: answered,
  }
}

test('a webhook is made, with a secret that is shown this once', async () => {
  const { path, made: answered } = await made({
    types: ['cti.call.*', 'cti.agent.ready.v1'],
    queueIds: ['queue_a'],
  })
  expect(answered.status).toBe(201)
  expect(answered.json.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
  const read = await api.ask(path)
  expect(webhook.parse(read.json)).toMatchObject({
    url: receiver.url,
    types: ['cti.call.*', 'cti.agent.ready.v1'],
    queueIds: ['queue_a'],
    state: 'enabled',
    standing: { waiting: 0, behindSince: null, deadLetters: 0 },
  })
  expect(read.headers.get('etag')).toBe('"1"')
  expect(read.text + (await api.ask('/v1/webhooks')).text).not.toContain(answered.json.secret)
})

test.each([
  ['of no known type', { types: ['cti.call.dreamt.v1'] }, '#/types/0'],
  ['of no type at all', { types: [] }, '#/types'],
  ['of what is no queue', { queueIds: ['agent_a'] }, '#/queueIds/0'],
  ['with a member too many', { secret: 'whsec_mine' }, '#/secret'],
])('events %s can’t be asked for', async (_, terms, pointer) => {
  const answered = await api.ask('/v1/webhooks', { json: { url: receiver.url, ...terms } })
  expect([answered.status, answered.json.errors[0].pointer]).toEqual([422, pointer])
})

test.each([
  'http://10.0.0.1/',
  'ftp://127.0.0.1/',
  'nonsense',
  'http://a:b@127.0.0.1/',
  'http://192.168.0.1:9/',
])('nothing is sent to %s', async (url) => {
  const answered = await api.ask('/v1/webhooks', { json: { url } })
  expect([answered.status, codeOf(answered)]).toEqual([422, 'webhook-target-refused'])
})

test('there are as many webhooks as there may be, and no more', async () => {
  for (let n = 0; n < 100; n += 1) await made()
  const answered = await api.ask('/v1/webhooks', { json: { url: receiver.url } })
  expect(codeOf(answered)).toBe('webhooks-full')
  expect(webhookPage.parse((await api.ask('/v1/webhooks?limit=200')).json).items).toHaveLength(100)
  const first = await api.ask('/v1/webhooks?state=enabled&limit=60')
  const second = await api.ask(/^<(.+)>/.exec(first.headers.get('link') ?? '')?.[1] ?? '')
  expect(webhookPage.parse(second.json).items).toHaveLength(40)
  expect(webhookPage.parse((await api.ask('/v1/webhooks?state=disabled')).json).items).toEqual([])
})

test('a webhook is changed by whoever has seen it as it is', async () => {
  const { path } = await made()
  const put = (headers: Record<string, string>) =>
    api.ask(path, { method: 'PUT', headers, json: { url: receiver.url, description: 'HIS' } })
  expect(codeOf(await put({}))).toBe('if-match-missing')
  expect(codeOf(await put({ 'if-match': '"7"' }))).toBe('version-changed')
  expect(codeOf(await put({ 'if-match': '*' }))).toBe('version-changed')
  const changed = await put({ 'if-match': '"1"' })
  expect(webhook.parse(changed.json)).toMatchObject({ description: 'HIS', types: null, version: 2 })
  expect(changed.headers.get('etag')).toBe('"2"')
  expect(codeOf(await put({ 'if-match': '"1"' }))).toBe('version-changed')
})

test('a deleted webhook is unknown to everything', async () => {
  const { path } = await made()
  const gone = await api.ask(path, { method: 'DELETE' })
  expect([gone.status, gone.text]).toEqual([204, ''])
  const after = [
    await api.ask(path),
    await api.ask(path, { method: 'DELETE' }),
    await api.ask(path, { method: 'PUT', headers: { 'if-match': '"1"' }, json: { url: receiver.url } }),
    await api.ask(`${path}/dead-letters`),
    await api.ask(`${path}/replay`, { json: { afterEventId: 'site_main-0' } }),
    ...(await Promise.all(
      ['rotate-secret', 'test', 'enable', 'disable'].map((verb) =>
        api.ask(`${path}/${verb}`, { method: 'POST' }),
      ),
    )),
    await api.ask(`${path}/dead-letters/site_main-1/replay`, { method: 'POST' }),
  ]
  expect(after.map(codeOf)).toEqual(after.map(() => 'webhook-unknown'))
})

test('it is off and on as it was told', async () => {
  const { path } = await made()
  const off = await api.ask(`${path}/disable`, { method: 'POST' })
  expect(webhook.parse(off.json)).toMatchObject({ state: 'disabled', disabledWhy: 'asked', version: 2 })
  expect((await api.ask(`${path}/disable`, { method: 'POST' })).json.version).toBe(2)
  const on = await api.ask(`${path}/enable`, { method: 'POST' })
  expect(on.json).toMatchObject({ state: 'enabled', disabledWhy: null, version: 3 })
})

test('a new secret signs; the one before signs as well while it is valid', async () => {
  const { path } = await made()
  const first = await api.ask(`${path}/rotate-secret`, { method: 'POST' })
  expect(Date.parse(first.json.oldValidUntil)).toBeGreaterThan(Date.now() + 23 * 3_600_000)
  expect((await api.ask(`${path}/test`, { method: 'POST' })).json.delivered).toBe(true)
  const second = await api.ask(`${path}/rotate-secret`, { json: { oldValidForMs: 0 } })
  expect((await api.ask(`${path}/test`, { method: 'POST' })).json).toMatchObject({
    delivered: false,
    status: 401,
  })
  secrets = [second.json.secret]
  expect((await api.ask(`${path}/test`, { method: 'POST' })).json.delivered).toBe(true)
  for (let n = 0; n < 4; n += 1) await api.ask(`${path}/rotate-secret`, { method: 'POST' })
  expect(codeOf(await api.ask(`${path}/rotate-secret`, { method: 'POST' }))).toBe('webhook-secrets-full')
})

test('a test tells what came of it', async () => {
  const { path, id } = await made()
  answer = 503
  const failed = await api.ask(`${path}/test`, { method: 'POST' })
  expect(delivery.parse(failed.json)).toMatchObject({ delivered: false, failure: 'serverError', status: 503 })
  answer = 200
  const good = await api.ask(`${path}/test`, { method: 'POST' })
  expect(good.json).toMatchObject({ delivered: true, failure: null, status: 200 })
  expect(received.map(({ event }) => [event.type, event.subject])).toEqual([
    ['cti.webhook.test.v1', id],
    ['cti.webhook.test.v1', id],
  ])
})

test('dead letters are paged, newest first, and each can be sent again', async () => {
  const { path, id } = await made()
  const from = await site.store.journal.head(site.siteId)
  await site.happen({ subject: 'call_x' }, { subject: 'call_x' }, { subject: 'call_x' })
  for (const n of [1, 2, 3]) {
    const row = await site.store.webhooks.row(site.siteId, from + n)
    if (!row) throw new Error('no row')
    const last = { attempts: 10, why: 'timedOut', status: null } as const
    await site.store.webhookOutbox.bury(row, { webhookId: id, subject: 'call_x' }, last)
  }
  const first = await api.ask(`${path}/dead-letters?limit=2`)
  expect(deadLetterPage.parse(first.json).items.map((one) => (one as { eventId: string }).eventId)).toEqual([
    `site_main-${from + 3}`,
    `site_main-${from + 2}`,
  ])
  const second = await api.ask(`${path}/dead-letters?limit=2&cursor=${first.json.nextCursor}`)
  expect(second.json).toMatchObject({
    items: [{ eventId: `site_main-${from + 1}`, replayedAt: null }],
    nextCursor: null,
  })
  answer = 500
  const again = `${path}/dead-letters/site_main-${from + 1}/replay`
  expect((await api.ask(again, { method: 'POST' })).json).toMatchObject({ delivered: false, status: 500 })
  answer = 204
  expect((await api.ask(again, { method: 'POST' })).json).toMatchObject({ delivered: true })
  expect(received.at(-1)?.event).toMatchObject({ id: `site_main-${from + 1}`, subject: 'call_x' })
  expect((await api.ask(path)).json.standing.deadLetters).toBe(2)
  for (const eventId of ['site_main-999999', 'site_other-1', 'nonsense'])
    expect(codeOf(await api.ask(`${path}/dead-letters/${eventId}/replay`, { method: 'POST' }))).toBe(
      'dead-letter-unknown',
    )
})

test('a replay begins after an event of this site', async () => {
  const { path } = await made()
  const { pos, revision } = await site.store.webhookOutbox.state(site.siteId)
  const head = await site.store.journal.head(site.siteId)
  await site.happen({ subject: 'call_y' }, { subject: 'call_z' })
  await site.store.webhookOutbox.advance(site.siteId, { fromPos: pos, toPos: head + 2, revision }, [])
  const replay = (afterEventId: string) => api.ask(`${path}/replay`, { json: { afterEventId } })
  const noted = await replay(`site_main-${head}`)
  expect([noted.status, noted.json.subjects]).toEqual([202, 2])
  expect((await api.ask(path)).json.standing.waiting).toBe(2)
  expect(codeOf(await replay('site_other-1'))).toBe('invalid')
  expect(codeOf(await replay('yesterday'))).toBe('invalid')
})

test('a database that does not answer is said to be that', async () => {
  const world = new World()
  const registry = { ...site.store.webhooks, list: () => new Promise<never>(() => undefined) }
  world.webhooks = { registry, desk: site.webhooks.desk }
  const { ask } = await startApi(world, { readTimeoutMs: 30 })
  expect(codeOf(await ask('/v1/webhooks'))).toBe('store-unavailable')
})
