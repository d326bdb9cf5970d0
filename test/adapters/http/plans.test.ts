/** Plans, drills and messages to all who wait, by REST, before a real owner. */
import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { broadcast, drill, plan, planPage } from '../../../src/adapters/http/schemas/plan.ts'
import { startOwnedSite } from './owned-site.ts'
import { type Answer, type Api, codeOf } from './support.ts'

const CREATE = { 'if-none-match': '*' }
const PATH = '/v1/plans/plan_typhoon'
const names = { zh: '台风预案', en: 'Typhoon' }
const put = (api: Api, json: unknown, headers: Record<string, string> = CREATE, path = PATH) =>
  api.ask(path, { method: 'PUT', json, headers })
const post = (api: Api, path: string, json: unknown = {}) =>
  api.ask(`${PATH}/${path}`, { method: 'POST', json })
const tagOf = ({ headers }: Answer) => ({ 'if-match': headers.get('etag') ?? '' })
const said = (answer: Answer) => [answer.status, codeOf(answer)]

test('a plan is prepared, switched on and off, and removed', async () => {
  const { api } = await startOwnedSite()
  const changes = {
    numbers: { '8000': 'flow_night' },
    prompts: { welcome: ['nobody-ready', 'welcome'] },
    members: { queue_general: { add: ['agent_zhao'], remove: ['agent_li'] } },
    queues: {
      queue_general: { ringMs: 9_000, overflow: [{ afterMs: 30_000, to: { queueId: 'queue_reports' } }] },
    },
  }
  const created = await put(api, { names, ...changes, testNumbers: ['13800005678'] })
  expect([created.status, created.json.errors]).toEqual([201, undefined])
  plan.parse(created.json)
  expect(created.json).toMatchObject({ ...changes, testNumbers: ['138****5678'], on: null, conflicts: [] })
  expect(JSON.stringify(created.json)).not.toContain('13800005678')

  const on = await post(api, 'on', { forMs: 3_600_000 })
  expect(on.json).toMatchObject({ on: { by: 'his' }, missing: [] })
  expect(on.json.on.until > on.json.on.since).toBe(true)
  const queue = (await api.ask('/v1/queues/queue_general')).json
  expect(queue).toMatchObject({ ringMs: 20_000, overflow: [], planned: { ringMs: 9_000 } })
  expect(queue.agentIds).toEqual(['agent_chen', 'agent_wang', 'agent_zhao'])
  expect((await api.ask('/v1/agents/agent_zhao')).json.queueIds).not.toContain('queue_general')
  expect(said(await api.ask(PATH, { method: 'DELETE' }))).toEqual([409, 'plan-state'])

  const off = await post(api, 'off')
  expect([off.status, off.json.on]).toEqual([200, null])
  expect((await api.ask('/v1/queues/queue_general')).json).not.toHaveProperty('planned')
  planPage.parse((await api.ask('/v1/plans')).json)
  const changed = await put(api, { names, hours: {} }, tagOf(await api.ask(PATH)))
  expect(changed.json).toMatchObject({ numbers: {}, testNumbers: ['138****5678'] })
  expect((await api.ask(PATH, { method: 'DELETE' })).status).toBe(204)
  expect(said(await api.ask(PATH))).toEqual([404, 'plan-unknown'])
})

test('all that a plan names and that is not there is told at once, with its place', async () => {
  const { api } = await startOwnedSite()
  const wrong = {
    names,
    numbers: { '8000': 'flow_none' },
    prompts: { welcom: ['welcome'] },
    hours: { never: 'closed' },
    members: { queue_general: { add: ['agent_none'] } },
  }
  const answer = await put(api, wrong)
  expect(said(answer)).toEqual([422, 'plan-invalid'])
  expect(answer.json.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
    '#/numbers/8000',
    '#/members/queue_general/add/0',
    '#/prompts/welcom',
    '#/hours/never',
  ])
  expect(answer.json.errors[2].detail).toContain('did you mean "welcome"')
  const shape = await put(api, { names, queues: { queue_general: { ringMs: 1, names: {} } } })
  expect(said(shape)).toEqual([422, 'invalid'])
})

test('a drill begins and ends by command, and its report is read', async () => {
  const { api } = await startOwnedSite()
  await put(api, { names, numbers: { '8000': 'flow_night' } })
  expect(said(await post(api, 'drill'))).toEqual([409, 'plan-state'])
  await put(
    api,
    { names, numbers: { '8000': 'flow_night' }, testNumbers: ['13800005678'] },
    tagOf(await api.ask(PATH)),
  )
  const begun = await post(api, 'drill', { forMs: 60_000 })
  drill.parse(begun.json)
  expect(begun.json).toMatchObject({ n: 1, by: 'his', ended: null, calls: [], neverMet: ['/numbers/8000'] })
  expect((await api.ask(PATH)).json).toMatchObject({ drills: 1, drill: 1 })
  expect((await post(api, 'drill/end')).json).toMatchObject({ ended: { why: 'asked', by: 'his' } })
  expect((await api.ask(`${PATH}/drills/1`)).json).toMatchObject({ n: 1 })
  expect((await api.ask(`${PATH}/drills`)).json.items).toHaveLength(1)
  expect(said(await api.ask(`${PATH}/drills/2`))).toEqual([404, 'drill-unknown'])
})

test('a message to all who wait is said once for each key, of prompts that are there', async () => {
  const { api } = await startOwnedSite()
  const send = (json: unknown, key: string = randomUUID()) =>
    api.ask('/v1/broadcasts', { method: 'POST', json, headers: { 'idempotency-key': key } })
  const key = randomUUID()
  const sent = await send({ prompts: ['welcome'] }, key)
  expect([sent.status, sent.json.reached]).toEqual([201, 0])
  broadcast.parse(sent.json)
  const again = await send({ prompts: ['welcome'] }, key)
  expect([again.json.broadcastId, again.headers.get('idempotency-replayed')]).toEqual([
    sent.json.broadcastId,
    'true',
  ])
  const read = await api.ask(`/v1/broadcasts/${sent.json.broadcastId}`)
  expect(read.json).toEqual(sent.json)
  const missing = await send({ prompts: ['welcome', 'none-such'] })
  expect(said(missing)).toEqual([422, 'invalid'])
  expect(missing.json.errors[0].pointer).toBe('#/prompts/1')
  expect(said(await send({ prompts: ['welcome'], queueIds: ['queue_none'] }))).toEqual([404, 'queue-unknown'])
})
