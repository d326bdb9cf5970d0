import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { SOON_MS } from './support/bench.ts'
import { contract } from './support/contract.ts'
import { collectArgument, playArgument } from './support/orders.ts'
import { MUSIC_HZ } from './support/site.ts'

const LOCK = { lock: true }

contract('what a caller hears', (scenario) => {
  scenario('a list of prompts, one after the other, then its end', async (bench) => {
    const { call, uuid } = await bench.patient()
    const token = randomUUID()
    const files = [bench.prompt('short-1300'), bench.prompt('short-1600')]
    const heard = call.audio
      .heard(1_300, { withinMs: SOON_MS })
      .then(() => call.audio.heard(1_600, { withinMs: SOON_MS }))
    expect(await bench.socket.execute(uuid, 'playback', playArgument(files), token, LOCK)).toBe('+OK')
    const done = await bench.socket.completed(token)
    await heard
    expect(done.pick('Unique-ID', 'Application', 'Application-Response', 'Application-Data')).toEqual({
      'Unique-ID': uuid,
      Application: 'playback',
      'Application-Response': 'FILE PLAYED',
      'Application-Data': playArgument(files),
    })
  })

  scenario('passes over a prompt that is missing', async (bench) => {
    const { call, uuid } = await bench.patient()
    const token = randomUUID()
    const files = [bench.prompt('no-such-prompt'), bench.prompt('short-1600')]
    const heard = call.audio.heard(1_600, { withinMs: SOON_MS })
    await bench.socket.execute(uuid, 'playback', playArgument(files), token, LOCK)
    await heard
    expect((await bench.socket.completed(token)).get('Application-Response')).toBe('FILE PLAYED')
  })

  scenario('ends at once when the only prompt is missing', async (bench) => {
    const { uuid } = await bench.patient()
    const token = randomUUID()
    await bench.socket.execute(uuid, 'playback', playArgument([bench.prompt('no-such-prompt')]), token, LOCK)
    expect((await bench.socket.completed(token)).get('Application-Response')).toBe('FILE NOT FOUND')
  })

  scenario('queues what is sent while something plays', async (bench) => {
    const { uuid } = await bench.patient()
    const [first, second] = [randomUUID(), randomUUID()]
    await bench.socket.execute(uuid, 'playback', playArgument([bench.prompt('short-1300')]), first, LOCK)
    await bench.socket.execute(uuid, 'playback', playArgument([bench.prompt('short-1600')]), second, LOCK)
    await bench.socket.completed(second)
    const order = bench.socket.events
      .map((event) => event.get('Application-UUID'))
      .filter((token) => token === first || token === second)
    expect(order).toEqual([first, second])
  })

  scenario('music without end, until it is broken off', async (bench) => {
    const { call, uuid } = await bench.patient()
    const [prompt, music] = [randomUUID(), randomUUID()]
    await bench.socket.execute(uuid, 'playback', playArgument([bench.prompt('short-1300')]), prompt, LOCK)
    expect(await bench.socket.execute(uuid, 'playback', 'local_stream://moh', music, { loops: '-1' })).toBe(
      '+OK',
    )
    await call.audio.heard(MUSIC_HZ, { withinMs: SOON_MS, forMs: 1_000 })
    expect(await bench.socket.api(`uuid_break ${uuid} all`)).toBe('+OK\n')
    await call.audio.silentFor(400)
  })

  scenario('the next prompt at once after music is broken off', async (bench) => {
    const { call, uuid } = await bench.patient()
    await bench.socket.execute(uuid, 'playback', 'local_stream://moh', randomUUID(), { loops: '-1' })
    await call.audio.heard(MUSIC_HZ, { withinMs: SOON_MS })
    await bench.socket.api(`uuid_break ${uuid} all`)
    const token = randomUUID()
    const heard = call.audio.heard(1_600, { withinMs: SOON_MS })
    await bench.socket.execute(uuid, 'playback', playArgument([bench.prompt('short-1600')]), token, LOCK)
    await heard
    await bench.socket.completed(token)
    await call.audio.notHeard(MUSIC_HZ, { watchMs: 300 })
  })

  scenario('nothing more of a queue that is broken off', async (bench) => {
    const { call, uuid } = await bench.patient()
    const [first, second] = [randomUUID(), randomUUID()]
    await bench.socket.execute(uuid, 'playback', playArgument([bench.prompt('long-1900')]), first, LOCK)
    await bench.socket.execute(uuid, 'playback', playArgument([bench.prompt('short-1600')]), second, LOCK)
    await call.audio.heard(1_900, { withinMs: SOON_MS })
    await bench.socket.api(`uuid_break ${uuid} all`)
    expect((await bench.socket.completed(first)).get('Application-Response')).toBe('FILE PLAYED')
    await call.audio.silentFor(600)
    expect(bench.socket.events.filter((event) => event.get('Application-UUID') === second)).toEqual([])
  })

  scenario('breaking off nothing is no fault', async (bench) => {
    const { uuid } = await bench.patient()
    expect(await bench.socket.api(`uuid_break ${uuid} all`)).toBe('+OK\n')
    const token = randomUUID()
    await bench.socket.execute(uuid, 'playback', playArgument([bench.prompt('short-1300')]), token, LOCK)
    expect((await bench.socket.completed(token)).get('Application-Response')).toBe('FILE PLAYED')
  })
})

contract('a key is asked for', (scenario) => {
  scenario('pressed in the midst of the prompt: it stops, and the digit is given once', async (bench) => {
    const { call, uuid } = await bench.patient()
    const token = randomUUID()
    const argument = collectArgument(5_000, [bench.prompt('long-1900')])
    await bench.socket.execute(uuid, 'play_and_get_digits', argument, token, LOCK)
    await call.audio.heard(1_900, { withinMs: SOON_MS })
    await call.sendDigits('7')
    const done = await bench.socket.completed(token)
    expect(done.pick('Application', 'variable_cti_digits')).toEqual({
      Application: 'play_and_get_digits',
      variable_cti_digits: '7',
    })
    expect(await bench.socket.api(`uuid_setvar ${uuid} cti_digits`)).toBe('+OK\n')
    expect(await bench.socket.api(`uuid_getvar ${uuid} cti_digits`)).toBe('_undef_')
    await call.audio.silentFor(300)
    await call.hangUp()
    const hangup = await bench.socket.event('CHANNEL_HANGUP_COMPLETE', { 'Unique-ID': uuid })
    expect(hangup.get('variable_cti_digits')).toBeUndefined()
    // FreeSWITCH's word for `none`.
    expect(hangup.get('variable_digits_dialed')).toBe('none')
  })

  scenario('not pressed: the variable is not there', async (bench) => {
    const { uuid } = await bench.patient()
    const token = randomUUID()
    const argument = collectArgument(600, [bench.prompt('short-1300')])
    await bench.socket.execute(uuid, 'play_and_get_digits', argument, token, LOCK)
    const done = await bench.socket.completed(token)
    expect(done.get('variable_cti_digits')).toBeUndefined()
  })

  scenario('a second time: the first answer does not linger', async (bench) => {
    const { call, uuid } = await bench.patient()
    const [first, second] = [randomUUID(), randomUUID()]
    await bench.socket.execute(uuid, 'play_and_get_digits', collectArgument(5_000, []), first, LOCK)
    await call.sendDigits('3')
    expect((await bench.socket.completed(first)).get('variable_cti_digits')).toBe('3')
    await bench.socket.execute(uuid, 'play_and_get_digits', collectArgument(600, []), second, LOCK)
    expect((await bench.socket.completed(second)).get('variable_cti_digits')).toBeUndefined()
  })

  scenario('stars and hashes are keys like any other', async (bench) => {
    const { call, uuid } = await bench.patient()
    for (const key of ['*', '#', '0']) {
      const token = randomUUID()
      await bench.socket.execute(uuid, 'play_and_get_digits', collectArgument(5_000, []), token, LOCK)
      await call.sendDigits(key)
      expect((await bench.socket.completed(token)).get('variable_cti_digits')).toBe(key)
    }
  })

  scenario('pressed while a plain prompt plays: lost, no answer to the next question', async (bench) => {
    const { call, uuid } = await bench.patient()
    const [prompt, question] = [randomUUID(), randomUUID()]
    await bench.socket.execute(uuid, 'playback', playArgument([bench.prompt('middle-2200')]), prompt, LOCK)
    await call.audio.heard(2_200, { withinMs: SOON_MS })
    await call.sendDigits('5', { toneMs: 60 })
    await bench.socket.completed(prompt)
    await bench.socket.execute(uuid, 'play_and_get_digits', collectArgument(600, []), question, LOCK)
    expect((await bench.socket.completed(question)).get('variable_cti_digits')).toBeUndefined()
  })

  scenario('listens even when every prompt is missing', async (bench) => {
    const { call, uuid } = await bench.patient()
    const token = randomUUID()
    await bench.socket.execute(
      uuid,
      'play_and_get_digits',
      collectArgument(5_000, [bench.prompt('nothing')]),
      token,
      LOCK,
    )
    await call.sendDigits('4')
    expect((await bench.socket.completed(token)).get('variable_cti_digits')).toBe('4')
  })

  scenario('the caller hangs up instead: the application ends after the leg has', async (bench) => {
    const { call, uuid } = await bench.patient()
    const token = randomUUID()
    const argument = collectArgument(20_000, [bench.prompt('long-1900')])
    await bench.socket.execute(uuid, 'play_and_get_digits', argument, token, LOCK)
    await call.audio.heard(1_900, { withinMs: SOON_MS })
    await call.hangUp()
    await bench.gone(uuid)
    const own = bench.socket.events.filter((event) => event.get('Unique-ID') === uuid)
    const told = own.map((event) =>
      event.get('Application-UUID') === token ? 'the application' : event.name,
    )
    expect(told.slice(told.indexOf('CHANNEL_HANGUP'))).toEqual([
      'CHANNEL_HANGUP',
      'the application',
      'CHANNEL_EXECUTE_COMPLETE',
      'CHANNEL_HANGUP_COMPLETE',
      'CHANNEL_DESTROY',
    ])
  })

  scenario(
    'the caller hangs up before it is taken up: it may end without a word, the leg does not',
    async (bench) => {
      const { call, uuid } = await bench.patient()
      await bench.socket.execute(uuid, 'play_and_get_digits', collectArgument(20_000, []), randomUUID(), LOCK)
      await call.hangUp()
      await bench.gone(uuid)
      expect(bench.socket.story(uuid).slice(-3)).toEqual([
        'CHANNEL_HANGUP',
        'CHANNEL_HANGUP_COMPLETE',
        'CHANNEL_DESTROY',
      ])
    },
  )
})
