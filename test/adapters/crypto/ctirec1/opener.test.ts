import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  bufferSource,
  createDataKey,
  openSealed,
  type SealedSource,
} from '../../../../src/adapters/crypto/ctirec1/index.ts'
import { CHUNK_BYTES, SEALED_CHUNK_BYTES } from '../../../../src/adapters/crypto/ctirec1/layout.ts'
import { header, open, pattern, readAll, recordingOf, seal } from './support.ts'

const PLAINTEXT = pattern(3 * CHUNK_BYTES + 1_000)
const sealed = seal(PLAINTEXT)
const chunkAt = (n: number) => sealed.prefixBytes + n * SEALED_CHUNK_BYTES
const chunk = (n: number) => sealed.bytes.subarray(chunkAt(n), chunkAt(n + 1))
const prefix = sealed.bytes.subarray(0, sealed.prefixBytes)

/** Keeps count of what was asked of the object. */
function watched(bytes: Buffer): { source: SealedSource; asked: [number, number][] } {
  const asked: [number, number][] = []
  return {
    asked,
    source: {
      byteLength: bytes.length,
      async read(fromByte, toByte) {
        asked.push([fromByte, toByte])
        return { type: 'bytes', bytes: bytes.subarray(fromByte, toByte) }
      },
    },
  }
}

describe('reading a sealed recording', () => {
  it('gives its header and any range, equal to the slice of what was sealed', async () => {
    const recording = recordingOf(await open(sealed.bytes, sealed.dataKey))
    expect(recording.header).toEqual(header)
    expect(recording.plaintextBytes).toBe(PLAINTEXT.length)
    const point = fc.integer({ min: 0, max: PLAINTEXT.length })
    await fc.assert(
      fc.asyncProperty(point, point, async (a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)]
        const read = await recording.readRange(from, to)
        expect(read.type === 'bytes' && read.bytes.equals(PLAINTEXT.subarray(from, to))).toBe(true)
      }),
    )
  })

  it('gives the ranges at each chunk’s edges', async () => {
    const recording = recordingOf(await open(sealed.bytes, sealed.dataKey))
    const edges = [0, 1, 2, 3].flatMap((n) => [n * CHUNK_BYTES - 1, n * CHUNK_BYTES, n * CHUNK_BYTES + 1])
    const points = [...edges.filter((at) => at >= 0), PLAINTEXT.length - 1, PLAINTEXT.length]
    for (const from of points)
      for (const to of points.filter((at) => at >= from)) {
        const read = await recording.readRange(from, to)
        expect(read.type === 'bytes' && read.bytes.equals(PLAINTEXT.subarray(from, to))).toBe(true)
      }
  })

  it('reads the chunks that hold a range and no other', async () => {
    const { source, asked } = watched(sealed.bytes)
    const outcome = await openSealed(source, sealed.dataKey)
    // At opening: what stands before the chunks, and the final chunk.
    expect(asked.at(-1)).toEqual([chunkAt(3), sealed.bytes.length])
    asked.length = 0
    await recordingOf(outcome).readRange(CHUNK_BYTES + 5, CHUNK_BYTES + 6)
    await recordingOf(outcome).readRange(CHUNK_BYTES, CHUNK_BYTES)
    await recordingOf(outcome).readRange(CHUNK_BYTES - 1, CHUNK_BYTES + 1)
    expect(asked).toEqual([
      [chunkAt(1), chunkAt(2)],
      [chunkAt(0), chunkAt(2)],
    ])
  })

  it('streams a long recording in pieces of at most 1 MiB', async () => {
    const plaintext = randomBytes(150 * CHUNK_BYTES)
    const { bytes, dataKey } = seal(plaintext)
    const recording = recordingOf(await open(bytes, dataKey))
    const sizes: number[] = []
    for await (const piece of recording.stream(1, plaintext.length))
      if (piece.type === 'bytes') sizes.push(piece.bytes.length)
    expect(sizes).toEqual([64 * CHUNK_BYTES - 1, 64 * CHUNK_BYTES, 22 * CHUNK_BYTES])
    const all = await readAll(bytes, dataKey)
    expect(Buffer.isBuffer(all) && all.equals(plaintext)).toBe(true)
  })

  it.each([
    ['backwards', 10, 5],
    ['before the beginning', -1, 5],
    ['beyond the end', 0, PLAINTEXT.length + 1],
    ['between bytes', 0.5, 5],
    ['not numbers', Number.NaN, 5],
  ])('refuses a range that is %s', async (_, from, to) => {
    const recording = recordingOf(await open(sealed.bytes, sealed.dataKey))
    expect(await recording.readRange(from, to)).toEqual({
      type: 'badRange',
      plaintextBytes: PLAINTEXT.length,
    })
  })
})

describe('refusing what is not the recording that was sealed', () => {
  it('refuses any single altered byte', async () => {
    const position = fc.integer({ min: 0, max: sealed.bytes.length - 1 })
    await fc.assert(
      fc.asyncProperty(position, fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const altered = Buffer.from(sealed.bytes)
        altered.writeUInt8(altered.readUInt8(at) ^ change, at)
        const outcome = await readAll(altered, sealed.dataKey)
        expect(Buffer.isBuffer(outcome)).toBe(false)
        expect(outcome).toMatchObject({ type: 'refused' })
      }),
      { numRuns: 200 },
    )
  })

  it('refuses each flipped bit of what stands before the chunks', async () => {
    const head = Buffer.concat([prefix, chunk(3)])
    const opened: number[] = []
    for (let bit = 0; bit < prefix.length * 8; bit += 1) {
      const altered = Buffer.from(head)
      altered.writeUInt8(altered.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
      const outcome = await open(altered, sealed.dataKey)
      // The chunk behind it isn't the right one either, so only these reasons speak of the bit.
      const seen = outcome.type === 'refused' && outcome.reason !== 'badChunk'
      if (!seen) opened.push(bit)
    }
    expect(opened).toEqual([])
  })

  it('says which chunk was altered, and reads the others', async () => {
    const altered = Buffer.from(sealed.bytes)
    altered.writeUInt8(altered.readUInt8(chunkAt(1) + 100) ^ 1, chunkAt(1) + 100)
    const recording = recordingOf(await open(altered, sealed.dataKey))
    expect(await recording.readRange(0, CHUNK_BYTES + 1)).toEqual({
      type: 'refused',
      reason: 'badChunk',
      chunk: 1,
    })
    expect(await recording.readRange(2 * CHUNK_BYTES, PLAINTEXT.length)).toMatchObject({ type: 'bytes' })
  })

  it('refuses an object cut at any byte around any edge, at opening', async () => {
    const edges = [0, 8, 12, sealed.prefixBytes - 56, sealed.prefixBytes - 32, ...[0, 1, 2, 3].map(chunkAt)]
    const cuts = new Set(
      edges.flatMap((edge) => [-17, -16, -15, -1, 0, 1, 15, 16, 17].map((by) => edge + by)),
    )
    cuts.add(sealed.bytes.length - 1)
    for (const length of [...cuts].filter((at) => at >= 0)) {
      const outcome = await open(sealed.bytes.subarray(0, length), sealed.dataKey)
      expect(['notCtirec1', 'truncated', 'badChunk']).toContain(
        outcome.type === 'refused' ? outcome.reason : '',
      )
    }
    for (const n of [0, 1, 2, 3])
      expect(await open(sealed.bytes.subarray(0, chunkAt(n)), sealed.dataKey)).toEqual({
        type: 'refused',
        reason: 'truncated',
      })
  })

  it.each([
    ['swapped', [chunk(1), chunk(0), chunk(2), chunk(3)], 0],
    ['doubled', [chunk(0), chunk(0), chunk(1), chunk(2), chunk(3)], 4],
    ['missing', [chunk(0), chunk(2), chunk(3)], 2],
    ['put behind the final one', [chunk(0), chunk(1), chunk(2), chunk(3), chunk(3)], 3],
    ['replaced by another one', [chunk(0), chunk(1), chunk(1), chunk(3)], 2],
  ])('refuses chunks that were %s', async (_, chunks, bad) => {
    const outcome = await readAll(Buffer.concat([prefix, ...chunks]), sealed.dataKey)
    expect(outcome).toMatchObject({ type: 'refused' })
    if ('reason' in outcome && outcome.reason === 'badChunk') expect(outcome).toMatchObject({ chunk: bad })
  })

  it('refuses chunks of another segment under the same key', async () => {
    const other = seal(PLAINTEXT, { dataKey: sealed.dataKey, of: { ...header, segment: 1 } })
    const foreign = other.bytes.subarray(other.prefixBytes, other.prefixBytes + SEALED_CHUNK_BYTES)
    const mixed = Buffer.concat([prefix, foreign, sealed.bytes.subarray(chunkAt(1))])
    expect(await readAll(mixed, sealed.dataKey)).toEqual({ type: 'refused', reason: 'badChunk', chunk: 0 })
  })

  it('refuses another data key', async () => {
    expect(await open(sealed.bytes, createDataKey())).toEqual({ type: 'refused', reason: 'wrongKey' })
  })

  it('refuses another header before the same chunks', async () => {
    const other = seal(PLAINTEXT, { dataKey: sealed.dataKey, of: { ...header, channels: 1 } })
    const rest = sealed.bytes.subarray(sealed.prefixBytes - 56)
    const forged = Buffer.concat([other.bytes.subarray(0, other.prefixBytes - 56), rest])
    expect(await open(forged, sealed.dataKey)).toEqual({ type: 'refused', reason: 'wrongKey' })
  })

  it('refuses another salt or another commitment', async () => {
    const other = seal(PLAINTEXT, { dataKey: sealed.dataKey })
    const saltAt = sealed.prefixBytes - 56
    const commitmentAt = sealed.prefixBytes - 32
    for (const [from, to] of [
      [saltAt, commitmentAt],
      [commitmentAt, sealed.prefixBytes],
    ] as const) {
      const forged = Buffer.from(sealed.bytes)
      other.bytes.copy(forged, from, from, to)
      expect(await open(forged, sealed.dataKey)).toEqual({ type: 'refused', reason: 'wrongKey' })
    }
  })

  it('refuses anything else without a crash', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.boolean(), async (bytes, magic) => {
        const object = magic ? Buffer.concat([Buffer.from('CTIREC1\n'), bytes]) : Buffer.from(bytes)
        expect((await open(object, sealed.dataKey)).type).toBe('refused')
      }),
    )
  })
})

describe('a segment whose recorder died', () => {
  const whole = sealed.bytes.subarray(0, chunkAt(3))
  const openTruncated = (bytes: Buffer, dataKey = sealed.dataKey) =>
    openSealed(bufferSource(bytes), dataKey, { truncated: true })
  const reasonOf = async (bytes: Buffer) => {
    const outcome = await openTruncated(bytes)
    return outcome.type === 'refused' ? outcome.reason : outcome.type
  }

  it('is read up to its last whole chunk, when its reader says that it is one', async () => {
    expect(await open(whole, sealed.dataKey)).toEqual({ type: 'refused', reason: 'truncated' })
    const recording = recordingOf(await openTruncated(whole))
    expect(recording.plaintextBytes).toBe(3 * CHUNK_BYTES)
    for (const [from, to] of [
      [0, 3 * CHUNK_BYTES],
      [CHUNK_BYTES - 1, 2 * CHUNK_BYTES + 1],
      [3 * CHUNK_BYTES - 1, 3 * CHUNK_BYTES],
    ] as const) {
      const read = await recording.readRange(from, to)
      expect(read.type === 'bytes' && read.bytes.equals(PLAINTEXT.subarray(from, to))).toBe(true)
    }
    expect(await recording.readRange(0, 3 * CHUNK_BYTES + 1)).toMatchObject({ type: 'badRange' })
  })

  it('is refused when it ends anywhere else, is altered or has no chunk', async () => {
    expect(await reasonOf(sealed.bytes)).toBe('truncated')
    expect(await reasonOf(prefix)).toBe('truncated')
    for (const by of [-17, -16, -1, 1, 16, 17])
      expect(await reasonOf(sealed.bytes.subarray(0, chunkAt(3) + by))).toBe('truncated')
    expect(await reasonOf(Buffer.concat([prefix, chunk(0), chunk(2)]))).toBe('badChunk')
    expect(await openTruncated(whole, createDataKey())).toEqual({ type: 'refused', reason: 'wrongKey' })
  })
})

describe('a source that fails', () => {
  it('says so, at opening and later', async () => {
    let failing = true
    const source: SealedSource = {
      byteLength: sealed.bytes.length,
      read: async (fromByte, toByte) =>
        failing
          ? { type: 'unreadable', reason: 'EIO' }
          : { type: 'bytes', bytes: sealed.bytes.subarray(fromByte, toByte) },
    }
    expect(await openSealed(source, sealed.dataKey)).toEqual({ type: 'unreadable', reason: 'EIO' })
    failing = false
    const recording = recordingOf(await openSealed(source, sealed.dataKey))
    failing = true
    expect(await recording.readRange(0, 10)).toEqual({ type: 'unreadable', reason: 'EIO' })
  })

  it('is found out when its object shrinks', async () => {
    let shown = sealed.bytes
    const source: SealedSource = {
      byteLength: sealed.bytes.length,
      read: async (fromByte, toByte) => ({ type: 'bytes', bytes: shown.subarray(fromByte, toByte) }),
    }
    const recording = recordingOf(await openSealed(source, sealed.dataKey))
    shown = sealed.bytes.subarray(0, chunkAt(1) + 20)
    expect(await recording.readRange(0, PLAINTEXT.length)).toEqual({ type: 'refused', reason: 'truncated' })
    expect(await openSealed(source, sealed.dataKey)).toEqual({ type: 'refused', reason: 'truncated' })
  })
})
