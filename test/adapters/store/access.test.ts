/** API keys, the access log and reach, on PostgreSQL. */
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newToken } from '../../../src/adapters/http/api-key.ts'
import type { Reach } from '../../../src/domain/access/reach.ts'
import type { JournalRow } from '../../../src/domain/fact.ts'
import { keyIdFrom, type QueueId, type SiteId } from '../../../src/domain/ids.ts'
import type { ApiKey } from '../../../src/runtime/access.ts'
import { PortUnavailable, type View } from '../../../src/runtime/ports.ts'
import { batch, CALL, freshStore, rows, SITE, type TestStore } from './support.ts'

let store: TestStore
beforeAll(async () => {
  store = await freshStore()
})
afterAll(() => store.close())

const keyId = (n: number) => keyIdFrom(`01K${String(n).padStart(23, '0')}`)
function key(n: number, more: Partial<ApiKey> = {}): ApiKey {
  return {
    keyId: keyId(n),
    name: `HIS ${n}`,
    roles: ['integrator', 'quality'],
    scopes: null,
    siteIds: null,
    queueIds: null,
    agentId: null,
    person: null,
    createdAt: 1_790_000_000_000 + n,
    createdBy: 'api',
    expiresAt: 1_800_000_000_000,
    lastUsedAt: null,
    revokedAt: null,
    ...more,
  }
}

describe('API keys', () => {
  test('a key is read as it was written, and its digest with it', async () => {
    const whole = key(1, {
      scopes: ['calls:read'],
      siteIds: [SITE as SiteId],
      queueIds: ['queue_a' as QueueId],
      person: 'zhao',
    })
    const { digest } = newToken(whole.keyId)
    expect(await store.keys.create({ key: whole, digest })).toBe('created')
    const read = await store.keys.get(whole.keyId)
    expect(read?.key).toEqual(whole)
    expect(read?.digest).toEqual(digest)
    expect(await store.keys.get(keyId(99))).toBeUndefined()
  })

  test('the token is nowhere in the database', async () => {
    const { token, digest } = newToken(keyId(2))
    await store.keys.create({ key: key(2), digest })
    const [, , secret = ''] = token.split('_')
    const client = new pg.Client({ ...store.database })
    await client.connect()
    const dump = await client.query('select t::text as row from api_keys t')
    await client.end()
    expect(dump.rows.length).toBeGreaterThan(0)
    expect(JSON.stringify(dump.rows)).not.toContain(secret)
  })

  test('a revocation keeps its first moment, and use is written down', async () => {
    const { digest } = newToken(keyId(3))
    await store.keys.create({ key: key(3), digest })
    await store.keys.used(keyId(3), 1_790_000_500_000)
    await store.keys.used(keyId(3), 1_790_000_400_000)
    expect(await store.keys.revoke(keyId(3), 1_790_000_600_000)).toMatchObject({
      lastUsedAt: 1_790_000_500_000,
      revokedAt: 1_790_000_600_000,
    })
    expect(await store.keys.revoke(keyId(3), 1_790_000_700_000)).toMatchObject({
      revokedAt: 1_790_000_600_000,
    })
    expect(await store.keys.revoke(keyId(99), 1)).toBeUndefined()
  })

  test('lists come newest first, page by page, with the keys of one site and of all', async () => {
    const { digest } = newToken(keyId(4))
    await store.keys.create({ key: key(4, { siteIds: ['site_east' as SiteId] }), digest })
    const first = await store.keys.list({ siteId: SITE, limit: 2 })
    expect(first.map((each) => each.keyId)).toEqual([keyId(3), keyId(2)])
    const after = { orderAt: first[1]?.createdAt ?? 0, id: keyId(2) }
    expect((await store.keys.list({ siteId: SITE, limit: 2, after })).map((each) => each.keyId)).toEqual([
      keyId(1),
    ])
    expect((await store.keys.list({ siteId: 'site_east', limit: 1 })).map((each) => each.keyId)).toEqual([
      keyId(4),
    ])
  })
})

describe('the access log', () => {
  const fact = (
    pos: number,
    type: string,
    data: object,
    kind: JournalRow['kind'] = 'access',
  ): JournalRow => ({
    siteId: SITE,
    pos,
    kind,
    subject: `${kind}_${pos}`,
    subjectSeq: 1,
    at: 1_790_000_000_000 + pos * 1_000,
    type,
    data,
  })
  const positions = async (more: object) =>
    (await store.accessLog.list({ siteId: SITE, limit: 10, ...more })).map(({ pos }) => pos)

  test('it holds the facts about access and openings, newest first, and no others', async () => {
    const facts = [
      fact(1, 'accessDenied', { principal: 'key_1', operation: 'a' }),
      fact(2, 'menuEntered', {}, 'call'),
      fact(3, 'administered', { principal: 'api', operation: 'b' }),
      fact(4, 'recordingOpened', { person: 'zhao' }, 'opening'),
      fact(5, 'accessDenied', { principal: 'key_2', operation: 'a' }),
    ]
    expect(await store.journal.append(batch(facts))).toEqual({ type: 'appended' })
    expect(await positions({})).toEqual([5, 4, 3, 1])
    expect(await positions({ limit: 2 })).toEqual([5, 4])
    expect(await positions({ beforePos: 4 })).toEqual([3, 1])
    expect(await positions({ principal: 'key_1' })).toEqual([1])
    expect(await positions({ type: 'accessDenied' })).toEqual([5, 1])
    expect(await positions({ from: 1_790_000_003_000, to: 1_790_000_005_000 })).toEqual([4, 3])
    expect((await store.accessLog.list({ siteId: 'site_east', limit: 10 })).length).toBe(0)
  })
})

describe('private fields', () => {
  test('those that are wanted come in one read, opened', async () => {
    const fields = { 'data:ward': '"B12"', 'data:age': '47', callingNumber: '13812345678' }
    const privateFields = Object.entries(fields).map(([name, value]) => ({ callId: CALL, name, value }))
    const outcome = await store.journal.append(batch(rows(6, 1, { subjectSeq: 1 }), { privateFields }))
    expect(outcome).toEqual({ type: 'appended' })
    const read = await store.privateFields.readSome(SITE, CALL, (name) => name.startsWith('data:'))
    expect(Object.fromEntries(read)).toEqual({ 'data:ward': '"B12"', 'data:age': '47' })
    expect((await store.privateFields.readSome(SITE, 'call_0', () => true)).size).toBe(0)
  })
})

describe('lists within reach', () => {
  const view = (kind: View['kind'], id: string, more: Partial<View> = {}): View => ({
    kind,
    id,
    pos: 7,
    body: {},
    orderAt: 1,
    state: 'x',
    queueId: null,
    agentId: null,
    ...more,
  })
  const views = [
    view('call', 'call_1', { queueId: 'queue_a', agentId: 'agent_li' }),
    view('call', 'call_2', { queueId: 'queue_b', agentId: 'agent_wu' }),
    view('call', 'call_3', { queueId: null, agentId: 'agent_li' }),
    view('call', 'call_4'),
    view('agent', 'agent_li', { body: { queueIds: ['queue_a'] } }),
    view('agent', 'agent_wu', { body: { queueIds: ['queue_a', 'queue_b'] } }),
    view('queue', 'queue_a', { body: { agentIds: ['agent_li', 'agent_wu'] } }),
    view('queue', 'queue_b', { body: { agentIds: ['agent_wu'] } }),
  ]
  const reaches: readonly [string, Reach | undefined, Record<string, string[]>][] = [
    [
      'everything',
      { queueIds: null, agentId: null },
      {
        call: ['call_1', 'call_2', 'call_3', 'call_4'],
        agent: ['agent_li', 'agent_wu'],
        queue: ['queue_a', 'queue_b'],
      },
    ],
    [
      'one queue',
      { queueIds: ['queue_b'], agentId: null },
      { call: ['call_2'], agent: ['agent_wu'], queue: ['queue_b'] },
    ],
    [
      'one agent',
      { queueIds: [], agentId: 'agent_li' },
      { call: ['call_1', 'call_3'], agent: ['agent_li'], queue: ['queue_a'] },
    ],
    [
      'a queue and an agent',
      { queueIds: ['queue_b'], agentId: 'agent_li' },
      {
        call: ['call_1', 'call_2', 'call_3'],
        agent: ['agent_li', 'agent_wu'],
        queue: ['queue_a', 'queue_b'],
      },
    ],
    ['nothing', { queueIds: [], agentId: null }, { call: [], agent: [], queue: [] }],
  ]

  beforeAll(async () => {
    await store.journal.append(batch(rows(7, 1, { subjectSeq: 2 }), { views }))
  })

  test.each(reaches)('%s', async (_, reach, wanted) => {
    for (const kind of ['call', 'agent', 'queue'] as const) {
      const found = await store.views.list({ siteId: SITE, kind, limit: 50, reach })
      expect([kind, found.map(({ id }) => id).sort()]).toEqual([kind, wanted[kind]])
    }
  })
})

test('without the database everything says so', async () => {
  const gone = await freshStore()
  await gone.close()
  await expect(gone.keys.get(keyId(1))).rejects.toBeInstanceOf(PortUnavailable)
  await expect(gone.accessLog.list({ siteId: SITE, limit: 1 })).rejects.toBeInstanceOf(PortUnavailable)
})
