/**
 * A recording as the site's owner holds it, from its first take until every take is accounted for.
 *
 *   recording ──call ends──▶ sealing ──every take accounted──▶ complete, and no longer here
 *
 *   take      ordered ──RECORD_START──▶ started ─▶ ended ─▶ accounted (its samples are known)
 */
import { assertNever } from '../assert-never.ts'
import {
  type AgentId,
  type CallId,
  callIdOfRecording,
  type LegId,
  type NodeId,
  type QueueId,
  type RecordingId,
} from '../ids.ts'
import type { RecordingFact, RecordingFigures, SegmentStored, TakeEndedWhy, TakeWhy } from './facts.ts'

/** Plain JSON: null where there is nothing yet. Moments in milliseconds since the epoch. */
export interface Take {
  readonly nodeId: NodeId
  readonly legId: LegId
  readonly why: TakeWhy
  readonly orderedAt: number
  startedAt: number | null
  /** `at`: when that was found out; `until`, when it can last have been written, may lie before. */
  ended: { readonly why: TakeEndedWhy; readonly at: number; readonly until: number } | null
  /** Of each channel; null until all of it is stored. */
  samples: number | null
  readonly masks: { readonly since: number; until: number | null }[]
}

/** What a recording is of; one that holds a message is a voicemail, whatever else it holds. */
export const RECORDING_PURPOSES = ['talk', 'voicemail'] as const
export type RecordingPurpose = (typeof RECORDING_PURPOSES)[number]

export interface Recording {
  readonly id: RecordingId
  readonly callId: CallId
  readonly startedAt: number
  queueId: QueueId | null
  agentId: AgentId | null
  /** By number, from 0. */
  readonly takes: Take[]
  readonly segments: SegmentStored[]
  isMaskWanted: boolean
  isClosed: boolean
  /** Since when the present talk, or message, is to be recorded; null: nobody talks. */
  talksSince: number | null
  /** Of the talks and messages that are over. */
  talkedMs: number
  /** Takes in a row that came to nothing within the present talk. */
  failures: number
}

type Ordered = Extract<RecordingFact, { type: 'recordingTakeOrdered' }>

/** A take shorter than this came to nothing. */
export const SHORTEST_MS = 1_000

export function createRecording(fact: Ordered): Recording {
  const id = fact.subject as RecordingId
  return {
    id,
    callId: callIdOfRecording(id),
    startedAt: fact.at,
    queueId: null,
    agentId: null,
    takes: [],
    segments: [],
    isMaskWanted: false,
    isClosed: false,
    talksSince: null,
    talkedMs: 0,
    failures: 0,
  }
}

export function evolveRecording(recording: Recording, fact: RecordingFact): void {
  switch (fact.type) {
    case 'recordingTakeOrdered': {
      const { nodeId, legId, agentId, queueId, why, since = fact.at } = fact.data
      // What was asked for during a talk is over with it.
      if (why === 'voicemail') recording.isMaskWanted = false
      recording.agentId = agentId ?? recording.agentId
      recording.queueId = queueId
      // What was found while nobody talked, as far as anybody knows, is of no talk.
      if (why !== 'found' || fact.data.since !== undefined) recording.talksSince ??= since
      const common = { orderedAt: since, startedAt: null, ended: null, samples: null, masks: [] }
      recording.takes.push({ nodeId, legId, why, ...common })
      return
    }
    case 'recordingTakeStarted':
      takeOf(recording, fact.data.take).startedAt = fact.at
      return
    case 'recordingTakeEnded': {
      const take = takeOf(recording, fact.data.take)
      const { why, until } = fact.data
      unmask(take, until)
      recording.failures = cameToNothing(take, why, until) ? recording.failures + 1 : 0
      take.ended = { why, at: fact.at, until }
      // There is no file.
      if (why === 'refused') take.samples = 0
      return
    }
    case 'recordingMaskRequested':
      recording.isMaskWanted = fact.data.masked
      return
    case 'recordingMasked':
      takeOf(recording, fact.data.take).masks.push({ since: fact.at, until: null })
      return
    case 'recordingUnmasked':
      unmask(takeOf(recording, fact.data.take), fact.at)
      return
    case 'recordingClosed':
      recording.isClosed = true
      return
    case 'recordingSegmentStored':
      recording.segments.push(fact.data)
      return
    case 'recordingTakeAccounted':
      takeOf(recording, fact.data.take).samples = fact.data.samples
      return
    case 'recordingCompleted':
      return
    default:
      assertNever(fact)
  }
}

/** The two no longer talk, the message is left, or the call has ended. */
export function talkOver(recording: Recording, at: number): void {
  if (recording.talksSince === null) return
  const last = recording.takes.at(-1)?.ended
  // A switch that died took the talk with it; both were found out at the same, later moment.
  const until = last?.why === 'lost' && last.at === at ? Math.min(at, last.until) : at
  recording.talkedMs += Math.max(0, until - recording.talksSince)
  recording.talksSince = null
  recording.failures = 0
}

function takeOf(recording: Recording, number: number): Take {
  const take = recording.takes[number]
  if (!take) throw new Error(`${recording.id} has no take ${number}`)
  return take
}

function unmask(take: Take, at: number): void {
  const last = take.masks.at(-1)
  if (last && last.until === null) last.until = Math.max(last.since, at)
}

/** The take ended because what it is of did. */
export function isRegular(why: TakeEndedWhy): boolean {
  return why === 'unbridged' || why === 'messageOver' || why === 'callEnded'
}

function cameToNothing(take: Take, why: TakeEndedWhy, until: number): boolean {
  if (isRegular(why) || take.why === 'found') return false
  return (
    why === 'refused' || why === 'stalled' || take.startedAt === null || until - take.startedAt < SHORTEST_MS
  )
}

/** The take that the switch is believed to write, with its number. */
export function runningTake(recording: Recording): { take: number; now: Take } | undefined {
  const take = recording.takes.length - 1
  const now = recording.takes[take]
  return now && now.ended === null ? { take, now } : undefined
}

export function purposeOf({ takes }: Recording): RecordingPurpose {
  return takes.some(({ why }) => why === 'voicemail') ? 'voicemail' : 'talk'
}

/** Whether its newest take is of a message: those that only take up a broken one say why that broke. */
export function isOfMessage({ takes }: Recording): boolean {
  return takes.findLast(({ why }) => why === 'voicemail' || why === 'connected')?.why === 'voicemail'
}

export function isMasked(take: Take): boolean {
  return take.masks.at(-1)?.until === null
}

/** From the switch's word that it writes, else from the order. */
export function wallMsOf(take: Take): number | null {
  return take.ended && Math.max(0, take.ended.until - (take.startedAt ?? take.orderedAt))
}

/** 8 samples a millisecond. */
export function sealedMsOf(take: Take): number | null {
  return take.samples === null ? null : Math.round(take.samples / 8)
}

/** What is missing: sealed time counts at most as long as the take lasted, so that no overlap hides a gap. */
export function figuresOfRecording(recording: Recording): RecordingFigures {
  let sealedMs = 0
  let provenMs = 0
  let maskedMs = 0
  for (const take of recording.takes) {
    const sealed = sealedMsOf(take) ?? 0
    sealedMs += sealed
    provenMs += Math.min(sealed, wallMsOf(take) ?? sealed)
    for (const { since, until } of take.masks) maskedMs += (until ?? since) - since
  }
  const { talkedMs } = recording
  return { talkedMs, sealedMs, maskedMs, gapMs: Math.max(0, talkedMs - provenMs) }
}
