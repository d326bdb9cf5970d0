/**
 * A site's memory as plain JSON, so that a new owner needn't fold years of journal: a cache of the fold, never more.
 * Indexes are left out and built again; what has another shape is not thawed, and the journal is folded instead.
 */
import type { Agent } from '../acd/agent.ts'
import type { Leaver } from '../acd/leaver.ts'
import { agentDueWithLicences } from '../acd/licence-days.ts'
import type { Pace } from '../acd/pace.ts'
import type { Broadcast } from '../broadcast/state.ts'
import { listCallback } from '../call/callback-lists.ts'
import { lookAtDuty } from '../call/duty-looks.ts'
import type { Owed } from '../call/owed.ts'
import type { Call, Leg } from '../call/state.ts'
import type { AccessId, AgentId, FlowId, LegId, NodeId, OpeningId, SiteId } from '../ids.ts'
import type { DataName, Flow } from '../ivr/flow.ts'
import { type FrozenPlans, freezePlans, thawPlans } from '../plan/freeze.ts'
import { lookAt } from '../recording/follow.ts'
import type { RecordingPolicy } from '../recording/policy.ts'
import type { Recording } from '../recording/recording.ts'
import { type Alarm, alarmKey } from './alarms.ts'
import { schedule, scheduleCall } from './evolve.ts'
import { unservedDue } from './evolve-nodes.ts'
import type { QueueDefinition } from './inputs.ts'
import type { Admission, Load } from './load.ts'
import {
  createQueue,
  initialState,
  type Publication,
  type SiteState,
  type SwitchNode,
  type Tenure,
} from './state.ts'

/** To be changed with every change to what the state holds; a test compares it with the state's own outline. */
export const SHAPE = 'site-6'

type FrozenCall = Omit<Call, 'legs' | 'data'> & {
  readonly legs: readonly (readonly [LegId, Leg])[]
  readonly data: readonly DataName[]
}

export interface FrozenSite {
  readonly shape: string
  readonly siteId: SiteId
  readonly epoch: number
  readonly tenure: Tenure | undefined
  readonly pos: number
  readonly lastAt: number
  readonly seqs: readonly (readonly [string, number])[]
  readonly nodes: readonly (readonly [NodeId, SwitchNode])[]
  readonly unservedSince: number | null
  readonly queues: readonly {
    readonly definition: QueueDefinition
    readonly version: number
    readonly pace: Pace
    readonly leavers: readonly (readonly [string, Leaver])[]
  }[]
  /** As they are defined; what plans make of it is made again. */
  readonly agents: readonly Omit<Agent, 'base'>[]
  readonly phonesGone: readonly (readonly [string, readonly NodeId[]])[]
  readonly calls: readonly FrozenCall[]
  readonly recordings: readonly Recording[]
  readonly recordingPolicy: RecordingPolicy
  readonly admission: Admission
  readonly load: Load
  readonly servedLast: readonly (readonly [string, { readonly agentId: AgentId; readonly at: number }])[]
  /** Absent: nobody. */
  readonly owedCallbacks?: readonly Owed[]
  readonly openings: readonly OpeningId[]
  readonly accesses: readonly AccessId[]
  readonly alarms: readonly Alarm[]
  readonly heardInARow: readonly (readonly [NodeId, number])[]
  readonly flows: readonly (readonly [string, Flow])[]
  readonly currentFlows: readonly (readonly [FlowId, string])[]
  readonly numbers: Readonly<Record<string, FlowId>>
  readonly otherwiseFlow: FlowId | undefined
  readonly publications: readonly (readonly [FlowId, Publication])[]
  readonly numberVersions: readonly (readonly [string, number])[]
  readonly otherwiseVersion: number
  /** Absent: none. */
  readonly plans?: FrozenPlans
  readonly broadcasts?: readonly Broadcast[]
}

/** What it returns shares objects with the state: turn it into text before the state moves on. */
export function freeze(state: SiteState): FrozenSite {
  return {
    shape: SHAPE,
    siteId: state.siteId,
    epoch: state.epoch,
    tenure: state.tenure,
    pos: state.pos,
    lastAt: state.lastAt,
    seqs: [...state.seqs],
    nodes: [...state.nodes],
    unservedSince: state.unservedSince,
    queues: [...state.queues.values()].map(({ base, version, pace, leavers }) => ({
      definition: base,
      version,
      pace,
      leavers: [...leavers],
    })),
    agents: [...state.agents.values()].map(({ base, ...agent }) => ({ ...agent, definition: base })),
    phonesGone: [...state.phonesGone],
    calls: [...state.calls.values()].map((call) => ({ ...call, legs: [...call.legs], data: [...call.data] })),
    recordings: [...state.recordings.values()],
    recordingPolicy: state.recordingPolicy,
    admission: state.admission,
    load: state.load,
    servedLast: [...state.servedLast],
    ...(state.owedCallbacks.size > 0 && { owedCallbacks: [...state.owedCallbacks.values()] }),
    openings: [...state.openings],
    accesses: [...state.accesses],
    alarms: [...state.alarms.values()],
    heardInARow: [...state.heardInARow],
    flows: [...state.flows],
    currentFlows: [...state.currentFlows],
    numbers: state.numbers,
    otherwiseFlow: state.otherwiseFlow,
    publications: [...state.publications],
    numberVersions: [...state.numberVersions],
    otherwiseVersion: state.otherwiseVersion,
    ...(state.plans.all.size > 0 && { plans: freezePlans(state.plans) }),
    ...(state.broadcasts.size > 0 && { broadcasts: [...state.broadcasts.values()] }),
  }
}

/** The state that was frozen, or undefined where it has another shape or is another site's. Takes what it is given. */
export function thaw(frozen: FrozenSite, siteId: SiteId): SiteState | undefined {
  if (frozen.shape !== SHAPE || frozen.siteId !== siteId) return undefined
  const state = initialState(siteId)
  state.epoch = frozen.epoch
  state.tenure = frozen.tenure
  state.pos = frozen.pos
  state.lastAt = frozen.lastAt
  state.numbers = frozen.numbers
  state.otherwiseFlow = frozen.otherwiseFlow
  state.otherwiseVersion = frozen.otherwiseVersion
  state.recordingPolicy = frozen.recordingPolicy
  state.admission = frozen.admission
  state.load = frozen.load
  for (const owed of frozen.owedCallbacks ?? []) state.owedCallbacks.set(owed.callId, owed)
  for (const openingId of frozen.openings) state.openings.add(openingId)
  for (const accessId of frozen.accesses) state.accesses.add(accessId)
  for (const alarm of frozen.alarms) state.alarms.set(alarmKey(alarm.alarm, alarm.nodeId), alarm)
  fill(state.seqs, frozen.seqs)
  fill(state.servedLast, frozen.servedLast)
  fill(state.nodes, frozen.nodes)
  state.unservedSince = frozen.unservedSince
  schedule(state, 'site', siteId, unservedDue(state))
  fill(state.phonesGone, frozen.phonesGone)
  fill(state.heardInARow, frozen.heardInARow)
  fill(state.flows, frozen.flows)
  fill(state.currentFlows, frozen.currentFlows)
  fill(state.publications, frozen.publications)
  fill(state.numberVersions, frozen.numberVersions)
  for (const { definition, version, ...kept } of frozen.queues) {
    state.queues.set(definition.queueId, createQueue(definition, version, kept))
    state.unmanned.add(definition.queueId)
  }
  for (const agent of frozen.agents) {
    const { id, definition, ...rest } = agent
    const thawed = { id, base: definition, definition, ...rest, pending: agent.pending }
    state.agents.set(agent.id, thawed)
    state.ready.agentMoved(state, thawed)
    state.extensions.agentMoved(thawed)
    for (const queueId of agent.definition.queueIds) state.queues.get(queueId)?.members.add(agent.id)
    schedule(state, 'agent', agent.id, agentDueWithLicences(thawed))
  }
  if (frozen.plans) thawPlans(state, frozen.plans)
  for (const made of frozen.broadcasts ?? []) state.broadcasts.set(made.broadcastId, made)
  for (const { legs, data, ...rest } of frozen.calls) {
    thawCall(state, { ...rest, legs: new Map(legs), data: new Set(data) })
  }
  for (const recording of frozen.recordings) state.recordings.set(recording.id, recording)
  for (const { callId } of frozen.recordings) lookAt(state, callId)
  for (const callId of state.calls.keys()) lookAt(state, callId)
  return state
}

function thawCall(state: SiteState, call: Call): void {
  state.calls.set(call.id, call)
  state.nodeLegs.begins(call)
  state.flowUses.begins(call.flow?.version)
  for (const legId of call.legs.keys()) state.legs.set(legId, call.id)
  const { phase } = call
  if (phase.name === 'queued') {
    state.queues.get(phase.place.queueId)?.waiting.add(call, phase.place)
    state.ready.list(state, call)
  }
  listCallback(state, call)
  lookAtDuty(state, call)
  state.emergencies.follow(call)
  scheduleCall(state, call)
}

function fill<K, V>(map: Map<K, V>, entries: readonly (readonly [K, V])[]): void {
  for (const [key, value] of entries) map.set(key, value)
}
