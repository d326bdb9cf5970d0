import { expect, test } from 'vitest'
import { agent, agentAccepted, agentPage } from '../../../src/adapters/http/schemas/agent.ts'
import { AGENT, agentView } from './examples.ts'
import { codeOf, startApi, World } from './support.ts'

test('agents are listed by id and read one by one', async () => {
  const world = new World()
  world.views = [agentView('agent_zhou'), agentView(AGENT)]
  const { ask } = await startApi(world)
  const list = await ask('/v1/agents?limit=1')
  agentPage.parse(list.json)
  expect(list.json.items.map((each: { agentId: string }) => each.agentId)).toEqual([AGENT])
  const second = await ask(`/v1/agents?limit=1&cursor=${list.json.nextCursor}`)
  expect(second.json.items.map((each: { agentId: string }) => each.agentId)).toEqual(['agent_zhou'])
  expect(second.json.nextCursor).toBeNull()
  const one = await ask(`/v1/agents/${AGENT}`)
  agent.parse(one.json)
  expect(one.json).toMatchObject({ name: '李娜', wrapUpUntil: '2026-03-02T08:16:00.250Z', since: null })
})

test.each(['agent_nobody', 'nobody', 'agent_LI'])('there is no agent %s', async (id) => {
  const { ask } = await startApi()
  const answer = await ask(`/v1/agents/${id}`)
  expect([answer.status, codeOf(answer)]).toEqual([404, 'agent-unknown'])
})

test.each([
  ['log-on', {}, { type: 'logOnAgent', extension: undefined }],
  ['log-on', { extension: '1002' }, { type: 'logOnAgent', extension: '1002' }],
  ['log-on', { queueIds: [] }, { type: 'logOnAgent', extension: undefined, queueIds: [] }],
  ['queues', { queueIds: ['queue_general'] }, { type: 'chooseQueues', queueIds: ['queue_general'] }],
  ['queues', { queueIds: null }, { type: 'chooseQueues', queueIds: null }],
  ['ready', {}, { type: 'makeAgentReady' }],
  ['not-ready', { reasonCode: 'meal' }, { type: 'makeAgentNotReady', reasonCode: 'meal' }],
  ['log-off', {}, { type: 'logOffAgent' }],
  ['end-wrap-up', {}, { type: 'endWrapUp' }],
  ['accept', {}, { type: 'acceptOffer' }],
  ['reject', {}, { type: 'rejectOffer' }],
  ['reject', { reasonCode: 'paperwork' }, { type: 'rejectOffer', reasonCode: 'paperwork' }],
  ['extend-wrap-up', {}, { type: 'extendWrapUp' }],
])('%s %j is ordered for the agent named', async (verb, json, command) => {
  const { ask, world } = await startApi()
  const answer = await ask(`/v1/agents/${AGENT}/${verb}`, { json })
  expect(answer.status).toBe(202)
  agentAccepted.parse(answer.json)
  expect(answer.headers.get('location')).toBe(`/v1/agents/${AGENT}`)
  expect(world.dispatched.map((each) => each.command)).toEqual([{ ...command, agentId: AGENT }])
})

test.each([
  ['force-ready', {}, { name: 'ready' }],
  ['force-not-ready', { reasonCode: 'meeting' }, { name: 'notReady', reasonCode: 'meeting' }],
  ['force-log-off', {}, { name: 'loggedOff' }],
])('%s %j is ordered in the supervisor’s name, and noted for auditors', async (verb, json, to) => {
  const { ask, world } = await startApi()
  const { token, key } = world.keys.give({ roles: ['supervisor'] })
  expect((await ask(`/v1/agents/${AGENT}/${verb}`, { json, token })).status).toBe(202)
  expect(world.dispatched.map((each) => each.command)).toEqual([
    { type: 'forceAgent', agentId: AGENT, to, by: key.keyId },
  ])
  expect(world.noted.map(({ note }) => note)).toMatchObject([
    { type: 'administered', data: { principal: key.keyId, target: AGENT } },
  ])
})

test('a body that has nothing to say may be left out', async () => {
  const { ask, world } = await startApi()
  for (const verb of ['log-on', 'ready', 'log-off', 'end-wrap-up'])
    expect((await ask(`/v1/agents/${AGENT}/${verb}`, { method: 'POST' })).status).toBe(202)
  expect(world.dispatched).toHaveLength(4)
})

test.each([
  ['not-ready', undefined, '#/reasonCode'],
  ['reject', { reasonCode: 'rejected' }, '#/reasonCode'],
  ['not-ready', { reasonCode: 'noAnswer' }, '#/reasonCode'],
  ['log-on', { extension: '1' }, '#/extension'],
  ['log-on', { extension: 'sofia/x' }, '#/extension'],
  ['ready', { force: true }, '#/force'],
  ['queues', {}, '#/queueIds'],
  ['queues', { queueIds: ['queue_a', 'queue_a'] }, '#/queueIds'],
])('%s %j is refused', async (verb, json, pointer) => {
  const { ask, world } = await startApi()
  const answer = await ask(`/v1/agents/${AGENT}/${verb}`, { method: 'POST', json })
  expect([answer.status, codeOf(answer)]).toEqual([422, 'invalid'])
  expect(answer.json.errors).toMatchObject([{ in: 'body', pointer }])
  expect(world.dispatched).toEqual([])
})

test.each([
  ['agent-unknown', 404],
  ['agent-state', 409],
  ['agent-extension-taken', 409],
] as const)('the core’s refusal %s is answered %i, with its reason', async (code, status) => {
  const world = new World()
  world.outcome = () => ({ type: 'refused', code, detail: 'why not' })
  const { ask } = await startApi(world)
  const answer = await ask(`/v1/agents/${AGENT}/log-on`, { json: {} })
  expect([answer.status, codeOf(answer), answer.json.detail]).toEqual([status, code, 'why not'])
})

test('a gateway that never answers is given up', async () => {
  const world = new World()
  world.outcome = () => new Promise(() => {})
  const { ask } = await startApi(world, { commandTimeoutMs: 20 })
  const answer = await ask(`/v1/agents/${AGENT}/ready`, { method: 'POST' })
  expect([answer.status, codeOf(answer)]).toEqual([504, 'timed-out'])
})
