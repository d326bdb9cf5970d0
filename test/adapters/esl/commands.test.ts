import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import type { CommandResult, ExecuteResult } from '../../../src/adapters/esl/results.ts'
import { answerOf, connected } from './support/client.ts'
import { apiResponse, commandReply, eventFrame, type Header, plainEvent } from './support/wire.ts'

const LEG = '11111111-2222-4333-8444-555555555555'
const OTHER = '22222222-2222-4333-8444-555555555555'
const LONG = { timeoutMs: 60_000 }

function useFakeTimeouts(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => {
    vi.useRealTimers()
  })
}

describe('replies', () => {
  test('each command gets its own, in the order sent, whichever way the switch says it', async () => {
    const { client, freeswitch, peer } = await connected()
    const answers = ['one', 'two', 'three', 'four'].map((name) =>
      answerOf<CommandResult>((done) => client.api(name, LONG, done)),
    )
    await freeswitch.commands.count(4)
    peer.write(apiResponse('first'))
    // An api that the switch doesn't permit is answered by command/reply.
    peer.write(commandReply('-ERR permission denied'))
    peer.write(apiResponse('-ERR No such channel!\n'))
    peer.write(apiResponse('-USAGE: <uuid>\n'))
    expect(await Promise.all(answers)).toEqual([
      { type: 'ok', body: 'first' },
      { type: 'refused', text: '-ERR permission denied' },
      { type: 'refused', text: '-ERR No such channel!' },
      { type: 'refused', text: '-USAGE: <uuid>' },
    ])
  })

  test('a late reply is thrown away, and shifts none of those behind it', async () => {
    const { client, freeswitch, peer } = await connected()
    useFakeTimeouts()
    const results: string[] = []
    const note = (name: string) => (result: CommandResult) =>
      results.push(`${name}: ${result.type === 'ok' ? result.body : result.type}`)
    client.api('slow', { timeoutMs: 1000 }, note('slow'))
    client.api('patient', LONG, note('patient'))
    await freeswitch.commands.count(2)
    vi.advanceTimersByTime(1000)
    expect(results).toEqual(['slow: timedOut'])
    peer.write(apiResponse('for the slow one'))
    peer.write(apiResponse('for the patient one'))
    await answerOf((done) => {
      client.api('last', LONG, done)
      peer.write(apiResponse('for the last one'))
    })
    expect(results).toEqual(['slow: timedOut', 'patient: for the patient one'])
    expect(client.counters().lateReplies).toBe(1)
  })

  test('one that stays away beyond the grace period costs the connection, not the order', async () => {
    const { client, freeswitch, states } = await connected({ limits: { replyGraceMs: 10_000 } })
    useFakeTimeouts()
    const results: string[] = []
    client.api('lost', { timeoutMs: 1000 }, (result) => results.push(result.type))
    client.api('behind it', LONG, (result) => results.push(result.type))
    await freeswitch.commands.count(2)
    vi.advanceTimersByTime(10_999)
    expect(results).toEqual(['timedOut'])
    vi.advanceTimersByTime(1)
    expect(results).toEqual(['timedOut', 'connectionLost'])
    expect(states.items.at(-1)).toMatchObject({ type: 'down', reason: 'replyMissed' })
  })

  const strays: readonly [string, Buffer][] = [
    ['a reply of the wrong kind', commandReply('+OK')],
    ['a reply that is none', Buffer.from('Content-Type: command/reply\n\n')],
    [
      'a message of unknown type, which may have been the reply',
      Buffer.from('Content-Type: command/rfply\n\n'),
    ],
    ['bytes that are no message', Buffer.from('HTTP/1.1 400 Bad Request\n\n')],
  ]
  for (const [what, bytes] of strays) {
    test(`${what} ends the connection rather than reach the wrong command`, async () => {
      const { client, freeswitch, peer, states } = await connected()
      const answer = answerOf<CommandResult>((done) => client.api('status', LONG, done))
      await freeswitch.commands.first()
      peer.write(bytes)
      peer.write(apiResponse('too late'))
      expect(await answer).toEqual({ type: 'connectionLost', sent: true })
      expect(states.items.at(-1)).toMatchObject({ type: 'down', reason: 'corruptStream' })
      expect(client.counters().corruptStreams).toBe(1)
    })
  }

  test('while none is due, an unknown message is counted and passed over, an unasked reply is not', async () => {
    const { client, peer, events, states } = await connected()
    peer.write('Content-Type: text/novelty\nContent-Length: 3\n\nnew')
    peer.write('Content-Type: log/data\nContent-Length: 3\nLog-Level: 7\n\nlog')
    peer.event([['Event-Name', 'CHANNEL_PARK']])
    await events.first()
    expect(client.counters().unknownFrames).toBe(2)
    peer.write(commandReply('+OK'))
    expect(await states.first((state) => state.type === 'down')).toMatchObject({
      reason: 'corruptStream',
      detail: 'a reply that no command waits for',
    })
  })

  test('more commands than may wait are refused unsent', async () => {
    const { client, freeswitch } = await connected({ limits: { maxReplies: 2 } })
    client.api('one', LONG, () => {})
    client.api('two', LONG, () => {})
    expect(await answerOf((done) => client.api('three', LONG, done))).toEqual({ type: 'overloaded' })
    await freeswitch.commands.count(2)
    expect(freeswitch.commands.items).toHaveLength(2)
  })
})

describe('jobs', () => {
  test('each gets the answer that names it, in whatever order they end', async () => {
    const { client, freeswitch, peer } = await connected()
    const jobs: string[] = []
    freeswitch.onCommand = ({ headers }) => {
      const jobUuid = headers.get('Job-UUID') ?? ''
      jobs.push(jobUuid)
      peer.write(commandReply(`+OK Job-UUID: ${jobUuid}`, `Job-UUID: ${jobUuid}\n`))
      if (jobs.length < 2) return
      for (const job of ['somebody-elses', ...jobs.toReversed()]) {
        const body = job === jobs[0] ? '+OK first\n' : '-ERR USER_BUSY\n'
        peer.event(
          [
            ['Event-Name', 'BACKGROUND_JOB'],
            ['Job-UUID', job],
          ],
          body,
        )
      }
    }
    const first = answerOf((done) => client.bgapi('originate a', LONG, done))
    const second = answerOf((done) => client.bgapi('originate b', LONG, done))
    expect(await first).toEqual({ type: 'ok', body: '+OK first\n' })
    expect(await second).toEqual({ type: 'refused', text: '-ERR USER_BUSY' })
    expect(client.counters().unmatchedJobs).toBe(1)
  })

  test('a job that the switch doesn’t take ends with its refusal; a reply for another job ends the connection', async () => {
    const { client, freeswitch, peer, states } = await connected()
    freeswitch.onCommand = () => peer.write(commandReply('-ERR permission denied'))
    expect(await answerOf((done) => client.bgapi('status', LONG, done))).toEqual({
      type: 'refused',
      text: '-ERR permission denied',
    })
    freeswitch.onCommand = () => peer.write(commandReply('+OK Job-UUID: x', 'Job-UUID: x\n'))
    expect(await answerOf((done) => client.bgapi('status', LONG, done))).toEqual({
      type: 'connectionLost',
      sent: true,
    })
    expect(states.items.at(-1)).toMatchObject({
      reason: 'corruptStream',
      detail: 'the reply names another job',
    })
  })

  test('answers of jobs are for whoever asked; handlers of events don’t see them', async () => {
    const { peer, events } = await connected()
    peer.event(
      [
        ['Event-Name', 'BACKGROUND_JOB'],
        ['Job-Command-Arg', '13800000000'],
      ],
      '+OK',
    )
    peer.event([['Event-Name', 'CHANNEL_PARK']])
    await events.first()
    expect(events.items).toEqual(['CHANNEL_PARK'])
  })
})

describe('applications', () => {
  const completed = (token: string, more: readonly Header[] = []): Buffer =>
    eventFrame(
      plainEvent([
        ['Event-Name', 'CHANNEL_EXECUTE_COMPLETE'],
        ['Unique-ID', LEG],
        ['Application', 'play_and_get_digits'],
        ['Application-Response', '_none_'],
        ['Application-UUID', `cti.${token}`],
        ...more,
      ]),
    )

  async function accepting() {
    const all = await connected()
    all.freeswitch.onCommand = ({ peer }) => peer.write(commandReply('+OK'))
    const start = (token: string, values: readonly string[] = [], uuid = LEG) =>
      answerOf<ExecuteResult>((done) =>
        all.client.execute(uuid, 'play_and_get_digits', '1 1', { ...LONG, token, values }, done),
      )
    return { ...all, start }
  }

  test('what completes is matched by our token, and brings the values that were asked for', async () => {
    const { peer, start, freeswitch } = await accepting()
    const first = start('t1', ['variable_cti_digits_t1', 'variable_unset'])
    const second = start('t2')
    await freeswitch.commands.count(2)
    peer.write(completed('of-the-dialplan'))
    peer.write(completed('t2', [['variable_cti_digits_t1', '5']]))
    peer.write(completed('t1', [['variable_cti_digits_t1', '7']]))
    expect(await second).toEqual({ type: 'completed', response: '_none_', values: new Map() })
    expect(await first).toEqual({
      type: 'completed',
      response: '_none_',
      values: new Map([['variable_cti_digits_t1', '7']]),
    })
  })

  for (const end of ['CHANNEL_HANGUP_COMPLETE', 'CHANNEL_DESTROY']) {
    test(`${end} ends what still runs on that channel, and nothing else`, async () => {
      const { peer, start, freeswitch } = await accepting()
      const onLeg = [start('t1'), start('t2')]
      const elsewhere = start('t3', [], OTHER)
      await freeswitch.commands.count(3)
      peer.event([
        ['Event-Name', end],
        ['Unique-ID', LEG],
      ])
      expect(await Promise.all(onLeg)).toEqual([{ type: 'channelGone' }, { type: 'channelGone' }])
      peer.write(completed('t3'))
      expect(await elsewhere).toMatchObject({ type: 'completed' })
    })
  }

  test('a token that is in use is refused, one that has been used is free again', async () => {
    const { peer, start, freeswitch } = await accepting()
    const first = start('t1')
    expect(await start('t1')).toEqual({ type: 'invalid', reason: 'the token is in use' })
    await freeswitch.commands.first()
    peer.write(completed('t1'))
    await first
    const again = start('t1')
    await freeswitch.commands.count(2)
    peer.write(completed('t1'))
    expect(await again).toMatchObject({ type: 'completed' })
  })

  test('results and events keep the order of the stream', async () => {
    const order: string[] = []
    const { client, freeswitch, peer, events } = await connected({
      onEvent: (event) => order.push(event.name),
    })
    freeswitch.onCommand = () => peer.write(commandReply('+OK'))
    client.execute(LEG, 'playback', 'x', { ...LONG, token: 't1' }, () => order.push('t1 completed'))
    client.execute(LEG, 'playback', 'y', { ...LONG, token: 't2' }, (result) =>
      order.push(`t2 ${result.type}`),
    )
    await freeswitch.commands.count(2)
    peer.write(
      Buffer.concat([
        completed('t1'),
        eventFrame(
          plainEvent([
            ['Event-Name', 'CHANNEL_HANGUP'],
            ['Unique-ID', LEG],
          ]),
        ),
        eventFrame(
          plainEvent([
            ['Event-Name', 'CHANNEL_HANGUP_COMPLETE'],
            ['Unique-ID', LEG],
          ]),
        ),
      ]),
    )
    await events.count(3)
    expect(order).toEqual([
      't1 completed',
      'CHANNEL_EXECUTE_COMPLETE',
      'CHANNEL_HANGUP',
      't2 channelGone',
      'CHANNEL_HANGUP_COMPLETE',
    ])
  })
})

describe('faults of our own', () => {
  beforeEach(useFakeTimeouts)

  test('a handler that throws is logged and counted; the stream goes on, nobody’s number is in the log', async () => {
    const { client, freeswitch, peer, events, log } = await connected({
      onEvent: (event) => {
        if (event.name === 'CHANNEL_PARK') throw new Error('handler broke')
      },
    })
    freeswitch.onCommand = ({ peer: asker }) => asker.write(apiResponse('x'))
    peer.event([
      ['Event-Name', 'CHANNEL_PARK'],
      ['Caller-Caller-ID-Number', '13800000000'],
    ])
    peer.event([['Event-Name', 'CHANNEL_ANSWER']])
    await events.first((name) => name === 'CHANNEL_ANSWER')
    client.api('status', LONG, () => {
      throw new Error('callback broke')
    })
    await answerOf((done) => client.api('status', LONG, done))
    expect(client.counters().handlerFaults).toBe(2)
    expect(log.items.filter(({ level }) => level === 'error')).toHaveLength(2)
    expect(JSON.stringify(log.items)).not.toContain('13800000000')
  })
})
