import { randomBytes } from 'node:crypto'
import { ulid } from 'ulid'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import wavefile from 'wavefile'
import { createSegmentReader } from '../../src/adapters/crypto/segment-reader.ts'
import { keyOpener } from '../../src/adapters/keys/key-opener.ts'
import { openingIdFrom, type RecordingId } from '../../src/domain/ids.ts'
import { silentLog } from '../../src/lib/log.ts'
import type { Opening, OpeningsPort } from '../../src/runtime/opening-ports.ts'
import {
  type ByteRange,
  createPlayback,
  type Opened,
  type PlayableRecording,
  type Playback,
  type PlaybackDeps,
} from '../../src/runtime/playback.ts'
import { type TestKeyService, testKeyService } from '../support/key-service.ts'
import { type SealedRecordings, sealedRecordings } from './support/sealed.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 90_000 })

const ZHAO = { principal: 'api', person: 'zhao@quality', reason: 'complaint of 3 March' }
const HEADER_BYTES = 44
const CHUNK_BYTES = 16_384

let keys: TestKeyService
let sealed: SealedRecordings
let recordingId: RecordingId
let noted: Opening[]
/** What becomes of the next openings. */
let journal: Awaited<ReturnType<OpeningsPort['note']>>
let state: string

beforeAll(async () => {
  keys = await testKeyService()
  sealed = await sealedRecordings(keys)
})
afterAll(async () => {
  sealed?.close()
  await keys?.close()
})
beforeEach(() => {
  recordingId = `rec_${ulid()}` as RecordingId
  noted = []
  journal = 'noted'
  state = 'complete'
})

function playback(more: Partial<PlaybackDeps> = {}): Playback {
  const made = createPlayback({
    siteId: 'site_main',
    states: async (id) => {
      const segments = sealed.rows(id).map(({ segment }) => segment)
      return id === recordingId ? { state, segments } : undefined
    },
    envelopes: { list: async (_, id) => sealed.rows(id) },
    keys: keyOpener(keys.client),
    reader: createSegmentReader(sealed.objects),
    openings: {
      async note(opening) {
        if (journal === 'noted') noted.push(opening)
        return journal
      },
    },
    newOpeningId: () => openingIdFrom(ulid()),
    log: silentLog,
    ...more,
  })
  onTestFinished(() => made.close())
  return made
}

async function found(player: Playback, partial = false): Promise<PlayableRecording> {
  const outcome = await player.find(recordingId, { partial })
  if (outcome.type !== 'found') throw new Error(outcome.type)
  return outcome.recording
}

async function bytesOf(opened: Opened): Promise<Buffer> {
  if (opened.type !== 'opened') throw new Error(JSON.stringify(opened))
  const pieces: Uint8Array[] = []
  for await (const piece of opened.pieces) {
    if (!(piece instanceof Uint8Array)) throw new Error(`${piece.type} ${piece.reason}`)
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

const listen = async (player: Playback, range?: ByteRange, by = ZHAO) => {
  const recording = await found(player)
  return bytesOf(await recording.open(range ?? { from: 0, to: recording.byteLength }, by))
}

const sound = (pairs: number) => randomBytes(pairs * 4)

describe('playing a recording', () => {
  it('gives all segments in order as one WAV file', async () => {
    const [first, second, third] = [sound(20_000), sound(1), sound(9_000)]
    await sealed.seal(recordingId, 0, first)
    await sealed.seal(recordingId, 2_000, third)
    await sealed.seal(recordingId, 1_000, second)
    const player = playback()
    const file = await listen(player)
    expect((await found(player)).byteLength).toBe(file.length)
    expect(file.subarray(HEADER_BYTES).equals(Buffer.concat([first, second, third]))).toBe(true)
    // Another reader's opinion of the head.
    const wav = new wavefile.WaveFile(file)
    expect(wav.fmt).toMatchObject({ numChannels: 2, sampleRate: 8_000, bitsPerSample: 16, audioFormat: 1 })
    expect(wav.data).toMatchObject({ chunkSize: file.length - HEADER_BYTES })
  })

  it('gives exactly the bytes of any range, over the edges of chunks and segments', async () => {
    const parts = [sound(CHUNK_BYTES / 4), sound(5_000), sound(4_097)]
    for (const [take, pcm] of parts.entries()) await sealed.seal(recordingId, take * 1_000, pcm)
    const player = playback()
    const whole = await listen(player)
    const edges = [0, 1, 43, 44, 45, 44 + CHUNK_BYTES, 44 + CHUNK_BYTES + 20_000, whole.length]
    const near = [...new Set(edges.flatMap((at) => [at - 1, at, at + 1]))].filter(
      (at) => at >= 0 && at <= whole.length,
    )
    for (const from of near)
      for (const to of near.filter((at) => at > from))
        expect(
          (await listen(player, { from, to })).equals(whole.subarray(from, to)),
          `${from} to ${to}`,
        ).toBe(true)
    expect(noted).toHaveLength(1)
  })

  it('reads and opens what was asked for and no more', async () => {
    const chunks = 60
    await sealed.seal(recordingId, 0, sound((chunks * CHUNK_BYTES) / 4))
    await sealed.seal(recordingId, 1_000, sound(10))
    const player = playback()
    sealed.reads.splice(0)
    const at = HEADER_BYTES + 30 * CHUNK_BYTES + 5
    await listen(player, { from: at, to: at + 10 })
    expect(new Set(sealed.reads.map(({ key }) => key))).toEqual(new Set([`${recordingId}/0.ctirec`]))
    // Its head, its final chunk, and the one that holds the ten bytes.
    const read = sealed.reads.reduce((sum, { from, to }) => sum + to - from, 0)
    expect(read).toBeLessThan(3 * CHUNK_BYTES)
    expect(noted).toMatchObject([{ segments: [0] }])
  })

  it('plays what a recorder that died had sealed, and the segment that goes on from there', async () => {
    const before = sound(CHUNK_BYTES / 2)
    const after = sound(3_000)
    await sealed.seal(recordingId, 0, Buffer.concat([before, sound(700)]), { truncated: true })
    await sealed.seal(recordingId, 1, after)
    const played = (await listen(playback())).subarray(HEADER_BYTES)
    expect(played.equals(Buffer.concat([before, after]))).toBe(true)
  })
})

describe('an opening', () => {
  it('is in the journal before the first byte, with the lines of the key service’s log', async () => {
    await sealed.seal(recordingId, 0, sound(100))
    await sealed.seal(recordingId, 1_000, sound(100))
    const before = keys.openings().length
    const recording = await found(playback())
    expect(noted).toEqual([])
    const opened = await recording.open({ from: 0, to: recording.byteLength }, ZHAO)
    expect(noted).toMatchObject([
      { recordingId, person: ZHAO.person, reason: ZHAO.reason, segments: [0, 1_000] },
    ])
    await bytesOf(opened)
    const lines = keys.openings().slice(before)
    expect(lines).toMatchObject([
      { person: ZHAO.person, reason: ZHAO.reason, segment: 0 },
      { person: ZHAO.person, reason: ZHAO.reason, segment: 1_000 },
    ])
    expect(noted[0]?.logAnchors).toEqual(lines.map(({ seq, hash }) => ({ seq, hash })))
  })

  it('is one for all ranges that a player asks for, also at once', async () => {
    await sealed.seal(recordingId, 0, sound(50_000))
    const player = playback()
    const ranges = Array.from({ length: 8 }, (_, n) => ({ from: n * 1_000, to: n * 1_000 + 500 }))
    await Promise.all(ranges.map((range) => listen(player, range)))
    expect(noted).toHaveLength(1)
  })

  it('is another one for another person, another reason, another token, and after the keys’ time', async () => {
    await sealed.seal(recordingId, 0, sound(10))
    const player = playback()
    for (const by of [
      ZHAO,
      { ...ZHAO, person: 'qian' },
      { ...ZHAO, reason: 'training' },
      { ...ZHAO, principal: 'other' },
    ])
      await listen(player, undefined, by)
    expect(noted).toHaveLength(4)
    player.close()
    await listen(player)
    expect(noted).toHaveLength(5)

    const brief = playback({ keepKeysMs: 1 })
    await listen(brief)
    await vi.waitFor(async () => {
      await listen(brief)
      expect(noted.length).toBeGreaterThan(6)
    })
  })

  it('that the journal can’t take lets no byte out, and the key is asked for anew', async () => {
    await sealed.seal(recordingId, 0, sound(10))
    const player = playback()
    const recording = await found(player)
    journal = 'tryLater'
    const all = { from: 0, to: recording.byteLength }
    expect(await recording.open(all, ZHAO)).toEqual({ type: 'notNoted', why: 'tryLater' })
    journal = 'noted'
    const before = keys.openings().length
    await bytesOf(await recording.open(all, ZHAO))
    expect(noted).toHaveLength(1)
    expect(keys.openings()).toHaveLength(before + 1)
  })

  it('needs the key service, but a player that has opened goes on', async () => {
    await sealed.seal(recordingId, 0, sound(1_000))
    const player = playback()
    const all = await listen(player)
    await keys.end()
    onTestFinished(() => keys.begin())
    expect(await listen(player)).toEqual(all)
    const recording = await found(player)
    const other = await recording.open({ from: 0, to: 100 }, { ...ZHAO, person: 'qian' })
    expect(other).toEqual({ type: 'unavailable', why: 'unreachable' })
    expect(noted).toHaveLength(1)
  })

  it('of an envelope moved from another recording is refused', async () => {
    await sealed.seal(recordingId, 0, sound(10))
    const other = `rec_${ulid()}`
    await sealed.seal(other, 0, sound(10))
    const [row] = sealed.rows(recordingId)
    const [theirs] = sealed.rows(other)
    if (!row || !theirs) throw new Error('not sealed')
    const renamed = theirs.envelope.replace(other, recordingId)
    for (const envelope of [theirs.envelope, renamed, 'not an envelope']) {
      const player = playback({ envelopes: { list: async () => [{ ...row, envelope }] } })
      const recording = await found(player)
      expect(await recording.open({ from: 0, to: 44 + 4 }, ZHAO)).toMatchObject({ type: 'refused' })
    }
    expect(noted).toEqual([])
  })
})

describe('a recording that can’t be played', () => {
  it('is unknown, not complete, empty, or its keys are gone', async () => {
    const player = playback()
    expect(await player.find(`rec_${ulid()}` as RecordingId, { partial: true })).toEqual({ type: 'unknown' })
    expect(await player.find(recordingId, { partial: false })).toEqual({ type: 'empty' })
    await sealed.seal(recordingId, 0, sound(10))
    state = 'sealing'
    expect(await player.find(recordingId, { partial: false })).toEqual({ type: 'incomplete', state })
    expect((await found(player, true)).byteLength).toBe(HEADER_BYTES + 40)
    state = 'complete'
    const shredded = playback({ envelopes: { list: async () => [] } })
    expect(await shredded.find(recordingId, { partial: true })).toEqual({ type: 'gone' })
  })

  it('was altered: nothing goes out when its head or end is, and nothing after the altered chunk', async () => {
    const pcm = sound((3 * 64 * CHUNK_BYTES) / 4)
    await sealed.seal(recordingId, 0, pcm)
    const [row] = sealed.rows(recordingId)
    const key = row?.object?.key ?? ''
    const get = sealed.objects.getRange
    const altered = (at: number) => ({
      ...sealed.objects,
      async getRange(wanted: string, from: number, to: number) {
        const got = await get(wanted, from, to)
        if (wanted !== key || got.type !== 'bytes' || at < from || at >= to) return got
        const bytes = Buffer.from(got.bytes)
        bytes[at - from] = (bytes[at - from] ?? 0) ^ 1
        return { ...got, bytes }
      },
    })
    const length = row?.object?.byteLength ?? 0
    for (const at of [0, 40, length - 1]) {
      const recording = await found(playback({ reader: createSegmentReader(altered(at)) }))
      expect(await recording.open({ from: 0, to: 100 }, ZHAO)).toMatchObject({ type: 'damaged' })
    }
    const recording = await found(playback({ reader: createSegmentReader(altered(length - 100_000)) }))
    const opened = await recording.open({ from: HEADER_BYTES, to: recording.byteLength }, ZHAO)
    if (opened.type !== 'opened') throw new Error(opened.type)
    const pieces: unknown[] = []
    for await (const piece of opened.pieces) pieces.push(piece)
    expect(pieces.at(-1)).toMatchObject({ type: 'damaged', reason: 'badChunk' })
    const good = Buffer.concat(pieces.slice(0, -1) as Buffer[])
    expect(good.length).toBeGreaterThan(0)
    expect(good.equals(pcm.subarray(0, good.length))).toBe(true)
  })
})
