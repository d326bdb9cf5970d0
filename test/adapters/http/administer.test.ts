/** Agents, queues and numbers by REST, before a real owner. */
import { expect, test } from 'vitest'
import { agentPage, agent as agentSchema } from '../../../src/adapters/http/schemas/agent.ts'
import { assigned, numberPage } from '../../../src/adapters/http/schemas/number.ts'
import { queue as queueSchema } from '../../../src/adapters/http/schemas/queue.ts'
import { startOwnedSite } from './owned-site.ts'
import { type Answer, type Api, codeOf } from './support.ts'

const CREATE = { 'if-none-match': '*' }
const put = (api: Api, path: string, json: unknown, headers: Record<string, string> = {}) =>
  api.ask(path, { method: 'PUT', json, headers })
const remove = (api: Api, path: string, headers: Record<string, string> = {}) =>
  api.ask(path, { method: 'DELETE', headers })
const tagOf = ({ headers }: Answer) => ({ 'if-match': headers.get('etag') ?? '' })
const said = (answer: Answer) => [answer.status, codeOf(answer)]

test('an agent is created, changed by who has seen the newest version, and removed once logged off', async () => {
  const { api } = await startOwnedSite()
  const path = '/v1/agents/agent_qian'
  const qian = { name: '钱程', extension: '1010', queueIds: ['queue_general'] }
  expect(said(await put(api, path, qian))).toEqual([428, 'if-match-missing'])
  const created = await put(api, path, qian, CREATE)
  expect(created.status).toBe(201)
  agentSchema.parse(created.json)
  expect(said(await put(api, path, qian, CREATE))).toEqual([412, 'version-changed'])
  const seen = await api.ask(path)
  expect(tagOf(seen)).toEqual(tagOf(created))

  const changed = await put(api, path, { ...qian, extension: '1011' }, tagOf(seen))
  expect([changed.status, changed.json.extension]).toEqual([200, '1011'])
  const late = await put(api, path, { ...qian, name: '别人' }, tagOf(seen))
  expect(said(late)).toEqual([412, 'version-changed'])
  expect(said(await put(api, path, { ...qian, extension: '1001' }, tagOf(changed)))).toEqual([
    409,
    'agent-extension-taken',
  ])
  expect(said(await put(api, path, { ...qian, queueIds: ['queue_none'] }, tagOf(changed)))).toEqual([
    404,
    'queue-unknown',
  ])
  const wrong = await put(api, path, { ...qian, extension: 'x', more: 1 }, tagOf(changed))
  expect(wrong.json.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual([
    '#/extension',
    '#/more',
  ])

  const found = await api.ask('/v1/agents?extension=1011')
  agentPage.parse(found.json)
  expect(found.json.items).toMatchObject([{ agentId: 'agent_qian' }])
  expect((await api.ask('/v1/queues/queue_general')).json.agentIds).toContain('agent_qian')
  await api.ask(`${path}/log-on`, { method: 'POST' })
  expect(said(await remove(api, path))).toEqual([409, 'agent-state'])
  await api.ask(`${path}/log-off`, { method: 'POST' })
  expect(said(await remove(api, path, tagOf(created)))).toEqual([412, 'version-changed'])
  expect((await remove(api, path, tagOf(changed))).status).toBe(204)
  expect(said(await api.ask(path))).toEqual([404, 'agent-unknown'])
  const ids = (await api.ask('/v1/agents')).json.items.map(({ agentId }: { agentId: string }) => agentId)
  expect(ids).toEqual(['agent_chen', 'agent_li', 'agent_wang', 'agent_zhao'])
  expect((await api.ask('/v1/queues/queue_general')).json.agentIds).not.toContain('agent_qian')
  expect((await put(api, path, qian, CREATE)).status).toBe(201)
})

test('a queue is created with what flows take from it, and goes when nothing needs it', async () => {
  const { api, owner } = await startOwnedSite()
  const path = '/v1/queues/queue_stroke'
  const stroke = { names: { zh: '卒中', en: 'Stroke' }, ringMs: 8_000, priority: 'emergency' }
  const created = await put(api, path, stroke, CREATE)
  expect(created.status).toBe(201)
  queueSchema.parse(created.json)
  expect(created.json).toMatchObject({ ringMs: 8_000, wrapUpMs: 15_000, record: null, priority: 'emergency' })

  const used = await remove(api, '/v1/queues/queue_general')
  expect(said(used)).toEqual([409, 'queue-in-use'])
  expect(used.json.detail).toContain('flow_main')
  expect((await remove(api, path, tagOf(created))).status).toBe(204)
  expect(said(await api.ask(path))).toEqual([404, 'queue-unknown'])
  expect(said(await remove(api, path))).toEqual([404, 'queue-unknown'])
  expect(owner.state?.queues.size).toBe(5)
})

test('another priority of a queue reaches the flows of files by itself', async () => {
  const { api, owner, reloads, reloading } = await startOwnedSite()
  const seen = await api.ask('/v1/queues/queue_general')
  const { names, ringMs, wrapUpMs } = seen.json
  const body = { names, ringMs, wrapUpMs, priority: 'emergency' }
  expect((await put(api, '/v1/queues/queue_general', body, tagOf(seen))).status).toBe(200)
  await expect.poll(() => reloads).toEqual(['done'])
  const flow = (await api.ask('/v1/flows/flow_main')).json
  expect(flow.definition.steps.wait.priority).toBe('emergency')
  expect(owner.state?.flows.size).toBe(2)
  expect(await reloading.reload('asked')).toBe('done')
})

test('a number leads to another flow from then on; all others lead where they are told to', async () => {
  const { api } = await startOwnedSite()
  const path = '/v1/numbers/8002'
  expect(said(await api.ask(path))).toEqual([404, 'number-unknown'])
  const created = await put(api, path, { flowId: 'flow_night' }, CREATE)
  expect(created.status).toBe(201)
  assigned.parse(created.json)
  expect(said(await put(api, path, { flowId: 'flow_none' }, tagOf(created)))).toEqual([404, 'flow-unknown'])
  expect(said(await put(api, path, { flowId: 'flow_main' }, { 'if-match': '"1"' }))).toEqual([
    412,
    'version-changed',
  ])
  const all = await api.ask('/v1/numbers')
  numberPage.parse(all.json)
  expect(all.json).toMatchObject({
    items: [{ number: '8002', flowId: 'flow_night' }],
    otherwise: { flowId: 'flow_main' },
  })
  const otherwise = await api.ask('/v1/numbers/otherwise')
  const moved = await put(api, '/v1/numbers/otherwise', { flowId: 'flow_night' }, tagOf(otherwise))
  expect([moved.status, moved.json.flowId]).toEqual([200, 'flow_night'])
  expect((await api.ask('/v1/flows/flow_night')).json).toMatchObject({ numbers: ['8002'], otherwise: true })
  expect((await remove(api, path)).status).toBe(204)
  expect(said(await remove(api, path))).toEqual([404, 'number-unknown'])
  for (const wrong of ['12x', '%2B', '__proto__', '1'.repeat(21)])
    expect(said(await api.ask(`/v1/numbers/${wrong}`))).toEqual([404, 'number-unknown'])
  expect((await put(api, '/v1/numbers/%2B8655%23*', { flowId: 'flow_main' }, CREATE)).status).toBe(201)
})
