/**
 * Seals one segment of a recording as it grows, from its first byte to its end.
 *
 *     open ── push ──▶ open ── finish ──▶ over
 *       └── discard, or anything thrown ──▶ over
 *
 * There is no way back from `over` and no way to go on with a half-sealed segment: its recorder begins a new one with a
 * new data key. A chunk's number is its nonce, so that an encryptor that resumed could use one twice.
 */
import { randomBytes } from 'node:crypto'
import { DATA_KEY_BYTES } from '../../../lib/envelope/wrap.ts'
import { sealChunk } from './chunk.ts'
import { encodeHeader, type RecordingHeader } from './header.ts'
import { contextOf, deriveKeys, headOf } from './keys.ts'
import { CHUNK_BYTES, SALT_BYTES } from './layout.ts'

export interface Sealer {
  /** What stands before the first chunk: magic, header length, header, salt, commitment. Written first. */
  readonly prefix: Buffer
  /** Bytes of plaintext in the chunks given out so far: what may be removed once these chunks are durable. */
  readonly sealedBytes: number
  /** Bytes of plaintext that wait for their chunk to fill; below 16 KiB. */
  readonly pendingBytes: number
  /**
   * Takes plaintext in pieces of any size and gives the sealed bytes that became whole: pieces to be written in order
   * (ciphertext, tag, ciphertext, tag, …), often none. `plaintext` may be reused at once. Keeps less than 16 KiB.
   * @throws Error after the end
   */
  push(plaintext: Uint8Array): readonly Buffer[]
  /**
   * The final, short chunk. Only with it is the segment whole.
   * @throws Error after the end
   */
  finish(): readonly Buffer[]
  /** Ends without a final chunk and wipes what waits; afterwards it does nothing. */
  discard(): void
}

export interface SealerOptions {
  readonly header: RecordingHeader
  /** 32 random bytes of this segment alone (`createDataKey`). Not kept; the caller may wipe it. */
  readonly dataKey: Uint8Array
  /** 24 bytes; random unless a test vector is being made. */
  readonly salt?: Uint8Array
}

const NOTHING: readonly Buffer[] = Object.freeze([])

/** A fresh data key: one for each segment, never two segments under one. */
export function createDataKey(): Buffer {
  return randomBytes(DATA_KEY_BYTES)
}

/** @throws RangeError when header, key or salt aren't as the format has them */
export function createSealer({ header, dataKey, salt = randomBytes(SALT_BYTES) }: SealerOptions): Sealer {
  const head = headOf(encodeHeader(header))
  const keys = deriveKeys(dataKey, salt, contextOf(head))
  const pending = Buffer.alloc(CHUNK_BYTES)
  let pendingBytes = 0
  let sealedBytes = 0
  let chunk = 0
  let over = false

  const end = () => {
    over = true
    pending.fill(0)
    pendingBytes = 0
  }
  const mustBeOpen = () => {
    if (over) throw new Error('the sealer has ended: a new segment needs a new sealer and a new data key')
  }
  const seal = (plaintext: Uint8Array) => {
    const sealed = sealChunk(keys, chunk, plaintext)
    chunk += 1
    return sealed
  }

  const sealWhole = (plaintext: Uint8Array): readonly Buffer[] => {
    const out: Buffer[] = []
    let at = 0
    if (pendingBytes > 0) {
      at = CHUNK_BYTES - pendingBytes
      pending.set(plaintext.subarray(0, at), pendingBytes)
      out.push(...seal(pending))
      sealedBytes += CHUNK_BYTES
    }
    for (; plaintext.length - at >= CHUNK_BYTES; at += CHUNK_BYTES) {
      out.push(...seal(plaintext.subarray(at, at + CHUNK_BYTES)))
      sealedBytes += CHUNK_BYTES
    }
    pending.set(plaintext.subarray(at))
    pendingBytes = plaintext.length - at
    return out
  }

  return {
    prefix: Buffer.concat([head, salt, keys.commitment]),
    get sealedBytes() {
      return sealedBytes
    },
    get pendingBytes() {
      return pendingBytes
    },
    push(plaintext) {
      mustBeOpen()
      try {
        // Twenty-five of twenty-six pushes of a live recording end here.
        if (pendingBytes + plaintext.length < CHUNK_BYTES) {
          pending.set(plaintext, pendingBytes)
          pendingBytes += plaintext.length
          return NOTHING
        }
        return sealWhole(plaintext)
      } catch (fault) {
        end()
        throw fault
      }
    },
    finish() {
      mustBeOpen()
      try {
        const last = seal(pending.subarray(0, pendingBytes))
        sealedBytes += pendingBytes
        return last
      } finally {
        end()
      }
    },
    discard: end,
  }
}
