import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { sealChunk } from '../../../../src/adapters/crypto/ctirec1/chunk.ts'
import { deriveKeys, nonceOf } from '../../../../src/adapters/crypto/ctirec1/keys.ts'
import {
  CHUNK_BYTES,
  chunksLength,
  MAX_CHUNKS,
  plaintextLength,
} from '../../../../src/adapters/crypto/ctirec1/layout.ts'
import { pattern } from './support.ts'

interface CobblestoneVector {
  readonly plaintextBytes: number
  readonly key: string
  readonly context: string
  readonly salt: string
  readonly commitment: string
  readonly ciphertextSha256: string
}

const { vectors }: { vectors: CobblestoneVector[] } = JSON.parse(
  readFileSync(new URL('../vectors/cobblestone-256.json', import.meta.url), 'utf8'),
)

describe('the C2SP construction', () => {
  it.each(vectors)('gives another implementation’s bytes for $plaintextBytes bytes', (vector) => {
    const salt = Buffer.from(vector.salt, 'hex')
    const keys = deriveKeys(Buffer.from(vector.key, 'hex'), salt, Buffer.from(vector.context, 'hex'))
    expect(keys.commitment.toString('hex')).toBe(vector.commitment)
    const plaintext = pattern(vector.plaintextBytes)
    const hash = createHash('sha256').update(salt).update(keys.commitment)
    for (let chunk = 0; chunk * CHUNK_BYTES <= plaintext.length; chunk += 1) {
      const part = plaintext.subarray(chunk * CHUNK_BYTES, (chunk + 1) * CHUNK_BYTES)
      for (const piece of sealChunk(keys, chunk, part)) hash.update(piece)
    }
    expect(hash.digest('hex')).toBe(vector.ciphertextSha256)
  })

  it('puts a chunk’s number into the last five bytes of the nonce, also beyond 32 bits', () => {
    const base = Buffer.from('000102030405060708090a0b', 'hex')
    expect(nonceOf(base, 0).toString('hex')).toBe('000102030405060708090a0b')
    expect(nonceOf(base, 1).toString('hex')).toBe('000102030405060708090a0a')
    expect(nonceOf(base, 2 ** 32).toString('hex')).toBe('000102030405060608090a0b')
    expect(nonceOf(base, 2 ** 38 - 1).toString('hex')).toBe('0001020304050638f7f6f5f4')
    expect(nonceOf(Buffer.alloc(12, 0xff), 0x80000001).toString('hex')).toBe('ffffffffffffffff7ffffffe')
    expect(base.toString('hex')).toBe('000102030405060708090a0b')
  })

  it('stops at 2³⁸ chunks', () => {
    expect(() => nonceOf(Buffer.alloc(12), MAX_CHUNKS)).toThrow('2³⁸')
    expect(() => nonceOf(Buffer.alloc(12), -1)).toThrow('2³⁸')
  })
})

describe('lengths', () => {
  it('takes only lengths that some plaintext gives', () => {
    expect([0, 1, 16_383, 16_384, 16_385, 32_768].map(chunksLength)).toEqual([
      16, 17, 16_399, 16_416, 16_417, 32_816,
    ])
    const valid = new Map(Array.from({ length: 40_000 }, (_, n) => [chunksLength(n), n]))
    const wrong = Array.from({ length: 40_000 }, (_, n) => n).filter(
      (n) => plaintextLength(n) !== valid.get(n),
    )
    expect(wrong).toEqual([])
    expect(plaintextLength(MAX_CHUNKS * 16_400 + 16)).toBeUndefined()
    expect(plaintextLength(-5)).toBeUndefined()
  })
})
