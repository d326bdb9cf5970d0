/** All that a site's owner knows: a fold of the journal, never more. */
import type { Agent } from '../acd/agent.ts'
import { Extensions } from '../acd/extensions.ts'
import type { Leaver } from '../acd/leaver.ts'
import { NO_PACE, type Pace } from '../acd/pace.ts'
import { ReadyIndex } from '../acd/ready-index.ts'
import { WaitingList } from '../acd/waiting.ts'
import type { Broadcast } from '../broadcast/state.ts'
import { EmergencyWaits } from '../call/emergency-index.ts'
import type { Owed } from '../call/owed.ts'
import { Promises } from '../call/promises.ts'
import type { Call } from '../call/state.ts'
import type {
  AccessId,
  AgentId,
  BroadcastId,
  CallId,
  FlowId,
  LegId,
  NodeId,
  OpeningId,
  QueueId,
  RecordingId,
  SiteId,
} from '../ids.ts'
import type { Flow } from '../ivr/flow.ts'
import type { PlannedQueue } from '../plan/overlay.ts'
import { noPlans, type Plans } from '../plan/state.ts'
import { NOTHING_RECORDED, type RecordingPolicy } from '../recording/policy.ts'
import type { Recording } from '../recording/recording.ts'
import type { Alarm } from './alarms.ts'
import { Deadlines } from './deadlines.ts'
import { FlowUses } from './flow-uses.ts'
import type { FlowOrigin, QueueDefinition } from './inputs.ts'
import { type Admission, DEFAULT_ADMISSION, type Load, NORMAL_LOAD } from './load.ts'
import type { NodeHealth } from './node-health.ts'
import { NodeLegs } from './node-legs.ts'

export interface Queue {
  readonly id: QueueId
  /** As it is defined. */
  base: QueueDefinition
  /** As it is served: what the plans that are on make of it (`plan/apply.ts`). */
  definition: PlannedQueue
  /** Position of the fact that defined it. */
  version: number
  readonly waiting: WaitingList
  /** Agents who serve it, whatever their phase. */
  readonly members: Set<AgentId>
  /** How fast its callers were served of late. */
  pace: Pace
  /** By the hash of the number: who hung up while waiting here (`call/regain.ts`). */
  readonly leavers: Map<string, Leaver>
  /** Calls whose callers are to be called back, but for those in a pause. */
  readonly callbacks: WaitingList
  /** Calls whose callers are being called back. */
  readonly dialling: WaitingList
  /** Calls whose callers are to be called back, in a pause or not, or have just been promised it. */
  readonly promises: Promises
}

/** How a flow's current version came to be. */
export interface Publication {
  readonly origin: FlowOrigin
  /** Position of the fact that published it. */
  readonly revision: number
  readonly publishedAt: number
}

export interface SwitchNode {
  connected: boolean
  coreUuid: string
  /** When it went out of reach; null while it is in reach. */
  lostAt: number | null
  /** When it last came into reach, or went out of it. */
  since: number
  /** As judged since it was last connected. */
  health: NodeHealth
  /** When somebody asked for it to be drained; null: it takes calls. */
  drainingSince: number | null
  /** It is being drained, and takes calls all the same: no other node in reach does. */
  suspended: boolean
  /** The switch's process (Core-UUID) that has been told to take no new calls: it is told anew at each reconnection. */
  pausedCore: string | null
}

/** What the journal says of the newest owner. */
export interface Tenure {
  /** Under which name it held the lease; null: it didn't say. */
  readonly holder: string | null
  /** It has driven the switches, which it doesn't before the orders of the owner before are over. */
  readonly drove: boolean
  /** It has let go in order. */
  readonly released: boolean
}

export interface SiteState {
  readonly siteId: SiteId
  /** Counts owners: each `siteTaken` adds one. */
  epoch: number
  /** Undefined while nobody has ever taken the site. */
  tenure: Tenure | undefined
  /** Position of the newest fact folded in. */
  pos: number
  /** The newest moment that a fact names as its own; site time never goes back before it. */
  lastAt: number
  /** Per subject, the number of its newest fact. Calls that have ended are no longer here. */
  readonly seqs: Map<string, number>
  readonly nodes: Map<NodeId, SwitchNode>
  /** Since when every node in reach is being drained and none takes calls; null: some does, or none is in reach. */
  unservedSince: number | null
  readonly queues: Map<QueueId, Queue>
  readonly agents: Map<AgentId, Agent>
  /** An index over the agents. */
  readonly extensions: Extensions
  /** Phones of logged-on agents: the nodes that have no registration of them. */
  readonly phonesGone: Map<string, readonly NodeId[]>
  /** Calls that haven't ended. */
  readonly calls: Map<CallId, Call>
  /** Live legs, whosever they are. */
  readonly legs: Map<LegId, CallId>
  /** An index over the calls. */
  readonly nodeLegs: NodeLegs
  /** Recordings until all of their takes are accounted for; their calls may have ended long ago. */
  readonly recordings: Map<RecordingId, Recording>
  recordingPolicy: RecordingPolicy
  admission: Admission
  /** As this owner measures it. */
  load: Load
  /** Calls whose recording may have to begin, end or be closed because of what has just happened. */
  readonly recordingsDue: Set<CallId>
  /** The newest openings, so that one that is said twice is known again. */
  readonly openings: Set<OpeningId>
  /** The same of what was noted for auditors. */
  readonly accesses: Set<AccessId>
  readonly alarms: Map<string, Alarm>
  /** By node, while there is an alarm about its sound: how many talks in a row in which everybody was heard. */
  readonly heardInARow: Map<NodeId, number>
  /** Published flows by version: the current ones, and those that live calls began with. */
  readonly flows: Map<string, Flow>
  readonly currentFlows: Map<FlowId, string>
  /** An index over the calls. */
  readonly flowUses: FlowUses
  readonly publications: Map<FlowId, Publication>
  numbers: Readonly<Record<string, FlowId>>
  otherwiseFlow: FlowId | undefined
  /** By number: position of the fact that assigned it. */
  readonly numberVersions: Map<string, number>
  /** The same of `otherwiseFlow`; 0 while there is none. */
  otherwiseVersion: number
  /** An index over the calls' and agents' own deadlines. */
  readonly deadlines: Deadlines
  /** What the index holds for a subject now. */
  readonly scheduled: Map<string, number>
  /** By the keyed hash of the caller's number. */
  readonly servedLast: Map<string, { readonly agentId: AgentId; readonly at: number }>
  /** An index over who waits and who is idle. */
  readonly ready: ReadyIndex
  /** Queues in which nobody may be on any more who would serve those who wait (`call/overflow.ts`). */
  readonly unmanned: Set<QueueId>
  readonly plans: Plans
  /** The newest messages to all who waited. */
  readonly broadcasts: Map<BroadcastId, Broadcast>
  /** Calls for which somebody on duty may have to be rung, or let go, because of what has just happened. */
  readonly dutyDue: Set<CallId>
  /** Emergencies that wait: an index. */
  readonly emergencies: EmergencyWaits
  /** Callers who weren't reached by those who promised to call back (`call/owed.ts`). */
  readonly owedCallbacks: Map<CallId, Owed>
}

export function initialState(siteId: SiteId): SiteState {
  return {
    siteId,
    epoch: 0,
    tenure: undefined,
    pos: 0,
    lastAt: 0,
    seqs: new Map(),
    nodes: new Map(),
    unservedSince: null,
    queues: new Map(),
    agents: new Map(),
    extensions: new Extensions(),
    phonesGone: new Map(),
    calls: new Map(),
    legs: new Map(),
    nodeLegs: new NodeLegs(),
    recordings: new Map(),
    recordingPolicy: NOTHING_RECORDED,
    admission: DEFAULT_ADMISSION,
    load: NORMAL_LOAD,
    recordingsDue: new Set(),
    openings: new Set(),
    accesses: new Set(),
    alarms: new Map(),
    heardInARow: new Map(),
    flows: new Map(),
    currentFlows: new Map(),
    flowUses: new FlowUses(),
    publications: new Map(),
    numbers: {},
    otherwiseFlow: undefined,
    numberVersions: new Map(),
    otherwiseVersion: 0,
    deadlines: new Deadlines(),
    scheduled: new Map(),
    servedLast: new Map(),
    ready: new ReadyIndex(),
    unmanned: new Set(),
    plans: noPlans(),
    broadcasts: new Map(),
    dutyDue: new Set(),
    emergencies: new EmergencyWaits(),
    owedCallbacks: new Map(),
  }
}

export function createQueue(
  definition: QueueDefinition,
  version: number,
  { pace, leavers }: { pace: Pace; leavers: Iterable<readonly [string, Leaver]> } = {
    pace: NO_PACE,
    leavers: [],
  },
): Queue {
  return {
    id: definition.queueId,
    base: definition,
    definition,
    version,
    waiting: new WaitingList(),
    members: new Set(),
    pace,
    leavers: new Map(leavers),
    callbacks: new WaitingList(),
    dialling: new WaitingList(),
    promises: new Promises(),
  }
}

/** Whether this switch can be given orders, and tells what happens on it. */
export function isReachable(state: SiteState, nodeId: NodeId): boolean {
  return state.nodes.get(nodeId)?.connected === true
}

/** Live calls but for those who only hear that all is busy. */
export function callsServed(state: SiteState): number {
  let served = 0
  for (const { turnedAway, phase } of state.calls.values())
    if (!turnedAway && phase.name !== 'awaitingCallback') served += 1
  return served
}

/** The call that a live leg belongs to. */
export function callOfLeg(state: SiteState, legId: LegId): Call | undefined {
  const callId = state.legs.get(legId)
  return callId === undefined ? undefined : state.calls.get(callId)
}

/** The legs of this node's calls. */
export function legsOn(state: SiteState, nodeId: NodeId): LegId[] {
  return [...state.calls.values()].flatMap((call) => (call.nodeId === nodeId ? [...call.legs.keys()] : []))
}

/** The version of the flow that this call began with. It is there as long as the call is. */
export function flowOf(state: SiteState, call: Call): Flow | undefined {
  return call.flow && state.flows.get(call.flow.version)
}
