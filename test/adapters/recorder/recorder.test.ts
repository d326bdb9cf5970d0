import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LiveListener } from '../../../src/runtime/recording.ts'
import { eventually } from '../../support/eventually.ts'
import { freshStore, SITE, type TestStore } from '../store/support.ts'
import { joined } from './support/opening.ts'
import { newRecordingId, studio } from './support/recorder.ts'

let store: TestStore
beforeAll(async () => {
  store = await freshStore()
})
afterAll(() => store.close())

describe('recording a call', () => {
  it('seals what the switch writes, tells the owner, and leaves nothing in spool and stage', async () => {
    const { begin, end, accounted, owner, spoolDir, stageDir, recorder } = await studio(store.envelopes)
    const writer = begin(newRecordingId())
    const before = Date.now()
    writer.write(100_000)
    end(writer)
    const [segment, ...more] = await accounted(writer)
    if (segment === undefined) throw new Error('nothing sealed')
    expect(more).toEqual([])
    expect(segment.plaintext.equals(writer.written)).toBe(true)
    const { row } = segment
    // The first of 25,000 sample pairs was taken so long before the last was written.
    expect(Math.abs(Date.parse(segment.startedAt) - (before - 100_000 / 32))).toBeLessThan(1_000)
    expect(row).toMatchObject({ siteId: SITE, segment: 0, take: 0, startedAt: segment.startedAt })
    expect(row.object).toMatchObject({ samples: 25_000, truncated: false })
    const { key: objectKey, byteLength, sha256 } = row.object ?? { key: '', byteLength: 0, sha256: '' }
    expect(owner.stored).toEqual([
      {
        recordingId: writer.recordingId,
        take: 0,
        segment: 0,
        startedAt: segment.startedAt,
        samples: 25_000,
        objectKey,
        byteLength,
        sha256,
        truncated: false,
      },
    ])
    expect(owner.accounted).toEqual([{ recordingId: writer.recordingId, take: 0, samples: 25_000 }])
    await eventually(async () => {
      const left = readdirSync(stageDir)
      return left.length === 1 ? { found: left } : { waiting: left.join() }
    })
    expect(readdirSync(spoolDir)).toEqual([])
    expect(recorder.stats()).toMatchObject({ plaintextBytes: 0, unsealedMs: 0, spoolBytes: 0 })
    expect([...owner.raised]).toEqual([])
  })

  it('keeps the takes of a recording apart, each under its own keys', async () => {
    const { begin, end, accounted } = await studio(store.envelopes)
    const recordingId = newRecordingId()
    const writers = [0, 1, 2].map((take) => begin(recordingId, take))
    for (const writer of writers) writer.write(20_000 + writer.take * 16_384)
    for (const writer of writers) end(writer)
    for (const writer of writers) await accounted(writer)
    const segments = await accounted(writers[0] ?? { recordingId, take: 0 })
    expect(segments.map(({ row }) => row.segment)).toEqual([0, 1_000, 2_000])
    expect(new Set(segments.map(({ dataKey }) => dataKey)).size).toBe(3)
    for (const writer of writers) expect(joined(segments, writer.take).equals(writer.written)).toBe(true)
  })

  it('never has more than three seconds of plaintext in the spool, and what it erased reads as silence', async () => {
    const { begin, end, sealedBytes, recorder } = await studio(store.envelopes)
    const writer = begin(newRecordingId())
    writer.speak()
    let [most, erased, seenMs] = [0, 0, 0]
    await eventually(async () => {
      const size = writer.length
      erased = writer.firstPlaintext()
      most = Math.max(most, size - erased)
      seenMs = Math.max(seenMs, recorder.stats().unsealedMs)
      return size > 8 * 32_000 ? { found: size } : { waiting: `${size}` }
    })
    writer.pause()
    expect(most).toBeGreaterThan(0)
    expect(most).toBeLessThanOrEqual(3 * 32_000)
    expect(seenMs).toBeLessThanOrEqual(3_000)
    expect(erased).toBeGreaterThan(4 * 32_000)
    // Erased means given back, not only overwritten.
    expect(recorder.stats().spoolBytes).toBeLessThanOrEqual(3 * 32_000)
    // A switch that falls silent: the last, incomplete chunk is sealed and erased all the same.
    await eventually(async () => {
      const from = writer.firstPlaintext()
      return from === writer.length ? { found: from } : { waiting: `${from} of ${writer.length}` }
    })
    end(writer)
    expect((await sealedBytes(writer)).equals(writer.written)).toBe(true)
  })

  it('begins a further segment when a file that was quiet grows again', async () => {
    const { begin, end, accounted } = await studio(store.envelopes)
    const writer = begin(newRecordingId())
    for (const bytes of [50_000, 640, 32_000]) {
      writer.write(bytes)
      await eventually(async () => {
        const from = writer.firstPlaintext()
        return from === writer.length ? { found: from } : { waiting: `${from} of ${writer.length}` }
      })
    }
    end(writer)
    const segments = await accounted(writer)
    expect(segments.map(({ row }) => row.segment)).toEqual([0, 1, 2])
    expect(joined(segments, 0).equals(writer.written)).toBe(true)
    const [first, second] = segments.map(({ startedAt }) => Date.parse(startedAt))
    // By the samples, not by the clock: the sound's own time is what gap proof compares.
    expect((second ?? 0) - (first ?? 0)).toBe(Math.round(50_000 / 32))
  })

  it('lets live listeners hear every frame once, and goes on when one of them fails', async () => {
    const { begin, end, accounted, recorder } = await studio(store.envelopes)
    const heard: { at: number; pcm: Buffer }[] = []
    const told: string[] = []
    const listener: LiveListener = {
      takeBegan: ({ take }) => told.push(`began ${take}`),
      frames: (_, firstSample, pcm) => heard.push({ at: firstSample * 4, pcm: Buffer.from(pcm) }),
      takeEnded: ({ take }) => told.push(`ended ${take}`),
    }
    const fail = () => {
      throw new Error('a listener of somebody else')
    }
    recorder.listen({ takeBegan: fail, frames: fail, takeEnded: fail })
    const stop = recorder.listen(listener)
    const writer = begin(newRecordingId(), 7)
    writer.write(200_000)
    end(writer)
    await accounted(writer)
    expect(told).toEqual(['began 7', 'ended 7'])
    expect(Buffer.concat(heard.map(({ pcm }) => pcm)).equals(writer.written)).toBe(true)
    let at = 0
    for (const piece of heard) {
      expect(piece.at).toBe(at)
      at += piece.pcm.length
    }
    stop()
    const after = begin(newRecordingId())
    after.write(1_000)
    end(after)
    await accounted(after)
    expect(told).toHaveLength(2)
  })

  it('accounts for a take into which the switch never wrote', async () => {
    const { begin, end, accounted, owner } = await studio(store.envelopes)
    const writer = begin(newRecordingId())
    end(writer)
    expect(await accounted(writer)).toEqual([])
    expect(owner.accounted).toEqual([{ recordingId: writer.recordingId, take: 0, samples: 0 }])
  })

  it('says once that a take which should be running stands still', async () => {
    const { begin, end, accounted, owner } = await studio(store.envelopes)
    const writer = begin(newRecordingId())
    writer.write(10_000)
    await eventually(async () =>
      owner.stalled.length > 0 ? { found: true } : { waiting: 'nobody has said that it stands still' },
    )
    end(writer)
    await accounted(writer)
    expect(owner.stalled).toEqual([`${writer.recordingId}.0`])
  })

  it('seals a file of which nobody knows, and raises an alarm', async () => {
    const { begin, owner, accounted, spoolDir } = await studio(store.envelopes)
    const writer = begin(newRecordingId())
    owner.knowledge.clear()
    writer.write(10_000)
    writer.end()
    expect(joined(await accounted(writer), 0).equals(writer.written)).toBe(true)
    await eventually(async () =>
      owner.alarms.get('unknownTake') === true ? { found: true } : { waiting: 'no alarm' },
    )
    await eventually(async () => {
      const left = readdirSync(spoolDir)
      return left.length === 0 ? { found: left } : { waiting: left.join() }
    })
  }, 30_000)
})
