/** What the switch reports about single legs, each led to the phase of the call that it concerns. */
import { assertNever } from '../assert-never.ts'
import { callbackAnswered, callbackAttemptOver, callbackIdentified } from '../call/callback.ts'
import { LOST } from '../call/causes.ts'
import { dutyAnswered, dutyKey, givenUp } from '../call/duty-answer.ts'
import { dutyAskedBy, dutyRingOf } from '../call/duty-place.ts'
import { endCall } from '../call/end.ts'
import { callFact } from '../call/facts.ts'
import { handOnAnswered, handOnBridged, handOnBridgeFailed } from '../call/hand-on.ts'
import { keyPressed } from '../call/key-pressed.ts'
import { LIMITS } from '../call/limits.ts'
import { messageAnswered, messageDeaf } from '../call/message.ts'
import { offerAnswered, offerBridged } from '../call/offer.ts'
import { bridgeFailed } from '../call/offer-ended.ts'
import { ownAgentAnswered, partyAudible, partyBridged, partyBridgeFailed, toldWhy } from '../call/outbound.ts'
import { type Call, type Leg, offerOf, outerLeg } from '../call/state.ts'
import { movedByFallback, takenByFallback } from '../call/taken.ts'
import { rejoined } from '../call/talk.ts'
import { keysCollected, promptsOver } from '../call/walk.ts'
import { both, type Decision, decided, nothing, stale } from '../decision.ts'
import type { LegId } from '../ids.ts'
import type { MenuKey } from '../ivr/flow.ts'
import { isAboutRecording, recordingOrderFailed } from '../recording/reports.ts'
import type { SwitchInput } from './inputs.ts'
import { legHungUp } from './leg-ended.ts'
import { callOfLeg, flowOf, type SiteState } from './state.ts'

type LegInput = Exclude<
  SwitchInput,
  {
    type:
      | 'switchConnected'
      | 'switchLost'
      | 'switchHealth'
      | 'legParked'
      | 'recordingBegan'
      | 'recordingStopped'
      | 'recordingMaskChanged'
      | 'legCodecChanged'
      | 'errandDone'
      | 'phoneGone'
      | 'phoneRegistered'
  }
>

export function decideLeg(state: SiteState, input: LegInput): Decision {
  if (input.type === 'commandFailed' && isAboutRecording(input)) return recordingFailed(state, input)
  const call = callOfLeg(state, input.legId)
  const leg = call?.legs.get(input.legId)
  if (!call || !leg) return unknownLeg(input)
  switch (input.type) {
    case 'legCreated':
      // Expected: it was entered when it was ordered. If the call has moved on, the phone must not ring.
      return expectsLeg(call, input.legId) ? nothing : strayLeg(input)
    case 'legRinging':
      if (leg.alerted) return stale
      return isRung(call, input.legId)
        ? decided([callFact(call.id, 'callAlerting', input.at, { legId: input.legId })])
        : nothing
    case 'legHeard':
      return call.phase.name === 'callingParty' ? partyAudible(call, input.legId, false, input.at) : nothing
    case 'legAnswered':
      return legAnswered(state, call, leg, input.legId, input.at)
    case 'legsBridged':
      return legsBridged(state, call, input.legId, input.withLegId, input.at)
    case 'legsUnbridged':
      // What follows says what it means: a leg ends, or the caller's leg is parked again.
      return nothing
    case 'legFellBack':
      return legFellBack(call, input.legId, input.at)
    case 'legHungUp':
      return legHungUp(state, call, leg, input.legId, input.cause, input.at, input)
    case 'promptFinished':
      return promptFinished(state, call, input.token, input.key, input.at)
    case 'digitsCollected': {
      if (call.phase.name === 'voicemail' && call.phase.token === input.token) {
        return messageAnswered(state, call, input.result, input.at)
      }
      if (call.phase.name === 'callingBack' && call.phase.token === input.token) {
        return callbackIdentified(state, call, input.result, input.at)
      }
      const asked = dutyAskedBy(call, input.token)
      if (asked) return dutyKey(state, call, asked, input.result, input.at)
      if (call.phase.name !== 'walking' || call.phase.token !== input.token) return stale
      const flow = flowOf(state, call)
      return flow ? keysCollected(state, call, flow, input.result, input.at) : stale
    }
    case 'keyPressed':
      return keyPressed(state, call, input.key, input.at)
    case 'commandFailed':
      return commandFailed(state, call, leg, input)
    default:
      return assertNever(input)
  }
}

/**
 * A leg that no live call knows. If it is just coming up (it carries our call id, or it would not be reported), a
 * phone rings for a caller who has gone: it is hung up (pitfalls 2).
 */
function unknownLeg(input: LegInput): Decision {
  switch (input.type) {
    case 'legCreated':
    case 'legRinging':
    case 'legAnswered':
      return strayLeg(input)
    default:
      return stale
  }
}

function strayLeg(input: { nodeId: LegInput['nodeId']; legId: LegId }): Decision {
  const command = { type: 'hangUpStray', nodeId: input.nodeId, legId: input.legId } as const
  return { facts: [], commands: [command], stale: true }
}

function isRung(call: Call, legId: LegId): boolean {
  const { phase } = call
  if (dutyRingOf(call, legId)) return true
  return offerOf(call, legId) !== undefined || (phase.name === 'transferring' && phase.legId === legId)
}

/** Whether the call, in its present phase, has a use for this leg. */
export function expectsLeg(call: Call, legId: LegId): boolean {
  const { phase } = call
  const leg = call.legs.get(legId)
  if (!leg) return false
  if (phase.name === 'awaitingCallback') return false
  if (leg.role === 'caller' || dutyRingOf(call, legId)) return true
  if (phase.name === 'offered') return offerOf(call, legId) !== undefined
  if (phase.name === 'callingParty') return phase.legId === legId || phase.partyLegId === legId
  if (phase.name === 'connected') return phase.legId === legId || phase.withLegId === legId
  return 'legId' in phase && phase.legId === legId
}

function legAnswered(state: SiteState, call: Call, leg: Leg, legId: LegId, at: number): Decision {
  if (leg.role === 'caller') {
    if (call.phase.name === 'awaitingCallback') return strayLeg({ nodeId: call.nodeId, legId })
    if (call.phase.name === 'callingBack') return leg.answered ? stale : callbackAnswered(state, call, at)
    return leg.answered ? stale : decided([callFact(call.id, 'callAnswered', at, { legId })])
  }
  const ring = dutyRingOf(call, legId)
  if (ring) return ring.token === '' ? dutyAnswered(state, call, ring, at) : stale
  switch (call.phase.name) {
    case 'offered':
      if (offerOf(call, legId)) return offerAnswered(state, call, legId, at)
      break
    case 'transferring':
      if (call.phase.legId === legId) return handOnAnswered(call, legId, at)
      break
    case 'callingAgent':
      if (call.phase.legId === legId) return ownAgentAnswered(call, legId, at)
      break
    case 'callingParty':
      if (call.phase.partyLegId === legId) return partyAudible(call, legId, true, at)
      break
  }
  // Said twice, or late; a phone that was answered although its call has moved on must not stay up.
  return expectsLeg(call, legId) ? stale : strayLeg({ nodeId: call.nodeId, legId })
}

function legsBridged(state: SiteState, call: Call, a: LegId, b: LegId, at: number): Decision {
  const { phase } = call
  const outer = outerLeg(call)
  const other = outer === a ? b : outer === b ? a : undefined
  if (other === undefined) return nothing
  switch (phase.name) {
    case 'callingParty':
      return phase.partyLegId === outer && phase.legId === other ? partyBridged(call, at) : nothing
    case 'connecting':
      if (phase.legId === other) return offerBridged(call, at)
      break
    case 'transferring':
      if (phase.legId === other) return handOnBridged(state, call, at)
      break
    case 'connected':
    case 'handedOn':
      if (phase.legId !== other) return nothing
      return phase.returnedBy === undefined ? stale : rejoined(call, at)
    case 'walking':
    case 'voicemail':
    case 'queued':
    case 'offered':
      break
    default:
      return nothing
  }
  // Bridged with somebody we didn't choose: the switch's own fallback has the caller.
  return call.legs.has(other) ? nothing : takenByFallback(call, at)
}

/** Told to, or by itself: nobody had disarmed it in time, or the controller seemed to be gone. */
function legFellBack(call: Call, legId: LegId, at: number): Decision {
  const { phase } = call
  if (outerLeg(call) !== legId || call.legs.get(legId)?.role !== 'caller') return stale
  return phase.name === 'fallback' || phase.name === 'ending' ? nothing : movedByFallback(call, legId, at)
}

/** A time-out says nothing about the bridge, and may concern one that was given up long ago: its deadline decides. */
function bridgeRefused(state: SiteState, call: Call, reason: string, at: number): Decision {
  if (reason === 'timedOut') return nothing
  if (call.phase.name === 'connecting') return bridgeFailed(state, call, at)
  if (call.phase.name === 'transferring') {
    return call.phase.answered ? handOnBridgeFailed(state, call, at) : nothing
  }
  // A leg that is gone says why by its own hang-up.
  if (call.phase.name === 'callingParty' && reason !== 'noSuchLeg' && !call.phase.bridged) {
    return partyBridgeFailed(call, at)
  }
  return nothing
}

function promptFinished(
  state: SiteState,
  call: Call,
  token: string,
  key: MenuKey | undefined,
  at: number,
): Decision {
  if (call.phase.name === 'telling' && call.phase.token === token) return toldWhy(call, at)
  if (call.phase.name === 'voicemail' && call.phase.token === token) return messageDeaf(state, call, at)
  if (call.phase.name === 'callingBack' && call.phase.token === token)
    return callbackAttemptOver(state, call, 'failed', 'NORMAL_CLEARING', at)
  const asked = dutyAskedBy(call, token)
  if (asked) return givenUp(state, call, asked, 'failed', at)
  if (call.phase.name !== 'walking' || call.phase.token !== token) return stale
  const flow = flowOf(state, call)
  return flow ? promptsOver(state, call, flow, at, key) : stale
}

function commandFailed(
  state: SiteState,
  call: Call,
  leg: Leg,
  input: Extract<LegInput, { type: 'commandFailed' }>,
): Decision {
  const { legId, at } = input
  // The outcome of a command in flight when the connection broke is unknown; the snapshot will tell.
  if (input.reason === 'connectionLost') return nothing
  if (input.command === 'originate') {
    // A time-out says nothing about the leg: its own deadline decides, and its hang-up kills what may have come up.
    if (input.reason === 'timedOut') return nothing
    return legHungUp(state, call, leg, legId, input.cause ?? 'DESTINATION_OUT_OF_ORDER', at)
  }
  if (input.command === 'bridge') return bridgeRefused(state, call, input.reason, at)
  if (input.command === 'sendToFallback' && call.phase.name === 'fallback') {
    const refused = input.reason === 'refused' || input.reason === 'invalid'
    // Nobody would ever come: a busy signal lets the caller, or the trunk, try elsewhere.
    if (refused) return endCall(call, { by: 'switch', why: 'failed' }, at, 'NORMAL_TEMPORARY_FAILURE')
  }
  if (input.reason === 'noSuchLeg') {
    // Gone already, or never came up; should it still come up, it is a stray then.
    if (input.command === 'hangUp') return legHungUp(state, call, leg, legId, LOST, at)
    return doubt(call, legId, at)
  }
  if (input.token !== undefined) return promptFinished(state, call, input.token, undefined, at)
  return nothing
}

/** Only the leg on which the outside is: others have deadlines of their own. */
function doubt(call: Call, legId: LegId, at: number): Decision {
  if (outerLeg(call) !== legId || call.doubtedUntil !== undefined) return nothing
  return decided([callFact(call.id, 'callLegDoubted', at, { legId, dueAt: at + LIMITS.doubtMs })])
}

/** The recording has its own say; a leg that isn't there is doubted besides. */
function recordingFailed(state: SiteState, input: Extract<LegInput, { type: 'commandFailed' }>): Decision {
  const { legId, reason, at } = input
  const call = callOfLeg(state, legId)
  const leg = call?.legs.get(legId)
  const failed = recordingOrderFailed(state, input)
  return reason === 'noSuchLeg' && call && leg ? both(failed, doubt(call, legId, at)) : failed
}
