/** Reads a range of plaintext by decrypting the chunks that hold it. */
import { openChunk } from './chunk.ts'
import type { SegmentKeys } from './keys.ts'
import { CHUNK_BYTES, chunksLength, SEALED_CHUNK_BYTES } from './layout.ts'
import { type Refusal, refused, type Unreadable } from './refusal.ts'
import type { SealedSource } from './source.ts'

export type RangeOutcome =
  | { readonly type: 'bytes'; readonly bytes: Buffer }
  /** Not a range of this recording, or longer than one answer may be. */
  | { readonly type: 'badRange'; readonly plaintextBytes: number }
  | Refusal
  | Unreadable

export interface OpenObject {
  readonly source: SealedSource
  readonly keys: SegmentKeys
  /** Where chunk 0 begins. */
  readonly prefixBytes: number
  readonly plaintextBytes: number
}

/** Chunks asked of the source at once: 1 MiB, few enough requests for a remote store and little memory. */
const CHUNKS_A_READ = 64

/** Pieces in order, each of at most 1 MiB; anything but `bytes` is the last. */
export async function* readChunks(
  object: OpenObject,
  fromByte: number,
  toByte: number,
): AsyncGenerator<RangeOutcome, void, undefined> {
  const { source, keys, prefixBytes, plaintextBytes } = object
  const whole = Number.isSafeInteger(fromByte) && Number.isSafeInteger(toByte)
  if (!whole || fromByte < 0 || fromByte > toByte || toByte > plaintextBytes) {
    yield { type: 'badRange', plaintextBytes }
    return
  }
  const sealedEnd = prefixBytes + chunksLength(plaintextBytes)
  const afterChunk = fromByte === toByte ? 0 : Math.ceil(toByte / CHUNK_BYTES)
  for (let chunk = Math.floor(fromByte / CHUNK_BYTES); chunk < afterChunk; chunk += CHUNKS_A_READ) {
    const count = Math.min(CHUNKS_A_READ, afterChunk - chunk)
    const begin = prefixBytes + chunk * SEALED_CHUNK_BYTES
    const end = Math.min(begin + count * SEALED_CHUNK_BYTES, sealedEnd)
    const read = await source.read(begin, end)
    if (read.type === 'unreadable') {
      yield read
      return
    }
    if (read.bytes.length < end - begin) {
      yield refused('truncated')
      return
    }
    const opened = openEach(keys, chunk, read.bytes.subarray(0, end - begin))
    if (!Array.isArray(opened)) {
      yield opened
      return
    }
    const at = chunk * CHUNK_BYTES
    yield { type: 'bytes', bytes: cut(opened, Math.max(fromByte - at, 0), toByte - at) }
  }
}

function openEach(keys: SegmentKeys, firstChunk: number, sealed: Uint8Array): Buffer[] | Refusal {
  const opened: Buffer[] = []
  for (let at = 0; at < sealed.length; at += SEALED_CHUNK_BYTES) {
    const chunk = firstChunk + opened.length
    const plaintext = openChunk(keys, chunk, sealed.subarray(at, at + SEALED_CHUNK_BYTES))
    if (plaintext === undefined) return { ...refused('badChunk'), chunk }
    opened.push(plaintext)
  }
  return opened
}

function cut(pieces: readonly Buffer[], from: number, to: number): Buffer {
  const [only, ...more] = pieces
  return (only !== undefined && more.length === 0 ? only : Buffer.concat(pieces)).subarray(from, to)
}
