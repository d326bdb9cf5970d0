/** One chunk: AES-256-GCM under the segment's key, no associated data, a tag of 16 bytes behind the ciphertext. */
import { createCipheriv, createDecipheriv } from 'node:crypto'
import { nonceOf, type SegmentKeys } from './keys.ts'
import { TAG_BYTES } from './layout.ts'

const CIPHER = 'aes-256-gcm'
/** Without it a decipher takes a tag of four bytes, which can be guessed. */
const OPTIONS = { authTagLength: TAG_BYTES }

/** Ciphertext and tag, as two buffers: to join them would cost as much as to encrypt them. */
export function sealChunk(
  keys: SegmentKeys,
  chunk: number,
  plaintext: Uint8Array,
): readonly [Buffer, Buffer] {
  const cipher = createCipheriv(CIPHER, keys.key, nonceOf(keys.baseNonce, chunk), OPTIONS)
  const ciphertext = cipher.update(plaintext)
  cipher.final()
  return [ciphertext, cipher.getAuthTag()]
}

/** The plaintext; undefined when the bytes aren't this chunk of this segment, to the last bit. */
export function openChunk(keys: SegmentKeys, chunk: number, sealed: Uint8Array): Buffer | undefined {
  if (sealed.length < TAG_BYTES) return undefined
  const decipher = createDecipheriv(CIPHER, keys.key, nonceOf(keys.baseNonce, chunk), OPTIONS)
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES))
  const plaintext = decipher.update(sealed.subarray(0, sealed.length - TAG_BYTES))
  try {
    decipher.final()
    return plaintext
  } catch {
    plaintext.fill(0)
    return undefined
  }
}
