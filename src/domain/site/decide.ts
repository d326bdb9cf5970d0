/** One input, one decision: which file knows what it means. Pure: the state is read, never changed. */

import { noteAccess } from '../access/note.ts'
import { refused } from '../acd/answers.ts'
import { relaxNeeds } from '../acd/demands.ts'
import { afterWrapUp } from '../acd/free.ts'
import { licenceAlarm, licencesChanged } from '../acd/licence-days.ts'
import { nextOffer } from '../acd/match.ts'
import { decidePhone } from '../acd/phones.ts'
import { decideAgentRequest } from '../acd/requests.ts'
import { broadcast } from '../broadcast/broadcast.ts'
import { announce } from '../call/announce.ts'
import { legParked } from '../call/arrive.ts'
import { callbackOverdue, nextCallback } from '../call/callback.ts'
import { LOST } from '../call/causes.ts'
import { claim } from '../call/claim.ts'
import { dropCallback } from '../call/drop-callback.ts'
import { nextDuty } from '../call/duty.ts'
import { dutyOverdue } from '../call/duty-answer.ts'
import { emergencyAlarm, emergencyOverdue } from '../call/emergency-waits.ts'
import { endCall, endingOverdue, hangUp } from '../call/end.ts'
import { handOnOverdue } from '../call/hand-on.ts'
import { messageOverdue } from '../call/message.ts'
import { messageOver } from '../call/message-over.ts'
import { needsFoundOut } from '../call/needs-change.ts'
import { bridgeFailed, offerOverdue } from '../call/offer-ended.ts'
import { outboundOverdue } from '../call/outbound.ts'
import { nextOverflow, overflowDue } from '../call/overflow.ts'
import { owedAlarm } from '../call/owed-alarm.ts'
import { type Call, leavingAgent, outerLeg } from '../call/state.ts'
import { returnOverdue } from '../call/talk.ts'
import { errandDone, promptsOver, resumeStep, waitedTooLong } from '../call/walk.ts'
import { both, type Decision, decided, nothing, stale } from '../decision.ts'
import type { AgentId, CallId, NodeId } from '../ids.ts'
import { setAttachedData } from '../ivr/attach.ts'
import { decidePlan, drillOverdue, planOverdue } from '../plan/requests.ts'
import { nextOfRecordings } from '../recording/follow.ts'
import { decideRecordingReport } from '../recording/reports.ts'
import { decideRecordingRequest } from '../recording/requests.ts'
import { administer } from './administer.ts'
import { nextDeadline } from './evolve.ts'
import { siteFact } from './facts.ts'
import type { SiteInput } from './inputs.ts'
import { legHungUp } from './leg-ended.ts'
import { decideLeg } from './legs.ts'
import { loadChanged } from './load-changes.ts'
import { decideNodeRequest, nodeOutOfReach, suspendDrains, switchHealth } from './nodes.ts'
import { givenUp, reconcile, type Step } from './reconcile.ts'
import { heardAgain } from './sound.ts'
import { flowOf, isReachable, type SiteState } from './state.ts'

/**
 * The steps that an input asks for, in order; each is a decision on the state that the one before has left. Most
 * inputs are one step.
 */
export function stepsOf(state: SiteState, input: SiteInput): Step[] {
  if (input.type === 'switchConnected') return reconcile(state, input)
  if (input.type === 'giveUpNode') return givenUp(state, input)
  // Deadlines are taken one by one, each on what the one before has left (`handle`).
  if (input.type === 'deadlineReached') return []
  return [(now) => decide(now, input)]
}

export function decide(
  state: SiteState,
  input: Exclude<SiteInput, { type: 'switchConnected' | 'giveUpNode' | 'deadlineReached' }>,
): Decision {
  switch (input.type) {
    case 'siteTaken': {
      const { controllerId, address, holder } = input
      const named = holder === undefined ? {} : { holder }
      const taken = { epoch: state.epoch + 1, controllerId, address, ...named }
      return decided([siteFact(state.siteId, 'siteTaken', input.at, taken)])
    }
    case 'releaseSite':
      return decided([siteFact(state.siteId, 'siteReleased', input.at, { epoch: state.epoch })])
    case 'keepSite':
      return decided([siteFact(state.siteId, 'siteKept', input.at, {})])
    case 'loadChanged':
      return loadChanged(state, input, input.at)
    case 'switchLost':
      return switchLost(state, input.nodeId, input.at)
    case 'switchHealth':
      return switchHealth(state, input)
    case 'phoneGone':
    case 'phoneRegistered':
      return decidePhone(state, input)
    case 'drainNode':
    case 'readmitNode':
      return decideNodeRequest(state, input)
    case 'legParked':
      return legParked(state, input.arrival, input.at)
    case 'clearCall':
      return clearCall(state, input.callId, input.at)
    case 'dropCallback':
      return dropCallback(state, input)
    case 'errandDone':
      return errandOver(state, input)
    case 'recordingBegan':
    case 'recordingStopped':
    case 'recordingMaskChanged':
    case 'legCodecChanged':
      return decideRecordingReport(state, input)
    case 'maskRecording':
    case 'noteSegmentStored':
    case 'noteTakeAccounted':
    case 'noteTakeStalled':
    case 'noteOpening':
      return decideRecordingRequest(state, input)
    case 'noteAccess':
      return noteAccess(state, input)
    case 'setAttachedData':
      return setAttachedData(state, input)
    case 'raiseAlarm':
    case 'clearAlarm':
    case 'setRecordingPolicy':
    case 'noteRecorder':
    case 'setAdmission':
    case 'defineQueue':
    case 'removeQueue':
    case 'defineAgent':
    case 'removeAgent':
    case 'publishFlow':
    case 'withdrawFlow':
    case 'assignNumber':
    case 'unassignNumber':
    case 'assignOtherwise':
    case 'assignNumbers':
      return administer(state, input)
    case 'definePlan':
    case 'removePlan':
    case 'switchPlanOn':
    case 'switchPlanOff':
    case 'beginDrill':
    case 'endDrill':
      return decidePlan(state, input)
    case 'broadcast':
      return broadcast(state, input)
    case 'logOnAgent':
    case 'makeAgentReady':
    case 'makeAgentNotReady':
    case 'logOffAgent':
    case 'endWrapUp':
    case 'acceptOffer':
    case 'rejectOffer':
    case 'extendWrapUp':
    case 'forceAgent':
    case 'chooseQueues':
    case 'makeCall':
      return decideAgentRequest(state, input)
    default:
      return decideLeg(state, input)
  }
}

/**
 * What follows by itself from what has just changed: a waiting caller and a ready agent are brought together, a talk
 * is recorded, an alarm about sound is over.
 */
export function follow(state: SiteState, at: number): Decision | undefined {
  const goesOn =
    nextCallback(state, at) ?? nextOffer(state, at) ?? nextDuty(state, at) ?? nextOverflow(state, at)
  const noted = goesOn ?? nextOfRecordings(state, at) ?? heardAgain(state, at)
  return noted ?? licenceAlarm(state, at) ?? emergencyAlarm(state, at) ?? owedAlarm(state, at)
}

/** The decision of the earliest deadline that is over by now, or undefined when none is. */
export function dueNow(state: SiteState, at: number): Decision | undefined {
  const due = nextDeadline(state)
  if (!due || due.at > at) return undefined
  if (due.kind === 'agent') {
    const agent = state.agents.get(due.id as AgentId)
    const licences = agent && licencesChanged(agent, at)
    if (licences) return decided([licences])
    return agent ? decided([afterWrapUp(agent, at)]) : nothing
  }
  if (due.kind === 'site') return suspendDrains(state, at)
  if (due.kind === 'plan') return planOverdue(state, due.id, at)
  if (due.kind === 'drill') return drillOverdue(state, at)
  const call = state.calls.get(due.id as CallId)
  return call ? callOverdue(state, call, at) : nothing
}

function callOverdue(state: SiteState, call: Call, at: number): Decision {
  const reachable = isReachable(state, call.nodeId)
  const gone = reachable ? undefined : leavingAgent(call)
  if (gone && gone.dueAt <= at) return legHungUp(state, call, gone.leg, gone.legId, LOST, at)
  if (reachable && call.doubtedUntil !== undefined && call.doubtedUntil <= at) {
    const legId = outerLeg(call)
    const leg = legId && call.legs.get(legId)
    if (legId && leg) return legHungUp(state, call, leg, legId, LOST, at)
  }
  for (const [legId, leg] of call.legs) {
    if (leg.leavingBy === undefined || leg.leavingBy > at || !reachable) continue
    return both(
      legHungUp(state, call, leg, legId, LOST, at),
      decided([], [hangUp(call, legId, 'NORMAL_CLEARING')]),
    )
  }
  const besides = dutyOverdue(state, call, at) ?? (reachable ? emergencyOverdue(call, at) : undefined)
  if (besides) return besides
  switch (call.phase.name) {
    case 'walking': {
      const flow = flowOf(state, call)
      if (!flow) return endCall(call, { by: 'system', why: 'failed' }, at)
      // Prompts that never ended: the step is given up, not the caller.
      // The switch was to park the caller again, and wasn't heard to.
      if (call.phase.token === '') return both(decided([], claim(call)), resumeStep(state, call, flow, at))
      return promptsOver(state, call, flow, at)
    }
    case 'queued': {
      const { giveUpAt, overflowAt } = call.phase.place
      if (giveUpAt === undefined || giveUpAt > at) {
        if (overflowAt !== undefined && overflowAt <= at) return overflowDue(state, call, at)
        return relaxNeeds(call, at) ?? announce(state, call, at)
      }
      const flow = flowOf(state, call)
      return flow ? waitedTooLong(state, call, flow, at) : endCall(call, { by: 'system', why: 'failed' }, at)
    }
    case 'offered':
      return offerOverdue(state, call, at)
    case 'connecting':
      return bridgeFailed(state, call, at)
    case 'voicemail':
      return messageOverdue(state, call, at)
    case 'transferring':
      return handOnOverdue(state, call, at)
    case 'connected':
    case 'handedOn':
      return returnOverdue(call, at)
    case 'callingAgent':
    case 'callingParty':
    case 'telling':
      return outboundOverdue(state, call, at)
    case 'awaitingCallback':
    case 'callingBack':
      return goneOutOfReach(state, call, at) ?? callbackOverdue(state, call, at)
    case 'ending':
      return endingOverdue(state, call, at)
    default:
      return nothing
  }
}

/** The leg of a caller who has been called back, or was to be hung up, on a switch that doesn't come back. */
function goneOutOfReach(state: SiteState, call: Call, at: number): Decision | undefined {
  if (isReachable(state, call.nodeId)) return undefined
  const [first] = call.legs
  return first && legHungUp(state, call, first[1], first[0], LOST, at)
}

/** An answer to what is no longer asked says nothing: the call has moved on, or asks anew after a reconnect. */
function errandOver(state: SiteState, input: Extract<SiteInput, { type: 'errandDone' }>): Decision {
  const { callId, token, result, at } = input
  const call = state.calls.get(callId)
  if (call?.asking !== undefined && call.asking === token) return needsFoundOut(state, call, result, at)
  if (call?.phase.name !== 'walking' || call.phase.token !== token) return stale
  const flow = flowOf(state, call)
  return flow ? errandDone(state, call, flow, result, at) : stale
}

function switchLost(state: SiteState, nodeId: NodeId, at: number): Decision {
  if (!state.nodes.get(nodeId)?.connected) return stale
  const lost = decided([siteFact(state.siteId, 'switchLost', at, { nodeId })])
  return both(lost, nodeOutOfReach(state, nodeId, at))
}

function clearCall(state: SiteState, callId: CallId, at: number): Decision {
  const call = state.calls.get(callId)
  if (!call) return refused('call-unknown', `There is no live call ${callId}.`)
  if (call.phase.name === 'ending') return refused('call-state', `${callId} is ending already.`)
  const cleared = endCall(call, { by: 'system', why: 'cleared' }, at)
  return { ...both(messageOver(call, at), cleared), outcome: { type: 'accepted', callId } }
}
