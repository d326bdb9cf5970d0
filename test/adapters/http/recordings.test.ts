import { describe, expect, it } from 'vitest'
import type { RecordingId } from '../../../src/domain/ids.ts'
import type { SegmentFault } from '../../../src/runtime/opening-ports.ts'
import type { ByteRange, Found, Listener, Opened } from '../../../src/runtime/playback.ts'
import { codeOf, startApi, World } from './support.ts'

const ID = 'rec_01JD8Z4Q6W3V5T7R9P0N2M4K6H' as RecordingId
const AUDIO = `/v1/recordings/${ID}/audio`
const WHO = '?person=zhao&reason=complaint%2012'
const FILE = Buffer.from('RIFF and a few more bytes of sound')

/** A recording that plays `FILE`, and what was asked of it. */
function player(outcome?: Exclude<Opened, { type: 'opened' }>, fault?: SegmentFault) {
  const world = new World()
  const opened: { range: ByteRange; listener: Listener }[] = []
  const found: Found = {
    type: 'found',
    recording: {
      byteLength: FILE.length,
      version: 'v1',
      async open(range, listener) {
        opened.push({ range, listener })
        if (outcome) return outcome
        return {
          type: 'opened',
          pieces: (async function* () {
            const bytes = FILE.subarray(range.from, range.to)
            yield bytes.subarray(0, 3)
            if (fault) yield fault
            else yield bytes.subarray(3)
          })(),
        }
      },
    },
  }
  world.playback = { find: async (id) => (id === ID ? found : { type: 'unknown' }) }
  return { world, opened }
}

describe('a recording’s sound', () => {
  it('comes as a whole to whoever says who and why', async () => {
    const { world, opened } = player()
    const { ask } = await startApi(world)
    const answer = await ask(AUDIO + WHO)
    expect(answer.status).toBe(200)
    expect(answer.text).toBe(FILE.toString())
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'audio/wav',
      'content-length': String(FILE.length),
      'accept-ranges': 'bytes',
      'cache-control': 'no-store',
      etag: '"v1"',
    })
    const listener = { principal: 'his', person: 'zhao', reason: 'complaint 12' }
    expect(opened).toEqual([{ range: { from: 0, to: FILE.length }, listener }])
  })

  it.each([
    ['bytes=0-0', 0, 1],
    ['bytes=5-9', 5, 10],
    ['bytes=30-', 30, FILE.length],
    ['bytes=-4', FILE.length - 4, FILE.length],
    ['bytes=30-4000', 30, FILE.length],
  ])('comes in part for %s', async (range, from, to) => {
    const { world, opened } = player()
    const { ask } = await startApi(world)
    const answer = await ask(AUDIO + WHO, { headers: { range } })
    expect(answer.status).toBe(206)
    expect(answer.text).toBe(FILE.subarray(from, to).toString())
    expect(answer.headers.get('content-range')).toBe(`bytes ${from}-${to - 1}/${FILE.length}`)
    expect(opened).toMatchObject([{ range: { from, to } }])
  })

  it.each(['lines=1-2', 'bytes=0-1,4-5', 'bytes=x'])('comes as a whole for %s', async (range) => {
    const { ask } = await startApi(player().world)
    const answer = await ask(AUDIO + WHO, { headers: { range } })
    expect([answer.status, answer.text]).toEqual([200, FILE.toString()])
  })

  it('that has changed since is not continued', async () => {
    const { ask } = await startApi(player().world)
    const asked = (version: string) =>
      ask(AUDIO + WHO, { headers: { range: 'bytes=2-3', 'if-range': version } })
    expect((await asked('"v1"')).status).toBe(206)
    expect((await asked('"v0"')).status).toBe(200)
  })

  it('has an end, behind which nothing is opened', async () => {
    const { world, opened } = player()
    const { ask } = await startApi(world)
    const answer = await ask(AUDIO + WHO, { headers: { range: `bytes=${FILE.length}-` } })
    expect([answer.status, codeOf(answer)]).toEqual([416, 'range-not-satisfiable'])
    expect(answer.headers.get('content-range')).toBe(`bytes */${FILE.length}`)
    expect(opened).toEqual([])
  })

  it('tells its length to HEAD, which opens nothing and needs no reason', async () => {
    const { world, opened } = player()
    const { ask } = await startApi(world)
    const answer = await ask(AUDIO, { method: 'HEAD' })
    expect([answer.status, answer.headers.get('content-length')]).toEqual([200, String(FILE.length)])
    expect(opened).toEqual([])
  })

  it('takes person and reason as header fields too, Chinese in percents', async () => {
    const { world, opened } = player()
    const { ask } = await startApi(world)
    const headers = { 'x-person': 'zhao@quality', 'x-reason': encodeURIComponent('投诉：三月三日') }
    expect((await ask(AUDIO, { headers })).status).toBe(200)
    expect(opened).toMatchObject([{ listener: { person: 'zhao@quality', reason: '投诉：三月三日' } }])
    // Neither is in the log.
    expect(JSON.stringify(world.logged)).not.toMatch(/zhao|投诉/)
  })

  it.each([
    '',
    '?person=zhao',
    '?reason=complaint',
    '?person=zhao&reason=',
    '?person=zhao%20li&reason=complaint',
    '?person=zhao&reason=two%0Alines',
    `?person=zhao&reason=${'x'.repeat(501)}`,
    // Too long for the journal, which counts UTF-16 units; and a line's end to some readers of logs.
    `?person=zhao&reason=${encodeURIComponent('𠮷'.repeat(251))}`,
    '?person=zhao&reason=two%E2%80%A8lines',
    `?person=${'x'.repeat(129)}&reason=complaint`,
  ])('is not opened for %s', async (query) => {
    const { world, opened } = player()
    const { ask } = await startApi(world)
    const answer = await ask(AUDIO + query)
    expect([answer.status, codeOf(answer)]).toEqual([422, 'opening-invalid'])
    expect(opened).toEqual([])
  })

  it.each([
    [{ type: 'unknown' }, 404, 'recording-unknown'],
    [{ type: 'incomplete', state: 'sealing' }, 409, 'recording-incomplete'],
    [{ type: 'empty' }, 409, 'recording-empty'],
    [{ type: 'gone' }, 410, 'recording-gone'],
  ] as const)('is not there when it is %j', async (found, status, code) => {
    const world = new World()
    world.playback = { find: async () => found }
    const { ask } = await startApi(world)
    const answer = await ask(AUDIO + WHO)
    expect([answer.status, codeOf(answer)]).toEqual([status, code])
  })

  it.each([
    [{ type: 'unavailable', why: 'unreachable' }, 503, 'key-service-away'],
    [{ type: 'refused', reason: 'envelopeNotOpened' }, 403, 'opening-refused'],
    [{ type: 'refused', reason: 'personLimit' }, 429, 'opening-limited'],
    [{ type: 'damaged', reason: 'badChunk' }, 500, 'recording-damaged'],
    [{ type: 'unreadable', reason: 'EIO' }, 503, 'recording-unreadable'],
    [{ type: 'notNoted', why: 'tryLater' }, 503, 'not-owner'],
    [{ type: 'notNoted', why: 'refused' }, 422, 'opening-invalid'],
  ] as const)('is not opened when the answer is %j', async (outcome, status, code) => {
    const { ask } = await startApi(player(outcome).world)
    const answer = await ask(AUDIO + WHO)
    expect([answer.status, codeOf(answer)]).toEqual([status, code])
  })

  it('is cut off where it can’t be played on, so that nobody takes it for whole', async () => {
    const { world } = player(undefined, { type: 'damaged', reason: 'badChunk' })
    const { ask } = await startApi(world)
    await expect(ask(AUDIO + WHO)).rejects.toThrow()
    expect(world.logged).toContainEqual(expect.objectContaining({ level: 'error' }))
  })

  it('asks for what is stored so far only when told to', async () => {
    const { world } = player()
    const asked: boolean[] = []
    world.playback = {
      find: async (_, { partial }) => {
        asked.push(partial)
        return { type: 'incomplete', state: 'recording' }
      },
    }
    const { ask } = await startApi(world)
    for (const more of ['', '&partial=false', '&partial=true']) await ask(AUDIO + WHO + more)
    expect(asked).toEqual([false, false, true])
    expect(codeOf(await ask(`${AUDIO + WHO}&partial=maybe`))).toBe('invalid')
  })
})

describe('recordings', () => {
  const body = {
    recordingId: ID,
    callId: ID.replace('rec_', 'call_'),
    state: 'complete',
    startedAt: Date.parse('2026-03-02T08:00:00.000Z'),
    takes: [{ take: 0, masks: [{ since: Date.parse('2026-03-02T08:00:05.000Z'), until: null }] }],
    gapMs: 40,
  }
  const view = {
    kind: 'recording' as const,
    id: ID,
    pos: 9,
    body,
    orderAt: body.startedAt,
    state: 'complete',
    queueId: 'queue_general',
    agentId: 'agent_li',
  }

  it('are listed and read, moments as moments and durations as numbers', async () => {
    const world = new World()
    world.views = [view]
    const { ask } = await startApi(world)
    const shown = {
      ...body,
      startedAt: '2026-03-02T08:00:00.000Z',
      takes: [{ take: 0, masks: [{ since: '2026-03-02T08:00:05.000Z', until: null }] }],
    }
    expect((await ask(`/v1/recordings/${ID}`)).json).toEqual(shown)
    const filters = '?state=complete&queueId=queue_general&agentId=agent_li'
    expect((await ask(`/v1/recordings${filters}`)).json).toEqual({ items: [shown], nextCursor: null })
    expect(world.viewed.at(-1)).toMatchObject({ kind: 'recording', state: 'complete', agentId: 'agent_li' })
    expect((await ask('/v1/recordings?state=sealing')).json).toEqual({ items: [], nextCursor: null })
    expect(codeOf(await ask('/v1/recordings?state=lost'))).toBe('invalid')
    expect(codeOf(await ask('/v1/recordings/rec_nonsense'))).toBe('recording-unknown')
  })
})
