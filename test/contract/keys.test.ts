/** Keys that end what plays, keys that make up a number, and where none of them may be seen afterwards. */
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { type Bench, SOON_MS } from './support/bench.ts'
import { contract } from './support/contract.ts'
import { entryArgument, openKeys, playArgument, terminators } from './support/orders.ts'
import { CALLER_HZ, MUSIC_HZ } from './support/site.ts'

const LOCK = { lock: true }
const NUMBER = '90817263'
const USED = 'variable_playback_terminator_used'

/** Plays as the service does: the keys first, then the prompt. */
async function playEndedBy(bench: Bench, uuid: string, keys: string, prompt: string): Promise<string> {
  const token = randomUUID()
  await bench.socket.execute(uuid, 'set', terminators(keys), randomUUID(), LOCK)
  await bench.socket.execute(uuid, 'playback', playArgument([bench.prompt(prompt)]), token, LOCK)
  return token
}

contract('a prompt that keys may end', (scenario) => {
  scenario('ends at once with the key that is named, and says which', async (bench) => {
    const { call, uuid } = await bench.patient()
    const token = await playEndedBy(bench, uuid, '9#', 'long-1900')
    await call.audio.heard(1_900, { withinMs: SOON_MS })
    await call.sendDigits('9')
    const done = await bench.socket.completed(token)
    expect(done.pick('Application-Response', USED)).toEqual({
      'Application-Response': 'FILE PLAYED',
      [USED]: '9',
    })
    await call.audio.silentFor(400)
    await bench.socket.api(`uuid_setvar ${uuid} playback_terminator_used`)
    expect(await bench.socket.api(`uuid_getvar ${uuid} playback_terminator_used`)).toBe('_undef_')
  })

  scenario('goes on through every other key, the star among them', async (bench) => {
    const { call, uuid } = await bench.patient()
    const token = await playEndedBy(bench, uuid, '9', 'long-1900')
    await call.audio.heard(1_900, { withinMs: SOON_MS })
    await call.sendDigits('*5#', { toneMs: 60 })
    await call.audio.heard(1_900, { withinMs: SOON_MS, forMs: 300 })
    expect(bench.socket.events.some((event) => event.get('Application-UUID') === token)).toBe(false)
    await call.sendDigits('9')
    expect((await bench.socket.completed(token)).get(USED)).toBe('9')
  })

  scenario('that none may end plays to its end, whatever the one before it allowed', async (bench) => {
    const { call, uuid } = await bench.patient()
    const first = await playEndedBy(bench, uuid, '*', 'short-1300')
    const second = await playEndedBy(bench, uuid, 'none', 'middle-2200')
    const third = await playEndedBy(bench, uuid, '*', 'long-1900')
    await call.audio.heard(2_200, { withinMs: SOON_MS })
    await call.sendDigits('*', { toneMs: 60 })
    await call.audio.heard(1_900, { withinMs: SOON_MS })
    await call.sendDigits('*')
    const used = [first, second, third].map((token) => bench.socket.completed(token))
    expect((await Promise.all(used)).map((done) => done.get(USED))).toEqual([undefined, undefined, '*'])
  })

  scenario('the next one begins without the key of the last', async (bench) => {
    const { call, uuid } = await bench.patient()
    const first = await playEndedBy(bench, uuid, '1', 'long-1900')
    await call.audio.heard(1_900, { withinMs: SOON_MS })
    await call.sendDigits('1')
    await bench.socket.completed(first)
    const second = await playEndedBy(bench, uuid, '1', 'short-1300')
    expect((await bench.socket.completed(second)).get(USED)).toBeUndefined()
  })
})

contract('music that keys may end', (scenario) => {
  const loops = { loops: '-1' }

  scenario('tells of each key, and plays on by itself after a turn of half a second', async (bench) => {
    const { call, uuid } = await bench.patient()
    const token = `music.1s.${randomUUID()}`
    await bench.socket.execute(uuid, 'set', terminators('1*'), randomUUID(), LOCK)
    await bench.socket.execute(uuid, 'playback', 'local_stream://moh', token, loops)
    for (const key of ['1', '*']) {
      const before = bench.socket.events.length
      await call.audio.heard(MUSIC_HZ, { withinMs: SOON_MS, forMs: 800 })
      await call.sendDigits(`5${key}`)
      const values = { 'Application-UUID': token }
      const done = await bench.socket.event('CHANNEL_EXECUTE_COMPLETE', values, SOON_MS, before)
      expect(done.pick('Application-Data', USED)).toEqual({
        'Application-Data': 'local_stream://moh',
        [USED]: key,
      })
    }
    await call.audio.heard(MUSIC_HZ, { withinMs: SOON_MS, forMs: 800 })
  })

  scenario('ends for good with a key in its first half second, and can be begun anew', async (bench) => {
    const { call, uuid } = await bench.patient()
    const token = randomUUID()
    await bench.socket.execute(uuid, 'set', terminators('1'), randomUUID(), LOCK)
    await bench.socket.api(`uuid_recv_dtmf ${uuid} 1`)
    await bench.socket.execute(uuid, 'playback', 'local_stream://moh', token, loops)
    await bench.socket.api(`uuid_recv_dtmf ${uuid} 1`)
    expect((await bench.socket.completed(token)).get(USED)).toBe('1')
    await call.audio.silentFor(700)
    await bench.socket.api(`uuid_break ${uuid} all`)
    await bench.socket.execute(uuid, 'playback', 'local_stream://moh', randomUUID(), loops)
    await call.audio.heard(MUSIC_HZ, { withinMs: SOON_MS, forMs: 800 })
  })

  scenario('broken off and begun anew in the midst of a turn, it plays once', async (bench) => {
    const { call, uuid } = await bench.patient()
    const first = randomUUID()
    await bench.socket.execute(uuid, 'playback', 'local_stream://moh', first, loops)
    await call.audio.heard(MUSIC_HZ, { withinMs: SOON_MS, forMs: 600 })
    await bench.socket.api(`uuid_break ${uuid} all`)
    await bench.socket.execute(uuid, 'playback', 'local_stream://moh', randomUUID(), loops)
    expect((await bench.socket.completed(first)).get(USED)).toBeUndefined()
    await call.audio.heard(MUSIC_HZ, { withinMs: SOON_MS, forMs: 800 })
    await bench.socket.api(`uuid_break ${uuid} all`)
    await call.audio.silentFor(600)
  })
})

interface Entry {
  readonly max?: number
  readonly timeoutMs?: number
  readonly interDigitMs?: number
  readonly prompt?: string
}

/** Asks for a number as the service does; resolves once the switch listens. */
async function ask(bench: Bench, uuid: string, entry: Entry = {}): Promise<string> {
  const { max = 4, timeoutMs = 5_000, interDigitMs = 2_000, prompt } = entry
  const token = randomUUID()
  const files = prompt === undefined ? [] : [bench.prompt(prompt)]
  await bench.socket.execute(uuid, 'unset', 'read_terminator_used', randomUUID(), LOCK)
  const argument = entryArgument({ max, timeoutMs, interDigitMs, files })
  await bench.socket.execute(uuid, 'play_and_get_digits', argument, token, LOCK)
  return token
}

async function entered(bench: Bench, token: string): Promise<{ digits?: string; ender?: string }> {
  const done = await bench.socket.completed(token, 15_000)
  const digits = done.get('variable_cti_digits')
  const ender = done.get('variable_read_terminator_used')
  return { ...(digits === undefined ? {} : { digits }), ...(ender === undefined ? {} : { ender }) }
}

contract('a number is asked for', (scenario) => {
  scenario('all its places: it ends with the last, without waiting', async (bench) => {
    const { call, uuid } = await bench.patient()
    const token = await ask(bench, uuid, { interDigitMs: 20_000 })
    await call.sendDigits('4711')
    expect(await entered(bench, token)).toEqual({ digits: '4711' })
  })

  scenario('its first key ends the prompts and counts', async (bench) => {
    const { call, uuid } = await bench.patient()
    const token = await ask(bench, uuid, { prompt: 'long-1900' })
    await call.audio.heard(1_900, { withinMs: SOON_MS })
    await call.sendDigits('4')
    await call.audio.silentFor(400)
    await call.sendDigits('711')
    expect(await entered(bench, token)).toEqual({ digits: '4711' })
  })

  scenario('a hash or a star ends it, and is kept apart', async (bench) => {
    const { call, uuid } = await bench.patient()
    for (const ender of ['#', '*']) {
      const token = await ask(bench, uuid, { interDigitMs: 20_000 })
      await call.sendDigits(`47${ender}`)
      expect(await entered(bench, token)).toEqual({ digits: '47', ender })
    }
  })

  scenario(
    'a hash or a star alone, during the prompts and after them: there are no digits',
    async (bench) => {
      const { call, uuid } = await bench.patient()
      for (const prompt of ['long-1900', undefined]) {
        const token = await ask(bench, uuid, prompt === undefined ? {} : { prompt })
        if (prompt !== undefined) await call.audio.heard(1_900, { withinMs: SOON_MS })
        await call.sendDigits('*')
        expect(await entered(bench, token)).toEqual({ ender: '*' })
        await bench.socket.api(`uuid_setvar_multi ${uuid} cti_digits=;read_terminator_used=`)
      }
    },
  )

  scenario('eighteen places whose last is a star', async (bench) => {
    const { call, uuid } = await bench.patient()
    const token = await ask(bench, uuid, { max: 18, interDigitMs: 20_000 })
    await call.sendDigits('11010519491231002*', { toneMs: 60, gapMs: 40 })
    expect(await entered(bench, token)).toEqual({ digits: '11010519491231002', ender: '*' })
  })

  scenario(
    'nothing more comes: it ends after the time between keys, not the time for the first',
    async (bench) => {
      const { call, uuid } = await bench.patient()
      const token = await ask(bench, uuid, { timeoutMs: 60_000, interDigitMs: 300 })
      await call.sendDigits('47')
      expect(await entered(bench, token)).toEqual({ digits: '47' })
    },
  )

  scenario('nothing comes at all: there is nothing, of this entry or the one before it', async (bench) => {
    const { call, uuid } = await bench.patient()
    const first = await ask(bench, uuid)
    await call.sendDigits('47#')
    await entered(bench, first)
    const second = await ask(bench, uuid, { timeoutMs: 1_000, interDigitMs: 20_000 })
    expect(await entered(bench, second)).toEqual({})
  })

  scenario('what is too much is left for nobody', async (bench) => {
    const { call, uuid } = await bench.patient()
    const first = await ask(bench, uuid, { max: 2 })
    await call.sendDigits('4711', { toneMs: 60 })
    expect(await entered(bench, first)).toEqual({ digits: '47' })
    // The last keys are still on their way when the phone has sent them.
    await call.audio.silentFor(500)
    const second = await ask(bench, uuid, { timeoutMs: 1_000, prompt: 'short-1300' })
    expect(await entered(bench, second)).toEqual({})
  })
})

contract('keys that a caller presses in a menu', (scenario) => {
  scenario('are in no log of the switch, no event of the leg, and no variable that stays', async (bench) => {
    expect(await bench.socket.send('event plain ALL')).toBe('+OK event listener enabled plain')
    const { call, uuid } = await bench.patient()
    const token = await ask(bench, uuid, { max: 8 })
    await call.sendDigits(NUMBER)
    expect(await entered(bench, token)).toEqual({ digits: NUMBER })
    await bench.socket.api(`uuid_setvar_multi ${uuid} cti_digits=;read_terminator_used=`)
    expect(await bench.socket.api(`uuid_dump ${uuid}`)).not.toContain(NUMBER)
    const before = bench.socket.events.length
    await call.hangUp()
    await bench.gone(uuid)
    for (const event of bench.socket.events.slice(before)) expect(event.holding(NUMBER)).toEqual([])
    expect(bench.socket.events.filter(({ name }) => name === 'DTMF')).toEqual([])
    expect(readFileSync(bench.node.logPath, 'utf8')).not.toMatch(/RECV DTMF|90817263/)
  })

  scenario('reach the other leg again once the two are bridged', async (bench) => {
    const { patient, agent } = await bench.talk()
    await patient.call.sendDigits('58')
    await agent.call.audio.heardDigits('58', { withinMs: SOON_MS })
  })

  scenario('reach a leg that drops them as its mask, once for each', async (bench) => {
    const { patient, agent } = await bench.talk()
    const drop = (how: string) => bench.socket.api(`uuid_drop_dtmf ${agent.uuid} ${how}`)
    expect(await drop('on mask_digits #')).toBe(
      `+OK ${agent.uuid} is dropping DTMF. mask_file: NONE mask_digits: #\n`,
    )
    await patient.call.sendDigits('58')
    await agent.call.audio.heardDigits('##', { withinMs: SOON_MS })
    expect(await drop('off mask_digits #')).toBe(
      `+OK ${agent.uuid} is not dropping DTMF. mask_file: NONE mask_digits: #\n`,
    )
    await patient.call.sendDigits('7')
    await agent.call.audio.heardDigits('7', { withinMs: SOON_MS })
    expect(agent.call.audio.digits).toBe('##7')
    expect(await drop('on')).toMatch(/^-USAGE: /)
  })

  scenario('don’t reach it while the caller’s keys are for the service alone', async (bench) => {
    const { patient, agent } = await bench.talk()
    await bench.socket.api(`uuid_setvar ${patient.uuid} sensitive_dtmf true`)
    await patient.call.sendDigits('4')
    await agent.call.audio.heard(CALLER_HZ, { withinMs: SOON_MS, forMs: 300 })
    await bench.socket.api(openKeys(patient.uuid))
    await patient.call.sendDigits('7')
    await agent.call.audio.heardDigits('7', { withinMs: SOON_MS })
    expect(agent.call.audio.digits).toBe('7')
  })
})
