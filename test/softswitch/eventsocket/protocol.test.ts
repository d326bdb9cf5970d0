import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { Bench, PASSWORD } from '../support/bench.ts'
import { EslClient } from '../support/esl-client.ts'

let bench: Bench
afterEach(() => bench.close())

describe('logging in', () => {
  it('asks for a password, accepts the right one', async () => {
    bench = await Bench.start()
    const esl = await EslClient.connect(bench.server.port)
    expect(await esl.send('api status')).toBe('-ERR command not found')
    expect(await esl.send(`auth ${PASSWORD}`)).toBe('+OK accepted')
    expect(await esl.api('uuid_exists x')).toBe('false')
    esl.close()
  })

  it('refuses the wrong one and says goodbye', async () => {
    bench = await Bench.start()
    const esl = await EslClient.connect(bench.server.port)
    expect(await esl.send('auth wrong')).toBe('-ERR invalid')
    await esl.until(() => esl.closed, 'the end')
    expect(esl.notice).toBe('Disconnected, goodbye.\nSee you at ClueCon! http://www.cluecon.com/\n')
  })

  it('says bye to exit', async () => {
    bench = await Bench.start()
    const esl = await bench.client('')
    expect(await esl.send('exit')).toBe('+OK bye')
    await esl.until(() => esl.closed, 'the end')
  })
})

describe('commands', () => {
  it('answers what it does not know as FreeSWITCH does', async () => {
    bench = await Bench.start()
    const esl = await bench.client('')
    expect(await esl.send('no such thing')).toBe('-ERR command not found')
    expect(await esl.api('no_such_command a b')).toBe('-ERR no_such_command Command not found!\n')
    expect(await esl.execute('nobody', 'answer')).toBe('-ERR invalid session id [nobody]')
    expect(await esl.send('sendmsg')).toBe('-ERR invalid session id []')
    expect(await esl.send('event plain')).toBe('-ERR no keywords supplied')
    expect(await esl.send('linger')).toBe('-ERR not controlling a session')
    expect(await esl.send('noevents')).toBe('-ERR not listening for events')
    expect(await esl.send('nolog')).toBe('-ERR not loging')
    expect(await esl.send('log info')).toBe('+OK log level info [6]')
  })

  it('replies to bgapi at once with the job, then raises BACKGROUND_JOB with the result as body', async () => {
    bench = await Bench.start()
    const esl = await bench.client('event plain BACKGROUND_JOB')
    esl.write('bgapi echo hello there\nJob-UUID: mine\n\n')
    const reply = await esl.reply()
    expect(reply.text).toBe('+OK Job-UUID: mine')
    expect(reply.headers.get('Job-UUID')).toBe('mine')
    const job = await esl.event('BACKGROUND_JOB', { 'Job-UUID': 'mine' })
    expect(job.get('Job-Command')).toBe('echo')
    expect(job.get('Job-Command-Arg')).toBe('hello there')
    expect(job.body).toBe('hello there')
    expect(await esl.send('bgapi status')).toMatch(/^\+OK Job-UUID: [0-9a-f-]{36}$/)
  })

  it('ignores newlines between commands, and carries on after commands in one packet', async () => {
    bench = await Bench.start()
    const esl = await bench.client('')
    esl.write('\n\n\r\n\napi echo one\n\n\n\n\napi echo two\r\n\r\napi echo three\n\n')
    expect([await esl.reply(), await esl.reply(), await esl.reply()].map((r) => r.text)).toEqual([
      'one',
      'two',
      'three',
    ])
  })

  it('reads the same from a stream cut after every byte', async () => {
    bench = await Bench.start()
    const esl = await bench.client('')
    const { uuid } = await bench.parked(await bench.client())
    const body = 'wish=ünïcode'
    const bytes = Buffer.from(
      `api echo é\n\nsendmsg ${uuid}\ncall-command: execute\nexecute-app-name: set\ncontent-type: text/plain\ncontent-length: ${Buffer.byteLength(body)}\n\n${body}api uuid_getvar ${uuid} wish\n\n`,
    )
    for (const byte of bytes) {
      esl.socket.write(Buffer.from([byte]))
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect((await esl.reply()).text).toBe('é')
    expect((await esl.reply()).text).toBe('+OK')
    await esl.reply()
    expect(await esl.api(`uuid_getvar ${uuid} wish`)).toBe('ünïcode')
  })

  it('sends what sendevent gives it to every listener, custom classes by name', async () => {
    bench = await Bench.start()
    const sender = await bench.client('')
    const listener = await bench.client('event json CUSTOM cti::note')
    expect(await sender.send('sendevent CUSTOM\nEvent-Subclass: cti::note\nNote: 5 % off')).toMatch(/^\+OK /)
    const event = await listener.event('CUSTOM', { 'Event-Subclass': 'cti::note' })
    expect(event.get('note')).toBe('5 % off')
    await sender.send('sendevent CUSTOM\nEvent-Subclass: cti::other')
    await sender.send('sendevent CUSTOM\nEvent-Subclass: cti::note\nNote: last')
    await listener.event('CUSTOM', { note: 'last' })
    expect(listener.events).toHaveLength(2)
  })
})

describe('events', () => {
  it('come plain, percent-encoded, and as JSON with the same content', async () => {
    bench = await Bench.start()
    const plain = await bench.client('event plain CHANNEL_PARK')
    const json = await bench.client('event json CHANNEL_PARK')
    const name = '王芳 50% <x>'
    const { uuid } = await bench.parked(plain, { from: { user: '139', host: 'h', displayName: name } })
    const one = await plain.event('CHANNEL_PARK', { 'Unique-ID': uuid })
    const two = await json.event('CHANNEL_PARK', { 'Unique-ID': uuid })
    expect(one.get('Caller-Caller-ID-Name')).toBe(name)
    expect(two.headers).toEqual(one.headers)
  })

  it('come only as subscribed; nixevent and noevents take back', async () => {
    bench = await Bench.start()
    const esl = await bench.client('event plain CHANNEL_CREATE CHANNEL_PARK')
    const other = await bench.client()
    await bench.parked(other)
    await esl.event('CHANNEL_PARK')
    expect(esl.events.map((e) => e.name)).toEqual(['CHANNEL_CREATE', 'CHANNEL_PARK'])
    expect(await esl.send('nixevent CHANNEL_CREATE')).toBe('+OK events nixed')
    await bench.parked(other)
    await esl.until(() => esl.events.length === 3, 'the third event')
    expect(esl.events[2]?.name).toBe('CHANNEL_PARK')
    expect(await esl.send('noevents')).toBe('+OK no longer listening for events')
    await bench.parked(other)
    expect(await esl.api('echo x')).toBe('x')
    expect(esl.events).toHaveLength(3)
  })

  it('are filtered by header, and unfiltered again', async () => {
    bench = await Bench.start()
    const all = await bench.client()
    const one = await bench.parked(all)
    const esl = await bench.client()
    expect(await esl.send(`filter Unique-ID ${one.uuid}`)).toBe(`+OK filter added. [Unique-ID]=[${one.uuid}]`)
    const two = await bench.parked(all)
    await all.api(`uuid_setvar ${one.uuid} a 1`)
    await all.execute(one.uuid, 'set', 'b=2')
    await esl.event('CHANNEL_EXECUTE_COMPLETE', { 'Unique-ID': one.uuid })
    expect(esl.story(two.uuid)).toEqual([])
    expect(await esl.send('filter delete Unique-ID')).toBe('+OK filter deleted. [Unique-ID][]')
    await all.execute(two.uuid, 'set', 'b=2')
    await esl.event('CHANNEL_EXECUTE_COMPLETE', { 'Unique-ID': two.uuid })
    expect(await esl.send('filter nonsense')).toBe('-ERR invalid syntax')
  })

  it('follow the reply to the command that raised them, and are numbered without gaps', async () => {
    bench = await Bench.start()
    const esl = await bench.client()
    const { uuid } = await bench.parked(esl)
    esl.order.length = 0
    await esl.api(`uuid_kill ${uuid}`)
    await esl.event('CHANNEL_DESTROY')
    expect(esl.order[0]).toBe('reply:+OK')
    const numbers = esl.events.map((e) => Number(e.get('Event-Sequence')))
    expect(numbers.every((n, i) => i === 0 || n === (numbers[i - 1] ?? 0) + 1)).toBe(true)
  })

  it('include HEARTBEAT and the comings and goings of phones', async () => {
    bench = await Bench.start({ heartbeatSeconds: 1 })
    const esl = await bench.client('event plain HEARTBEAT CUSTOM sofia::register sofia::unregister')
    bench.signalling.register('register', '1001')
    bench.signalling.register('unregister', '1001')
    const came = await esl.event('CUSTOM', { 'Event-Subclass': 'sofia::register' })
    expect(came.get('from-user')).toBe('1001')
    expect(came.get('contact')).toBe('sip:1001@127.0.0.1:5062')
    await esl.event('CUSTOM', { 'Event-Subclass': 'sofia::unregister' })
    const beat = await esl.event('HEARTBEAT')
    expect(beat.get('Event-Info')).toBe('System Ready')
    expect(beat.get('Session-Count')).toBe('0')
  })
})

describe('a client that misbehaves', () => {
  it('is disconnected when its command or body is too big; others are not disturbed', async () => {
    bench = await Bench.start({ limits: { maxCommandBytes: 2000, maxBodyBytes: 2000 } })
    const good = await bench.client('')
    const long = await bench.client('')
    long.write(`api echo ${'x'.repeat(5000)}`)
    await long.until(() => long.closed, 'the end')
    const fat = await bench.client('')
    fat.write('sendevent CUSTOM\nContent-Length: 99999999\n\n')
    await fat.until(() => fat.closed, 'the end')
    expect(await good.api('echo still here')).toBe('still here')
  })

  it('sends bytes that are nothing at all, and nothing happens to the others', async () => {
    bench = await Bench.start()
    const good = await bench.client('')
    const bad = await bench.client('')
    let seed = 7
    const noise = Buffer.from(
      Array.from({ length: 20_000 }, () => {
        seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
        return seed % 256
      }),
    )
    bad.socket.write(noise)
    bad.write('\n\nsendmsg x\ncontent-length: -5\n\n')
    bad.write('event\n\nfilter \n\nbgapi \n\napi \n\nsendevent\n\n')
    expect(await good.api('echo still here')).toBe('still here')
    expect(bench.logged.filter((l) => l.level === 'error')).toEqual([])
  })

  it('does not read: its queue fills, it is killed, and the log says so', async () => {
    bench = await Bench.start({ limits: { maxQueuedEvents: 50 } })
    const deaf = await bench.client('event plain all')
    deaf.socket.pause()
    const good = await bench.client('')
    const padding = 'x'.repeat(60_000)
    for (let i = 0; i < 800 && !bench.logged.some((l) => /lost events/.test(l.text)); i++) {
      await good.send(`sendevent MESSAGE\npadding: ${padding}`)
    }
    expect(bench.logged.map((l) => l.text)).toContain('killing listener because of too many lost events')
    expect(await good.api('echo still here')).toBe('still here')
  })

  it('comes in greater numbers than allowed: the last are turned away', async () => {
    bench = await Bench.start()
    for (let i = 0; i < 5; i++) await bench.client('')
    const late = connect(bench.server.port, '127.0.0.1')
    const [chunks] = await Promise.all([
      late.toArray(),
      new Promise((resolve) => late.once('close', resolve)),
    ])
    expect(chunks).toEqual([])
  })
})
