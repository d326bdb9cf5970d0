import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ObjectStore } from '../../../src/runtime/object-store.ts'
import { eventually } from '../../support/eventually.ts'
import { scratch } from '../../support/scratch.ts'
import { freshStore, SITE, type TestStore } from '../store/support.ts'
import { joined } from './support/opening.ts'
import { newRecordingId, openObjects, type Studio, studio } from './support/recorder.ts'
import type { SpoolWriter } from './support/writer.ts'

let store: TestStore
beforeAll(async () => {
  store = await freshStore()
})
afterAll(() => store.close())

const CHUNK = 16_384
const SEALED_CHUNK = 16_400

async function allErased(writer: SpoolWriter): Promise<void> {
  await eventually(async () => {
    const from = writer.firstPlaintext()
    return from === writer.length ? { found: true } : { waiting: `${from} of ${writer.length}` }
  })
}

/**
 * Leaves the stage as a recorder leaves it that is killed: no `.done`, the object cut after `chunks` chunks and `torn`
 * bytes, and in the spool what wasn't durable.
 */
async function killedAfter(chunks: number, torn: number): Promise<{ at: Studio; writer: SpoolWriter }> {
  const real = await openObjects(join(scratch().path, 'objects'))
  const away = { type: 'unavailable', reason: 'not yet' } as const
  let killed = false
  // What is closed here would have been killed before it could have stored anything.
  const objects: ObjectStore = { ...real, put: async (...given) => (killed ? real.put(...given) : away) }
  const at = await studio(store.envelopes, { objects })
  const writer = at.begin(newRecordingId())
  writer.write(4 * CHUNK + 1_000)
  await allErased(writer)
  await at.recorder.close()
  killed = true
  const folder = join(at.stageDir, writer.recordingId)
  rmSync(join(folder, '0.done'))
  const prefix = readFileSync(join(folder, '0.ctirec')).length - (4 * SEALED_CHUNK + 1_016)
  truncateSync(join(folder, '0.ctirec'), prefix + chunks * SEALED_CHUNK + torn)
  const file = Buffer.from(writer.written)
  file.fill(0, 0, chunks * CHUNK)
  writeFileSync(writer.path, file)
  return { at, writer }
}

describe('a recorder that takes over', () => {
  it('from one that was closed goes on with the next segment, and no chunk is missing', async () => {
    const at = await studio(store.envelopes)
    const writer = at.begin(newRecordingId())
    for (const bytes of [70_000, 640, 32_768]) {
      writer.write(bytes)
      await at.again()
    }
    at.end(writer)
    const segments = await at.accounted(writer)
    expect(joined(segments, 0).equals(writer.written)).toBe(true)
    expect(segments.map(({ row }) => row.object?.truncated)).not.toContain(true)
  })

  it.each([
    ['in the middle of a chunk', 2, 9_000],
    ['in the middle of a tag', 2, SEALED_CHUNK - 3],
    ['at a chunk’s edge', 3, 0],
    ['in the final chunk', 4, 500],
    ['with the final chunk there, but not its end noted', 4, 1_016],
    ['before the first chunk was whole', 0, 16_399],
    ['before anything was sealed', 0, 0],
  ])(
    'from one that was killed %s keeps the whole chunks and seals the rest anew',
    async (_, chunks, torn) => {
      const { at, writer } = await killedAfter(chunks, torn)
      await at.again()
      at.end(writer)
      const segments = await at.accounted(writer)
      expect(joined(segments, 0).equals(writer.written)).toBe(true)
      const [first, second] = chunks === 0 ? [undefined, segments[0]] : segments
      if (chunks > 0) {
        expect(first?.row.object).toMatchObject({ truncated: true, samples: (chunks * CHUNK) / 4 })
        expect(first?.plaintext.length).toBe(chunks * CHUNK)
      }
      // The number isn't given again, even where nothing came of it.
      expect(second?.row).toMatchObject({ segment: 1, object: { truncated: false } })
      expect(at.owner.accounted).toEqual([
        { recordingId: writer.recordingId, take: 0, samples: writer.length / 4 },
      ])
      expect(at.owner.stored.map(({ truncated }) => truncated)).toEqual(chunks > 0 ? [true, false] : [false])
    },
  )

  it('after a power cut keeps what is in the stage, although the spool is gone', async () => {
    const { at, writer } = await killedAfter(3, 0)
    // A file system may have given the file its length before its bytes.
    appendFileSync(join(at.stageDir, writer.recordingId, '0.ctirec'), Buffer.alloc(2 * SEALED_CHUNK))
    rmSync(writer.path)
    await at.again()
    at.owner.knowledge.set(`${writer.recordingId}.0`, 'ended')
    const segments = await at.accounted(writer)
    expect(joined(segments, 0).equals(writer.written.subarray(0, 3 * CHUNK))).toBe(true)
  })

  it('says again what the one before may have said, and removes what it left', async () => {
    const at = await studio(store.envelopes)
    const writer = at.begin(newRecordingId())
    writer.write(50_000)
    await allErased(writer)
    await at.recorder.close()
    const folder = join(at.stageDir, writer.recordingId)
    const kept = readdirSync(folder).map((name) => ({ name, bytes: readFileSync(join(folder, name)) }))
    await at.again()
    at.end(writer)
    await at.accounted(writer)
    // As if it had been killed between the report and the removal.
    await at.recorder.close()
    mkdirSync(folder, { recursive: true })
    for (const { name, bytes } of kept) writeFileSync(join(folder, name), bytes)
    at.owner.knowledge.set(`${writer.recordingId}.0`, 'accounted')
    await at.again()
    await eventually(async () => {
      const left = readdirSync(at.stageDir).filter((name) => name.startsWith('rec_'))
      return left.length === 0 ? { found: true } : { waiting: left.join() }
    })
    expect(at.owner.accounted).toHaveLength(2)
    expect(joined(await at.accounted(writer), 0).equals(writer.written)).toBe(true)
    expect([...at.owner.raised]).toEqual([])
  })

  it('clears leftovers of segments that were removed', async () => {
    const at = await studio(store.envelopes)
    await at.recorder.close()
    const folder = join(at.stageDir, newRecordingId())
    mkdirSync(folder)
    for (const name of ['0.ctirec', '1.done', '2.begin.draft', '3.begin'])
      writeFileSync(join(folder, name), 'x')
    await at.again()
    expect(existsSync(folder)).toBe(false)
  })

  it('puts aside what it can’t understand: it may be all that there is of a talk', async () => {
    const at = await studio(store.envelopes)
    await at.recorder.close()
    const recordingId = newRecordingId()
    mkdirSync(join(at.stageDir, recordingId))
    for (const kind of ['begin', 'ctirec', 'done'])
      writeFileSync(join(at.stageDir, recordingId, `0.${kind}`), kind)
    await at.again()
    const kept = readdirSync(join(at.stageDir, 'not-understood'))
    expect(kept.map((name) => name.replace(/\.\d{10,}\./, '.')).sort()).toEqual(
      ['begin', 'ctirec', 'done'].map((kind) => `${recordingId}.0.${kind}`),
    )
    const [ctirec = ''] = kept.filter((name) => name.endsWith('ctirec'))
    expect(readFileSync(join(at.stageDir, 'not-understood', ctirec), 'utf8')).toBe('ctirec')
  })

  it('doesn’t take what it can’t read for absent', async () => {
    const at = await studio(store.envelopes)
    await at.recorder.close()
    const folder = join(at.stageDir, newRecordingId())
    mkdirSync(join(folder, '0.begin'), { recursive: true })
    writeFileSync(join(folder, '0.ctirec'), 'sealed')
    await expect(at.again()).rejects.toThrow(/stage can't be read/)
    expect(readFileSync(join(folder, '0.ctirec'), 'utf8')).toBe('sealed')
  })

  it('whose stage was lost begins behind the hole, with a number that was never given', async () => {
    const at = await studio(store.envelopes)
    const writer = at.begin(newRecordingId())
    writer.write(80_000)
    await allErased(writer)
    await eventually(async () => {
      const rows = await store.envelopes.list(SITE, writer.recordingId)
      return rows[0]?.object ? { found: rows } : { waiting: 'not stored' }
    })
    await at.recorder.close()
    rmSync(join(at.stageDir, writer.recordingId), { recursive: true })
    writer.write(20_000)
    await at.again()
    at.end(writer)
    const segments = await at.accounted(writer)
    expect(segments.map(({ row }) => row.segment)).toEqual([0, 1])
    const [, second] = segments
    // The hole ends at a page's edge.
    expect(second?.plaintext.subarray(-20_000).equals(writer.written.subarray(80_000))).toBe(true)
    expect(second?.plaintext.length).toBeLessThan(20_000 + 4_096)
    expect([...at.owner.raised]).toEqual([])
  })

  it('from one that ended a segment, and whose word of that was spoilt, keeps the final chunk too', async () => {
    const { at, writer } = await killedAfter(4, 1_016)
    writeFileSync(join(at.stageDir, writer.recordingId, '0.done'), 'not what was written')
    // The spool has been erased up to the end.
    truncateSync(writer.path, 0)
    truncateSync(writer.path, writer.length)
    await at.again()
    at.end(writer)
    const segments = await at.accounted(writer)
    expect(segments.map(({ row }) => row.object?.truncated)).toEqual([false])
    expect(joined(segments, 0).equals(writer.written)).toBe(true)
  })

  it('keeps whole chunks only where such a segment has been cut, or damaged at its end', async () => {
    const { at, writer } = await killedAfter(3, 9)
    writeFileSync(join(at.stageDir, writer.recordingId, '0.done'), '')
    await at.again()
    at.end(writer)
    const segments = await at.accounted(writer)
    expect(segments.map(({ row }) => row.object?.truncated)).toEqual([true, false])
    expect(joined(segments, 0).equals(writer.written)).toBe(true)
  })
})

describe('a segment whose number is another one’s', () => {
  const take = async (recordingId: string, segment: number) => {
    const row = { siteId: SITE, recordingId, segment, take: 0, envelope: '{}', object: null }
    await store.envelopes.save({ ...row, startedAt: '2026-01-01T00:00:00.000Z' })
  }
  const alarmed = (at: Studio, on: boolean) =>
    eventually(async () =>
      at.owner.alarms.get('segmentConflict') === on ? { found: true } : { waiting: `not ${on}` },
    )

  it('is kept apart, and its take ends with a gap; the alarm lasts until somebody has taken it away', async () => {
    const at = await studio(store.envelopes)
    const recordingId = newRecordingId()
    await take(recordingId, 0)
    const writer = at.begin(recordingId)
    writer.write(20_000)
    await alarmed(at, true)
    expect(at.owner.details.get('segmentConflict')).toContain(`${recordingId}/0`)
    await allErased(writer)
    at.end(writer)
    await eventually(async () =>
      at.owner.accounted.length > 0 ? { found: true } : { waiting: JSON.stringify(at.recorder.stats()) },
    )
    expect(at.owner.accounted).toEqual([{ recordingId, take: 0, samples: 0 }])
    const folder = join(at.stageDir, 'conflicts')
    const names = () => readdirSync(folder).map((name) => name.replace(/\.\d{10,}\./, '.'))
    await eventually(async () => (names().length === 3 ? { found: true } : { waiting: names().join() }))
    expect(names().sort()).toEqual(['begin', 'ctirec', 'done'].map((kind) => `${recordingId}.0.${kind}`))
    await eventually(async () =>
      existsSync(join(at.stageDir, recordingId)) ? { waiting: 'its stage is there' } : { found: true },
    )
    // Also for the next recorder.
    await at.again()
    await alarmed(at, true)
    rmSync(folder, { recursive: true })
    await at.again()
    await alarmed(at, false)
  })

  it('costs no more than its beginning: what follows goes under a number that is free', async () => {
    const at = await studio(store.envelopes)
    const recordingId = newRecordingId()
    for (const segment of [0, 1, 2]) await take(recordingId, segment)
    const writer = at.begin(recordingId)
    writer.write(20_000)
    await alarmed(at, true)
    await allErased(writer)
    writer.write(60_000)
    at.end(writer)
    const segments = await at.accounted(writer)
    expect(segments.map(({ row }) => row.segment)).toEqual([3])
    const kept = segments[0]?.plaintext ?? Buffer.alloc(0)
    expect(kept.length).toBeGreaterThanOrEqual(60_000)
    expect(kept.equals(writer.written.subarray(-kept.length))).toBe(true)
    expect(at.owner.accounted).toEqual([{ recordingId, take: 0, samples: kept.length / 4 }])
  })
})
