/** Folds one fact, in its place, into the site's state and its indexes. The only code that changes the state. */
import { createAgent, evolveAgent } from '../acd/agent.ts'
import type { AgentFact } from '../acd/facts.ts'
import { rememberServed } from '../acd/last-served.ts'
import { agentDueWithLicences } from '../acd/licence-days.ts'
import { lookWhoIsOn } from '../acd/manning.ts'
import { paceAfter } from '../acd/pace.ts'
import { evolvePhone } from '../acd/phones.ts'
import { remember as rememberBroadcast } from '../broadcast/state.ts'
import { listCallback, unlistCallback } from '../call/callback-lists.ts'
import { lookAtDuty, lookAtDutyIn } from '../call/duty-looks.ts'
import { createCall, evolveCall } from '../call/evolve.ts'
import type { CallFact } from '../call/facts.ts'
import { followOwed } from '../call/owed.ts'
import { followLeavers } from '../call/regain.ts'
import { type Call, hasSpeech } from '../call/state.ts'
import type { Fact } from '../decision.ts'
import {
  type AccessId,
  type AgentId,
  type CallId,
  type FlowId,
  type LegId,
  type NodeId,
  type OpeningId,
  type QueueId,
  type RecordingId,
  recordingIdOf,
} from '../ids.ts'
import { completed } from '../ivr/older-flow.ts'
import { applyDrill, replanQueue } from '../plan/apply.ts'
import { noteDrillAgent, noteDrillCall } from '../plan/drill.ts'
import { evolvePlans } from '../plan/evolve.ts'
import { plannedAgent } from '../plan/overlay.ts'
import type { RecordingFact } from '../recording/facts.ts'
import { lookAt } from '../recording/follow.ts'
import { withNote } from '../recording/policy.ts'
import { createRecording, evolveRecording, talkOver } from '../recording/recording.ts'
import { alarmKey } from './alarms.ts'
import { allOutOfReach, evolveNode, unservedDue } from './evolve-nodes.ts'
import type { SiteFact } from './facts.ts'
import { NORMAL_LOAD } from './load.ts'
import { schedule, scheduleCall } from './schedule.ts'
import { countTalk } from './sound.ts'
import { createQueue, type SiteState } from './state.ts'

export { nextDeadline, schedule, scheduleCall } from './schedule.ts'

/**
 * `pos` and `subjectSeq` must follow on what is folded already: a gap means that facts were lost between the
 * journal and here, and nothing built on them could be trusted. Throws then.
 */
export function evolve(state: SiteState, fact: Fact, pos: number, subjectSeq: number): void {
  if (pos !== state.pos + 1) throw new Error(`fact ${pos} after ${state.pos}`)
  const seq = (state.seqs.get(fact.subject) ?? 0) + 1
  if (subjectSeq !== seq) throw new Error(`fact ${subjectSeq} of ${fact.subject} where ${seq} is next`)
  state.pos = pos
  state.lastAt = Math.max(state.lastAt, fact.at)
  state.seqs.set(fact.subject, seq)
  switch (fact.kind) {
    case 'call':
      evolveCallFact(state, fact, pos)
      break
    case 'agent':
      evolveAgentFact(state, fact, pos)
      break
    case 'recording':
      evolveRecordingFact(state, fact)
      break
    case 'opening':
      remember(state.openings, fact.data.openingId)
      state.seqs.delete(fact.subject)
      break
    case 'access':
      remember(state.accesses, fact.subject as AccessId)
      state.seqs.delete(fact.subject)
      break
    default:
      evolveSiteFact(state, fact, pos)
  }
}

function evolveCallFact(state: SiteState, fact: CallFact, pos: number): void {
  if (fact.type === 'callAccepted' || fact.type === 'callPlaced') {
    const call = createCall(fact)
    state.calls.set(call.id, call)
    state.nodeLegs.begins(call)
    state.flowUses.begins(call.flow?.version)
    state.legs.set(fact.data.legId, call.id)
    if (call.drill) noteDrillCall(state, call, fact)
    scheduleCall(state, call)
    return
  }
  const call = state.calls.get(fact.subject as CallId)
  if (!call) throw new Error(`${fact.type} about ${fact.subject}, which isn't there`)
  unlist(state, call)
  const spoke = hasSpeech(call)
  const { flow, phase, nodeId } = call
  const legs = call.legs.size
  evolveCall(call, fact, pos)
  state.nodeLegs.moves(nodeId, legs, call)
  paceAfter(state.queues, phase, call, fact)
  followLeavers(state.queues, phase, call, fact)
  followOwed(state.owedCallbacks, call, fact)
  if (flow && call.flow !== flow) {
    state.flowUses.begins(call.flow?.version)
    leaveFlow(state, flow)
  }
  if (call.drill) noteDrillCall(state, call, fact)
  const recording = state.recordings.get(recordingIdOf(call.id))
  if (recording && spoke && (fact.type === 'callEnded' || !hasSpeech(call))) talkOver(recording, fact.at)
  switch (fact.type) {
    case 'callConnected':
      if (call.direction === 'inbound')
        rememberServed(state.servedLast, call.calling, fact.data.agentId, fact.at)
      break
    case 'callOffered':
    case 'callPartyCalled':
    case 'handOnBegan':
    case 'callbackDialled':
    case 'dutyRung':
      state.legs.set(fact.data.legId, call.id)
      break
    case 'callNeedsChanged':
      // Whose phone rings may lack the licence that is needed now.
      if (call.phase.name === 'offered')
        for (const { agentId } of call.phase.offers) state.ready.doubted.add(agentId)
      break
    case 'callLegEnded':
      state.legs.delete(fact.data.legId)
      break
    case 'callEnded':
      countTalk(state, call)
      forget(state, call)
      lookAt(state, call.id)
      return
  }
  if (call.phase.name === 'queued') {
    state.queues.get(call.phase.place.queueId)?.waiting.add(call, call.phase.place)
    state.ready.list(state, call)
    state.unmanned.add(call.phase.place.queueId)
  }
  listCallback(state, call)
  lookAtDuty(state, call)
  state.emergencies.follow(call)
  lookAt(state, call.id)
  scheduleCall(state, call)
}

function evolveRecordingFact(state: SiteState, fact: RecordingFact): void {
  const id = fact.subject as RecordingId
  let recording = state.recordings.get(id)
  if (!recording && fact.type === 'recordingTakeOrdered') {
    recording = createRecording(fact)
    state.recordings.set(id, recording)
  }
  if (!recording) throw new Error(`${fact.type} about ${fact.subject}, which isn't there`)
  evolveRecording(recording, fact)
  if (fact.type === 'recordingCompleted') {
    state.recordings.delete(id)
    state.seqs.delete(id)
  }
  lookAt(state, recording.callId)
}

/** How many openings, and how many notes for auditors, are known again when they are said twice. */
const MOST_REMEMBERED = 1_000

function remember<T extends OpeningId | AccessId>(known: Set<T>, id: T): void {
  known.add(id)
  for (const oldest of known) {
    if (known.size <= MOST_REMEMBERED) break
    known.delete(oldest)
  }
}

/** The node's waits stand still or go on. */
function rescheduleNode(state: SiteState, nodeId: NodeId | undefined): void {
  for (const call of state.calls.values()) {
    if (nodeId !== undefined && call.nodeId !== nodeId) continue
    scheduleCall(state, call)
    state.ready.list(state, call)
    lookAtDuty(state, call)
    lookAt(state, call.id)
  }
}

function unlist(state: SiteState, call: Call): void {
  unlistCallback(state, call)
  if (call.phase.name !== 'queued') return
  state.queues.get(call.phase.place.queueId)?.waiting.remove(call, call.phase.place)
  state.ready.unlist(call.id)
}

function forget(state: SiteState, call: Call): void {
  for (const legId of call.legs.keys()) state.legs.delete(legId as LegId)
  state.nodeLegs.ends(call)
  state.calls.delete(call.id)
  state.seqs.delete(call.id)
  state.scheduled.delete(call.id)
  state.emergencies.forget(call.id)
  if (call.flow) leaveFlow(state, call.flow)
}

function evolveAgentFact(state: SiteState, fact: AgentFact, pos: number): void {
  const agentId = fact.subject as AgentId
  let agent = state.agents.get(agentId)
  const before = agent?.definition.queueIds ?? []
  if (fact.type === 'agentDefined') {
    const { queueIds } = plannedAgent(state.plans.overlay, fact.data.agent, state.queues)
    for (const queueId of before) state.queues.get(queueId)?.members.delete(agentId)
    for (const queueId of queueIds) state.queues.get(queueId)?.members.add(agentId)
    if (!agent) {
      agent = createAgent(fact.data.agent)
      state.agents.set(agentId, agent)
    }
  }
  if (!agent) throw new Error(`${fact.type} about ${fact.subject}, who isn't there`)
  if (fact.type === 'agentRemoved') {
    for (const queueId of before) state.queues.get(queueId)?.members.delete(agentId)
    state.agents.delete(agentId)
    state.extensions.agentGone(agentId)
    state.ready.agentGone(state, agent)
    schedule(state, 'agent', agentId, undefined)
    return
  }
  const was = agent.servedQueueIds
  const wasOn = agent.phase.name !== 'loggedOff'
  if (fact.type === 'agentLoggedOff') state.phonesGone.delete(agent.extension)
  evolveAgent(agent, fact, pos)
  if (fact.type === 'agentDefined')
    agent.definition = plannedAgent(state.plans.overlay, agent.base, state.queues)
  state.extensions.agentMoved(agent)
  state.ready.agentMoved(state, agent)
  const isOn = agent.phase.name !== 'loggedOff'
  if (wasOn !== isOn || was !== agent.servedQueueIds || before !== agent.definition.queueIds)
    lookWhoIsOn(state, new Set([...before, ...agent.definition.queueIds]), fact.at)
  if (fact.type === 'agentLicencesChanged' || fact.type === 'agentDefined')
    for (const queueId of agent.definition.queueIds) lookAtDutyIn(state, queueId)
  if (fact.type === 'agentDefined') applyDrill(state)
  else noteDrillAgent(state, fact)
  schedule(state, 'agent', agentId, agentDueWithLicences(agent))
}

function evolveSiteFact(state: SiteState, fact: SiteFact, pos: number): void {
  switch (fact.type) {
    case 'siteTaken':
      state.epoch = fact.data.epoch
      state.tenure = { holder: fact.data.holder ?? null, drove: false, released: false }
      // What another owner measured was about another process.
      state.load = NORMAL_LOAD
      allOutOfReach(state, fact.at)
      schedule(state, 'site', state.siteId, unservedDue(state))
      rescheduleNode(state, undefined)
      return
    case 'siteKept':
    case 'switchGivenUp':
      return
    case 'callbackSettled':
      state.owedCallbacks.delete(fact.data.callId)
      return
    case 'siteReleased':
      if (state.tenure) state.tenure = { ...state.tenure, released: true }
      return
    case 'switchConnected':
    case 'switchLost':
      evolveNode(state, fact)
      if (state.tenure && !state.tenure.drove) state.tenure = { ...state.tenure, drove: true }
      schedule(state, 'site', state.siteId, unservedDue(state))
      rescheduleNode(state, fact.data.nodeId)
      for (const queueId of state.queues.keys()) state.unmanned.add(queueId)
      return
    case 'switchHealthChanged':
    case 'switchDrainBegun':
    case 'switchDrainSuspended':
    case 'switchDrainResumed':
    case 'switchReadmitted':
      evolveNode(state, fact)
      schedule(state, 'site', state.siteId, unservedDue(state))
      return
    case 'queueDefined': {
      const definition = fact.data.queue
      state.unmanned.add(definition.queueId)
      const queue = state.queues.get(definition.queueId)
      if (queue) {
        Object.assign(queue, { base: definition, version: pos })
        replanQueue(state, queue)
        lookAtDutyIn(state, queue.id)
      } else state.queues.set(definition.queueId, createQueue(definition, pos))
      applyDrill(state)
      return
    }
    case 'queueRemoved':
      state.ready.queueGone(state.queues.get(fact.subject as QueueId))
      state.queues.delete(fact.subject as QueueId)
      return
    case 'phoneGone':
    case 'phoneFound':
      evolvePhone(state, fact)
      return
    case 'planDefined':
    case 'planRemoved':
    case 'planSwitchedOn':
    case 'planSwitchedOff':
    case 'drillBegun':
    case 'drillEnded':
      evolvePlans(state, fact, pos)
      return
    case 'broadcastMade':
      rememberBroadcast(state.broadcasts, { ...fact.data, at: fact.at })
      return
    case 'flowPublished': {
      const { flow, origin = 'file' } = fact.data
      state.flows.set(flow.version, completed(flow))
      state.currentFlows.set(flow.id, flow.version)
      state.publications.set(flow.id, { origin, revision: pos, publishedAt: fact.at })
      dropUnusedFlows(state)
      return
    }
    case 'flowWithdrawn':
      state.currentFlows.delete(fact.data.flowId)
      state.publications.delete(fact.data.flowId)
      dropUnusedFlows(state)
      return
    case 'numbersAssigned':
      state.numbers = fact.data.numbers
      state.numberVersions.clear()
      for (const number of Object.keys(state.numbers)) state.numberVersions.set(number, pos)
      state.otherwiseFlow = fact.data.otherwise
      state.otherwiseVersion = pos
      return
    case 'numberAssigned': {
      const { number, flowId } = fact.data
      state.numbers = { ...state.numbers, [number]: flowId }
      state.numberVersions.set(number, pos)
      return
    }
    case 'numberUnassigned': {
      const { [fact.data.number]: _, ...rest } = state.numbers
      state.numbers = rest
      state.numberVersions.delete(fact.data.number)
      return
    }
    case 'otherwiseAssigned':
      state.otherwiseFlow = fact.data.flowId
      state.otherwiseVersion = pos
      return
    case 'recordingPolicySet':
      state.recordingPolicy = fact.data
      for (const callId of state.calls.keys()) lookAt(state, callId)
      return
    case 'recorderNoted':
      state.recordingPolicy = withNote(state.recordingPolicy, fact.data)
      for (const callId of state.calls.keys()) lookAt(state, callId)
      return
    case 'admissionSet':
      state.admission = fact.data
      return
    case 'loadChanged':
      state.load = fact.data
      return
    case 'alarmRaised': {
      const { alarm, nodeId } = fact.data
      const key = alarmKey(alarm, nodeId)
      state.alarms.set(key, { ...fact.data, since: state.alarms.get(key)?.since ?? fact.at })
      if (alarm === 'oneWayAudio' && nodeId !== null) state.heardInARow.set(nodeId, 0)
      return
    }
    case 'alarmCleared':
      state.alarms.delete(alarmKey(fact.data.alarm, fact.data.nodeId))
      if (fact.data.alarm === 'oneWayAudio' && fact.data.nodeId !== null)
        state.heardInARow.delete(fact.data.nodeId)
      return
  }
}

/** A call goes by that version no longer; the last one takes it along, unless new calls begin with it. */
function leaveFlow(state: SiteState, { id, version }: { id: FlowId; version: string }): void {
  state.flowUses.ends(version)
  if (state.currentFlows.get(id) !== version) dropUnusedFlows(state)
}

function dropUnusedFlows(state: SiteState): void {
  const current = new Set(state.currentFlows.values())
  for (const version of state.flows.keys())
    if (!current.has(version) && !state.flowUses.isUsed(version)) state.flows.delete(version)
}
