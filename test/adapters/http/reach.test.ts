/** What keys with bounds see and do: their own, as if there were nothing else. */
import { beforeEach, describe, expect, test } from 'vitest'
import type { AgentId, QueueId } from '../../../src/domain/ids.ts'
import { AGENT, agentView, CALL, callView, NO_CALL, QUEUE, queueView, T0, wholeCall } from './examples.ts'
import { type Answer, type Api, codeOf, startApi } from './support.ts'

const OTHERS_CALL = 'call_01JD8Z4Q6W3V5T7R9P0N2M4K6Q'
const RECORDING = CALL.replace('call', 'rec')
const OTHERS_RECORDING = OTHERS_CALL.replace('call', 'rec')
const COLLEAGUE = 'agent_wu'

let api: Api
let agents: string
let supervisors: string
beforeEach(async () => {
  api = await startApi()
  const { world } = api
  world.rows = [
    ...wholeCall(),
    ...wholeCall().map((row) => ({
      ...row,
      subject: OTHERS_CALL,
      data: JSON.parse(
        JSON.stringify(row.data).replaceAll(AGENT, COLLEAGUE).replaceAll(QUEUE, 'queue_other'),
      ),
    })),
  ]
  const recording = (id: string, owner: object) => ({
    ...callView(id, T0, owner),
    kind: 'recording' as const,
  })
  const others = { agentId: COLLEAGUE, queueId: 'queue_other' }
  world.views = [
    callView(CALL, T0, { agentId: AGENT, queueId: QUEUE }),
    callView(OTHERS_CALL, T0 + 1, others),
    recording(RECORDING, { agentId: AGENT, queueId: QUEUE }),
    recording(OTHERS_RECORDING, others),
    agentView(AGENT),
    agentView(COLLEAGUE, { queueIds: ['queue_other' as QueueId] }),
    queueView(QUEUE),
    { ...queueView('queue_other'), body: { ...queueView('queue_other').body, agentIds: [COLLEAGUE] } },
  ]
  agents = world.keys.give({ roles: ['agent'], agentId: AGENT }).token
  supervisors = world.keys.give({ roles: ['supervisor'], queueIds: [QUEUE] }).token
})

const each = () => [agents, supervisors]
const ids = ({ json }: Answer, member: string) =>
  json.items.map((item: Record<string, string>) => item[member])

describe('lists', () => {
  test('hold one’s own calls, agents and queues', async () => {
    for (const token of each()) {
      expect(ids(await api.ask('/v1/calls', { token }), 'callId')).toEqual([CALL])
      expect(ids(await api.ask('/v1/agents', { token }), 'agentId')).toEqual([AGENT])
      expect(ids(await api.ask('/v1/queues', { token }), 'queueId')).toEqual([QUEUE])
    }
    expect(ids(await api.ask('/v1/recordings', { token: supervisors }), 'callId')).toEqual([RECORDING])
    expect(ids(await api.ask('/v1/calls'), 'callId')).toEqual([OTHERS_CALL, CALL])
  })

  test('and nothing of others, however they are asked for', async () => {
    for (const token of each()) {
      for (const filter of ['queueId=queue_other', `agentId=${COLLEAGUE}`])
        expect((await api.ask(`/v1/calls?${filter}`, { token })).json.items).toEqual([])
    }
  })

  test('of call records and their export ask for one’s own', async () => {
    const asked: unknown[] = []
    api.world.callRecords = {
      list: async (query) => {
        asked.push(query.reach)
        return []
      },
      get: async () => undefined,
    }
    api = await startApi(api.world)
    await api.ask('/v1/call-records', { token: agents })
    await api.ask('/v1/call-records.csv', { token: supervisors })
    expect(asked).toEqual([
      { queueIds: [], agentId: AGENT },
      { queueIds: [QUEUE], agentId: null },
    ])
  })
})

describe('what is somebody else’s', () => {
  test('is answered like what isn’t there, and the try is noted', async () => {
    const paths: [string, string][] = [
      [`/v1/calls/${OTHERS_CALL}`, `/v1/calls/${NO_CALL}`],
      [`/v1/calls/${OTHERS_CALL}/data`, `/v1/calls/${NO_CALL}/data`],
      [`/v1/call-records/${OTHERS_CALL}`, `/v1/call-records/${NO_CALL}`],
      [`/v1/agents/${COLLEAGUE}`, '/v1/agents/agent_nobody'],
      ['/v1/queues/queue_other', '/v1/queues/queue_none'],
    ]
    for (const [others, nobodys] of paths) {
      const [answer, unknown] = [
        await api.ask(others, { token: agents }),
        await api.ask(nobodys, { token: agents }),
      ]
      expect([others, answer.status, codeOf(answer)]).toEqual([others, 404, codeOf(unknown)])
      expect({ ...answer.json, requestId: '' }).toEqual({ ...unknown.json, requestId: '' })
    }
    const tried = api.world.noted.map(({ note }) => note.data)
    expect(tried).toMatchObject(
      ['readCall', 'readAttachedData', 'readCallRecord', 'readAgent', 'readQueue'].map((operation) => ({
        operation,
        reason: 'reach',
      })),
    )
  })

  test('a recording, too, and its sound', async () => {
    for (const path of [`/v1/recordings/${OTHERS_RECORDING}`, `/v1/recordings/${OTHERS_RECORDING}/audio`])
      expect(codeOf(await api.ask(path, { token: supervisors }))).toBe('recording-unknown')
  })

  test.each([
    ['hung up', `/v1/calls/${OTHERS_CALL}/clear`, {}],
    ['masked', `/v1/calls/${OTHERS_CALL}/recording/mask`, {}],
    ['unmasked', `/v1/calls/${OTHERS_CALL}/recording/unmask`, {}],
    ['logged off', `/v1/agents/${COLLEAGUE}/log-off`, {}],
    ['made to call', '/v1/calls', { agentId: COLLEAGUE, calledNumber: '13812345678' }],
  ])('is not %s', async (_, path, json) => {
    for (const token of each()) {
      const headers = { 'idempotency-key': '6f1c1d5e-3b0a-4c9e-9a57-2f6a1b1c7d10' }
      const answer = await api.ask(path, { method: 'POST', json, token, headers })
      expect([answer.status, codeOf(answer)]).toEqual([403, 'forbidden'])
      expect(answer.json.detail).toMatch(/^this (call|agent) is outside of what your key reaches$/)
    }
    expect(api.world.dispatched).toEqual([])
  })

  test('data is neither attached to it nor unmasked', async () => {
    const data = await api.ask(`/v1/calls/${OTHERS_CALL}/data`, {
      method: 'PUT',
      json: { data: { ward: 'B12' } },
      token: agents,
    })
    const json = { names: ['ward'], reason: 'x', person: 'zhao' }
    const read = await api.ask(`/v1/calls/${OTHERS_CALL}/data/unmask`, { json, token: supervisors })
    expect([data.status, read.status]).toEqual([403, 403])
    expect(api.world.dispatched).toEqual([])
  })
})

describe('one’s own', () => {
  test('is seen and done as ever', async () => {
    for (const token of each()) {
      expect((await api.ask(`/v1/calls/${CALL}`, { token })).status).toBe(200)
      expect((await api.ask(`/v1/agents/${AGENT}`, { token })).status).toBe(200)
      expect((await api.ask(`/v1/queues/${QUEUE}`, { token })).status).toBe(200)
      expect((await api.ask(`/v1/calls/${CALL}/clear`, { json: {}, token })).status).toBe(202)
      expect((await api.ask(`/v1/agents/${AGENT}/ready`, { json: {}, token })).status).toBe(202)
    }
    expect(api.world.noted).toEqual([])
  })

  test('what isn’t there at all is the owner’s to say', async () => {
    api.world.outcome = () => ({ type: 'refused', code: 'agent-unknown', detail: 'x' })
    const answer = await api.ask('/v1/agents/agent_nobody/ready', { json: {}, token: supervisors })
    expect(codeOf(answer)).toBe('agent-unknown')
  })

  test('the snapshot holds it, and nothing that the key may not read', async () => {
    const { json } = await api.ask('/v1/snapshot', { token: agents })
    expect([json.calls, json.agents, json.queues].map((some: unknown[]) => some.length)).toEqual([1, 1, 1])
    const narrow = api.world.keys.give({ roles: ['integrator'], scopes: ['events:read', 'queues:read'] })
    const other = await api.ask('/v1/snapshot', { token: narrow.token })
    expect([other.json.calls.length, other.json.queues.length]).toEqual([0, 2])
  })
})

test('an agent’s key is of no use for another agent’s name in a body, whatever the body says', async () => {
  const { token } = api.world.keys.give({ roles: ['agent'], agentId: COLLEAGUE as AgentId })
  const headers = { 'idempotency-key': '6f1c1d5e-3b0a-4c9e-9a57-2f6a1b1c7d11' }
  const json = { agentId: AGENT, calledNumber: '13812345678' }
  expect((await api.ask('/v1/calls', { json, token, headers })).status).toBe(403)
})
