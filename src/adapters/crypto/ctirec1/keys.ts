/** What is derived from a segment's data key, as https://c2sp.org/chunked-encryption has it for Cobblestone-256. */
import { createHash, createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import { DATA_KEY_BYTES } from '../../../lib/envelope/wrap.ts'
import { COMMITMENT_BYTES, HEADER_LENGTH_BYTES, MAGIC, MAX_CHUNKS, SALT_BYTES } from './layout.ts'

const INFO = Buffer.from('c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0', 'latin1')
const KEY_BYTES = 32
const NONCE_BYTES = 12

export interface SegmentKeys {
  readonly key: KeyObject
  /** 12 bytes; chunk `n` uses this XOR `n`. */
  readonly baseNonce: Buffer
  /** 32 bytes that only this data key, salt and context give. */
  readonly commitment: Buffer
}

/** Magic, header length and header: the bytes that the keys are bound to. */
export function headOf(header: Buffer): Buffer {
  const length = Buffer.alloc(HEADER_LENGTH_BYTES)
  length.writeUInt32BE(header.length)
  return Buffer.concat([MAGIC, length, header])
}

/** C2SP's context of a recording: SHA-256 of its head, so that no header can be put before other chunks. */
export function contextOf(head: Buffer): Buffer {
  return createHash('sha256').update(head).digest()
}

/**
 * @param dataKey 32 random bytes
 * @param salt 24 bytes, never the same twice under one data key
 */
export function deriveKeys(dataKey: Uint8Array, salt: Uint8Array, context: Uint8Array): SegmentKeys {
  if (dataKey.length !== DATA_KEY_BYTES) throw new RangeError('a data key has 32 bytes')
  if (salt.length !== SALT_BYTES) throw new RangeError('a salt has 24 bytes')
  const info = Buffer.concat([INFO, salt, context])
  const derived = hkdfExpandSha512(dataKey, info, KEY_BYTES + NONCE_BYTES + COMMITMENT_BYTES)
  const keys = {
    key: createSecretKey(derived.subarray(0, KEY_BYTES)),
    baseNonce: Buffer.from(derived.subarray(KEY_BYTES, KEY_BYTES + NONCE_BYTES)),
    commitment: Buffer.from(derived.subarray(KEY_BYTES + NONCE_BYTES)),
  }
  derived.fill(0)
  return keys
}

/** @throws RangeError at chunk 2³⁸, where the standard says stop */
export function nonceOf(baseNonce: Buffer, chunk: number): Buffer {
  if (!Number.isInteger(chunk) || chunk < 0 || chunk >= MAX_CHUNKS)
    throw new RangeError('a segment has at most 2³⁸ chunks')
  const nonce = Buffer.from(baseNonce)
  const high = NONCE_BYTES - 5
  // Bitwise operators work on 32 bits: the top byte of the five goes apart.
  nonce.writeUInt8(nonce.readUInt8(high) ^ Math.floor(chunk / 2 ** 32), high)
  nonce.writeUInt32BE((nonce.readUInt32BE(high + 1) ^ (chunk % 2 ** 32)) >>> 0, high + 1)
  return nonce
}

/** RFC 5869, section 2.3. Node's own `hkdf` always extracts first, which the standard leaves out. */
function hkdfExpandSha512(prk: Uint8Array, info: Buffer, length: number): Buffer {
  const blocks: Buffer[] = []
  let last = Buffer.alloc(0)
  for (let n = 1; blocks.length * 64 < length; n += 1) {
    last = createHmac('sha512', prk).update(last).update(info).update(Buffer.of(n)).digest()
    blocks.push(last)
  }
  return Buffer.concat(blocks).subarray(0, length)
}
