/** What the outside says to a site: the switch, the API, the clock. Inputs are not journaled; the facts they cause are. */
import type { AccessNote } from '../access/facts.ts'
import type { DutyChain } from '../acd/duty-chain.ts'
import type { Licence, LicenceNeed, NeedsFrom, Relaxation, SkillLevel, Strategy } from '../acd/needs.ts'
import type { OverflowRule } from '../acd/overflow-rules.ts'
import type { CallbackPolicy } from '../call/callback-policy.ts'
import type { LegSound } from '../call/quality.ts'
import type {
  AccessId,
  AgentId,
  BroadcastId,
  CallId,
  FlowId,
  LegId,
  NodeId,
  OpeningId,
  PlanId,
  QueueId,
  RecordingId,
} from '../ids.ts'
import type { DataName, Flow, MenuKey, PriorityClass } from '../ivr/flow.ts'
import type { Party } from '../party.ts'
import type { PlanDefinition } from '../plan/definition.ts'
import type { SegmentStored } from '../recording/facts.ts'
import type { RecorderNote, RecordingPolicy } from '../recording/policy.ts'
import type { AlarmName } from './alarms.ts'
import type { ErrandResult } from './errands.ts'
import type { Admission, Load } from './load.ts'
import type { NodeHealth } from './node-health.ts'

/** A caller's leg that the dialplan has parked for us. */
export interface Arrival {
  readonly legId: LegId
  /** Chosen by the shell, used when the leg turns out to be a new call. */
  readonly callId: CallId
  readonly nodeId: NodeId
  readonly calling: Party
  readonly called: Party
  /** The hospital's own number that was dialled; not personal. */
  readonly serviceNumber: string
  readonly answered: boolean
}

/** A take that the switch writes, by the name of its file. */
export interface TakeRef {
  readonly recordingId: RecordingId
  readonly take: number
}

/** One leg as the switch reports it when asked what is there. */
export interface LegSnapshot {
  readonly legId: LegId
  /** From the channel variables that we set; undefined on legs that aren't ours. */
  readonly callId: CallId | undefined
  readonly role: 'caller' | 'agent' | 'party' | undefined
  /** Whose phone it is, where it was rung for a caller who waited. */
  readonly agentId?: AgentId
  readonly answered: boolean
  readonly bridgedTo: LegId | undefined
  /** `cti_waiting` is set: the watchdog guards it. */
  readonly waiting: boolean
  /** The switch has given it to the fallback group. */
  readonly fallback: boolean
  /** Set when it is a caller's who is parked for the service (what a PARK event would have said) or in the fallback. */
  readonly arrival: Arrival | undefined
  /** Takes of ours that it is being recorded into; absent: that isn't known. */
  readonly recordings?: readonly TakeRef[]
}

interface FromSwitch {
  readonly nodeId: NodeId
  readonly at: number
}
interface OnLeg extends FromSwitch {
  readonly legId: LegId
}

interface OnTake extends OnLeg {
  readonly recordingId: RecordingId
  readonly take: number
}

export type SwitchInput =
  /** After each (re)connection, before any event: all legs that are there. */
  | (FromSwitch & {
      readonly type: 'switchConnected'
      readonly coreUuid: string
      readonly legs: readonly LegSnapshot[]
    })
  | (FromSwitch & { readonly type: 'switchLost' })
  /** The judgement of a connected node has changed; after a (re)connection it begins as `healthy`. */
  | (FromSwitch & {
      readonly type: 'switchHealth'
      readonly health: NodeHealth
      /** What it was judged by, in words. */
      readonly detail: string
    })
  /** A phone has registered, or the switch was asked and has a registration of it. */
  | (FromSwitch & { readonly type: 'phoneRegistered'; readonly extension: string })
  /** The switch has no registration of this phone, or none any more. */
  | (FromSwitch & { readonly type: 'phoneGone'; readonly extension: string })
  /** CHANNEL_PARK of a caller's leg: a new call, or one that came back after a bridge. */
  | (FromSwitch & { readonly type: 'legParked'; readonly arrival: Arrival })
  /** CHANNEL_CREATE of a leg that carries our call id. */
  | (OnLeg & { readonly type: 'legCreated'; readonly callId: CallId })
  | (OnLeg & { readonly type: 'legRinging' })
  /** CHANNEL_PROGRESS_MEDIA. */
  | (OnLeg & { readonly type: 'legHeard' })
  | (OnLeg & { readonly type: 'legAnswered' })
  | (OnLeg & { readonly type: 'legsBridged'; readonly withLegId: LegId })
  | (OnLeg & { readonly type: 'legsUnbridged' })
  /** The switch has given the caller to its fallback group, told to or by itself. */
  | (OnLeg & { readonly type: 'legFellBack' })
  /** The leg is gone; what it sounded like, where the switch has said so. */
  | (OnLeg & LegSound & { readonly type: 'legHungUp'; readonly cause: string })
  /** `key`: one of the order's keys ended it. */
  | (OnLeg & { readonly type: 'promptFinished'; readonly token: string; readonly key?: MenuKey })
  /** Digits live in this input and nowhere else in the core: what is to be kept goes out sealed (`Decision.sealed`). */
  | (OnLeg & {
      readonly type: 'digitsCollected'
      readonly token: string
      readonly result:
        | { readonly kind: 'digits'; readonly digits: string }
        | { readonly kind: 'interrupted'; readonly key: MenuKey }
        | { readonly kind: 'none' | 'invalid' }
    })
  /** One of the keys that were named with `startMusic`. */
  | (OnLeg & { readonly type: 'keyPressed'; readonly key: MenuKey })
  /** What an errand came to; data that it found comes beside it as sealed fields. */
  | {
      readonly type: 'errandDone'
      readonly at: number
      readonly callId: CallId
      readonly token: string
      readonly result: ErrandResult
    }
  /** RECORD_START of one of our takes. */
  | (OnTake & { readonly type: 'recordingBegan' })
  /** RECORD_STOP, ordered or not; `cause` as the switch puts it. */
  | (OnTake & { readonly type: 'recordingStopped'; readonly cause: string })
  /** The switch has masked the take, or does so no longer. */
  | (OnTake & { readonly type: 'recordingMaskChanged'; readonly masked: boolean })
  /** CODEC: what the leg speaks has changed since it was last said. */
  | (OnLeg & { readonly type: 'legCodecChanged' })
  /**
   * A command that the switch refused, or whose answer never came. `token` is set for play and collect, and is
   * `takeToken` for the orders about a recording.
   */
  | (OnLeg & {
      readonly type: 'commandFailed'
      readonly command: string
      readonly token: string | undefined
      readonly reason: 'refused' | 'noSuchLeg' | 'timedOut' | 'connectionLost' | 'invalid'
      /** For `originate`: the hang-up cause that it answered with. */
      readonly cause: string | undefined
    })

/** Names a take in what became of an order about it. */
export function takeToken(recordingId: RecordingId, take: number): string {
  return `${recordingId}.${take}`
}

interface FromApi {
  readonly at: number
}
interface OnAgent extends FromApi {
  readonly agentId: AgentId
}

interface OnRecording extends FromApi {
  readonly recordingId: RecordingId
}

export interface Opening {
  /** Who, as the client names them: `[A-Za-z0-9_.@-]{1,128}`. */
  readonly person: string
  /** Of the reason that is sealed beside it, in UTF-16 units: 1 to 500. */
  readonly reasonLength: number
  /** What is opened first and last. */
  readonly fromSegment: number
  readonly toSegment: number
  /** Where the key service's own log tells of it: opaque words of at most 128 characters each. */
  readonly logAnchors: readonly string[]
}

export interface QueueDefinition {
  readonly queueId: QueueId
  readonly names: Readonly<Record<string, string>>
  readonly ringMs: number
  readonly wrapUpMs: number
  /** Absent: agents may cut it short, and not draw it out. */
  readonly wrapUp?: WrapUpTerms
  /** Whether its calls are recorded; absent: as the flow says, else as the site does. */
  readonly record?: boolean
  /** For steps of flows that lead here and don't say otherwise, taken when the flow is loaded; absent: routine. */
  readonly priority?: PriorityClass
  /** The same for the music, as the switch names it; absent: `local_stream://moh`. */
  readonly musicStream?: string
  /** Where callers go whom nobody serves in time; tried in this order. */
  readonly overflow?: readonly OverflowRule[]
  /** For how long who hung up while waiting gets the place back by ringing again; absent: not at all. */
  readonly regainMs?: number
  /** How its callers are called back who wish it; absent: not at all. */
  readonly callback?: CallbackPolicy
  /** Who is rung on duty while its callers wait; absent: nobody. */
  readonly duty?: DutyChain
  /** How long an emergency waits there before `emergencyWaiting` is raised; absent: not at all. */
  readonly emergencyAlarmMs?: number
  /** How an agent is chosen among those who are idle; absent: as `strategyOf` says. */
  readonly strategy?: Strategy
  /** `ringSeveral`: how many phones ring at once; absent: as `ringAtOnceOf` says. */
  readonly ringAtOnce?: number
  /** How long an agent who has rejected one of its calls is left alone; absent: until he or she is ready again. */
  readonly rejectPauseMs?: number
  /** For calls that don't bring their own; absent: `DEFAULT_RANK`. */
  readonly rank?: number
  /** What one rank is worth in waiting; absent: a minute. */
  readonly ageingMs?: number
  /** What every caller of the queue needs; what a call brings comes on top. */
  readonly skills?: readonly SkillLevel[]
  readonly licence?: LicenceNeed
  /** How the skills that are needed become fewer while a caller waits. */
  readonly relax?: readonly Relaxation[]
  /** How long a caller is kept for the agent who served him or her last; absent: not at all. */
  readonly preferAgentMs?: number
  /** What a call needs besides by its attached data. */
  readonly needsFrom?: readonly NeedsFrom[]
  /** Attached data with the id of the agent for whom the caller is kept, for `preferAgentMs`, or else a minute. */
  readonly preferFrom?: DataName
  /** What its figures are judged by; absent: 80 % within 20 s. Nobody is served otherwise for it. */
  readonly serviceLevel?: ServiceLevel
}

export interface ServiceLevel {
  /** Callers are to be answered so soon. */
  readonly withinMs: number
  /** So many of a hundred. */
  readonly targetPercent: number
  /** Who hangs up sooner than this is counted apart. */
  readonly shortAbandonMs: number
}

/** How the time after a talk may be shortened and drawn out. */
export interface WrapUpTerms {
  /** The agent can't cut it short. */
  readonly required: boolean
  /** By how much the agent draws it out each time; 0: not at all. */
  readonly extendMs: number
  /** How long it lasts at most, from its beginning. */
  readonly mostMs: number
}
export interface AgentDefinition {
  readonly agentId: AgentId
  readonly name: string
  readonly extension: string
  readonly queueIds: readonly QueueId[]
  /** The phone is asked to answer by itself: the agent wears a headset. */
  readonly autoAnswer?: boolean
  /** Each skill once. */
  readonly skills?: readonly SkillLevel[]
  readonly licences?: readonly Licence[]
  /** By queue: how much more a wait there counts than one elsewhere (1 to 100), and who comes first where the order is fixed. */
  readonly weights?: Readonly<Record<QueueId, number>>
}

/** Where a flow's current version comes from. */
export type FlowOrigin = 'file' | 'api'

/**
 * A change of something that has versions. A version is the position of the fact that defined it. With `ifVersion` the
 * change is refused unless that is the version now; 0: unless there is no such thing.
 */
interface Definition extends FromApi {
  readonly ifVersion?: number
}

interface OnPlan extends FromApi {
  readonly planId: PlanId
}

/** `by` as auditors know them: a word of at most 128 characters. */
interface Ordered {
  readonly by: string
}

/** Reasons that an agent may give; the system has its own (`SystemReason` in acd/agent.ts). */
export const AGENT_REASONS = ['break', 'meal', 'meeting', 'training', 'paperwork', 'other'] as const
export type AgentReason = (typeof AGENT_REASONS)[number]

export type ApiInput =
  /** `queueIds`: of the definition's, those to be served; absent: all. */
  | (OnAgent & {
      readonly type: 'logOnAgent'
      readonly extension: string | undefined
      readonly queueIds?: readonly QueueId[]
    })
  /** Chooses among the definition's queues while logged on; null: all. */
  | (OnAgent & { readonly type: 'chooseQueues'; readonly queueIds: readonly QueueId[] | null })
  | (OnAgent & { readonly type: 'makeAgentReady' })
  | (OnAgent & { readonly type: 'makeAgentNotReady'; readonly reasonCode: AgentReason })
  | (OnAgent & { readonly type: 'logOffAgent' })
  | (OnAgent & { readonly type: 'endWrapUp' })
  /** The phone that rings for the agent is asked to answer. */
  | (OnAgent & { readonly type: 'acceptOffer' })
  /** With a reason the agent is not ready for it; without one, as the queue says (`rejectPauseMs`). */
  | (OnAgent & { readonly type: 'rejectOffer'; readonly reasonCode?: AgentReason })
  /** By as much as the queue says. */
  | (OnAgent & { readonly type: 'extendWrapUp' })
  /** By a supervisor; `by` as auditors know them: a word of at most 128 characters. */
  | (OnAgent & {
      readonly type: 'forceAgent'
      readonly to:
        | { readonly name: 'ready' | 'loggedOff' }
        | { readonly name: 'notReady'; readonly reasonCode: AgentReason }
      readonly by: string
    })
  /** Rings the agent's phone, then the number (kept sealed as the call's `calledNumber`). */
  | (OnAgent & { readonly type: 'makeCall'; readonly callId: CallId; readonly called: Party })
  | (FromApi & { readonly type: 'clearCall'; readonly callId: CallId })
  /** The caller isn't to be called back, or, where that failed, is seen to; `by` as for `forceAgent`. */
  | (FromApi & {
      readonly type: 'dropCallback'
      readonly queueId: QueueId
      readonly callId: CallId
      readonly by: string
    })
  | (FromApi & { readonly type: 'maskRecording'; readonly callId: CallId; readonly masked: boolean })
  /** From the recorder: a segment is in the object store, verified. */
  | (OnRecording & SegmentStored & { readonly type: 'noteSegmentStored' })
  /** From the recorder: all that the switch wrote of this take is stored; `samples` of each channel. */
  | (OnRecording & { readonly type: 'noteTakeAccounted'; readonly take: number; readonly samples: number })
  /** From the recorder: the take's file doesn't grow although it should. */
  | (OnRecording & { readonly type: 'noteTakeStalled'; readonly take: number })
  /**
   * A person is about to open a recording. The reason is a private field of the recording's call, by
   * `openingReasonField`; its length is given here to be checked.
   */
  | (OnRecording & Opening & { readonly type: 'noteOpening'; readonly openingId: OpeningId })
  /**
   * Somebody was refused, or did what auditors are told of. For `dataUnmasked` the reason is a private field of the
   * call, by `unmaskReasonField`; its length is given here to be checked.
   */
  | (FromApi & {
      readonly type: 'noteAccess'
      readonly accessId: AccessId
      readonly note: AccessNote
      readonly reasonLength?: number
    })
  /** Data is attached to a live call; the values are private fields of it, by `dataField`. */
  | (FromApi & {
      readonly type: 'setAttachedData'
      readonly callId: CallId
      readonly names: readonly DataName[]
    })
  | (FromApi & {
      readonly type: 'raiseAlarm'
      readonly alarm: AlarmName
      readonly nodeId: NodeId | null
      readonly detail: string
      readonly whose?: string
    })
  /** `whose`: several may raise it, and this one only what begins so; another's is neither ended nor replaced. */
  | (FromApi & {
      readonly type: 'clearAlarm'
      readonly alarm: AlarmName
      readonly nodeId: NodeId | null
      readonly whose?: string
    })
  | (FromApi & Omit<RecordingPolicy, 'sealers'> & { readonly type: 'setRecordingPolicy' })
  /** From a recorder, wherever it runs. */
  | (FromApi & RecorderNote & { readonly type: 'noteRecorder' })
  | (FromApi & Admission & { readonly type: 'setAdmission' })
  /** No new calls for this node; refused when no other node in reach takes calls. */
  | (FromApi & { readonly type: 'drainNode'; readonly nodeId: NodeId })
  | (FromApi & { readonly type: 'readmitNode'; readonly nodeId: NodeId })
  /** The node won't come back, or not soon: its calls are over. Refused while it is in reach. */
  | (FromApi & { readonly type: 'giveUpNode'; readonly nodeId: NodeId })
  | (Definition & { readonly type: 'defineQueue'; readonly queue: QueueDefinition })
  /** Refused while callers, agents or flows need it. */
  | (Definition & { readonly type: 'removeQueue'; readonly queueId: QueueId })
  | (Definition & { readonly type: 'defineAgent'; readonly agent: AgentDefinition })
  /** Refused while the agent is logged on or in a call. */
  | (Definition & { readonly type: 'removeAgent'; readonly agentId: AgentId })
  /** A file doesn't replace what was published by the API. */
  | (Definition & { readonly type: 'publishFlow'; readonly flow: Flow; readonly origin: FlowOrigin })
  /** `instead`: what the flow's file holds, published in the place of what goes. */
  | (Definition & { readonly type: 'withdrawFlow'; readonly flowId: FlowId; readonly instead?: Flow })
  /** Calls to this number begin in this flow. */
  | (Definition & { readonly type: 'assignNumber'; readonly number: string; readonly flowId: FlowId })
  | (Definition & { readonly type: 'unassignNumber'; readonly number: string })
  /** Calls to all other numbers begin in this flow. */
  | (Definition & { readonly type: 'assignOtherwise'; readonly flowId: FlowId })
  /** All numbers at once: what a new site begins with. */
  | (FromApi & {
      readonly type: 'assignNumbers'
      readonly numbers: Readonly<Record<string, FlowId>>
      readonly otherwise: FlowId
    })
  /** Test numbers that aren't given stay as they are. */
  | (Definition & { readonly type: 'definePlan'; readonly plan: PlanDefinition })
  /** Refused while it is on, or a drill of it is under way. */
  | (OnPlan & { readonly type: 'removePlan'; readonly ifVersion?: number })
  /** `until`: when it switches itself off; null: it doesn't. */
  | (OnPlan & Ordered & { readonly type: 'switchPlanOn'; readonly until: number | null })
  | (OnPlan & Ordered & { readonly type: 'switchPlanOff' })
  /** The plan counts for test calls, for so long at most. */
  | (OnPlan & Ordered & { readonly type: 'beginDrill'; readonly forMs: number })
  | (OnPlan & Ordered & { readonly type: 'endDrill' })
  /** Said to all who wait; `queueIds` null: in any queue. Said twice under one id, it counts once. */
  | (FromApi &
      Ordered & {
        readonly type: 'broadcast'
        readonly broadcastId: BroadcastId
        readonly queueIds: readonly QueueId[] | null
        readonly prompts: readonly string[]
      })

export type SiteInput =
  | SwitchInput
  | ApiInput
  | {
      readonly type: 'siteTaken'
      readonly at: number
      readonly controllerId: string
      readonly address: string
      readonly holder?: string
    }
  /** The owner has stopped ordering: the last that it says. */
  | { readonly type: 'releaseSite'; readonly at: number }
  /** The lease can't be renewed: an append must show whose the site is. */
  | { readonly type: 'keepSite'; readonly at: number }
  /** From the owner's measures; said with each change, and once by each new owner. */
  | (Load & { readonly type: 'loadChanged'; readonly at: number })
  /** The clock has reached the earliest deadline in the state. */
  | { readonly type: 'deadlineReached'; readonly at: number }

/** What an API input came to. Codes are those of the problem registry. */
export type Outcome =
  | { readonly type: 'accepted'; readonly callId?: CallId }
  | { readonly type: 'refused'; readonly code: RefusalCode; readonly detail: string }

export type RefusalCode =
  | 'agent-unknown'
  | 'agent-state'
  | 'agent-extension-taken'
  /** No switch in reach has a registration of the agent's phone. */
  | 'agent-phone-gone'
  /** The agent's definition doesn't name the queue. */
  | 'agent-queue'
  | 'call-unknown'
  | 'call-state'
  | 'queue-unknown'
  | 'flow-unknown'
  | 'switch-unavailable'
  | 'node-unknown'
  /** No other switch in reach takes calls. */
  | 'node-last'
  /** The node is in reach: what it has goes on. */
  | 'node-in-reach'
  | 'recording-unknown'
  /** The call isn't recorded, or the take is still running. */
  | 'recording-state'
  /** Person or reason of an opening have the wrong shape. */
  | 'opening-invalid'
  /** What is to be noted for auditors has the wrong shape. */
  | 'access-invalid'
  /** A call has as many attached data as it may have. */
  | 'data-full'
  /** It isn't the version that the client has seen. */
  | 'version-changed'
  | 'queue-in-use'
  | 'flow-in-use'
  /** It is in a file, which would be published again. */
  | 'flow-in-file'
  | 'number-unknown'
  | 'number-invalid'
  | 'plan-unknown'
  /** It is on, or a drill of it is under way, or it has nothing to be drilled with. */
  | 'plan-state'
  /** It names what isn't there. */
  | 'plan-invalid'
