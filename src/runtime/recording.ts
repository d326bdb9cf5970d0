/**
 * What becomes of recordings, in ports: the recorder seals what the switch writes, the store keeps the key envelopes,
 * the owner of the site hears what was sealed.
 *
 * A **take** is one file that the switch writes, from one order to record to its end. A **segment** is one sealed
 * object under a data key of its own. A take gives one segment, or several when its recorder was restarted; a call's
 * recording is all of its takes.
 */

/** What the owner of the site holds of a take. */
export type TakeKnowledge =
  /** The switch is believed to write it still. */
  | { readonly type: 'running' }
  /** The switch has ended it, or will never go on with it: what the file holds now is all. */
  | { readonly type: 'ended' }
  /** Everything of this take was reported as stored before. */
  | { readonly type: 'accounted' }
  /** No such recording or take. Its file is kept, and somebody must be told. */
  | { readonly type: 'unknown' }
  /** Nobody could be asked. */
  | { readonly type: 'unavailable' }

export type ReportOutcome = 'accepted' | 'unknown' | 'tryLater'

/** A segment that is in the object store, verified. */
export interface StoredSegment {
  readonly recordingId: string
  readonly take: number
  readonly segment: number
  /** RFC 3339 of its first sample. */
  readonly startedAt: string
  /** Of each channel. */
  readonly samples: number
  readonly objectKey: string
  readonly byteLength: number
  readonly sha256: string
  /** Its recorder died before the final chunk; it holds what was durable then, and the take's next segment goes on. */
  readonly truncated: boolean
}

export type RecorderAlarm =
  /** The stage, or the object store, has no room. */
  | 'storageFull'
  /** The spool has little room left. */
  | 'spoolFull'
  /** A spool file that no call knows of. */
  | 'unknownTake'
  | 'storageUnavailable'
  /** A certificate is missing or no use: nothing can be sealed, and plaintext stays in the spool. */
  | 'sealingUnavailable'
  /** A sealed segment's number is taken by another one. It is kept in the stage until somebody has looked. */
  | 'segmentConflict'

/** The recorder's way to the site's owner. Everything may be said twice. */
export interface RecordingsPort {
  take(recordingId: string, take: number): Promise<TakeKnowledge>
  segmentStored(segment: StoredSegment): Promise<ReportOutcome>
  /** All that the switch wrote of this take is stored; `samples` of each channel in all its segments. */
  takeAccounted(recordingId: string, take: number, samples: number): Promise<ReportOutcome>
  /** The file doesn't grow although the take is running: the switch has stopped without a word. */
  takeStalled(recordingId: string, take: number): Promise<ReportOutcome>
  /** @param detail what it is about, in words or ids */
  alarm(alarm: RecorderAlarm, on: boolean, detail: string): Promise<ReportOutcome>
}

/** The envelope of a segment's data key, and where its sealed object is. */
export interface EnvelopeRow {
  readonly siteId: string
  readonly recordingId: string
  readonly segment: number
  readonly take: number
  /** As `encodeEnvelope` writes it. */
  readonly envelope: string
  /** RFC 3339 of the segment's first sample. */
  readonly startedAt: string
  /**
   * Null until the object is stored and verified; for ever where a recorder died before the segment's first chunk was
   * durable, so that there is nothing to store: such a row is passed over.
   */
  readonly object: {
    readonly key: string
    readonly byteLength: number
    readonly sha256: string
    /** Of each channel. */
    readonly samples: number
    /** The object has whole chunks only and no final one: `openSealed` must be told so. */
    readonly truncated: boolean
  } | null
}

export interface EnvelopesPort {
  /**
   * Inserts, or completes `object` of one that is there. `conflict`: another envelope, or another object, has this
   * number. Throws `PortUnavailable`.
   */
  save(row: EnvelopeRow): Promise<'saved' | 'conflict'>
  /** By segment, ascending; rows without an object too. Throws `PortUnavailable`. */
  list(siteId: string, recordingId: string): Promise<readonly EnvelopeRow[]>
}

/** One segment being sealed. After `finish`, `discard` or anything thrown it is over; a further one has a key of its own. */
export interface SegmentSealing {
  /** The data key, wrapped: as `EnvelopeRow.envelope`. Must be durable before anything else is written. */
  readonly envelope: string
  /** What the sealed object begins with. */
  readonly prefix: Uint8Array
  /** Bytes of plaintext in the chunks given out so far. */
  readonly sealedBytes: number
  /** Takes plaintext, which may be reused at once, and gives the sealed bytes that became whole, to be written in order. */
  push(plaintext: Uint8Array): readonly Uint8Array[]
  /** The final chunk. */
  finish(): readonly Uint8Array[]
  discard(): void
}

export type SealingOutcome =
  | { readonly type: 'sealing'; readonly sealing: SegmentSealing }
  /** A certificate can't be read or isn't one; `reason` names which, never a path. */
  | { readonly type: 'unavailable'; readonly reason: string }

/** How plaintext becomes sealed bytes, under a fresh data key for each segment. */
export interface SealingPort {
  begin(segment: {
    readonly recordingId: string
    readonly segment: number
    /** RFC 3339 with milliseconds, UTC. */
    readonly startedAt: string
  }): Promise<SealingOutcome>
  /**
   * What can be kept of a sealed object that was cut short after `byteLength` bytes, of which `prefixBytes` stand before
   * the chunks: its whole chunks.
   */
  keepable(
    prefixBytes: number,
    byteLength: number,
  ): { readonly byteLength: number; readonly plaintextBytes: number }
  /** The same of one that has its final chunk, with that; undefined when no whole object has this length. */
  whole(
    prefixBytes: number,
    byteLength: number,
  ): { readonly byteLength: number; readonly plaintextBytes: number } | undefined
}

/** Somebody who listens to what is being recorded: transcription, silence detection. */
export interface LiveListener {
  /** The first frames of a take follow. */
  takeBegan(take: { readonly recordingId: string; readonly take: number }): void
  /**
   * Signed 16-bit samples at 8 kHz, left (the far end) and right (what it hears) interleaved; `firstSample` counts from
   * the take's beginning. The buffer is reused: copy what is to be kept. Must return at once; what it throws is logged.
   */
  frames(
    take: { readonly recordingId: string; readonly take: number },
    firstSample: number,
    pcm: Uint8Array,
  ): void
  takeEnded(take: { readonly recordingId: string; readonly take: number }): void
}

/** 16-bit stereo at 8 kHz. */
export const BYTES_PER_SAMPLE_PAIR = 4
export const SAMPLE_RATE_HZ = 8_000

/** The most segments of one take: how often its recorder may be restarted within one take. */
export const SEGMENTS_PER_TAKE = 1_000

/** The number of a take's n-th segment. Takes and parts are counted from 0. */
export function segmentOf(take: number, part: number): number {
  if (part < 0 || part >= SEGMENTS_PER_TAKE || take < 0 || take >= 1_000)
    throw new RangeError('segment number')
  return take * SEGMENTS_PER_TAKE + part
}

/** The name of a take's file in the spool, of which the switch is told the path. */
export function spoolFileName(recordingId: string, take: number): string {
  return `${recordingId}.${take}.raw`
}

const SPOOL_FILE = /^(rec_[0-7][0-9A-HJKMNP-TV-Z]{25})\.(\d{1,3})\.raw$/

/** Undefined for names that aren't a take's. */
export function parseSpoolFileName(name: string): { recordingId: string; take: number } | undefined {
  const match = SPOOL_FILE.exec(name)
  return match?.[1] === undefined ? undefined : { recordingId: match[1], take: Number(match[2]) }
}
