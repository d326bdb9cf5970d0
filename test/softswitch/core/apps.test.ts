import { afterEach, describe, expect, it } from 'vitest'
import { Bench } from '../support/bench.ts'

let bench: Bench
afterEach(() => bench.close())

const PAGD = 'play_and_get_digits'

describe('playback', () => {
  it('says start and stop and completes with FILE PLAYED, under the Event-UUID that was given', async () => {
    bench = await Bench.start()
    const esl = await bench.client()
    const { uuid } = await bench.parked(esl)
    await esl.execute(uuid, 'answer')
    expect(await esl.execute(uuid, 'playback', 'clip://3', 'Event-UUID: job-1')).toBe('+OK')
    const done = await esl.event('CHANNEL_EXECUTE_COMPLETE', { 'Application-UUID': 'job-1' })
    expect(done.get('Application')).toBe('playback')
    expect(done.get('Application-Data')).toBe('clip://3')
    expect(done.get('Application-Response')).toBe('FILE PLAYED')
    const stop = await esl.event('PLAYBACK_STOP', { 'Unique-ID': uuid })
    expect(stop.get('Playback-File-Path')).toBe('clip://3')
    expect(stop.get('Playback-Status')).toBe('done')
    const story = esl.story(uuid)
    expect(story.indexOf('PLAYBACK_START')).toBeLessThan(story.indexOf('PLAYBACK_STOP'))
  })

  it('answers FILE NOT FOUND for a file that is missing', async () => {
    bench = await Bench.start()
    const esl = await bench.client()
    const { uuid } = await bench.parked(esl)
    await esl.execute(uuid, 'playback', 'missing.wav')
    const done = await esl.event('CHANNEL_EXECUTE_COMPLETE', { Application: 'playback' })
    expect(done.get('Application-Response')).toBe('FILE NOT FOUND')
    expect(esl.story(uuid)).not.toContain('PLAYBACK_START')
  })

  it('brings early media up on a leg that has none', async () => {
    bench = await Bench.start()
    const esl = await bench.client()
    const { leg, uuid } = await bench.parked(esl)
    await esl.execute(uuid, 'playback', 'clip://1')
    await esl.event('CHANNEL_PROGRESS_MEDIA', { 'Unique-ID': uuid })
    await esl.event('PLAYBACK_STOP', { 'Unique-ID': uuid })
    expect(leg.done).toEqual(['183'])
  })

  it('ends at uuid_break, and at the digit that playback_terminators names', async () => {
    bench = await Bench.start()
    const esl = await bench.client()
    const { leg, uuid } = await bench.parked(esl)
    await esl.execute(uuid, 'playback', 'endless://1', 'Event-UUID: one')
    await esl.event('PLAYBACK_START')
    expect(await esl.api(`uuid_break ${uuid} all`)).toBe('+OK\n')
    const broken = await esl.event('CHANNEL_EXECUTE_COMPLETE', { 'Application-UUID': 'one' })
    expect(broken.get('Application-Response')).toBe('FILE PLAYED')
    await esl.api(`uuid_setvar ${uuid} playback_terminators 9`)
    await esl.execute(uuid, 'playback', 'endless://2', 'Event-UUID: two')
    await esl.event('PLAYBACK_START', { 'Playback-File-Path': 'endless://2' })
    leg.media.press('19')
    const ended = await esl.event('CHANNEL_EXECUTE_COMPLETE', { 'Application-UUID': 'two' })
    expect(ended.get('variable_playback_terminator_used')).toBe('9')
  })

  it('waits its turn under an event lock, and is interrupted without one', async () => {
    bench = await Bench.start()
    const esl = await bench.client()
    const { uuid } = await bench.parked(esl)
    await esl.execute(uuid, 'playback', 'clip://30', 'event-lock: true\nEvent-UUID: first')
    await esl.execute(uuid, 'set', 'a=1', 'event-lock: true\nEvent-UUID: second')
    await esl.event('CHANNEL_EXECUTE_COMPLETE', { 'Application-UUID': 'second' })
    await esl.execute(uuid, 'playback', 'clip://30', 'Event-UUID: third')
    await esl.execute(uuid, 'set', 'a=2', 'Event-UUID: fourth')
    await esl.event('CHANNEL_EXECUTE_COMPLETE', { 'Application-UUID': 'third' })
    const completed = esl.events
      .filter((e) => e.name === 'CHANNEL_EXECUTE_COMPLETE')
      .map((e) => e.get('Application-UUID') ?? '')
    expect(completed.filter((id) => /first|second|third|fourth/.test(id))).toEqual([
      'first',
      'second',
      'fourth',
      'third',
    ])
  })

  it('takes its argument from a text/plain body, newlines and all', async () => {
    bench = await Bench.start()
    const esl = await bench.client()
    const { uuid } = await bench.parked(esl)
    const body = 'greeting=hello there'
    esl.write(
      `sendmsg ${uuid}\ncall-command: execute\nexecute-app-name: set\ncontent-type: text/plain\ncontent-length: ${body.length}\n\n${body}`,
    )
    expect((await esl.reply()).text).toBe('+OK')
    await esl.event('CHANNEL_EXECUTE_COMPLETE', { 'Application-Data': body })
    expect(await esl.api(`uuid_getvar ${uuid} greeting`)).toBe('hello there')
  })
})

describe('play_and_get_digits', () => {
  it('takes a digit pressed during the prompt, and leaves it in the variable', async () => {
    bench = await Bench.start()
    const esl = await bench.client()
    const { leg, uuid } = await bench.parked(esl)
    await esl.execute(uuid, PAGD, '1 1 3 3000 # endless://p clip://1 cti_digits [1-5]')
    await esl.event('PLAYBACK_START')
    leg.media.press('3')
    const done = await esl.event('CHANNEL_EXECUTE_COMPLETE', { Application: PAGD })
    expect(done.get('variable_cti_digits')).toBe('3')
    expect(done.get('variable_read_result')).toBe('success')
    expect((await esl.event('DTMF')).get('DTMF-Digit')).toBe('3')
  })

  it('plays the invalid file and tries again, and gives up after the last try', async () => {
    bench = await Bench.start()
    const esl = await bench.client()
    const { leg, uuid } = await bench.parked(esl)
    await esl.execute(uuid, PAGD, '1 1 2 3000 # endless://p clip://2 cti_digits [1-5]')
    for (const nth of [1, 2]) {
      await esl.until(
        () => esl.events.filter((e) => e.name === 'PLAYBACK_START').length >= nth * 2 - 1,
        `prompt ${nth}`,
      )
      leg.media.press('9')
    }
    const done = await esl.event('CHANNEL_EXECUTE_COMPLETE', { Application: PAGD })
    expect(done.get('variable_cti_digits')).toBeUndefined()
    expect(done.get('variable_cti_digits_invalid')).toBe('9')
    const played = esl.events
      .filter((e) => e.name === 'PLAYBACK_START')
      .map((e) => e.get('Playback-File-Path'))
    expect(played).toEqual(['endless://p', 'clip://2', 'endless://p', 'clip://2'])
  })

  it('ends at a terminator, and at the silence between digits', async () => {
    bench = await Bench.start()
    const esl = await bench.client()
    const { leg, uuid } = await bench.parked(esl)
    await esl.execute(uuid, PAGD, '1 8 1 3000 # endless://p clip://1 first \\d+')
    await esl.event('PLAYBACK_START')
    leg.media.press('123#')
    const one = await esl.event('CHANNEL_EXECUTE_COMPLETE', { Application: PAGD })
    expect(one.get('variable_first')).toBe('123')
    expect(one.get('variable_read_terminator_used')).toBe('#')
    await esl.execute(uuid, PAGD, '1 8 1 3000 # endless://q clip://1 second \\d+ 100', 'Event-UUID: two')
    await esl.event('PLAYBACK_START', { 'Playback-File-Path': 'endless://q' })
    leg.media.press('45')
    const two = await esl.event('CHANNEL_EXECUTE_COMPLETE', { 'Application-UUID': 'two' })
    expect(two.get('variable_second')).toBe('45')
    expect(two.get('variable_read_result')).toBe('timeout')
  })

  it('keeps digits pressed before it, and stops when the caller hangs up', async () => {
    bench = await Bench.start()
    const esl = await bench.client()
    const { leg, uuid } = await bench.parked(esl)
    await esl.execute(uuid, 'playback', 'endless://a', 'event-lock: true')
    await esl.execute(uuid, PAGD, '2 2 3 3000 # endless://p clip://1 cti_digits', 'event-lock: true')
    await esl.event('PLAYBACK_START')
    leg.farEnds({ how: 'CANCEL' })
    await esl.event('CHANNEL_DESTROY', { 'Unique-ID': uuid })
    expect(esl.events.filter((e) => e.get('Application') === PAGD)).toHaveLength(0)
  })

  it('raises no DTMF event while sensitive_dtmf is set', async () => {
    bench = await Bench.start()
    const esl = await bench.client()
    const { leg, uuid } = await bench.parked(esl)
    await esl.api(`uuid_setvar ${uuid} sensitive_dtmf true`)
    await esl.execute(uuid, PAGD, '1 1 1 3000 # endless://p clip://1 cti_digits')
    await esl.event('PLAYBACK_START')
    leg.media.press('7')
    const done = await esl.event('CHANNEL_EXECUTE_COMPLETE', { Application: PAGD })
    expect(done.get('variable_cti_digits')).toBe('7')
    expect(esl.story(uuid)).not.toContain('DTMF')
    expect(JSON.stringify(bench.logged)).not.toContain('13800000000')
  })
})

describe('other applications', () => {
  it('hang up with the cause that is named, and end a call with an application that is not there', async () => {
    bench = await Bench.start()
    const esl = await bench.client()
    const one = await bench.parked(esl)
    await esl.execute(one.uuid, 'hangup', 'CALL_REJECTED')
    await esl.event('CHANNEL_DESTROY', { 'Unique-ID': one.uuid })
    expect(one.leg.end?.sipStatus).toBe(603)
    const two = await bench.parked(esl)
    await esl.execute(two.uuid, 'no_such_app')
    const complete = await esl.event('CHANNEL_HANGUP_COMPLETE', { 'Unique-ID': two.uuid })
    expect(complete.get('Hangup-Cause')).toBe('DESTINATION_OUT_OF_ORDER')
  })

  it('set, multiset, unset and export variables, expanding names and commands in their values', async () => {
    bench = await Bench.start()
    const esl = await bench.client()
    const { uuid } = await bench.parked(esl)
    await esl.execute(uuid, 'multiset', 'a=1 b=2')
    await esl.execute(uuid, 'set', `c=\${a}\${b}\${cond(\${a} == 1 ? yes : no)}`)
    await esl.execute(uuid, 'export', 'nolocal:d=4')
    await esl.execute(uuid, 'unset', 'b', 'Event-UUID: last')
    const done = await esl.event('CHANNEL_EXECUTE_COMPLETE', { 'Application-UUID': 'last' })
    expect(done.get('variable_c')).toBe('12yes')
    expect(done.get('variable_b')).toBeUndefined()
    expect(done.get('variable_export_vars')).toBe('nolocal:d')
  })

  it('park with a time limit ends the call with its cause', async () => {
    bench = await Bench.start()
    const esl = await bench.client()
    const { uuid } = await bench.parked(esl)
    await esl.api(`uuid_setvar ${uuid} park_timeout 0:NO_ANSWER`)
    await esl.api(`uuid_park ${uuid}`)
    const complete = await esl.event('CHANNEL_HANGUP_COMPLETE', { 'Unique-ID': uuid })
    expect(complete.get('Hangup-Cause')).toBe('NO_ANSWER')
  })
})
