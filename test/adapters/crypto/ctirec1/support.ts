/** Parts that the tests of sealed recordings share. */
import { createHash } from 'node:crypto'
import {
  bufferSource,
  createDataKey,
  createSealer,
  type OpenOutcome,
  openSealed,
  type RecordingHeader,
  type SealedRecording,
} from '../../../../src/adapters/crypto/ctirec1/index.ts'

export const header: RecordingHeader = {
  suite: 1,
  recordingId: 'rec_01J9ZZZZZZZZZZZZZZZZZZZZZZ',
  segment: 0,
  codec: 'pcm_s16le',
  rate: 8_000,
  channels: 2,
  startedAt: '2026-03-01T08:00:00.000Z',
  keyId: 'a1'.repeat(32),
}

/** SHA-256(0) ‖ SHA-256(1) ‖ …, each number in 4 bytes, big-endian: no two chunks alike, and anyone can make it. */
export function pattern(length: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, n) => {
    const number = Buffer.alloc(4)
    number.writeUInt32BE(n)
    return createHash('sha256').update(number).digest()
  })
  return Buffer.concat(blocks).subarray(0, length)
}

export interface Sealed {
  readonly bytes: Buffer
  readonly prefixBytes: number
  readonly dataKey: Buffer
}

export function seal(plaintext: Uint8Array, { dataKey = createDataKey(), of = header } = {}): Sealed {
  const sealer = createSealer({ header: of, dataKey })
  const bytes = Buffer.concat([sealer.prefix, ...sealer.push(plaintext), ...sealer.finish()])
  return { bytes, prefixBytes: sealer.prefix.length, dataKey }
}

export function open(bytes: Uint8Array, dataKey: Uint8Array): Promise<OpenOutcome> {
  return openSealed(bufferSource(bytes), dataKey)
}

export function recordingOf(outcome: OpenOutcome): SealedRecording {
  if (outcome.type !== 'opened') throw new Error(`not opened: ${JSON.stringify(outcome)}`)
  return outcome.recording
}

/** All of it, read as a player would; or the outcome that refused it, at opening or later. */
export async function readAll(bytes: Uint8Array, dataKey: Uint8Array): Promise<Buffer | { type: string }> {
  const outcome = await open(bytes, dataKey)
  if (outcome.type !== 'opened') return outcome
  const pieces: Buffer[] = []
  for await (const piece of outcome.recording.stream(0, outcome.recording.plaintextBytes)) {
    if (piece.type !== 'bytes') return piece
    pieces.push(piece.bytes)
  }
  return Buffer.concat(pieces)
}
