/**
 * What recordings follow from what has just happened to their calls: a talk that is to be recorded, or a message that
 * is being left, has a running take, nothing else has one. Looked at after every input, so that no way into a talk or out of it is forgotten.
 */

import { callFact } from '../call/facts.ts'
import { messageUnrecorded } from '../call/message.ts'
import { type Call, hasSpeech, outerLeg } from '../call/state.ts'
import { both, type Decision, decided, nothing } from '../decision.ts'
import { type CallId, type RecordingId, recordingIdOf } from '../ids.ts'
import { definitionFor } from '../plan/of-call.ts'
import { clearAlarm, raiseAlarm } from '../site/alarming.ts'
import { flowOf, isReachable, type SiteState } from '../site/state.ts'
import { recordingFact, type TakeEndedWhy, type TakeWhy } from './facts.ts'
import { mayRecord } from './policy.ts'
import {
  figuresOfRecording,
  isOfMessage,
  isRegular,
  type Recording,
  runningTake,
  SHORTEST_MS,
} from './recording.ts'

/** How many takes in a row may come to nothing before a talk is left unrecorded. */
export const MOST_FAILURES = 20
/** The same before a caller who leaves a message is no longer left to speak to nobody. */
const MOST_MESSAGE_FAILURES = 3
const REFUSED = 'the switch does not record a talk, however often it is told to'
/** Takes of one recording; their numbers have three digits. */
export const MOST_TAKES = 1_000

/** The next decision about recordings, or undefined when all is as it should be. */
export function nextOfRecordings(state: SiteState, at: number): Decision | undefined {
  for (const callId of state.recordingsDue) {
    const decision = ofCall(state, callId, at)
    if (decision) return decision
    // Nothing is left to do about it until something happens to it again.
    state.recordingsDue.delete(callId)
  }
  return undefined
}

function ofCall(state: SiteState, callId: CallId, at: number): Decision | undefined {
  const call = state.calls.get(callId)
  const recording = state.recordings.get(recordingIdOf(callId))
  const running = recording && runningTake(recording)
  if (call && hasSpeech(call)) {
    return running || !isReachable(state, call.nodeId) ? undefined : nextTake(state, call, recording, at)
  }
  if (!recording) return undefined
  if (running) {
    const isOver = call === undefined || call.phase.name === 'ending'
    const why = isOfMessage(recording) ? 'messageOver' : 'unbridged'
    return endTake(state, recording, isOver ? 'callEnded' : why, at)
  }
  if (call) return undefined
  if (!recording.isClosed) return decided([recordingFact(recording.id, 'recordingClosed', at, {})])
  return recording.takes.every(({ samples }) => samples !== null) ? complete(recording, at) : undefined
}

function nextTake(
  state: SiteState,
  call: Call,
  recording: Recording | undefined,
  at: number,
): Decision | undefined {
  const legId = outerLeg(call)
  // A leg that the switch didn't know is about to be said to have ended.
  if (legId === undefined || call.doubtedUntil !== undefined) return undefined
  // A talk whose recording has begun is recorded to its end, whatever is configured meanwhile.
  if (recording?.talksSince == null && !isDue(state, call)) return undefined
  const { nodeId, id: callId } = call
  const id = recordingIdOf(callId)
  const take = recording?.takes.length ?? 0
  if (call.phase.name === 'voicemail' && (recording?.failures ?? 0) >= MOST_MESSAGE_FAILURES) {
    return messageUnrecorded(state, call, at)
  }
  if ((recording?.failures ?? 0) >= MOST_FAILURES || take >= MOST_TAKES) {
    return raiseAlarm(state, 'recordingRefused', nodeId, REFUSED, at)
  }
  const isMessage = call.phase.name === 'voicemail'
  const why = whyNext(recording, isMessage)
  // Whom the flow hands a caller to, or leaves a message with, is no agent, whoever talked before.
  const agentId = 'agentId' in call.phase ? call.phase.agentId : null
  const data = { callId, nodeId, take, legId, agentId, queueId: call.queueId ?? null, why }
  const facts = [
    recordingFact(id, 'recordingTakeOrdered', at, data),
    ...(recording ? [] : [callFact(callId, 'callRecorded', at, { recordingId: id })]),
  ]
  const on = { nodeId, callId, legId, recordingId: id, take }
  const masked = !isMessage && (recording?.isMaskWanted ?? false)
  return decided(facts, [
    { type: 'startRecording', ...on },
    // At once, before the first frame is written.
    ...(masked ? [{ type: 'maskRecording', ...on, masked } as const] : []),
  ])
}

function isDue(state: SiteState, call: Call): boolean {
  const { inbound, outbound } = state.recordingPolicy
  if (!mayRecord(state.recordingPolicy, call.nodeId)) return false
  // A message is left knowingly.
  if (call.phase.name === 'voicemail') return true
  if (call.noRecording) return false
  const site = call.direction === 'inbound' ? inbound : outbound
  return definitionFor(state, call, call.queueId)?.record ?? flowOf(state, call)?.record ?? site
}

function whyNext(recording: Recording | undefined, isMessage: boolean): TakeWhy {
  const before = recording?.talksSince == null ? undefined : recording.takes.at(-1)?.ended?.why
  switch (before) {
    case undefined:
    case 'unbridged':
    case 'messageOver':
    case 'callEnded':
      return isMessage ? 'voicemail' : 'connected'
    case 'lost':
      return 'reconnected'
    default:
      return before
  }
}

/**
 * Ends the running take. The order to stop goes out whatever the switch may have done by itself: two takes of one
 * leg must never run together.
 */
export function endTake(
  state: SiteState,
  recording: Recording,
  why: TakeEndedWhy,
  at: number,
  until = at,
): Decision {
  const running = runningTake(recording)
  if (!running) return nothing
  const { take, now } = running
  const ended = decided([recordingFact(recording.id, 'recordingTakeEnded', at, { take, why, until })])
  const wentWell = isRegular(why) && now.startedAt !== null && until - now.startedAt >= SHORTEST_MS
  return both(
    ended,
    // A leg that is gone, or about to be hung up, stops by itself.
    state.legs.has(now.legId) && why !== 'refused' && why !== 'callEnded'
      ? decided([], [stopOrder(recording, take)])
      : nothing,
    // A take from before its node lost its recorder says nothing of the calls that come.
    wentWell && mayRecord(state.recordingPolicy, now.nodeId)
      ? (clearAlarm(state, 'recordingRefused', now.nodeId, at) ?? nothing)
      : nothing,
  )
}

export function stopOrder(recording: Recording, take: number) {
  const { nodeId, legId } = recording.takes[take] ?? missing(recording.id, take)
  const { callId, id: recordingId } = recording
  return { type: 'stopRecording', nodeId, callId, legId, recordingId, take } as const
}

export function maskOrder(recording: Recording, take: number, masked = recording.isMaskWanted) {
  return { ...stopOrder(recording, take), type: 'maskRecording', masked } as const
}

function missing(id: RecordingId, take: number): never {
  throw new Error(`${id} has no take ${take}`)
}

function complete(recording: Recording, at: number): Decision {
  const counts = { takes: recording.takes.length, segments: recording.segments.length }
  const figures = figuresOfRecording(recording)
  return decided([recordingFact(recording.id, 'recordingCompleted', at, { ...figures, ...counts })])
}

/** Marks the call for a look at its recording, if there can be anything to do. */
export function lookAt(state: SiteState, callId: CallId): void {
  const call = state.calls.get(callId)
  if (state.recordings.has(recordingIdOf(callId)) || (call && hasSpeech(call)))
    state.recordingsDue.add(callId)
  else state.recordingsDue.delete(callId)
}
