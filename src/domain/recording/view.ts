/** How a recording looks from outside, with the proof of what is missing. Numbers are milliseconds. */
import type { SegmentStored, TakeEndedWhy, TakeWhy } from './facts.ts'
import {
  figuresOfRecording,
  purposeOf,
  type Recording,
  type RecordingPurpose,
  sealedMsOf,
  type Take,
  wallMsOf,
} from './recording.ts'

export interface TakeView {
  readonly take: number
  readonly nodeId: string
  readonly why: TakeWhy
  /** When the switch said that it writes, else when it was ordered to. */
  readonly startedAt: number
  readonly endedAt: number | null
  readonly endedWhy: TakeEndedWhy | null
  /** Of each channel; null until all of it is stored. */
  readonly samples: number | null
  readonly wallMs: number | null
  readonly sealedMs: number | null
  readonly gapMs: number | null
  /** Where silence stands for what was said; `until` is null while it lasts. */
  readonly masks: readonly { readonly since: number; readonly until: number | null }[]
}

export interface RecordingView {
  readonly recordingId: string
  readonly callId: string
  readonly siteId: string
  readonly purpose: RecordingPurpose
  /** `sealing`: the call has ended, not all of it is stored yet. */
  readonly state: 'recording' | 'sealing' | 'complete'
  readonly queueId: string | null
  /** The last agent recorded. */
  readonly agentId: string | null
  readonly startedAt: number
  readonly takes: readonly TakeView[]
  readonly segments: readonly SegmentStored[]
  readonly talkedMs: number
  readonly sealedMs: number
  readonly maskedMs: number
  /** Talked while a recording was due, and not (yet) sealed. */
  readonly gapMs: number
}

export function viewRecording(siteId: string, recording: Recording, state?: 'complete'): RecordingView {
  const { id, callId, startedAt, queueId, agentId, takes, segments, isClosed } = recording
  return {
    recordingId: id,
    callId,
    siteId,
    purpose: purposeOf(recording),
    state: state ?? (isClosed ? 'sealing' : 'recording'),
    queueId,
    agentId,
    startedAt,
    takes: takes.map(viewTake),
    segments: [...segments].sort((a, b) => a.segment - b.segment),
    ...figuresOfRecording(recording),
  }
}

function viewTake(take: Take, number: number): TakeView {
  const { nodeId, why, orderedAt, startedAt, ended, samples, masks } = take
  const wallMs = wallMsOf(take)
  const sealedMs = sealedMsOf(take)
  return {
    take: number,
    nodeId,
    why,
    startedAt: startedAt ?? orderedAt,
    endedAt: ended?.until ?? null,
    endedWhy: ended?.why ?? null,
    samples,
    wallMs,
    sealedMs,
    gapMs: wallMs === null || sealedMs === null ? null : Math.max(0, wallMs - sealedMs),
    masks,
  }
}
