/**
 * The seven faults of bare modesl 1.2.1: each is shown first on modesl itself, so that this file says when a newer
 * modesl no longer has it; then the same situation is put to our client.
 */
import { EventEmitter } from 'node:events'
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import type { CommandResult } from '../../../src/adapters/esl/results.ts'
import { answerOf, connected, startClient, startSwitch } from './support/client.ts'
import { type BareConnection, type BareEvent, bareModesl } from './support/modesl.ts'
import { PASSWORD, type Received, type TestSwitch } from './support/switch.ts'
import { apiResponse, commandReply, eventFrame, plainEvent } from './support/wire.ts'

const LEG = '11111111-2222-4333-8444-555555555555'
const GONE = '99999999-2222-4333-8444-555555555555'

async function bareConnection(freeswitch: TestSwitch): Promise<BareConnection> {
  const connection = new bareModesl.Connection('127.0.0.1', freeswitch.port, PASSWORD)
  const { socket } = connection
  onTestFinished(() => {
    socket?.destroy()
  })
  connection.on('error', () => {})
  await new Promise<unknown>((resolve) => connection.once('esl::event::auth::success', resolve))
  // It subscribes by itself; after this nothing but what the test sends is under way.
  await freeswitch.subscriptions.first()
  return connection
}

/** Feeds bytes to modesl's parser without a socket, so that what it throws can be caught. */
function bareParser() {
  const socket = new EventEmitter()
  const events: BareEvent[] = []
  new bareModesl.Parser(socket).on('esl::event', (event) => events.push(event))
  return { events, read: (bytes: Buffer) => socket.emit('data', bytes) }
}

afterEach(() => {
  vi.restoreAllMocks()
})

describe('1: a name that is no UTF-8', () => {
  const gbkName = eventFrame(
    plainEvent([
      ['Event-Name', 'CHANNEL_PARK'],
      ['Caller-Caller-ID-Name', Buffer.from([0xd5, 0xc5, 0xc8, 0xfd])],
    ]),
  )
  const lonePercent = eventFrame(
    Buffer.from('Event-Name: CHANNEL_PARK\nCaller-Caller-ID-Name: 100% Rabatt\n\n'),
  )

  test('modesl throws out of the socket handler, which ends the process', () => {
    expect(() => bareParser().read(gbkName)).toThrow(URIError)
    expect(() => bareParser().read(lonePercent)).toThrow(URIError)
  })

  test('ours reads the name', async () => {
    const names: (string | undefined)[] = []
    const { peer, events } = await connected({
      onEvent: (event) => names.push(event.get('Caller-Caller-ID-Name')),
    })
    peer.write(gbkName)
    peer.write(lonePercent)
    await events.count(2)
    expect(names).toEqual(['张三', '100% Rabatt'])
  })
})

describe('2: a command sent while an application is being started', () => {
  /** Refuses what is sent to a channel, and grants the rest. */
  const answer = ({ line, peer }: Received) =>
    peer.write(
      line.startsWith('sendmsg') ? commandReply(`-ERR invalid session id [${LEG}]`) : apiResponse('UP'),
    )

  test('modesl gives the command the reply of the application', async () => {
    const freeswitch = await startSwitch()
    freeswitch.onCommand = ({ line, peer }) =>
      peer.write(commandReply(line.startsWith('sendmsg') ? '-ERR invalid session id' : '+OK filter added'))
    const connection = await bareConnection(freeswitch)
    connection.execute('playback', 'x.wav', LEG, () => {})
    const reply = await answerOf<BareEvent>((done) => connection.sendRecv('linger', done))
    expect(reply.getHeader('Reply-Text')).toBe('-ERR invalid session id')
  })

  test('ours gives each its own', async () => {
    const { client, freeswitch } = await connected()
    freeswitch.onCommand = answer
    const played = answerOf((done) =>
      client.execute(LEG, 'playback', 'x.wav', { token: 't1', timeoutMs: 60_000 }, done),
    )
    const status = answerOf((done) => client.api('status', { timeoutMs: 60_000 }, done))
    expect(await played).toEqual({ type: 'refused', text: `-ERR invalid session id [${LEG}]` })
    expect(await status).toEqual({ type: 'ok', body: 'UP' })
  })
})

describe('3: a connection that is reset', () => {
  test('modesl answers nothing that was pending, says nothing, and believes itself connected', async () => {
    const freeswitch = await startSwitch()
    const connection = await bareConnection(freeswitch)
    const heard: string[] = []
    connection.on('esl::end', () => heard.push('end'))
    connection.sendRecv('linger', () => heard.push('reply'))
    await freeswitch.commands.first()
    const closed = new Promise<void>((resolve) => connection.socket?.once('close', () => resolve()))
    const peer = await freeswitch.peers.first()
    peer.socket.resetAndDestroy()
    await closed
    expect(heard).toEqual([])
    expect(connection.connected()).toBe(true)
  })

  test('ours answers everything that was pending, says so, and connects again', async () => {
    const { client, freeswitch, peer, states } = await connected({
      limits: { backoff: { firstMs: 2, capMs: 2 } },
    })
    const options = { timeoutMs: 60_000 }
    const pending = [
      answerOf((done) => client.api('status', options, done)),
      answerOf((done) => client.bgapi('status', options, done)),
      answerOf((done) => client.execute(LEG, 'playback', 'x', { ...options, token: 't' }, done)),
      answerOf((done) => client.sendmsgHangup(LEG, 'NORMAL_CLEARING', options, done)),
    ]
    await freeswitch.commands.count(4)
    peer.socket.resetAndDestroy()
    expect(await Promise.all(pending)).toEqual(Array(4).fill({ type: 'connectionLost', sent: true }))
    await states.first((state) => state.type === 'up', 3)
    expect(states.items.map((state) => state.type)).toEqual(['connecting', 'up', 'down', 'connecting', 'up'])
  })
})

describe('4: applications that never complete, jobs whose answer is lost', () => {
  test('modesl keeps a listener for each, for ever', async () => {
    const freeswitch = await startSwitch()
    freeswitch.onCommand = ({ peer }) => peer.write(commandReply('+OK'))
    const connection = await bareConnection(freeswitch)
    for (let n = 0; n < 20; n++) connection.execute('playback', 'x.wav', GONE, () => {})
    await freeswitch.commands.count(20)
    expect(connection.listeners(`esl::event::CHANNEL_EXECUTE_COMPLETE::${GONE}`)).toHaveLength(20)
  })

  test('ours ends each at its deadline, and takes no more than its bound', async () => {
    const { client, freeswitch } = await connected({ limits: { maxExecutes: 20, maxJobs: 20 } })
    freeswitch.onCommand = ({ peer }) => peer.write(commandReply('+OK'))
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => {
      vi.useRealTimers()
    })
    const results: unknown[] = []
    const start = (n: number) => {
      client.execute(GONE, 'playback', 'x', { token: `t${n}`, timeoutMs: 1000 }, (one) =>
        results.push(one.type),
      )
      client.bgapi('status', { timeoutMs: 1000 }, (one) => results.push(one.type))
    }
    for (let n = 0; n < 21; n++) start(n)
    await Promise.resolve()
    expect(results).toEqual(['overloaded', 'overloaded'])
    vi.advanceTimersByTime(1000)
    expect(results.slice(2)).toEqual(Array(40).fill('timedOut'))
    // All is forgotten: as many fit again.
    for (let n = 0; n < 20; n++) start(n)
    await Promise.resolve()
    expect(results).toHaveLength(42)
    vi.advanceTimersByTime(1000)
    expect(results).toHaveLength(82)
  })
})

describe('5: a reply of 16 MB', () => {
  const SIZE = 16 * 1024 * 1024
  const CHUNK = 64 * 1024
  const reply = apiResponse(Buffer.alloc(SIZE, 'x'))
  const chunks = Array.from({ length: Math.ceil(reply.length / CHUNK) }, (_, n) =>
    reply.subarray(n * CHUNK, (n + 1) * CHUNK),
  )

  test('modesl copies all that it has at each chunk: 2 GB', () => {
    let copied = 0
    const { concat } = Buffer
    vi.spyOn(Buffer, 'concat').mockImplementation((list, length) => {
      for (const piece of list) copied += piece.length
      return concat(list, length)
    })
    const parser = bareParser()
    for (const chunk of chunks) parser.read(chunk)
    expect(parser.events).toHaveLength(1)
    expect(copied).toBeGreaterThan(100 * SIZE)
  })

  test('ours copies each byte at most three times', async () => {
    const { client, peer, freeswitch } = await connected()
    let copied = 0
    const { copy } = Buffer.prototype
    vi.spyOn(Buffer.prototype, 'copy').mockImplementation(function (this: Buffer, ...args) {
      const bytes = copy.apply(this, args)
      copied += bytes
      return bytes
    })
    vi.spyOn(Buffer, 'concat').mockImplementation(() => {
      throw new Error('ours concatenates')
    })
    freeswitch.onCommand = () => {
      for (const chunk of chunks) peer.write(chunk)
    }
    const result = await answerOf<CommandResult>((done) => client.api('show', { timeoutMs: 60_000 }, done))
    expect(result.type === 'ok' && result.body.length).toBe(SIZE)
    expect(copied).toBeGreaterThan(0)
    expect(copied).toBeLessThan(3 * SIZE)
  })
})

describe('6: a line break in an argument', () => {
  const EVIL = 'x.wav\n\napi hupall NORMAL_CLEARING'

  test('modesl sends a second command', async () => {
    const freeswitch = await startSwitch()
    const connection = await bareConnection(freeswitch)
    connection.execute('playback', EVIL, LEG, () => {})
    const [, second] = await freeswitch.commands.count(2)
    expect(second?.line).toBe('api hupall NORMAL_CLEARING')
  })

  test('ours sends nothing and says why', async () => {
    const { client, freeswitch } = await connected()
    freeswitch.onCommand = ({ peer }) => peer.write(apiResponse('last'))
    const options = { timeoutMs: 60_000 }
    const answers = [
      answerOf<{ type: string }>((done) =>
        client.execute(LEG, 'playback', EVIL, { ...options, token: 't' }, done),
      ),
      answerOf<{ type: string }>((done) => client.api(EVIL, options, done)),
      answerOf<{ type: string }>((done) => client.bgapi(EVIL, options, done)),
      answerOf<{ type: string }>((done) => client.sendmsgHangup(EVIL, 'NORMAL_CLEARING', options, done)),
    ]
    for (const answer of await Promise.all(answers)) expect(answer.type).toBe('invalid')
    await answerOf((done) => client.api('status', options, done))
    expect(freeswitch.commands.items.map(({ line }) => line)).toEqual(['api status'])
  })

  test('a password with a line break is a clear fault of the configuration', async () => {
    const freeswitch = await startSwitch()
    const { states } = startClient({ port: freeswitch.port, password: 'secret\n\nexit' })
    expect(await states.first((state) => state.type === 'down')).toMatchObject({
      reason: 'loginRefused',
      detail: 'the password has a line break or NUL at character 7',
    })
    expect(freeswitch.logins.items).toEqual([])
  })
})

describe('7: a body behind headers in raw UTF-8', () => {
  const payload = Buffer.concat([
    Buffer.from(
      'Event-Name: BACKGROUND_JOB\nJob-UUID: j1\nJob-Command-Arg: 张三李四\nContent-Length: 14\n\n',
    ),
    Buffer.from('+OK the answer'),
  ])

  test('modesl cuts it at the wrong place', () => {
    const parser = bareParser()
    parser.read(eventFrame(payload))
    expect(parser.events[0]?.getHeader('Job-UUID')).toBe('j1')
    expect(parser.events[0]?.getBody()).not.toBe('+OK the answer')
  })

  test('ours counts bytes', async () => {
    const { client, freeswitch, peer } = await connected()
    freeswitch.onCommand = ({ headers }) => {
      const jobUuid = headers.get('Job-UUID') ?? ''
      peer.write(commandReply(`+OK Job-UUID: ${jobUuid}`, `Job-UUID: ${jobUuid}\n`))
      peer.write(eventFrame(Buffer.from(payload.toString().replace('j1', jobUuid))))
    }
    const result = await answerOf((done) => client.bgapi('status', { timeoutMs: 60_000 }, done))
    expect(result).toEqual({ type: 'ok', body: '+OK the answer' })
  })
})
