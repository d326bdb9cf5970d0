import { expect, it } from 'vitest'
import type { CallId, LegId, NodeId } from '../../src/domain/ids.ts'
import type { Command } from '../../src/domain/site/commands.ts'
import { createExecutor } from '../../src/runtime/executor.ts'
import { Fence } from '../../src/runtime/fence.ts'
import { unobserved } from '../../src/runtime/observer.ts'
import type { PrivatePort } from '../../src/runtime/ports.ts'
import type { RawSwitchInput, SwitchCommand, SwitchPort } from '../../src/runtime/switch.ts'
import { HandClock } from './support/clock.ts'

const CALL = 'call_01K00000000000000000000001' as CallId
const LEG = 'leg-1' as LegId
const NUMBER = '13812345678'

function node(id: string) {
  const orders: SwitchCommand[] = []
  const port: SwitchPort = {
    nodeId: id as NodeId,
    connected: true,
    start: () => undefined,
    run: (command) => orders.push(command),
    beat: () => undefined,
    phonesChanged: async () => true,
    refresh: () => undefined,
    close: async () => undefined,
  }
  return { port, orders }
}

function anExecutor(read: PrivatePort['read'] = async () => NUMBER) {
  const clock = new HandClock()
  const fence = new Fence(clock, 2_000)
  fence.begin(clock.monotonic(), 2_000)
  const [a, b] = [node('node_a'), node('node_b')]
  const fates: string[] = []
  const inputs: RawSwitchInput[] = []
  const execute = createExecutor({
    siteId: 'site_test',
    switches: [a.port, b.port],
    fence,
    privateFields: { read },
    observer: { ...unobserved, commandReleased: (type, fate) => fates.push(`${type} ${fate}`) },
    now: () => clock.now(),
    input: (raw) => inputs.push(raw),
  })
  return { execute, clock, a, b, fates, inputs }
}

const hangUp = (nodeId: string): Command => ({
  type: 'hangUp',
  nodeId: nodeId as NodeId,
  callId: CALL,
  legId: LEG,
  cause: 'NORMAL_CLEARING',
})

const ring = (to: Extract<Command, { type: 'originate' }>['to']): Command => ({
  type: 'originate',
  nodeId: 'node_a' as NodeId,
  callId: CALL,
  legId: LEG,
  role: 'party',
  to,
  ringMs: 1_000,
  shownNumber: '8000',
  earlyMedia: 'ignore',
})

const settled = () => new Promise((resolve) => setImmediate(resolve))

it('gives each order to its node', () => {
  const { execute, a, b, fates } = anExecutor()
  execute([hangUp('node_b'), hangUp('node_a'), hangUp('node_b')])
  expect([a.orders.length, b.orders.length]).toEqual([1, 2])
  expect(fates).toEqual(['hangUp sent', 'hangUp sent', 'hangUp sent'])
})

it('sends nothing once the site is no longer ours to command, and counts what it held back', () => {
  const { execute, clock, a, fates } = anExecutor()
  clock.pass(2_000)
  execute([hangUp('node_a'), ring({ kind: 'extension', extension: '1001' })])
  expect(a.orders).toEqual([])
  expect(fates).toEqual(['hangUp fenced', 'originate fenced'])
})

it('unseals a number for the one order that dials it', async () => {
  const { execute, a } = anExecutor()
  execute([ring({ kind: 'privateNumber', field: 'calledNumber' })])
  await settled()
  expect(a.orders).toMatchObject([{ type: 'originate', to: { kind: 'number', number: NUMBER } }])
})

it('is fenced at the moment of sending, not of unsealing', async () => {
  const { execute, clock, a, fates } = anExecutor()
  execute([ring({ kind: 'privateNumber', field: 'calledNumber' })])
  clock.pass(2_000)
  await settled()
  expect(a.orders).toEqual([])
  expect(fates).toEqual(['originate fenced'])
})

it.each([
  ['is not there', async (): Promise<undefined> => undefined],
  ["can't be read", () => Promise.reject(new Error('away'))],
] as const)('reports a failed call when the number %s, instead of ringing for ever', async (_, read) => {
  const { execute, a, inputs } = anExecutor(read)
  execute([ring({ kind: 'privateNumber', field: 'calledNumber' })])
  await settled()
  expect(a.orders).toEqual([])
  expect(inputs).toMatchObject([
    { type: 'commandFailed', command: 'originate', legId: LEG, reason: 'invalid' },
  ])
})

it('rings the phone before it sees to the caller, but never before an order that may free that phone', () => {
  const extension = { kind: 'extension', extension: '1001' } as const
  const answer: Command = { type: 'answer', nodeId: 'node_a' as NodeId, callId: CALL, legId: LEG }
  const claim: Command = { ...answer, type: 'claimLeg' }
  const sent = (...commands: Command[]) => {
    const { execute, a } = anExecutor()
    execute(commands)
    return a.orders.map(({ type }) => type)
  }
  expect(sent(claim, answer, ring(extension), answer)).toEqual(['originate', 'claimLeg', 'answer', 'answer'])
  expect(sent(hangUp('node_a'), claim, ring(extension))).toEqual(['hangUp', 'claimLeg', 'originate'])
})
