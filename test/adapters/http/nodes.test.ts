import { expect, test } from 'vitest'
import { node, nodeList } from '../../../src/adapters/http/schemas/node.ts'
import type { NodeId } from '../../../src/domain/ids.ts'
import type { NodeLook } from '../../../src/runtime/node-report.ts'
import { T0 } from './examples.ts'
import { codeOf, startApi, World } from './support.ts'

const busy: NodeLook = {
  view: {
    nodeId: 'node_a',
    connected: true,
    since: T0,
    health: 'slow',
    draining: true,
    drainingSince: T0 + 1_000,
    drainSuspended: false,
    calls: 3,
    legs: 5,
    coreUuid: '0f2c8d1e-0000-4000-8000-000000000000',
  },
  report: {
    nodeId: 'node_a' as NodeId,
    at: T0 + 2_000,
    commandMs: 312.5,
    refusesCalls: true,
    heartbeat: {
      at: T0 + 1_500,
      sessions: 7,
      maxSessions: 1_000,
      sessionsPerSecond: 2,
      idleCpuPercent: 93.5,
      upMs: 60_000,
      version: '1.11.1-release',
    },
  },
}
const away: NodeLook = {
  view: {
    nodeId: 'node_b',
    connected: false,
    since: null,
    health: null,
    draining: false,
    drainingSince: null,
    drainSuspended: false,
    calls: 0,
    legs: 0,
    coreUuid: null,
  },
  report: null,
}

function worldWithNodes(): World {
  const world = new World()
  world.nodes = () => [busy, away]
  return world
}

test('switches are listed with what goes on there, and what they said last', async () => {
  const { ask } = await startApi(worldWithNodes())
  const { json } = await ask('/v1/nodes')
  nodeList.parse(json)
  expect(json.items).toMatchObject([
    {
      nodeId: 'node_a',
      health: 'slow',
      draining: true,
      drainingSince: '2026-03-02T08:15:31.250Z',
      calls: 3,
      legs: 5,
      report: {
        at: '2026-03-02T08:15:32.250Z',
        commandMs: 312.5,
        refusesCalls: true,
        sessions: 7,
        maxSessions: 1_000,
        version: '1.11.1-release',
      },
    },
    { nodeId: 'node_b', connected: false, health: null, report: null },
  ])
})

test('one switch is read alike, also in the second before its first HEARTBEAT', async () => {
  const world = worldWithNodes()
  const { ask } = await startApi(world)
  expect(node.parse((await ask('/v1/nodes/node_a')).json).report?.sessions).toBe(7)
  world.nodes = () => [{ ...busy, report: busy.report && { ...busy.report, heartbeat: null } }]
  expect(node.parse((await ask('/v1/nodes/node_a')).json).report).toMatchObject({
    at: '2026-03-02T08:15:32.250Z',
    sessions: null,
  })
})

test.each(['node_none', 'nothing'])('there is no switch %s', async (id) => {
  const { ask } = await startApi(worldWithNodes())
  const answer = await ask(`/v1/nodes/${id}`)
  expect([answer.status, codeOf(answer)]).toEqual([404, 'node-unknown'])
})

test.each(['/v1/nodes', '/v1/nodes/node_a'])('%s: while nobody owns the site, that is said', async (path) => {
  const world = worldWithNodes()
  world.nodes = () => undefined
  const { ask } = await startApi(world)
  const answer = await ask(path)
  expect([answer.status, codeOf(answer)]).toEqual([503, 'not-owner'])
})

test.each([
  ['drain', 'drainNode'],
  ['readmit', 'readmitNode'],
  ['give-up', 'giveUpNode'],
])('%s is an order to the owner, once for each key', async (verb, type) => {
  const world = worldWithNodes()
  const { ask } = await startApi(world)
  const idempotencyKey = `${verb}-0001`
  const post = () =>
    ask(`/v1/nodes/node_a/${verb}`, {
      method: 'POST',
      json: {},
      headers: { 'Idempotency-Key': idempotencyKey },
    })
  const first = await post()
  expect([first.status, first.json]).toEqual([202, { nodeId: 'node_a' }])
  expect(first.headers.get('location')).toBe('/v1/nodes/node_a')
  expect((await post()).json).toEqual({ nodeId: 'node_a' })
  expect(world.dispatched.map(({ command }) => command)).toEqual([{ type, nodeId: 'node_a' }])
})

test('an order without a key is refused, and so is what the owner refuses', async () => {
  const world = worldWithNodes()
  const { ask } = await startApi(world)
  const keyless = await ask('/v1/nodes/node_a/drain', { method: 'POST', json: {} })
  expect([keyless.status, codeOf(keyless)]).toEqual([400, 'idempotency-key-missing'])
  for (const [code, status] of [
    ['node-last', 409],
    ['node-unknown', 404],
  ] as const) {
    world.outcome = () => ({ type: 'refused', code, detail: 'why' })
    const headers = { 'Idempotency-Key': `key-${code}` }
    const refused = await ask('/v1/nodes/node_a/drain', { method: 'POST', json: {}, headers })
    expect([refused.status, codeOf(refused), refused.json.detail]).toEqual([status, code, 'why'])
  }
})
