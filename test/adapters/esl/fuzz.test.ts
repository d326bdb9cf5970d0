/** The whole client against streams that are cut and damaged at random. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CommandResult } from '../../../src/adapters/esl/results.ts'
import { answerOf, connected } from './support/client.ts'
import { apiResponse, commandReply, DISCONNECT_NOTICE, eventFrame, plainEvent } from './support/wire.ts'

const COMMANDS = 8
/** Each answer says three times whose it is, so that damage can't turn it into another's. */
const answerBytes = (n: number) => apiResponse(`<${n}> <${n}> <${n}>\n`)

const NOISE: readonly Buffer[] = [
  eventFrame(
    plainEvent([
      ['Event-Name', 'CHANNEL_PARK'],
      ['Caller-Caller-ID-Name', '张三'],
    ]),
  ),
  eventFrame(
    plainEvent(
      [
        ['Event-Name', 'BACKGROUND_JOB'],
        ['Job-UUID', 'x'],
      ],
      'Content-Length: 3\n\n',
    ),
  ),
  eventFrame(plainEvent([['Event-Name', 'HEARTBEAT']])),
]

interface Damage {
  readonly at: number
  readonly byte: number
  readonly how: 'replace' | 'remove' | 'insert'
}

/** From the last place to the first, so that places mean those of the whole stream. */
function damaged(stream: Buffer, damage: readonly Damage[]): Buffer {
  const bytes = [...stream]
  for (const { at, byte, how } of damage.toSorted((a, b) => b.at - a.at)) {
    if (how === 'replace') bytes[at] = byte
    else if (how === 'remove') bytes.splice(at, 1)
    else bytes.splice(at, 0, byte)
  }
  return Buffer.from(bytes)
}

/** Sends eight commands, then plays `stream` in pieces of the given sizes, then ends. */
async function play(stream: Buffer, sizes: readonly number[]) {
  const { client, freeswitch, peer } = await connected()
  const answers = Array.from({ length: COMMANDS }, (_, n) =>
    answerOf<CommandResult>((done) => client.api(`command ${n}`, { timeoutMs: 60_000 }, done)),
  )
  await freeswitch.commands.count(COMMANDS)
  const cuts = sizes.length === 0 ? [stream.length] : sizes
  for (let at = 0, n = 0; at < stream.length; n++) {
    const size = cuts[n % cuts.length] ?? 1
    // Without this the kernel would join the pieces.
    await new Promise<void>((resolve) => peer.socket.write(stream.subarray(at, at + size), () => resolve()))
    at += size
  }
  peer.socket.end(DISCONNECT_NOTICE)
  const results = await Promise.all(answers)
  const { corruptStreams, handlerFaults } = client.counters()
  await client.close()
  await freeswitch.close()
  return { results, corruptStreams, handlerFaults }
}

const whole = Buffer.concat(
  Array.from({ length: COMMANDS }, (_, n) => [
    NOISE[n % NOISE.length] ?? Buffer.alloc(0),
    answerBytes(n),
  ]).flat(),
)

/**
 * Everywhere but in the digits of a length: a length that has grown by just the size of the messages that follow
 * can't be told from a long answer by anybody.
 */
const places = (() => {
  const all = new Set(whole.keys())
  for (const match of whole.toString('latin1').matchAll(/Content-Length: \d+/g)) {
    for (let at = 15; at <= match[0].length; at++) all.delete(match.index + at)
  }
  return [...all]
})()

const CUT = 30
const DAMAGED = 150

test('cut anyhow, every command gets its answer', async ({ task }) => {
  const sizes = fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 20 })
  await fc.assert(
    fc.asyncProperty(sizes, async (pieces) => {
      const { results } = await play(whole, pieces)
      expect(results.map((result) => result.type === 'ok' && result.body)).toEqual(
        results.map((_, n) => `<${n}> <${n}> <${n}>\n`),
      )
    }),
    { numRuns: CUT },
  )
  task.meta.tried = { 'event-socket streams': CUT }
})

test('damaged anyhow, nothing throws, nothing hangs, and no command gets another’s answer', async ({
  task,
}) => {
  const damage = fc.array(
    fc.record({
      at: fc.constantFrom(...places),
      byte: fc.oneof(fc.constantFrom(0x0a, 0x3a, 0x25, 0x20, 0x30, 0x39), fc.nat(255)),
      how: fc.constantFrom('replace', 'remove', 'insert'),
    }),
    { minLength: 1, maxLength: 3 },
  )
  let dropped = 0
  await fc.assert(
    fc.asyncProperty(damage, fc.integer({ min: 1, max: 500 }), async (damages, size) => {
      const { results, corruptStreams, handlerFaults } = await play(damaged(whole, damages), [size])
      dropped += corruptStreams
      expect(handlerFaults).toBe(0)
      for (const [n, result] of results.entries()) {
        if (result.type === 'connectionLost') continue
        const text =
          result.type === 'ok' ? result.body : result.type === 'refused' ? result.text : result.type
        const other = results.findIndex((_, m) => m !== n && text.startsWith(`<${m}> <${m}>`))
        expect(other, `command ${n} got ${JSON.stringify(text)}`).toBe(-1)
      }
    }),
    { numRuns: DAMAGED },
  )
  task.meta.tried = { 'event-socket streams': DAMAGED }
  // The damage is not so mild that nothing was ever noticed.
  expect(dropped).toBeGreaterThan(0)
})

test('a reply that vanished whole, between two others, is noticed by the next of another kind', async () => {
  const { client, freeswitch, peer, states } = await connected()
  const api = answerOf<CommandResult>((done) => client.api('status', { timeoutMs: 60_000 }, done))
  const hangUp = answerOf<CommandResult>((done) =>
    client.sendmsgHangup(
      '11111111-2222-4333-8444-555555555555',
      'NORMAL_CLEARING',
      { timeoutMs: 60_000 },
      done,
    ),
  )
  await freeswitch.commands.count(2)
  peer.write(commandReply('+OK'))
  expect(await Promise.all([api, hangUp])).toEqual(Array(2).fill({ type: 'connectionLost', sent: true }))
  expect(states.items.at(-1)).toMatchObject({ reason: 'corruptStream' })
})
