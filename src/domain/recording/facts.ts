/**
 * What can have happened to a recording. A take is one file that the switch writes, a segment one sealed object; a
 * call's recording is all of its takes, and has its final fact when each of them is accounted for.
 */
import type { FactOf } from '../fact.ts'
import type { AgentId, CallId, LegId, NodeId, OpeningId, QueueId, RecordingId } from '../ids.ts'

/**
 * Why a take was begun: a talk or a message began or began again, or what became of the take before. `found`: nobody knows;
 * the switch was writing it, or a later one, for an owner whose facts were set aside.
 */
export const TAKE_WHY = [
  'connected',
  'voicemail',
  'codecChanged',
  'stopped',
  'stalled',
  'refused',
  'reconnected',
  'found',
] as const
export type TakeWhy = (typeof TAKE_WHY)[number]

export const TAKE_ENDED_WHY = [
  /** The two no longer talk. */
  'unbridged',
  /** The caller has left the message. */
  'messageOver',
  'callEnded',
  /** The leg speaks another codec: its samples would be counted at the wrong rate. */
  'codecChanged',
  /** The switch stopped by itself. */
  'stopped',
  /** The file didn't grow. */
  'stalled',
  /** The switch didn't record; there is no file. */
  'refused',
  /** The switch went away, or nobody knows whether it ever began. */
  'lost',
] as const
export type TakeEndedWhy = (typeof TAKE_ENDED_WHY)[number]

/** A segment that is in the object store, verified. */
export interface SegmentStored {
  readonly take: number
  readonly segment: number
  /** Milliseconds since the epoch, of its first sample. */
  readonly startedAt: number
  /** Of each channel. */
  readonly samples: number
  readonly objectKey: string
  readonly byteLength: number
  readonly sha256: string
  /** Its recorder died: it ends with its last whole chunk, and the take goes on in the next segment. */
  readonly truncated: boolean
}

interface RecordingFacts {
  recordingTakeOrdered: {
    callId: CallId
    nodeId: NodeId
    take: number
    legId: LegId
    agentId: AgentId | null
    queueId: QueueId | null
    why: TakeWhy
    /** Of one that was found: since when there has been something to record, as far as anybody knows. */
    since?: number
  }
  /** The switch said that it writes. */
  recordingTakeStarted: { take: number }
  /** `until`: the last moment at which it can have been written, as far as anybody saw. */
  recordingTakeEnded: { take: number; why: TakeEndedWhy; until: number }
  recordingMaskRequested: { masked: boolean }
  /** The switch writes silence from now on. */
  recordingMasked: { take: number }
  recordingUnmasked: { take: number }
  /** The call has ended; no further take comes. */
  recordingClosed: Record<string, never>
  recordingSegmentStored: SegmentStored
  /** All that the switch wrote of this take is stored; `samples` of each channel. */
  recordingTakeAccounted: { take: number; samples: number }
  /** The one final fact. */
  recordingCompleted: RecordingFigures & { takes: number; segments: number }
}

/** All in milliseconds. `gapMs`: talked while a recording was due, and not sealed. */
export interface RecordingFigures {
  readonly talkedMs: number
  readonly sealedMs: number
  readonly maskedMs: number
  readonly gapMs: number
}

export type RecordingFactType = keyof RecordingFacts
export type RecordingFact = {
  [T in RecordingFactType]: FactOf<'recording', T, RecordingFacts[T]>
}[RecordingFactType]

/** Makes a fact about a recording. */
export function recordingFact<T extends RecordingFactType>(
  id: RecordingId,
  type: T,
  at: number,
  data: RecordingFacts[T],
): RecordingFact {
  return { kind: 'recording', subject: id, type, at, data } as RecordingFact
}

/** A subject of its own with one fact: who opened which recording when. Why is sealed among the call's private fields. */
export type OpeningFact = FactOf<
  'opening',
  'recordingOpened',
  {
    openingId: OpeningId
    recordingId: RecordingId
    person: string
    fromSegment: number
    toSegment: number
    logAnchors: readonly string[]
  }
>

/** The name of the private field that holds an opening's reason. */
export function openingReasonField(openingId: OpeningId): string {
  return `openingReason:${openingId}`
}
