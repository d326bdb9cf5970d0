import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Bench } from '../support/bench.ts'
import type { EslClient } from '../support/esl-client.ts'

let bench: Bench
let esl: EslClient
beforeEach(async () => {
  bench = await Bench.start()
  esl = await bench.client()
})
afterEach(() => bench.close())

describe('variables', () => {
  it('are set and read, on a leg and on the core, as mod_commands answers', async () => {
    const { uuid } = await bench.parked(esl)
    expect(await esl.api(`uuid_setvar ${uuid} cti_call call_1`)).toBe('+OK\n')
    expect(await esl.api(`uuid_getvar ${uuid} cti_call`)).toBe('call_1')
    expect(await esl.api(`uuid_getvar ${uuid} nothing`)).toBe('_undef_')
    expect(await esl.api(`uuid_getvar ${uuid} destination_number`)).toBe('8000')
    expect(await esl.api(`uuid_setvar ${uuid} cti_call`)).toBe('+OK\n')
    expect(await esl.api(`uuid_getvar ${uuid} cti_call`)).toBe('_undef_')
    expect(await esl.api(`uuid_setvar_multi ${uuid} a=1;b=two words;c=`)).toBe('+OK\n')
    expect(await esl.api(`uuid_getvar ${uuid} b`)).toBe('two words')
    expect(await esl.api('uuid_getvar nobody a')).toBe('-ERR No such channel!\n')
    expect(await esl.api('uuid_setvar nobody a 1')).toBe('-ERR No such channel!\n')
    expect(await esl.api('uuid_getvar')).toBe('-USAGE: <uuid> <var>\n')
    expect(await esl.api('global_setvar cti_epoch=17')).toBe('+OK')
    expect(await esl.api('global_getvar cti_epoch')).toBe('17')
    expect(await esl.api(`uuid_getvar ${uuid} cti_epoch`)).toBe('17')
  })

  it('are dumped encoded, in brackets, or as JSON', async () => {
    const { uuid } = await bench.parked(esl)
    await esl.api(`uuid_setvar ${uuid} note 5 % off`)
    expect(await esl.api(`uuid_dump ${uuid}`)).toContain('variable_note: 5%20%25%20off\n')
    expect(await esl.api(`uuid_dump ${uuid} plain`)).toContain('variable_note: [5 % off]\n')
    const dump = JSON.parse(await esl.api(`uuid_dump ${uuid} json`)) as Record<string, string>
    expect(dump['variable_note']).toBe('5 % off')
    expect(dump['Event-Name']).toBe('CHANNEL_DATA')
    expect(await esl.api('uuid_dump nobody')).toBe('-ERR No such channel!\n')
  })
})

describe('expand', () => {
  it('fences a command by a global variable, in one step', async () => {
    const { uuid } = await bench.parked(esl)
    await esl.api('global_setvar cti_epoch=17')
    const fenced = (epoch: number): string =>
      `expand uuid_kill \${cond(\${global_getvar(cti_epoch)} == ${epoch} ? ${uuid} : fenced)}`
    expect(await esl.api(fenced(16))).toBe('-ERR No such channel!\n')
    expect(await esl.api(`uuid_exists ${uuid}`)).toBe('true')
    expect(await esl.api(fenced(17))).toBe('+OK\n')
    await esl.event('CHANNEL_DESTROY', { 'Unique-ID': uuid })
    expect(await esl.api(`uuid_exists ${uuid}`)).toBe('false')
    expect(await esl.api(`expand no_such \${x}`)).toBe('INVALID COMMAND!\n-ERR Cannot execute command\n')
  })
})

describe('show', () => {
  it('lists channels, calls and registrations, as text, JSON and counts', async () => {
    expect(await esl.api('show channels')).toBe('\n0 total.\n')
    expect(await esl.api('show channels as json')).toBe('{"row_count": 0}\n')
    const { uuid } = await bench.parked(esl)
    expect(await esl.api('show channels count')).toBe('\n1 total.\n')
    const shown = JSON.parse(await esl.api('show channels as json')) as {
      row_count: number
      rows: Record<string, string>[]
    }
    expect(shown.row_count).toBe(1)
    expect(shown.rows[0]).toMatchObject({
      uuid,
      direction: 'inbound',
      state: 'CS_EXECUTE',
      application: 'park',
      callstate: 'RINGING',
      dest: '8000',
    })
    expect(await esl.api('show channels')).toMatch(/^uuid,direction,created,/)
    expect(await esl.api('show registrations count')).toBe('\n3 total.\n')
    expect(await esl.api('show calls count')).toBe('\n1 total.\n')
  })
})

describe('schedules', () => {
  it('add up: a second transfer does not replace the first', async () => {
    const { uuid } = await bench.parked(esl)
    expect(await esl.api(`sched_transfer +60 ${uuid} cti_fallback XML cti_fallback`)).toBe('+OK\n')
    expect(await esl.api(`sched_del ${uuid}`)).toBe('+OK Deleted: 2\n')
    expect(await esl.api('sched_transfer +1 nobody x')).toBe('-ERR No such channel!\n')
    expect(await esl.api('sched_api +1')).toMatch(/^-ERR Invalid syntax/)
  })

  it('hang up at once for +0, later with the cause given', async () => {
    const one = await bench.parked(esl)
    expect(await esl.api(`sched_hangup +1 ${one.uuid} NO_ANSWER`)).toBe('+OK\n')
    const end = await esl.event('CHANNEL_HANGUP_COMPLETE', { 'Unique-ID': one.uuid })
    expect(end.get('Hangup-Cause')).toBe('NO_ANSWER')
  })

  it('run a command once, or again and again until deleted', async () => {
    expect(await esl.api('sched_api @1 beat global_setvar ticks=1')).toMatch(/^\+OK Added: \d+\n$/)
    await esl.event('RE_SCHEDULE', { 'Task-Group': 'beat' })
    expect(await esl.api('global_getvar ticks')).toBe('1')
    expect(await esl.api('sched_del beat')).toBe('+OK Deleted: 1\n')
  })
})

describe('recording', () => {
  const dir = mkdtempSync(join(tmpdir(), 'softswitch-record-'))
  afterAll(() => rmSync(dir, { recursive: true, force: true }))

  it('writes what both sides say, left and right, silence while masked, and tells start and stop', async () => {
    const { leg, uuid } = await bench.parked(esl)
    const path = join(dir, 'call.raw')
    expect(await esl.api(`uuid_record ${uuid} start ${path}`)).toBe('-ERR Cannot record session!\n')
    await esl.execute(uuid, 'answer')
    await esl.event('CHANNEL_ANSWER')
    await esl.api(`uuid_setvar ${uuid} RECORD_STEREO true`)
    expect(await esl.api(`uuid_record ${uuid} start ${path}`)).toBe('+OK Success\n')
    await esl.event('RECORD_START', { 'Record-File-Path': path })
    leg.media.say(1000)
    expect(await esl.api(`uuid_record ${uuid} mask ${path}`)).toBe('+OK Success\n')
    leg.media.say(2000)
    expect(await esl.api(`uuid_record ${uuid} unmask ${path}`)).toBe('+OK Success\n')
    leg.media.say(3000)
    expect(await esl.api(`uuid_record ${uuid} stop ${path}`)).toBe('+OK Success\n')
    const stop = await esl.event('RECORD_STOP', { 'Record-File-Path': path })
    expect(stop.get('variable_record_samples')).toBe('480')
    const written = readFileSync(path)
    const left = [0, 160, 320].map((frame) => written.readInt16LE(frame * 4))
    expect(left).toEqual([1000, 0, 3000])
    expect(written.readInt16LE(2)).toBe(0)
    expect(await esl.api(`uuid_record ${uuid} stop ${path}`)).toBe('-ERR Cannot stop record session!\n')
    expect(await esl.api('uuid_record nobody start /x')).toBe('-ERR Cannot locate session!\n')
  })

  it('ends a .wav with the caller, its header complete', async () => {
    const { leg, uuid } = await bench.parked(esl)
    await esl.execute(uuid, 'answer')
    await esl.event('CHANNEL_ANSWER')
    const path = join(dir, 'made', 'on the way', 'call.wav').replaceAll(' ', '-')
    await esl.api(`uuid_record ${uuid} start ${path}`)
    leg.media.say(500)
    leg.farEnds({ how: 'BYE' })
    await esl.event('RECORD_STOP')
    const file = readFileSync(path)
    expect(file.toString('latin1', 0, 4)).toBe('RIFF')
    expect(file.readUInt32LE(40)).toBe(320)
    expect(file.length).toBe(364)
  })
})

describe('the rest', () => {
  it('speaks of itself', async () => {
    expect(await esl.api('status')).toMatch(/^UP 0 years, 0 days.* is ready\n/s)
    expect(await esl.api('version')).toMatch(/^FreeSWITCH Version 1\./)
    expect(await esl.api('uptime')).toMatch(/^\d+\n$/)
    expect(await esl.api('create_uuid')).toMatch(/^[0-9a-f-]{36}$/)
    expect(await esl.api('url_encode a b&c')).toBe('a%20b%26c')
    expect(await esl.api('strftime %Y')).toMatch(/^\d{4}$/)
    expect(await esl.api('reloadxml')).toBe('+OK [Success]\n')
    expect(await esl.api('sofia status')).toContain('agents\tprofile')
    expect(await esl.api("cond 'a' == 'b' ? yes : no")).toBe('no')
    expect(await esl.api('cond nonsense')).toBe('-ERR')
    expect(await esl.api('fsctl shutdown')).toBe('+OK\n')
    expect(bench.shutdownAsked).toBe(1)
  })

  it('hangs up all, with a cause and by a variable', async () => {
    const one = await bench.parked(esl)
    const two = await bench.parked(esl)
    await esl.api(`uuid_setvar ${one.uuid} site a`)
    expect(await esl.api('hupall NO_ANSWER site a')).toBe(
      '+OK hangup all channels matching [site]=[a] with cause: NO_ANSWER\n',
    )
    await esl.event('CHANNEL_DESTROY', { 'Unique-ID': one.uuid })
    expect(two.leg.end).toBeUndefined()
    expect(await esl.api('hupall')).toBe('+OK hangup all channels with cause MANAGER_REQUEST\n')
    await esl.event('CHANNEL_DESTROY', { 'Unique-ID': two.uuid })
  })

  it('sends digits to the far end', async () => {
    const { leg, uuid } = await bench.parked(esl)
    expect(await esl.api(`uuid_send_dtmf ${uuid} 12`)).toBe('-ERR Operation failed\n')
    await esl.execute(uuid, 'answer')
    await esl.event('CHANNEL_ANSWER')
    expect(await esl.api(`uuid_send_dtmf ${uuid} 12@100`)).toBe(`+OK ${uuid} sent DTMF 12@100.\n`)
    expect(leg.media.sent).toBe('12')
    expect(await esl.api(`uuid_send_dtmf ${uuid} 1;rm`)).toBe('-ERR Operation failed\n')
  })
})
