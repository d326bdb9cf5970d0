/** What playback needs of the outside: whoever opens an envelope, whoever reads sealed objects, whoever notes an opening. */
import type { OpeningId, RecordingId } from '../domain/ids.ts'

/** A line of the key service's log: kept by us, it shows later whether that log is still the same. */
export interface LogAnchor {
  readonly seq: number
  readonly hash: string
}

export interface KeyWish {
  readonly recordingId: string
  readonly segment: number
  readonly person: string
  readonly reason: string
  /** As `EnvelopeRow.envelope`. */
  readonly envelope: string
}

export type KeyOutcome =
  /** The caller wipes it. */
  | { readonly type: 'opened'; readonly dataKey: Buffer; readonly logAnchor: LogAnchor }
  /** A word of the key service's README. */
  | { readonly type: 'refused'; readonly reason: string }
  /** It can't be asked at the moment; the word is for the log. */
  | { readonly type: 'unavailable'; readonly why: string }

export interface KeyOpener {
  open(wish: KeyWish): Promise<KeyOutcome>
}

export interface SealedObject {
  readonly recordingId: string
  readonly segment: number
  readonly key: string
  readonly byteLength: number
  readonly truncated: boolean
}

/** Not what was sealed (`damaged`), or not to be had at the moment (`unreadable`). */
export type SegmentFault =
  | { readonly type: 'damaged'; readonly reason: string }
  | { readonly type: 'unreadable'; readonly reason: string }

export interface OpenSegment {
  /** Proven by the seal. */
  readonly plaintextBytes: number
  readonly rateHz: number
  readonly channels: number
  /** From byte to before byte, in verified pieces; a fault is the last. */
  read(
    fromByte: number,
    toByte: number,
  ): AsyncIterable<{ readonly type: 'bytes'; readonly bytes: Uint8Array } | SegmentFault>
}

export interface SegmentReader {
  /** `dataKey` isn't kept. */
  open(
    object: SealedObject,
    dataKey: Uint8Array,
  ): Promise<{ readonly type: 'opened'; readonly segment: OpenSegment } | SegmentFault>
}

export interface Opening {
  readonly openingId: OpeningId
  readonly recordingId: RecordingId
  readonly person: string
  readonly reason: string
  /** In order, at least one. */
  readonly segments: readonly number[]
  readonly logAnchors: readonly LogAnchor[]
}

export interface OpeningsPort {
  /** `noted`: it is in the journal. May be said twice. */
  note(opening: Opening): Promise<'noted' | 'refused' | 'tryLater'>
}
