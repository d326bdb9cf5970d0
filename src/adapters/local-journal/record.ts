/**
 * How facts stand in a file of the local journal.
 *
 *     file   = 'CTILJ1\n' ‖ length (2) ‖ wrapped key ‖ record …
 *     record = length (4) ‖ first position (8) ‖ last position (8) ‖ sealed batch
 *
 * Numbers are big-endian; a length is that of the sealed batch alone. The batch is JSON, sealed as a whole under the
 * file's own key, since it carries private fields in clear; the key is wrapped by the master key. What a record says of
 * its positions is bound into its seal, and the key to the file's first position and site.
 */
import type { AppendBatch, CallKey } from '../../runtime/ports.ts'

export const MAGIC = Buffer.from('CTILJ1\n', 'latin1')
export const RECORD_HEAD_BYTES = 20
/** A wrapped key has 65 bytes; room for another form. */
export const MOST_HEAD_BYTES = MAGIC.length + 2 + 1_024
/** No batch comes near; a length beyond it is damage. */
const MOST_SEALED_BYTES = 512 * 1_048_576

export interface RecordHead {
  readonly firstPos: number
  readonly lastPos: number
  readonly sealedBytes: number
}

/** Under which name the file's key is made: nothing else is sealed under it. */
export function keyName(firstPos: number): string {
  return `local journal from ${firstPos}`
}

export function fileHead(wrappedKey: Uint8Array): Buffer {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(wrappedKey.length)
  return Buffer.concat([MAGIC, length, wrappedKey])
}

/** The wrapped key and where records begin; undefined when these bytes are no beginning of such a file. */
export function parseFileHead(bytes: Buffer): { wrappedKey: Buffer; headBytes: number } | undefined {
  const at = MAGIC.length + 2
  if (bytes.length < at || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) return undefined
  const headBytes = at + bytes.readUInt16BE(MAGIC.length)
  if (headBytes > MOST_HEAD_BYTES || bytes.length < headBytes) return undefined
  return { wrappedKey: bytes.subarray(at, headBytes), headBytes }
}

/** Throws on a batch without rows. */
export function encodeRecord(key: CallKey, batch: AppendBatch): Buffer {
  const firstPos = batch.rows[0]?.pos
  const lastPos = batch.rows.at(-1)?.pos
  if (firstPos === undefined || lastPos === undefined) throw new RangeError('a batch without rows')
  const sealed = key.seal(placeOf(firstPos, lastPos), JSON.stringify(batch))
  const head = Buffer.alloc(RECORD_HEAD_BYTES)
  head.writeUInt32BE(sealed.length)
  head.writeBigUInt64BE(BigInt(firstPos), 4)
  head.writeBigUInt64BE(BigInt(lastPos), 12)
  return Buffer.concat([head, sealed])
}

/** Undefined when these bytes can't be a record's head. */
export function parseRecordHead(bytes: Buffer): RecordHead | undefined {
  const sealedBytes = bytes.readUInt32BE(0)
  const firstPos = Number(bytes.readBigUInt64BE(4))
  const lastPos = Number(bytes.readBigUInt64BE(12))
  const makesSense = Number.isSafeInteger(lastPos) && firstPos >= 1 && firstPos <= lastPos
  if (!makesSense || sealedBytes === 0 || sealedBytes > MOST_SEALED_BYTES) return undefined
  return { firstPos, lastPos, sealedBytes }
}

/** Undefined when it doesn't open. */
export function decodeRecord(key: CallKey, head: RecordHead, sealed: Uint8Array): AppendBatch | undefined {
  const text = key.open(placeOf(head.firstPos, head.lastPos), sealed)
  // Sealed by us: what opens is what was written.
  return text === undefined ? undefined : (JSON.parse(text) as AppendBatch)
}

function placeOf(firstPos: number, lastPos: number): string {
  return `${firstPos}-${lastPos}`
}
