/** Keys as the runtime hears of them: orders in, inputs out, pressed on a real phone, on each switch. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type CallId, type LegId, parseLegId } from '../../src/domain/ids.ts'
import type { MenuKey } from '../../src/domain/ivr/flow.ts'
import type { Playable, SwitchCommand } from '../../src/runtime/switch.ts'
import { eventually } from '../support/eventually.ts'
import type { Call } from '../support/phone/index.ts'
import { Bench, callId, SOON_MS } from './support/bench.ts'
import { forEachSwitch } from './support/contract.ts'
import { type InputOf, NODE, type OpenPort, openPort, promptsIn } from './support/port.ts'
import { MUSIC_HZ } from './support/site.ts'

type Order<Type extends SwitchCommand['type']> = Extract<SwitchCommand, { readonly type: Type }>

forEachSwitch('keys through the switch port', (node) => {
  let bench: Bench
  let opened: OpenPort
  let call: Call
  let on: { readonly nodeId: typeof NODE; readonly callId: CallId; readonly legId: LegId }
  let orders = 0

  const connect = async () => {
    const made = openPort(node, promptsIn(''))
    bench.later(() => made.port.close())
    await made.next('switchConnected')
    return made
  }
  const said = (name: string): Playable => ({ kind: 'file', path: bench.prompt(name) })
  const keysOf = (text: string) => [...text] as MenuKey[]

  beforeEach(async () => {
    bench = await Bench.open(node)
    opened = await connect()
    const patient = await bench.arrival()
    call = patient.call
    const legId = parseLegId(patient.uuid)
    if (!legId.ok) throw new Error('the leg has no uuid')
    on = { nodeId: NODE, callId: callId() as CallId, legId: legId.id }
    opened.port.run({ type: 'claimLeg', ...on })
    opened.port.run({ type: 'answer', ...on })
    await call.waitFor('answered', SOON_MS)
  })
  afterEach(() => bench.close())

  function play(name: string, keys: string): Promise<InputOf<'promptFinished'>> {
    const token = `${on.callId}.${++orders}`
    opened.port.run({ type: 'play', ...on, token, prompts: [said(name)], keys: keysOf(keys) })
    return opened.inputs.first(
      (input) => input.type === 'promptFinished' && input.token === token,
    ) as Promise<InputOf<'promptFinished'>>
  }

  const ENTRY: Omit<Order<'collect'>, 'nodeId' | 'callId' | 'legId' | 'token'> = {
    type: 'collect',
    prompts: [],
    min: 1,
    max: 4,
    terminator: null,
    digits: [],
    keys: [],
    timeoutMs: 5_000,
    interDigitMs: 1_000,
  }

  /** Asks, presses once the switch listens, and says what came of it. */
  async function entered(pressed: string, wanted: Partial<typeof ENTRY> = {}) {
    const token = `${on.callId}.${++orders}`
    opened.port.run({ ...ENTRY, ...on, token, ...wanted })
    const came = opened.inputs.first((input) => input.type === 'digitsCollected' && input.token === token)
    if (wanted.prompts !== undefined) await call.audio.heard(1_900, { withinMs: SOON_MS })
    if (pressed !== '') await call.sendDigits(pressed, { toneMs: 60, gapMs: 40 })
    return ((await came) as InputOf<'digitsCollected'>).result
  }

  it('a prompt is ended by one of its keys only, and says by which', async () => {
    const ended = play('long-1900', '9*')
    await call.audio.heard(1_900, { withinMs: SOON_MS })
    await call.sendDigits('59', { toneMs: 60 })
    expect(await ended).toMatchObject({ key: '9' })
    const second = play('short-1300', '9*')
    expect(await second).not.toHaveProperty('key')
    const third = play('short-1600', '')
    await call.audio.heard(1_600, { withinMs: SOON_MS })
    await call.sendDigits('*', { toneMs: 60 })
    expect(await third).not.toHaveProperty('key')
  })

  it('a menu takes one key: of its own, another, one that leads out, or none', async () => {
    const menu = { max: 1, digits: keysOf('12#'), keys: keysOf('9') } as const
    const prompts = [said('long-1900')]
    expect(await entered('2', { ...menu, prompts })).toEqual({ kind: 'digits', digits: '2' })
    expect(await entered('#', menu)).toEqual({ kind: 'digits', digits: '#' })
    expect(await entered('5', { ...menu, prompts })).toEqual({ kind: 'invalid' })
    expect(await entered('9', { ...menu, prompts })).toEqual({ kind: 'interrupted', key: '9' })
    expect(await entered('', { ...menu, timeoutMs: 1_000 })).toEqual({ kind: 'none' })
  })

  it('a number ends with its last place, its terminator, or the time between keys', async () => {
    const digits = (text: string) => ({ kind: 'digits', digits: text })
    expect(await entered('4711', { interDigitMs: 20_000 })).toEqual(digits('4711'))
    expect(await entered('47#', { terminator: '#', interDigitMs: 20_000 })).toEqual(digits('47'))
    expect(await entered('47')).toEqual(digits('47'))
    expect(await entered('#', { terminator: '#' })).toEqual({ kind: 'invalid' })
    expect(await entered('47', { min: 3 })).toEqual({ kind: 'invalid' })
    expect(await entered('4#', { interDigitMs: 20_000 })).toEqual({ kind: 'invalid' })
    expect(await entered('', { timeoutMs: 1_000 })).toEqual({ kind: 'none' })
  })

  it('an identity number may end in a star; the star first of all leads out, a digit only when it stays alone', async () => {
    const identity = { min: 18, max: 18, keys: keysOf('*9'), interDigitMs: 500 } as const
    expect(await entered('91010519491231002*', identity)).toEqual({
      kind: 'digits',
      digits: '91010519491231002*',
    })
    const prompts = [said('long-1900')]
    expect(await entered('*', { ...identity, prompts })).toEqual({ kind: 'interrupted', key: '*' })
    expect(await entered('9', { ...identity, prompts })).toEqual({ kind: 'interrupted', key: '9' })
    expect(await entered('99', identity)).toEqual({ kind: 'invalid' })
  })

  it('music tells of each key and goes on, however fast they come', async () => {
    const music = 'local_stream://moh'
    opened.port.run({ type: 'startMusic', ...on, prompts: [said('long-1900')], music, keys: keysOf('1*') })
    await call.audio.heard(1_900, { withinMs: SOON_MS })
    const pressed = () =>
      opened.inputs.items.flatMap((input) => (input.type === 'keyPressed' ? [input.key] : []))
    const one = async (key: string) => {
      const before = opened.inputs.items.length
      await call.sendDigits(key, { toneMs: 60, gapMs: 40 })
      await opened.next('keyPressed', on.legId, before)
    }
    await one('51')
    await one('*')
    await one('1')
    expect(pressed()).toEqual(['1', '*', '1'])
    await call.audio.heard(MUSIC_HZ, { withinMs: SOON_MS, forMs: 1_000 })
    opened.port.run({ type: 'stopPlayback', ...on })
    await call.audio.silentFor(600)
    await call.sendDigits('1')
    const done = play('short-1300', '')
    expect(await done).not.toHaveProperty('key')
    expect(pressed()).toEqual(['1', '*', '1'])
  })

  it('a controller that takes over hears of the keys too', async () => {
    const music = 'local_stream://moh'
    opened.port.run({ type: 'startMusic', ...on, prompts: [], music, keys: keysOf('7') })
    await call.audio.heard(MUSIC_HZ, { withinMs: SOON_MS, forMs: 600 })
    await opened.port.close()
    const successor = await connect()
    await call.sendDigits('7')
    expect(await successor.next('keyPressed')).toMatchObject({ legId: on.legId, key: '7' })
    await call.audio.heard(MUSIC_HZ, { withinMs: SOON_MS, forMs: 600 })
  })

  it('none of it stays on the leg', async () => {
    await entered('4711')
    await entered('47#', { terminator: '#' })
    const ended = play('long-1900', '8')
    await call.audio.heard(1_900, { withinMs: SOON_MS })
    await call.sendDigits('8')
    await ended
    // What was pressed is told first, and then unset by an order of its own, which another socket may overtake.
    await eventually(async () => {
      const dump = await bench.socket.api(`uuid_dump ${on.legId}`)
      const [kept] = /cti_digits|terminator_used|digits_dialed: \d/.exec(dump) ?? []
      return kept === undefined ? { found: true } : { waiting: `${kept} is on the leg` }
    }, SOON_MS)
    await bench.socket.api(`uuid_kill ${on.legId}`)
    const end = await bench.socket.event('CHANNEL_HANGUP_COMPLETE', { 'Unique-ID': on.legId })
    expect(end.pick('variable_digits_dialed', 'variable_cti_digits')).toEqual({
      variable_digits_dialed: 'none',
      variable_cti_digits: undefined,
    })
  })
})
