/** Keys over a scripted event socket: what is sent for them, and what an end of a turn of music means. */
import { expect, test } from 'vitest'
import type { CallId, LegId } from '../../../../src/domain/ids.ts'
import type { Playable, SwitchCommand } from '../../../../src/runtime/switch.ts'
import { connectedNode, NODE, type TestNode } from '../support/node.ts'
import type { Received } from '../support/switch.ts'
import type { Header } from '../support/wire.ts'

const LEG = '11111111-2222-4333-8444-555555555555' as LegId
const CALL = 'call_01ARZ3NDEKTSV4RRFFQ69G5FAV' as CallId
const ON = { nodeId: NODE, callId: CALL, legId: LEG }
const MUSIC = 'local_stream://moh'
const welcome: Playable = { kind: 'prompt', name: 'welcome', language: 'zh', pace: 'standard' }
const music: SwitchCommand = { type: 'startMusic', ...ON, prompts: [welcome], music: MUSIC, keys: ['1', '*'] }
const ENTRY = {
  token: 'entry',
  prompts: [],
  min: 1,
  max: 4,
  digits: ['4', '2'],
  terminator: '#',
  keys: [],
  timeoutMs: 5_000,
  interDigitMs: 2_000,
} as const
const play = (token: string, ...keys: readonly '9'[]): SwitchCommand => {
  return { type: 'play', ...ON, token, prompts: [welcome], keys }
}

const told = ({ line, headers }: Received) =>
  line.startsWith('api ')
    ? line
    : `${headers.get('execute-app-name')} ${headers.get('execute-app-arg')}${headers.has('loops') ? ' forever' : ''}`
const tokenOf = (order: Received | undefined) => order?.headers.get('Event-UUID') ?? ''

/** The end of an application, by a key if one is given. */
function ended(node: TestNode, token: string, argument: string, key?: string): void {
  const used: readonly Header[] =
    key === undefined ? [] : [['variable_playback_terminator_used', encodeURIComponent(key)]]
  node.event([
    ['Event-Name', 'CHANNEL_EXECUTE_COMPLETE'],
    ['Unique-ID', LEG],
    ['Application-UUID', token],
    ['Application-Data', encodeURIComponent(argument)],
    ...used,
  ])
}

test('the keys of a prompt are set in front of it, and not again while they stay the same', async () => {
  const node = await connectedNode()
  for (const order of [play('a', '9'), play('b', '9'), play('c'), play('d')]) node.port.run(order)
  node.port.run({ type: 'stopPlayback', ...ON })
  node.port.run(play('e'))
  const file = 'playback file_string:///prompts/zh/welcome.wav'
  expect((await node.orders.count(9)).map(told)).toEqual([
    'set playback_terminators=9',
    file,
    file,
    'set playback_terminators=none',
    file,
    file,
    `api uuid_break ${LEG} all`,
    'set playback_terminators=none',
    file,
  ])
})

test('a key that is none of the prompt’s own isn’t told, and is forgotten on the leg', async () => {
  const node = await connectedNode()
  node.port.run(play('a', '9'))
  await node.orders.count(2)
  ended(node, 'cti.a', '', '5')
  const finished = await node.inputs.first(({ type }) => type === 'promptFinished')
  expect(finished).not.toHaveProperty('key')
  expect(told((await node.orders.count(3))[2] as Received)).toBe(
    `api uuid_setvar ${LEG} playback_terminator_used`,
  )
})

test('a key in the prompts before the music is told; the music follows by itself', async () => {
  const node = await connectedNode()
  node.port.run(music)
  const [, prompts, playing] = await node.orders.count(3)
  ended(node, tokenOf(prompts), 'file_string://…', '*')
  expect(await node.inputs.first(({ type }) => type === 'keyPressed')).toMatchObject({ key: '*' })
  node.port.beat()
  expect((await node.orders.count(5)).slice(3, 4).map(told)).toEqual([
    `api uuid_setvar ${LEG} playback_terminator_used`,
  ])
  expect(playing?.headers.get('loops')).toBe('-1')
})

test('a key in the music is told, and the music begun anew; every other end of a turn is its own affair', async () => {
  const node = await connectedNode()
  node.port.run(music)
  const [, , first] = await node.orders.count(3)
  ended(node, tokenOf(first), MUSIC)
  ended(node, tokenOf(first), MUSIC, '5')
  for (const key of ['1', '*']) ended(node, tokenOf(first), MUSIC, key)
  await node.inputs.count(3)
  expect(node.inputs.items.slice(1)).toMatchObject([{ key: '1' }, { key: '*' }])
  const anew = [
    `api uuid_setvar ${LEG} playback_terminator_used`,
    `api uuid_break ${LEG} all`,
    `playback ${MUSIC} forever`,
  ]
  expect((await node.orders.count(9)).slice(3).map(told)).toEqual([...anew, ...anew])
})

test('a key that comes when the music has been stopped, or the caller has been bridged, starts nothing', async () => {
  for (const order of [
    { type: 'stopPlayback', ...ON },
    { type: 'bridge', ...ON, withLegId: LEG },
    { type: 'sendToFallback', ...ON },
  ] as const) {
    const node = await connectedNode()
    node.port.run(music)
    const [, , playing] = await node.orders.count(3)
    node.port.run(order)
    const before = (await node.orders.count(4)).length
    ended(node, tokenOf(playing), MUSIC, '1')
    const [forgotten] = (await node.orders.count(order.type === 'bridge' ? 7 : before + 1)).slice(-1)
    expect(told(forgotten as Received)).toBe(`api uuid_setvar ${LEG} playback_terminator_used`)
    expect(node.inputs.items.map(({ type }) => type)).toEqual(['switchConnected'])
  }
})

test('a key that waited in the socket until the site was no longer ours is told, and nothing is sent for it', async () => {
  let ours = true
  const node = await connectedNode({ mayCommand: () => ours })
  node.port.run(music)
  node.port.run({ type: 'collect', ...ON, ...ENTRY })
  const before = await node.orders.count(5)
  ours = false
  ended(node, tokenOf(before[2]), MUSIC, '1')
  node.event([
    ['Event-Name', 'CHANNEL_EXECUTE_COMPLETE'],
    ['Unique-ID', LEG],
    ['Application-UUID', `cti.${ENTRY.token}`],
    ['variable_cti_digits', '42'],
    ['variable_read_terminator_used', '%23'],
  ])
  await node.inputs.count(3)
  expect(node.inputs.items.slice(1).map(({ type }) => type)).toEqual(['keyPressed', 'digitsCollected'])
  // Behind whatever else was sent.
  node.port.beat()
  expect(told((await node.orders.count(6))[5] as Received)).toContain('cti_seen')
})
