/** A segment of a take, from its beginning until the store has it. */
import type { SegmentBegin, SegmentDone, StagedSegment } from './stage.ts'

export interface Part {
  readonly begin: SegmentBegin
  /** Undefined while it grows, and when its recorder has died. */
  done: SegmentDone | undefined
  /** Behind this byte of the object the disk has failed. */
  soundBytes: number
  envelopeSaved: boolean
  stored: boolean
  reported: boolean
  /** Its number is another segment's: it is kept apart in the stage, and counts as a gap. */
  conflict: boolean
  /** It was ended, though what was written of that can't be understood. */
  readonly ended: boolean
}

export function partOf({ begin, done, ended = false }: StagedSegment): Part {
  return {
    begin,
    done,
    ended,
    soundBytes: Number.POSITIVE_INFINITY,
    envelopeSaved: false,
    stored: false,
    reported: false,
    conflict: false,
  }
}

/** The byte of the spool file behind its last one. */
export function endOf({ begin, done }: Part): number {
  return begin.spoolOffset + (done?.plaintextBytes ?? 0)
}
