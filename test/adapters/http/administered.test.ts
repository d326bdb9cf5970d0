/** Administrative acts and denials are noted; the access log shows them. */
import { describe, expect, test } from 'vitest'
import type { AccessQuery } from '../../../src/runtime/access.ts'
import { CALL } from './examples.ts'
import { codeOf, SITE, startApi, World } from './support.ts'

const HOOK = 'webhook_01JD8Z4Q6W3V5T7R9P0N2M4K6H'

/** A site whose one webhook can be deleted. */
function withWebhook(): World {
  const world = new World()
  world.webhooks = { ...world.webhooks, registry: { ...world.webhooks.registry, remove: async () => true } }
  return world
}

describe('what administrators do', () => {
  test('is noted before it is answered: who, what, to what', async () => {
    const api = await startApi(withWebhook())
    expect((await api.ask(`/v1/webhooks/${HOOK}`, { method: 'DELETE' })).status).toBe(204)
    expect(api.world.noted.map(({ note }) => note)).toEqual([
      { type: 'administered', data: { principal: 'his', operation: 'deleteWebhook', target: HOOK } },
    ])
  })

  test('what came to nothing isn’t, and neither is reading', async () => {
    const api = await startApi()
    expect((await api.ask(`/v1/webhooks/${HOOK}`, { method: 'DELETE' })).status).toBe(404)
    expect((await api.ask('/v1/webhooks')).status).toBe(200)
    expect((await api.ask('/v1/keys')).status).toBe(200)
    expect(api.world.noted).toEqual([])
  })

  test('nothing is done while nobody could note it', async () => {
    const world = withWebhook()
    let removed = 0
    world.webhooks.registry.remove = async () => {
      removed += 1
      return true
    }
    world.figures = async () => undefined
    const api = await startApi(world)
    expect(codeOf(await api.ask(`/v1/webhooks/${HOOK}`, { method: 'DELETE' }))).toBe('not-owner')
    world.figures = async () => {
      throw new Error('the owner’s process is gone')
    }
    expect(codeOf(await api.ask(`/v1/webhooks/${HOOK}`, { method: 'DELETE' }))).toBe('not-owner')
    expect(removed).toBe(0)
  })

  test('what was done and couldn’t be noted after all is answered so', async () => {
    const api = await startApi(withWebhook())
    api.world.noting = () => ({ type: 'timedOut' })
    const answer = await api.ask(`/v1/webhooks/${HOOK}`, { method: 'DELETE' })
    expect([answer.status, codeOf(answer)]).toEqual([500, 'act-not-noted'])
    expect(api.world.logged.some(({ level }) => level === 'error')).toBe(true)
  })
})

describe('who is refused', () => {
  test('is told what is missing, and noted with it; a flood is a few facts', async () => {
    const api = await startApi()
    const { token, key } = api.world.keys.give({ roles: ['quality'] })
    for (let n = 0; n < 30; n += 1) {
      const answer = await api.ask(`/v1/calls/${CALL}/clear`, { json: {}, token })
      expect([answer.status, answer.json.detail]).toEqual([403, 'this needs the scope calls:control'])
      expect(answer.headers.get('www-authenticate')).toBe(
        'Bearer realm="cti-bridge", error="insufficient_scope", scope="calls:control"',
      )
    }
    await api.ask('/v1/webhooks', { token })
    await api.http.close()
    const denied = { principal: key.keyId, reason: 'scope' }
    const noted = api.world.noted.map(({ note }) => note.data)
    expect(noted).toMatchObject([
      { ...denied, operation: 'clearCall', missing: 'calls:control', times: 1 },
      { ...denied, operation: 'listWebhooks', missing: 'webhooks:admin', times: 1 },
      { ...denied, operation: 'clearCall', missing: 'calls:control', times: 29 },
    ])
    expect(api.world.dispatched).toEqual([])
  })

  test('learns nothing of what was sent: the scope comes before the body and the id', async () => {
    const api = await startApi()
    const { token } = api.world.keys.give({ roles: ['auditor'] })
    const statuses = [
      await api.ask('/v1/calls/x/clear', { json: {}, token }),
      await api.ask('/v1/calls', { body: '{', headers: { 'content-type': 'application/json' }, token }),
      await api.ask('/v1/webhooks', { json: { url: 1 }, token }),
    ].map(({ status }) => status)
    expect(statuses).toEqual([403, 403, 403])
  })
})

describe('the access log', () => {
  const row = (pos: number) => ({
    siteId: SITE,
    pos,
    kind: 'access' as const,
    subject: `access_01JD8Z4Q6W3V5T7R9P0N2M4K${String(pos).padStart(2, '0')}`,
    subjectSeq: 1,
    at: Date.UTC(2026, 2, 2) + pos,
    type: 'accessDenied',
    data: { principal: 'key_1', operation: 'clearCall', reason: 'scope', missing: 'calls:control', times: 2 },
  })

  test('is for auditors, newest first, page by page, with its filters', async () => {
    const world = new World()
    const asked: AccessQuery[] = []
    world.accessLog = {
      list: async (query) => {
        asked.push(query)
        return [9, 8, 7]
          .filter((pos) => pos < (query.beforePos ?? Infinity))
          .slice(0, query.limit)
          .map(row)
      },
    }
    const api = await startApi(world)
    const { token } = world.keys.give({ roles: ['auditor'] })
    const filter =
      'principal=key_1&type=accessDenied&from=2026-03-01T00:00:00%2B08:00&to=2026-03-02T00:00:00Z'
    const first = await api.ask(`/v1/access?limit=2&${filter}`, { token })
    expect(first.status).toBe(200)
    expect(first.json.items[0]).toEqual({
      id: row(9).subject,
      type: 'accessDenied',
      at: '2026-03-02T00:00:00.009Z',
      data: row(9).data,
    })
    const next = /<([^>]+)>/.exec(first.headers.get('link') ?? '')?.[1] ?? ''
    expect((await api.ask(next, { token })).json.items).toHaveLength(1)
    expect(asked[1]).toEqual({
      siteId: SITE,
      principal: 'key_1',
      type: 'accessDenied',
      from: Date.UTC(2026, 1, 28, 16),
      to: Date.UTC(2026, 2, 2),
      limit: 3,
      beforePos: 8,
    })
  })

  test.each(['type=siteTaken', 'principal=a%20b', 'from=yesterday', 'who=x'])(
    'takes no %s',
    async (query) => {
      const api = await startApi()
      expect((await api.ask(`/v1/access?${query}`)).status).toBe(422)
    },
  )
})
