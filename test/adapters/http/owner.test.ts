/** The API before a real owner and a real PostgreSQL: what a command has done can be read at once. */
import { randomUUID } from 'node:crypto'
import { ulid } from 'ulid'
import { afterEach, expect, test } from 'vitest'
import { encodeCursor } from '../../../src/adapters/http/page.ts'
import { agent as agentSchema } from '../../../src/adapters/http/schemas/agent.ts'
import { callPage, callWithFacts } from '../../../src/adapters/http/schemas/call.ts'
import { queue as queueSchema } from '../../../src/adapters/http/schemas/queue.ts'
import type { AgentId, NodeId, QueueId } from '../../../src/domain/ids.ts'
import type { ApiInput } from '../../../src/domain/site/inputs.ts'
import { silentLog } from '../../../src/lib/log.ts'
import { machineClock } from '../../../src/runtime/clock.ts'
import { ERRANDLESS } from '../../../src/runtime/errands.ts'
import { localGateway } from '../../../src/runtime/local-gateway.ts'
import { unobserved } from '../../../src/runtime/observer.ts'
import { SiteOwner } from '../../../src/runtime/site-owner.ts'
import { SPEECHLESS } from '../../../src/runtime/speech.ts'
import type { SwitchPort } from '../../../src/runtime/switch.ts'
import { SOLE_LEASE } from '../../runtime/support/sole-lease.ts'
import { freshStore } from '../store/support.ts'
import { type Answer, type Api, codeOf, deferred, SITE, startApi, World } from './support.ts'

const NODE = 'node_a' as NodeId
const QUEUE = 'queue_reports' as QueueId
const NUMBER = '13812345678'
const clock = machineClock()

const releasers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const release of releasers.splice(0).reverse()) await release()
})

/** A node that is connected, empty, and does nothing that it is told. */
function quietSwitch(): SwitchPort {
  return {
    nodeId: NODE,
    connected: true,
    start: ({ input }) =>
      input({ type: 'switchConnected', nodeId: NODE, at: clock.now(), coreUuid: randomUUID(), legs: [] }),
    run: () => {},
    beat: () => {},
    phonesChanged: async () => true,
    refresh: () => {},
    close: async () => {},
  }
}

function opening(): ApiInput[] {
  const at = clock.now()
  const agents = ['agent_li-na', 'agent_wang'].map(
    (agentId, n): ApiInput => ({
      type: 'defineAgent',
      at,
      agent: { agentId: agentId as AgentId, name: '李娜', extension: `100${n + 1}`, queueIds: [QUEUE] },
    }),
  )
  const names = { zh: '报告查询', en: 'Reports' }
  return [
    { type: 'defineQueue', at, queue: { queueId: QUEUE, names, ringMs: 20_000, wrapUpMs: 30_000 } },
    ...agents,
  ]
}

async function startSite() {
  const store = await freshStore()
  releasers.push(() => store.close())
  const owned = deferred<void>()
  const owner = new SiteOwner({
    siteId: SITE,
    controllerId: 'controller_test',
    address: 'http://127.0.0.1:1',
    leaseTtlMs: 60_000,
    leaseRenewMs: 20_000,
    journal: store.journal,
    privateFields: store.privateFields,
    errands: ERRANDLESS,
    speech: SPEECHLESS,
    snapshots: store.snapshots,
    lease: SOLE_LEASE,
    doorbell: { ring: () => {}, listen: () => () => {} },
    clock,
    observer: { ...unobserved, ownership: (_, isOurs) => isOurs && owned.resolve() },
    log: silentLog,
    newUlid: () => ulid(),
    hashNumber: (number) => `hash of ${number.length} digits`,
    makeSwitches: () => [quietSwitch()],
    opening,
  })
  const world = new World()
  Object.assign(world, {
    gateway: localGateway(new Map([[SITE, owner]]), clock),
    viewsPort: store.views,
    journal: store.journal,
    idempotency: store.idempotency,
    keys: store.keys,
    accessLog: store.accessLog,
    privateFields: store.privateFields,
  })
  const api = await startApi(world)
  return { store, owner, owned: owned.promise, api }
}

function placeCall(api: Api, agentId: string, key: string): Promise<Answer> {
  return api.ask('/v1/calls', {
    json: { agentId, calledNumber: NUMBER },
    headers: { 'idempotency-key': key },
  })
}

test('keys, attached data and reading it in full: everything is in the journal, and nothing personal is', async () => {
  const { store, owner, owned, api } = await startSite()
  const early = await api.ask('/v1/keys', { json: { name: 'HIS', roles: ['integrator'] } })
  expect(codeOf(early)).toBe('not-owner')
  owner.start()
  releasers.push(() => owner.stop())
  await owned
  const key = async (json: object) => (await api.ask('/v1/keys', { json })).json
  const his = await key({ name: 'HIS', roles: ['integrator'] })
  const desk = await key({ name: 'desk', roles: ['supervisor'], queueIds: [QUEUE], person: 'wang' })
  const auditor = await key({ name: 'audit', roles: ['auditor'] })
  for (const verb of ['log-on', 'ready'])
    await api.ask(`/v1/agents/agent_li-na/${verb}`, { json: {}, token: his.token })
  const { callId } = (await placeCall(api, 'agent_li-na', 'key-of-the-call')).json

  const data = { patientName: '张伟', insuranceNumber: 450121990 }
  const path = `/v1/calls/${callId}/data`
  const attached = await api.ask(path, { method: 'PUT', json: { data }, token: his.token })
  const shown = { insuranceNumber: '45*****90', patientName: '张*' }
  expect([attached.status, attached.json.data]).toEqual([200, shown])
  expect((await api.ask(`/v1/calls/${callId}`)).json.attachedData).toEqual(['insuranceNumber', 'patientName'])

  // The call is in no queue yet, so it isn't the desk's; the service's own token reaches everything.
  const asked = { names: ['patientName', 'insuranceNumber', 'calledNumber'], reason: '病人要求回电' }
  expect((await api.ask(`${path}/unmask`, { json: asked, token: desk.token })).status).toBe(403)
  const read = await api.ask(`${path}/unmask`, { json: { ...asked, person: 'zhao' } })
  expect(read.json.values).toEqual({ ...data, calledNumber: NUMBER })
  await api.ask(`/v1/calls/${callId}/clear`, { json: {} })
  expect((await api.ask(`/v1/keys/${desk.key.keyId}`, { method: 'DELETE' })).status).toBe(204)

  const log = (await api.ask('/v1/access', { token: auditor.token })).json.items
  expect(log.map(({ type, data }: { type: string; data: object }) => [type, data])).toEqual([
    ['keyRevoked', { principal: 'his', keyId: desk.key.keyId, roles: ['supervisor'] }],
    ['dataUnmasked', { principal: 'his', person: 'zhao', callId, names: asked.names }],
    [
      'accessDenied',
      { principal: desk.key.keyId, operation: 'unmaskData', reason: 'reach', missing: null, times: 1 },
    ],
    ['keyCreated', { principal: 'his', keyId: auditor.key.keyId, roles: ['auditor'] }],
    ['keyCreated', { principal: 'his', keyId: desk.key.keyId, roles: ['supervisor'] }],
    ['keyCreated', { principal: 'his', keyId: his.key.keyId, roles: ['integrator'] }],
  ])
  const reasons = await store.privateFields.readSome(SITE, callId, (name) => name.startsWith('unmaskReason:'))
  expect([...reasons.values()]).toEqual([asked.reason])
  const journal = JSON.stringify(await store.journal.read(SITE, 0, 1_000))
  for (const secret of ['张伟', '450121990', NUMBER, '病人', his.token.slice(32)])
    expect(journal).not.toContain(secret)
})

test('from log-on to a call made and cleared, each answer is true as soon as it is given', async () => {
  const { store, owner, owned, api } = await startSite()
  const before = await api.ask('/v1/agents/agent_li-na/log-on', { method: 'POST' })
  expect([before.status, codeOf(before)]).toEqual([503, 'not-owner'])
  owner.start()
  releasers.push(() => owner.stop())
  await owned

  const post = (path: string, json?: unknown) => api.ask(path, { method: 'POST', json })
  const read = async (path: string) => (await api.ask(path)).json
  expect((await post('/v1/agents/agent_li-na/log-on')).status).toBe(202)
  expect(await read('/v1/agents/agent_li-na')).toMatchObject({
    state: 'agentNotReady',
    reasonCode: 'loggedOn',
  })
  const taken = await post('/v1/agents/agent_wang/log-on', { extension: '1001' })
  expect([taken.status, codeOf(taken)]).toEqual([409, 'agent-extension-taken'])
  expect((await post('/v1/agents/agent_li-na/ready')).status).toBe(202)
  const agent = await read('/v1/agents/agent_li-na')
  agentSchema.parse(agent)
  expect(agent).toMatchObject({ state: 'agentReady', extension: '1001', name: '李娜' })
  const queue = await read(`/v1/queues/${QUEUE}`)
  queueSchema.parse(queue)
  expect(queue).toMatchObject({
    agentIds: ['agent_li-na', 'agent_wang'],
    figures: { waiting: 0, longestWaitSince: null, agentsReady: 1, agentsLoggedOn: 1 },
  })

  const made = await placeCall(api, 'agent_li-na', 'key-of-the-first')
  expect(made.status).toBe(202)
  const { callId } = made.json
  const call = await read(`/v1/calls/${callId}`)
  callWithFacts.parse(call)
  expect(call).toMatchObject({ state: 'callingAgent', direction: 'outbound', calledNumber: '138****5678' })
  expect(call.facts).toMatchObject([{ seq: 1, type: 'callPlaced', data: { called: '138****5678' } }])
  const list = await read('/v1/calls?agentId=agent_li-na&state=callingAgent')
  callPage.parse(list)
  expect(list.items).toMatchObject([{ callId }])
  expect(await store.privateFields.read(SITE, callId, 'calledNumber')).toBe(NUMBER)

  const again = await placeCall(api, 'agent_li-na', 'key-of-the-first')
  expect([again.status, again.text]).toEqual([202, made.text])
  const busy = await placeCall(api, 'agent_li-na', 'key-of-the-second')
  expect([busy.status, codeOf(busy)]).toEqual([409, 'agent-state'])
  const nobody = await placeCall(api, 'agent_nobody', 'key-of-the-third')
  expect([nobody.status, codeOf(nobody)]).toEqual([404, 'agent-unknown'])

  expect((await post(`/v1/calls/${callId}/clear`)).status).toBe(202)
  expect(await read(`/v1/calls/${callId}`)).toMatchObject({ state: 'ending' })
})

test('pages of calls from PostgreSQL meet each call once, and no query unsettles it', async () => {
  const { owner, owned, api } = await startSite()
  owner.start()
  releasers.push(() => owner.stop())
  await owned
  const made: string[] = []
  for (const agentId of ['agent_li-na', 'agent_wang']) {
    await api.ask(`/v1/agents/${agentId}/log-on`, { method: 'POST' })
    made.push((await placeCall(api, agentId, `key-for-${agentId}`)).json.callId)
  }
  const first = (await api.ask('/v1/calls?limit=1')).json
  const second = (await api.ask(`/v1/calls?limit=1&cursor=${first.nextCursor}`)).json
  expect([...first.items, ...second.items].map(({ callId }) => callId)).toEqual(made.reverse())
  expect(second.nextCursor).toBeNull()
  const far = encodeCursor({ orderAt: Number.MAX_SAFE_INTEGER, id: 'call_zz' })
  expect((await api.ask(`/v1/calls?limit=200&cursor=${far}`)).json.items).toHaveLength(2)
  expect((await api.ask('/v1/agents?limit=1')).json.items).toMatchObject([{ agentId: 'agent_li-na' }])
})
