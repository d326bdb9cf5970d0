/**
 * Opens a sealed recording for random access. At opening the head is checked, then the key's commitment, then the final
 * chunk, which proves the length; afterwards any range is read by decrypting the chunks that hold it and no other.
 */
import { timingSafeEqual } from 'node:crypto'
import { openChunk } from './chunk.ts'
import { parseHeader, type RecordingHeader } from './header.ts'
import { contextOf, deriveKeys, type SegmentKeys } from './keys.ts'
import {
  CHUNK_BYTES,
  COMMITMENT_BYTES,
  HEADER_LENGTH_BYTES,
  MAGIC,
  MAX_HEADER_BYTES,
  plaintextLength,
  SALT_BYTES,
  SEALED_CHUNK_BYTES,
  wholeChunksLength,
} from './layout.ts'
import { type RangeOutcome, readChunks } from './range.ts'
import { type Refusal, refused, type Unreadable } from './refusal.ts'
import type { SealedSource } from './source.ts'

export interface SealedRecording {
  readonly header: RecordingHeader
  /** Proven at opening: an object that was cut short isn't opened, unless its reader said that it was. */
  readonly plaintextBytes: number
  /** The bytes from `fromByte` to before `toByte` at once, at most 64 MiB; more are read by `stream`. */
  readRange(fromByte: number, toByte: number): Promise<RangeOutcome>
  /**
   * The same in pieces of at most 1 MiB, each verified before it is given. Anything but `bytes` is the last.
   */
  stream(fromByte: number, toByte: number): AsyncGenerator<RangeOutcome, void, undefined>
}

export type OpenOutcome =
  | { readonly type: 'opened'; readonly recording: SealedRecording }
  | Refusal
  | Unreadable

/** Bounds what one answer holds in memory. */
const MAX_RANGE_BYTES = 64 * 1_024 * 1_024

const FIXED_HEAD_BYTES = MAGIC.length + HEADER_LENGTH_BYTES
const LONGEST_PREFIX_BYTES = FIXED_HEAD_BYTES + MAX_HEADER_BYTES + SALT_BYTES + COMMITMENT_BYTES

export interface OpenOptions {
  /**
   * The segment is known to have lost its recorder: it is whole chunks without a final one, and nothing in it proves how
   * many there were. Only whoever has that knowledge from elsewhere may say so; a whole segment isn't opened so.
   */
  readonly truncated?: boolean
}

/** @param dataKey 32 bytes, as `unwrapKey` gives them; not kept */
export async function openSealed(
  source: SealedSource,
  dataKey: Uint8Array,
  { truncated = false }: OpenOptions = {},
): Promise<OpenOutcome> {
  const read = await source.read(0, Math.min(source.byteLength, LONGEST_PREFIX_BYTES))
  if (read.type === 'unreadable') return read
  const prefix = openPrefix(viewOf(read.bytes), dataKey)
  if (prefix.type === 'refused') return prefix
  const { header, keys, prefixBytes } = prefix

  const chunksBytes = source.byteLength - prefixBytes
  const plaintextBytes = truncated ? wholeChunksLength(chunksBytes) : plaintextLength(chunksBytes)
  if (plaintextBytes === undefined) return refused('truncated')
  const lastChunk = truncated ? plaintextBytes / CHUNK_BYTES - 1 : Math.floor(plaintextBytes / CHUNK_BYTES)
  const lastAt = prefixBytes + lastChunk * SEALED_CHUNK_BYTES
  const last = await source.read(lastAt, source.byteLength)
  if (last.type === 'unreadable') return last
  if (last.bytes.length < source.byteLength - lastAt) return refused('truncated')
  if (openChunk(keys, lastChunk, last.bytes) === undefined)
    return { ...refused('badChunk'), chunk: lastChunk }

  const stream = (fromByte: number, toByte: number) =>
    readChunks({ source, keys, prefixBytes, plaintextBytes }, fromByte, toByte)
  return {
    type: 'opened',
    recording: {
      header,
      plaintextBytes,
      stream,
      async readRange(fromByte, toByte) {
        if (toByte - fromByte > MAX_RANGE_BYTES) return { type: 'badRange', plaintextBytes }
        const pieces: Buffer[] = []
        for await (const piece of stream(fromByte, toByte)) {
          if (piece.type !== 'bytes') return piece
          pieces.push(piece.bytes)
        }
        const [only, ...more] = pieces
        return {
          type: 'bytes',
          bytes: only !== undefined && more.length === 0 ? only : Buffer.concat(pieces),
        }
      },
    },
  }
}

interface OpenedPrefix {
  readonly type: 'prefix'
  readonly header: RecordingHeader
  readonly keys: SegmentKeys
  readonly prefixBytes: number
}

/** What stands before the chunks, checked in the order of the format. */
function openPrefix(bytes: Buffer, dataKey: Uint8Array): OpenedPrefix | Refusal {
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) return refused('notCtirec1')
  if (bytes.length < FIXED_HEAD_BYTES) return refused('truncated')
  const headerBytes = bytes.readUInt32BE(MAGIC.length)
  if (headerBytes > MAX_HEADER_BYTES) return { ...refused('badHeader'), fault: 'length' }
  const headBytes = FIXED_HEAD_BYTES + headerBytes
  const prefixBytes = headBytes + SALT_BYTES + COMMITMENT_BYTES
  if (bytes.length < prefixBytes) return refused('truncated')
  const parsed = parseHeader(bytes.subarray(FIXED_HEAD_BYTES, headBytes))
  if (parsed.type === 'unknownSuite') return { ...refused('unknownSuite'), suite: parsed.suite }
  if (parsed.type === 'badHeader') return { ...refused('badHeader'), fault: parsed.fault }

  const salt = bytes.subarray(headBytes, headBytes + SALT_BYTES)
  const keys = deriveKeys(dataKey, salt, contextOf(bytes.subarray(0, headBytes)))
  // Before any chunk is touched: GCM alone lets a forger make one ciphertext that opens under two keys.
  if (!timingSafeEqual(keys.commitment, bytes.subarray(headBytes + SALT_BYTES, prefixBytes)))
    return refused('wrongKey')
  return { type: 'prefix', header: parsed.header, keys, prefixBytes }
}

function viewOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
