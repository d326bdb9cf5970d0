/** Reads on in the files of the local journal, in order and without a gap. */
import type { LocalRead } from '../../runtime/local-journal.ts'
import type { AppendBatch } from '../../runtime/ports.ts'
import { decodeRecord } from './record.ts'
import type { Segment } from './segment.ts'
import { Walk } from './walk.ts'

/** A read takes no more of the files than this, unless one batch alone is larger. */
const MOST_BYTES = 8 * 1_048_576

export interface Cursor {
  readonly segment: Segment
  readonly at: number
  /** What stands before it ends here. */
  readonly pos: number
}

interface Reading {
  readonly outcome: LocalRead
  /** Before the first record after `afterPos`; undefined when there is none yet. */
  readonly cursor: Cursor | undefined
}

/** What is at or before `afterPos` is passed over, and the cursor with it. */
export async function readFrom(
  segments: readonly Segment[],
  before: Cursor | undefined,
  afterPos: number,
  mostRows: number,
): Promise<Reading> {
  const from = before && before.pos <= afterPos ? before : undefined
  const batches: AppendBatch[] = []
  let cursor = from
  let rows = 0
  let bytes = 0
  let due = afterPos + 1
  const damaged: Reading = { outcome: { type: 'damaged' }, cursor: from }
  const begin = from ? Math.max(0, segments.indexOf(from.segment)) : 0
  for (const segment of segments.slice(begin)) {
    const walk = new Walk(segment.file, segment === from?.segment ? from.at : segment.headBytes, segment.size)
    for (;;) {
      const step = await walk.next()
      if (step.type === 'end') break
      if (step.type !== 'record') return damaged
      const { record } = step
      if (record.lastPos <= afterPos) {
        cursor = { segment, at: record.end, pos: record.lastPos }
        continue
      }
      if (batches.length > 0 && (rows >= mostRows || bytes + record.sealedBytes > MOST_BYTES))
        return { outcome: { type: 'batches', batches }, cursor }
      const batch = record.firstPos === due && decodeRecord(segment.key, record, await walk.sealed(record))
      // What was read before it can still be written.
      if (!batch) return batches.length > 0 ? { outcome: { type: 'batches', batches }, cursor } : damaged
      batches.push(batch)
      rows += batch.rows.length
      bytes += record.sealedBytes
      due = record.lastPos + 1
    }
    if (segment.damaged && batches.length === 0) return damaged
    if (segment.damaged) break
  }
  return { outcome: { type: 'batches', batches }, cursor }
}
