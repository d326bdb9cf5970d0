/**
 * Where things lie in a sealed recording:
 *
 *     magic (8) ‖ header length (4, big-endian) ‖ header ‖ salt (24) ‖ commitment (32) ‖ chunk 0 ‖ chunk 1 ‖ …
 *
 * From the salt on it is a ciphertext of https://c2sp.org/chunked-encryption. Each chunk holds 16 KiB of plaintext and
 * its tag; the final chunk is always shorter and may be empty, so an object that was cut short can't look whole.
 */

/** The line feed shows at once when something has treated the object as text. */
export const MAGIC = Buffer.from('CTIREC1\n', 'latin1')
export const HEADER_LENGTH_BYTES = 4
export const MAX_HEADER_BYTES = 4_096
export const SALT_BYTES = 24
export const COMMITMENT_BYTES = 32
export const CHUNK_BYTES = 16_384
export const TAG_BYTES = 16
export const SEALED_CHUNK_BYTES = CHUNK_BYTES + TAG_BYTES
/** C2SP: a message has at most 2³⁸ chunks; nonces beyond could meet another message's. */
export const MAX_CHUNKS = 2 ** 38

/** Bytes of all chunks together for so many bytes of plaintext. */
export function chunksLength(plaintextBytes: number): number {
  return plaintextBytes + TAG_BYTES * (Math.floor(plaintextBytes / CHUNK_BYTES) + 1)
}

/** Bytes of plaintext in chunks of this length together; undefined when no plaintext gives this length. */
export function plaintextLength(chunksBytes: number): number | undefined {
  const full = Math.floor(chunksBytes / SEALED_CHUNK_BYTES)
  const last = chunksBytes % SEALED_CHUNK_BYTES
  if (last < TAG_BYTES || full >= MAX_CHUNKS) return undefined
  return full * CHUNK_BYTES + last - TAG_BYTES
}

/** Bytes of plaintext in a segment that lost its recorder: whole chunks, at least one; else undefined. */
export function wholeChunksLength(chunksBytes: number): number | undefined {
  const chunks = chunksBytes / SEALED_CHUNK_BYTES
  return Number.isInteger(chunks) && chunks >= 1 && chunks <= MAX_CHUNKS ? chunks * CHUNK_BYTES : undefined
}

/** The same for an object that was cut anywhere: what can be kept of it. No chunk at all gives nothing to keep. */
export function keepableLength(
  prefixBytes: number,
  byteLength: number,
): { readonly byteLength: number; readonly plaintextBytes: number } {
  const chunks = Math.floor((byteLength - prefixBytes) / SEALED_CHUNK_BYTES)
  if (chunks < 1) return { byteLength: 0, plaintextBytes: 0 }
  return { byteLength: prefixBytes + chunks * SEALED_CHUNK_BYTES, plaintextBytes: chunks * CHUNK_BYTES }
}
