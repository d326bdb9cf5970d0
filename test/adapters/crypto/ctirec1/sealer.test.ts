import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createDataKey, createSealer } from '../../../../src/adapters/crypto/ctirec1/index.ts'
import { CHUNK_BYTES, chunksLength } from '../../../../src/adapters/crypto/ctirec1/layout.ts'
import { header, pattern, readAll, seal } from './support.ts'

const salt = Buffer.alloc(24, 7)

describe('sealing a recording as it grows', () => {
  it('gives the same bytes however the plaintext was cut into pushes, and they open to it', async () => {
    const dataKey = createDataKey()
    const sizes = fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(sizes, async (pushes) => {
        const plaintext = pattern(pushes.reduce((sum, size) => sum + size, 0))
        const sealer = createSealer({ header, dataKey, salt })
        const out = [sealer.prefix]
        let at = 0
        for (const size of pushes) {
          out.push(...sealer.push(plaintext.subarray(at, at + size)))
          at += size
          expect(sealer.sealedBytes + sealer.pendingBytes).toBe(at)
          expect(sealer.pendingBytes).toBeLessThan(CHUNK_BYTES)
        }
        out.push(...sealer.finish())
        const whole = createSealer({ header, dataKey, salt })
        const bytes = Buffer.concat(out)
        expect(bytes.equals(Buffer.concat([whole.prefix, ...whole.push(plaintext), ...whole.finish()]))).toBe(
          true,
        )
        expect(bytes.length).toBe(sealer.prefix.length + chunksLength(plaintext.length))
        const opened = await readAll(bytes, dataKey)
        expect(Buffer.isBuffer(opened) && opened.equals(plaintext)).toBe(true)
      }),
      { numRuns: 40 },
    )
  })

  it('lets the caller reuse its buffer at once', async () => {
    const dataKey = createDataKey()
    const sealer = createSealer({ header, dataKey })
    const plaintext = pattern(3 * 640)
    const step = Buffer.alloc(640)
    const out = [sealer.prefix]
    for (let at = 0; at < plaintext.length; at += 640) {
      plaintext.copy(step, 0, at)
      out.push(...sealer.push(step))
    }
    step.fill(0)
    out.push(...sealer.finish())
    const all = await readAll(Buffer.concat(out), dataKey)
    expect(Buffer.isBuffer(all) && all.equals(plaintext)).toBe(true)
  })

  it('shows nothing of the plaintext, and seals nothing alike twice', () => {
    const silence = Buffer.alloc(2 * CHUNK_BYTES)
    const dataKey = createDataKey()
    const first = seal(silence, { dataKey })
    const second = seal(silence, { dataKey })
    const chunkOf = (bytes: Buffer, n: number) =>
      bytes.subarray(first.prefixBytes + n * 16_400, first.prefixBytes + n * 16_400 + 64).toString('hex')
    const looks = [first, second].flatMap(({ bytes }) => [chunkOf(bytes, 0), chunkOf(bytes, 1)])
    expect(new Set(looks).size).toBe(4)
  })

  it('is over after its final chunk', () => {
    const sealer = createSealer({ header, dataKey: createDataKey() })
    sealer.push(pattern(10))
    expect(Buffer.concat(sealer.finish()).length).toBe(10 + 16)
    expect(sealer.sealedBytes).toBe(10)
    expect(() => sealer.push(pattern(1))).toThrow('has ended')
    expect(() => sealer.finish()).toThrow('has ended')
  })

  it('is over after anything that was thrown: no chunk number is used twice', () => {
    const sealer = createSealer({ header, dataKey: createDataKey() })
    // What a bug might hand in; the sealer can't know how far it got.
    const broken = new Proxy(Buffer.alloc(CHUNK_BYTES), {
      get: (target, key) => {
        if (key === 'subarray') throw new Error('read failed')
        return Reflect.get(target, key)
      },
    })
    expect(() => sealer.push(broken)).toThrow('read failed')
    expect(() => sealer.push(pattern(1))).toThrow('has ended')
    expect(() => sealer.finish()).toThrow('has ended')
  })

  it('is over after it was discarded, and what waited is wiped', () => {
    const sealer = createSealer({ header, dataKey: createDataKey() })
    sealer.push(pattern(100))
    sealer.discard()
    sealer.discard()
    expect(sealer.pendingBytes).toBe(0)
    expect(() => sealer.finish()).toThrow('has ended')
  })

  it('refuses keys, salts and headers that are not of the format, before anything is sealed', () => {
    const dataKey = createDataKey()
    expect(() => createSealer({ header, dataKey: dataKey.subarray(1) })).toThrow('32 bytes')
    expect(() => createSealer({ header, dataKey, salt: salt.subarray(1) })).toThrow('24 bytes')
    expect(() => createSealer({ header: { ...header, recordingId: 'rec_1' }, dataKey })).toThrow(
      'recordingId',
    )
  })
})
