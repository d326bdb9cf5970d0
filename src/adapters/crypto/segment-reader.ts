/** Reads sealed segments out of an object store, for whoever has their data keys. */
import type { ObjectStore } from '../../runtime/object-store.ts'
import type { SegmentFault, SegmentReader } from '../../runtime/opening-ports.ts'
import {
  openSealed,
  type RangeOutcome,
  type Refusal,
  storedSource,
  type Unreadable,
} from './ctirec1/index.ts'

export function createSegmentReader(objects: ObjectStore): SegmentReader {
  return {
    async open({ recordingId, segment, key, byteLength, truncated }, dataKey) {
      const copy = Buffer.from(dataKey)
      try {
        const outcome = await openSealed(storedSource(objects, key, byteLength), copy, { truncated })
        if (outcome.type !== 'opened') return faultOf(outcome)
        const { header, plaintextBytes, stream } = outcome.recording
        if (header.recordingId !== recordingId || header.segment !== segment)
          return { type: 'damaged', reason: 'otherSegment' }
        const { rate: rateHz, channels } = header
        const read = (from: number, to: number) => verified(stream(from, to))
        return { type: 'opened', segment: { plaintextBytes, rateHz, channels, read } }
      } finally {
        // The caller may wipe its own while the object's head is being read.
        copy.fill(0)
      }
    },
  }
}

async function* verified(pieces: AsyncIterable<RangeOutcome>) {
  for await (const piece of pieces) {
    if (piece.type === 'badRange') throw new Error('a range beyond the segment')
    yield piece.type === 'bytes' ? piece : faultOf(piece)
  }
}

function faultOf(outcome: Refusal | Unreadable): SegmentFault {
  if (outcome.type === 'unreadable') {
    // What was stored and verified, and isn't there any more.
    return { type: outcome.reason === 'missing' ? 'damaged' : 'unreadable', reason: outcome.reason }
  }
  return { type: 'damaged', reason: outcome.reason }
}
