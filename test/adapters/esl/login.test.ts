import { expect, onTestFinished, test, vi } from 'vitest'
import { connected, startClient, startSwitch } from './support/client.ts'
import { CORE_UUID, PASSWORD } from './support/switch.ts'
import { commandReply, eventFrame, plainEvent, RUDE_REJECTION } from './support/wire.ts'

test('it logs in, subscribes in the plain format, and says which switch it found, before the first event', async () => {
  const order: string[] = []
  const freeswitch = await startSwitch()
  const { states, events } = startClient({
    port: freeswitch.port,
    subclasses: ['sofia::register'],
    onEvent: (event) => order.push(`${event.name} after ${states.items.at(-1)?.type}`),
  })
  await states.first((state) => state.type === 'up')
  expect(states.items).toEqual([{ type: 'connecting' }, { type: 'up', coreUuid: CORE_UUID }])
  expect(freeswitch.logins.items).toEqual([`auth ${PASSWORD}`])
  expect(freeswitch.filters.items).toEqual([
    'filter Event-Name /^(?!CHANNEL_EXECUTE_COMPLETE$)/',
    'filter Application-UUID /^cti\\./',
  ])
  const [subscription] = freeswitch.subscriptions.items
  expect(subscription).toMatch(/^event plain BACKGROUND_JOB CHANNEL_EXECUTE_COMPLETE .*CHANNEL_PARK/)
  expect(subscription).toMatch(/ CUSTOM sofia::register$/)
  ;(await freeswitch.peers.first()).event([['Event-Name', 'CHANNEL_PARK']])
  await events.first()
  expect(order).toEqual(['CHANNEL_PARK after up'])
})

test('events that share a chunk with the last reply of the log-in come after `up`', async () => {
  const order: string[] = []
  const freeswitch = await startSwitch()
  const event = eventFrame(plainEvent([['Event-Name', 'CHANNEL_PARK']]))
  freeswitch.greeting = Buffer.concat([
    freeswitch.greeting,
    commandReply('+OK accepted'),
    commandReply('-ERR permission denied'),
    commandReply('+OK filter added. [Event-Name]=[…]'),
    commandReply('+OK filter added. [Application-UUID]=[…]'),
    commandReply('+OK event listener enabled plain'),
    event,
    event,
  ])
  // The switch answers before it is asked only in this test: what counts is that all of it is one chunk.
  const { states, events } = startClient({
    port: freeswitch.port,
    onEvent: () => order.push(`event after ${states.items.at(-1)?.type}`),
  })
  await events.count(2)
  expect(order).toEqual(['event after up', 'event after up'])
  expect(states.items[1]).toEqual({ type: 'up', coreUuid: undefined })
})

test('a wrong password is said plainly, is not in the log, and is retried slowly', async () => {
  const freeswitch = await startSwitch()
  const { states, log } = startClient({
    port: freeswitch.port,
    password: 'hunter2',
    limits: { backoff: { firstMs: 200, capMs: 10_000 } },
  })
  expect(await states.first((state) => state.type === 'down')).toEqual({
    type: 'down',
    reason: 'loginRefused',
    detail: 'the switch refuses the password',
    retryMs: 7500,
  })
  expect(JSON.stringify(log.items)).not.toContain('hunter2')
})

test('an address that the access list refuses is said plainly and retried slowly', async () => {
  const freeswitch = await startSwitch()
  freeswitch.greeting = RUDE_REJECTION
  const { states } = startClient({ port: freeswitch.port })
  expect(await states.first((state) => state.type === 'down')).toMatchObject({
    reason: 'addressRefused',
    retryMs: 7500,
  })
})

test('a peer that asks for no password is given up at the deadline', async () => {
  const freeswitch = await startSwitch()
  freeswitch.greeting = Buffer.from('\n')
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => {
    vi.useRealTimers()
  })
  const { states } = startClient({ port: freeswitch.port })
  await freeswitch.peers.first()
  vi.advanceTimersByTime(5000)
  expect(states.items.at(-1)).toMatchObject({
    type: 'down',
    reason: 'loginTimedOut',
    detail: 'the switch asked for no password within 5000 ms',
  })
})

test('a switch that hangs up says so', async () => {
  const { peer, states } = await connected()
  peer.write('Content-Type: text/disconnect-notice\nContent-Length: 0\n\n')
  expect(await states.first((state) => state.type === 'down')).toMatchObject({ reason: 'switchDisconnected' })
})
