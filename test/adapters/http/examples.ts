/** A call, an agent and a queue as the journal and the lists hold them. */
import { agentFact } from '../../../src/domain/acd/facts.ts'
import { callFact } from '../../../src/domain/call/facts.ts'
import type { JournalRow } from '../../../src/domain/fact.ts'
import type { AgentId, CallId, FlowId, LegId, NodeId, QueueId } from '../../../src/domain/ids.ts'
import type { AgentView, CallView, QueueView } from '../../../src/domain/site/view.ts'
import type { View } from '../../../src/runtime/ports.ts'
import { SITE } from './support.ts'

export const T0 = Date.UTC(2026, 2, 2, 8, 15, 30, 250)
export const CALL = 'call_01JD8Z4Q6W3V5T7R9P0N2M4K6H' as CallId
export const NO_CALL = 'call_01JD8Z4Q6W3V5T7R9P0N2M4K6J' as CallId
export const AGENT = 'agent_li-na' as AgentId
export const QUEUE = 'queue_appointments' as QueueId
const CALLER_LEG = 'aaaaaaaa-0000-4000-8000-000000000001' as LegId
const AGENT_LEG = 'aaaaaaaa-0000-4000-8000-000000000002' as LegId

/** A caller who queued, talked to an agent, and hung up. */
export function wholeCall(): JournalRow[] {
  const caller = { masked: '138****5678', hash: 'hash-of-the-caller' }
  const facts = [
    callFact(CALL, 'callAccepted', T0, {
      nodeId: 'node_a' as NodeId,
      legId: CALLER_LEG,
      calling: caller,
      called: { masked: '12320', hash: 'hash-of-the-line' },
      serviceNumber: '12320',
      flowId: 'flow_hospital' as FlowId,
      flowVersion: 'v1',
    }),
    callFact(CALL, 'callAnswered', T0 + 100, { legId: CALLER_LEG }),
    callFact(CALL, 'callQueued', T0 + 2_000, {
      queueId: QUEUE,
      priority: 'routine',
      music: 'hold',
      giveUpAt: T0 + 600_000,
      otherwise: null,
    }),
    callFact(CALL, 'callOffered', T0 + 2_001, { agentId: AGENT, legId: AGENT_LEG, dueAt: T0 + 22_001 }),
    callFact(CALL, 'callOfferAnswered', T0 + 5_000, { agentId: AGENT, legId: AGENT_LEG, dueAt: T0 + 9_000 }),
    callFact(CALL, 'callConnected', T0 + 5_050, {
      agentId: AGENT,
      legId: AGENT_LEG,
      withLegId: CALLER_LEG,
      waitedMs: 3_050,
    }),
    callFact(CALL, 'callLegEnded', T0 + 65_000, {
      legId: CALLER_LEG,
      role: 'caller',
      cause: 'NORMAL_CLEARING',
      quality: { receivedPackets: 3_250, sentPackets: 3_240, lostPackets: 33, jitterMs: 4.2, mos: 4.41 },
      heard: true,
    }),
    callFact(CALL, 'callLegEnded', T0 + 65_100, {
      legId: AGENT_LEG,
      role: 'agent',
      cause: 'NORMAL_CLEARING',
    }),
    callFact(CALL, 'callEnded', T0 + 65_100, {
      by: 'caller',
      why: 'hungUp',
      durationMs: 65_100,
      talkedMs: 59_950,
    }),
  ]
  return facts.map((fact, n) => ({ siteId: SITE, pos: 41 + n * 2, subjectSeq: n + 1, ...fact }))
}

export function callView(callId: string, startedAt: number, more: Partial<CallView> = {}): View {
  const body: CallView = {
    callId,
    siteId: SITE,
    nodeId: 'node_a',
    direction: 'inbound',
    state: 'queued',
    callingNumber: '138****5678',
    calledNumber: '12320',
    serviceNumber: '12320',
    flowId: 'flow_hospital',
    flowVersion: 'v1',
    step: null,
    language: null,
    profile: null,
    attachedData: [],
    queueId: QUEUE,
    agentId: null,
    startedAt,
    answeredAt: startedAt + 100,
    connectedAt: null,
    endedAt: null,
    ending: null,
    recordingId: null,
    waitedMs: null,
    talkedMs: null,
    voiceQuality: [],
    ...more,
  }
  const { state, queueId, agentId } = body
  return { kind: 'call', id: callId, pos: 1, body, orderAt: startedAt, state, queueId, agentId }
}

export function agentView(agentId: string, more: Partial<AgentView> = {}): View {
  const body: AgentView = {
    agentId,
    siteId: SITE,
    name: '李娜',
    extension: '1001',
    queueIds: [QUEUE],
    servedQueueIds: [QUEUE],
    state: 'agentWorkingAfterCall',
    phase: 'wrapUp',
    reasonCode: null,
    since: null,
    callId: CALL,
    wrapUpUntil: T0 + 30_000,
    wrapUpMostUntil: null,
    wrapUpRequired: false,
    pending: null,
    forcedBy: null,
    version: 2,
    ...more,
  }
  return {
    kind: 'agent',
    id: agentId,
    pos: 2,
    body,
    orderAt: 0,
    state: body.state,
    queueId: null,
    agentId: null,
  }
}

export function queueView(queueId: string): View {
  const body: QueueView = {
    queueId,
    siteId: SITE,
    names: { zh: '预约挂号', en: 'Appointments' },
    ringMs: 20_000,
    wrapUpMs: 30_000,
    wrapUp: null,
    record: null,
    priority: 'routine',
    musicStream: 'local_stream://moh',
    overflow: [],
    regainMs: null,
    callback: null,
    duty: null,
    emergencyAlarmMs: 0,
    agentIds: [AGENT],
    version: 3,
  }
  return { kind: 'queue', id: queueId, pos: 3, body, orderAt: 0, state: 'open', queueId: null, agentId: null }
}

/** A fact that is no call's. */
export function agentRow(): JournalRow {
  const fact = agentFact(AGENT, 'agentReady', T0, { since: T0 })
  return { siteId: SITE, pos: 1, subjectSeq: 1, ...fact }
}
