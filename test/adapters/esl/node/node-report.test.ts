import { expect, test } from 'vitest'
import { PlainEvent } from '../../../../src/adapters/esl/event.ts'
import { heartbeatIn } from '../../../../src/adapters/esl/node-heartbeat.ts'
import { connectedNode, NODE, type TestNode } from '../support/node.ts'
import { apiResponse, type Header, plainEvent } from '../support/wire.ts'

const HEARTBEAT: readonly Header[] = [
  ['Event-Name', 'HEARTBEAT'],
  ['Uptime-msec', '4303'],
  ['Session-Count', '7'],
  ['Max-Sessions', '1000'],
  ['Session-Per-Sec', '98'],
  ['Session-Per-Sec-Last', '2'],
  ['FreeSWITCH-Version', '1.11.1-release'],
  ['Idle-CPU', '93.333333'],
]
const SAID = {
  sessions: 7,
  maxSessions: 1_000,
  sessionsPerSecond: 2,
  idleCpuPercent: 93.333333,
  upMs: 4_303,
  version: '1.11.1-release',
}

const read = (headers: readonly Header[]) => heartbeatIn(new PlainEvent(plainEvent(headers)), 7)
const setOrders = (node: TestNode) =>
  node.orders.items.map(({ line }) => line).filter((line) => line.includes('cti_draining'))

test('HEARTBEAT says how busy the switch is', () => {
  expect(read(HEARTBEAT)).toEqual({ at: 7, ...SAID })
})

test('what HEARTBEAT doesn’t say, or says in no sensible way, isn’t known', () => {
  const nothing = { sessions: null, maxSessions: null, sessionsPerSecond: null, upMs: null, version: null }
  expect(read([['Event-Name', 'HEARTBEAT']])).toEqual({ at: 7, ...nothing, idleCpuPercent: null })
  const odd: readonly Header[] = [
    ['Session-Count', '-1'],
    ['Max-Sessions', '1e3'],
    ['Idle-CPU', 'nan'],
    ['FreeSWITCH-Version', 'x'.repeat(5_000)],
  ]
  expect(read(odd)).toMatchObject({ sessions: null, maxSessions: null, idleCpuPercent: null })
  expect(read(odd).version).toHaveLength(100)
})

test('each beat is reported with its round trip and the newest heartbeat', async () => {
  const node = await connectedNode()
  node.port.beat()
  expect(await node.reports.first()).toMatchObject({ nodeId: NODE, heartbeat: null, refusesCalls: null })
  node.event(HEARTBEAT)
  await node.fates.first((fate) => fate === 'HEARTBEAT dropped')
  node.port.beat()
  const [first, second] = await node.reports.count(2)
  expect(second).toMatchObject({ heartbeat: SAID, refusesCalls: false })
  for (const report of [first, second]) {
    expect(report?.commandMs).toBeGreaterThan(0)
    expect(report?.commandMs).toBeLessThan(2_000)
  }
})

test('a beat that is refused, or has no answer in time, was not answered', async () => {
  const node = await connectedNode()
  node.answer = () => apiResponse('-ERR no\n')
  node.port.beat()
  expect((await node.reports.first()).commandMs).toBeNull()
  node.answer = () => undefined
  node.port.beat()
  expect((await node.reports.first(() => true, 1)).commandMs).toBeNull()
})

test('a drain is told to the switch and looked at', async () => {
  const node = await connectedNode()
  node.draining = 'true'
  node.port.run({ type: 'pauseInbound', nodeId: NODE, paused: true })
  node.port.beat()
  expect(await node.reports.first(({ refusesCalls }) => refusesCalls === true)).toBeDefined()
  expect(setOrders(node)).toEqual(['api global_setvar cti_draining=true'])
  node.draining = 'false'
  node.port.run({ type: 'pauseInbound', nodeId: NODE, paused: false })
  node.port.beat()
  await node.reports.first(({ refusesCalls }) => refusesCalls === false)
  expect(setOrders(node).at(-1)).toBe('api global_setvar cti_draining=false')
})

test('a switch that holds otherwise is told again, one that was never told is left alone', async () => {
  const node = await connectedNode()
  node.draining = 'true'
  node.port.beat()
  await node.reports.first()
  expect(setOrders(node)).toEqual([])
  node.draining = '-ERR no reply\n'
  node.port.run({ type: 'pauseInbound', nodeId: NODE, paused: true })
  await node.log.first(({ message }) => message.startsWith('the switch holds otherwise whether it drains'))
  await node.orders.first(() => setOrders(node).length === 2)
  expect(new Set(setOrders(node))).toEqual(new Set(['api global_setvar cti_draining=true']))
})

test('with the connection all that was known of the switch is lost', async () => {
  const node = await connectedNode()
  node.event(HEARTBEAT)
  await node.fates.first((fate) => fate === 'HEARTBEAT dropped')
  node.port.refresh()
  await node.inputs.first((input) => input.type === 'switchConnected', node.inputs.items.length)
  node.port.beat()
  expect(await node.reports.first()).toMatchObject({ heartbeat: null, refusesCalls: null })
})
