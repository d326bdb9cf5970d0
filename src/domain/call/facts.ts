/** What can have happened to a call. No personal data: numbers are masked and hashed, keys have names. */
import type { Demand, Needs, RelaxAt } from '../acd/needs.ts'
import type { FactOf } from '../fact.ts'
import type { AgentId, BroadcastId, CallId, FlowId, LegId, NodeId, QueueId, RecordingId } from '../ids.ts'
import type { DataName, Language, PriorityClass, Step } from '../ivr/flow.ts'
import type { Party } from '../party.ts'
import type { DrillRef } from '../plan/drill-ref.ts'
import type { Errand, ErrandFailure } from '../site/errands.ts'
import type { LoadReason } from '../site/load.ts'
import type { LegFailure } from './causes.ts'
import type { Ending } from './ending.ts'
import type { LegQuality } from './quality.ts'

/** What a consent is about that decides whether the call is recorded. */
export const RECORDING = 'recording'

/** Why an offer to an agent came to nothing. */
export type OfferFailure =
  | LegFailure
  | 'bridgeFailed'
  | 'lost'
  | 'agentLoggedOff'
  /** Several phones rang, and another agent was first. */
  | 'answeredElsewhere'
  /** The agent's phone is wanted for an emergency. */
  | 'preempted'
  /** The agent's licence has gone while the phone rang. */
  | 'unlicensed'

/** Why a phone that the flow has rung for a caller came to nothing. */
export type HandOnFailure = LegFailure | 'bridgeFailed' | 'lost'

/** Why an attempt to call a caller back came to nothing. `notConfirmed`: no key, or another one. */
export type CallbackFailure = LegFailure | 'notConfirmed' | 'lost'

/**
 * Why somebody on duty who was rung hasn't taken the call. `notConfirmed`: no key, or another one; `unlicensed`: the
 * agent's licence has gone while the phone rang.
 */
export type DutyFailure = LegFailure | 'notConfirmed' | 'unlicensed' | 'lost'

/** A promise to call back: the place, and how long it holds. */
export interface Promised {
  readonly outcome: 'accepted'
  readonly servedAs: number
  readonly order: number
  readonly needs: Needs
  readonly expiresAt: number
}

interface CallFacts {
  callAccepted: {
    nodeId: NodeId
    legId: LegId
    calling: Party
    called: Party
    serviceNumber: string
    flowId: FlowId
    flowVersion: string
    /** Its number or its flow is marked so: an emergency from the first moment on. */
    urgent?: true
    /** It is a test call of this drill of a plan. */
    drill?: DrillRef
  }
  /** A routine caller who came while the site was overloaded: an announcement says so, and the call ends. */
  callTurnedAway: { why: readonly LoadReason[] }
  /** The caller's leg is answered: media flows both ways. */
  callAnswered: { legId: LegId }
  /** `part`: which of a survey's questions, or which time that a confirmation is asked for, from 0; absent: 0. */
  stepEntered: { step: string; attempt: number; token: string; dueAt: number; part?: number }
  menuChosen: { step: string; option: string }
  /** Of any step that asks. `silentMs`: how long a key was waited for, where none came. */
  menuMissed: { step: string; attempt: number; why: 'none' | 'invalid' | 'failed'; silentMs?: number }
  /** Keys were taken into attached data; what they were is sealed. */
  digitsTaken: { step: string; into: DataName; length: number }
  /** `nth` from 1. */
  confirmationGiven: { step: string; about: string; nth: number }
  confirmationRefused: { step: string; about: string }
  consentGiven: { step: string; about: string }
  /** About `recording`: this call isn't recorded. */
  consentRefused: { step: string; about: string }
  surveyAnswered: { step: string; survey: string; dimension: string; score: number }
  /** `planned`: a plan says so, whatever the calendar does. */
  hoursLooked: { step: string; calendar: string; is: 'open' | 'closed' | 'holiday'; planned?: true }
  /** The number of the case from 0; null: otherwise. */
  branchTaken: { step: string; index: number | null }
  /** Attached data has new values, which are sealed. */
  /** `asks`: the call waits, and by this token it is found out whom it needs now. */
  dataSet: {
    names: readonly DataName[]
    by: 'caller' | 'flow' | 'his' | 'api'
    step: string | null
    asks?: string
  }
  lookedUp: { step: string; source: string; found: 'found' | 'several' | 'notFound' }
  /** The steps that an asked source has answered with; they replace those of the answer before. */
  stepsAnswered: { step: string; source: string; start: string; steps: Readonly<Record<string, Step>> }
  errandFailed: { step: string; errand: Errand['kind']; why: ErrandFailure | 'tooMany' }
  profileChosen: { language: Language | null; profile: string | null }
  /** The emergency key was pressed; `step`: where the caller was, in a queue the queue's step. */
  emergencyRaised: { step: string }
  /** Nobody has pressed a key for so long; the caller is asked whether help is needed. */
  silenceNoticed: { step: string; silentMs: number }
  callQueued: {
    queueId: QueueId
    priority: PriorityClass
    music: string
    giveUpAt: number | null
    otherwise: string | null
    /** The flow's step; absent in facts from before it was kept. */
    step?: string
    /** When the first announcement is due; null or absent: there are none. */
    announceAt?: number | null
    /** Absent: `DEFAULT_RANK`. */
    rank?: number
    /** What one rank is worth; absent: nothing. */
    ageingMs?: number
    /** Absent: anybody who serves the queue will do. */
    needs?: Needs
    relax?: readonly RelaxAt[]
    /** Until when it is kept for `needs.preferAgentId`. */
    preferUntil?: number
    /** What its data adds to what queue and step demand; it is in `needs` already. */
    told?: readonly Demand[]
    /** When the queue's own rules are looked at; absent: time alone changes nothing. */
    overflowAt?: number
    /** The caller left this queue at `leftAt`, rang again, and is served as if nothing had happened. */
    regained?: {
      servedAs: number
      order: number
      leftAt: number
      /** The caller was to be called back there, and is, until then, unless served before. */
      promisedUntil?: number
    }
    /** From now to an agent's answer (`acd/estimate.ts`); absent: it can't be known, or an agent is idle. */
    expectedMs?: number
    /** When somebody is told that this emergency waits still; absent: at once. */
    alarmAt?: number
  }
  /** The call's data has changed while it waits, and with it whom it needs; what is needed from now on. */
  callNeedsChanged: {
    queueId: QueueId
    needs: Needs
    relax: readonly RelaxAt[]
    preferUntil: number | null
    told: readonly Demand[]
    rank: number
    /** As if it had been queued then; never later than before. */
    servedAs: number
  }
  /** So long a wait needs less; what is needed from now on. `preferUntil`: null: it is kept for nobody any more. */
  callNeedsRelaxed: {
    queueId: QueueId
    needs: Needs
    relax: readonly RelaxAt[]
    preferUntil: number | null
  }
  /**
   * By a rule of the queue's own (by its number): the queue that is left, or, with `number`, only stood aside from while
   * it rings. `overflowAt`: when the rules of the queue where the caller is then are looked at next.
   */
  callOverflowed: {
    queueId: QueueId
    rule: number
    why: 'waited' | 'nobodyOn'
    waitedMs: number
    overflowAt: number | null
    /** `needs`, `relax`: where they are others in the other queue. */
    to:
      | { queueId: QueueId; expectedMs?: number; needs?: Needs; relax?: readonly RelaxAt[] }
      | { flowId: FlowId }
      | 'number'
  }
  /** A rule led nowhere; `rule` null: none counts, for somebody is on. */
  callOverflowPassed: {
    queueId: QueueId
    rule: number | null
    why: 'somebodyOn' | 'unknown' | 'beenThere'
    overflowAt: number | null
  }
  /** The waiting caller hears an announcement for the `nth` time; the next is due at `dueAt`. */
  callAnnounced: {
    queueId: QueueId
    nth: number
    position: number | null
    dueAt: number
    /** From now to an agent's answer, as it was said to the caller; absent: nothing was. */
    expectedMs?: number
  }
  /** A message to all who wait is said to this caller. `announceAt`: when the next announcement is due, if there is one. */
  broadcastHeard: { broadcastId: BroadcastId; queueId: QueueId; announceAt: number | null }
  /** A test call is about to hear these for the first time; `replaced`: the prompts in whose place. */
  drillPrompted: { prompts: readonly string[]; replaced: readonly string[] }
  /** By a key of the queue's own; the place is given up. */
  callLeftQueue: { queueId: QueueId; option: string; waitedMs: number }
  /** `notYet`: the queue calls nobody back; `noNumber`: the caller's is withheld; `full`: too many wait for it. */
  callbackOffered: { queueId: QueueId } & (Promised | { outcome: 'notYet' | 'noNumber' | 'full' })
  /** The caller has gone, or a pause is over: the call waits for its turn, until `dueAt` at the latest. */
  callbackAwaited: { queueId: QueueId; attempt: number; dueAt: number }
  callbackDialled: { nodeId: NodeId; legId: LegId; attempt: number; dueAt: number }
  /** Somebody has answered, and is asked for a key. */
  callbackAsked: { legId: LegId; token: string; dueAt: number }
  /** It is the caller, who stands at the place again. */
  callbackConfirmed: { legId: LegId }
  /** `retryAt` null: there is no further attempt. `legDueAt`: by when the leg must have ended, if it lives. */
  callbackFailed: {
    legId: LegId
    attempt: number
    why: CallbackFailure
    retryAt: number | null
    legDueAt: number | null
  }
  callbackGivenUp: { queueId: QueueId; attempts: number }
  /**
   * A round of the queue's duty chain begins, the `round`th for this place; the steps' times count from `from`. Here and
   * below `lookAt`: when the next step counts by time alone; null: none does.
   */
  dutyBegan: { queueId: QueueId; joinedAt: number; round: number; from: number; lookAt: number | null }
  /**
   * Somebody on duty is rung. `licence`, where one is needed: `held` by the agent; `unchecked`: it is a number, and
   * whoever wrote it into the chain answers for it.
   */
  dutyRung: {
    step: number
    to: { agentId: AgentId } | 'number'
    licence?: 'held' | 'unchecked'
    legId: LegId
    dueAt: number
    lookAt: number | null
  }
  /** A step that rings nobody. `unknown`: there is no such agent; `busy`: his or her phone is, or wrap-up goes on. */
  dutyPassed: { step: number; why: 'unknown' | 'busy' | 'unlicensed'; lookAt: number | null }
  /** A moment has come at which no step counts. */
  dutyLooked: { lookAt: number | null }
  /** Somebody, or something, has answered, and is asked for a key. */
  dutyAsked: { legId: LegId; token: string; dueAt: number }
  /** The key was pressed: the bridge is to be seen by `dueAt`. */
  dutyConfirmed: { legId: LegId; step: number; agentId: AgentId | null; dueAt: number }
  /** `legDueAt`: by when the leg must have ended, if it lives. */
  dutyFailed: { legId: LegId; step: number; why: DutyFailure; legDueAt: number | null; lookAt: number | null }
  /** Phones that needn't ring any more. */
  dutyWithdrawn: {
    legIds: readonly LegId[]
    why: 'answeredElsewhere' | 'cancelled' | 'preempted'
    legsDueAt: number
  }
  /** An emergency that nobody has taken within the time that its queue allows. */
  emergencyUnanswered: { queueId: QueueId; waitedMs: number }
  /** The caller speaks a message until `until` at the latest; what ends it is to be seen by `dueAt`. */
  voicemailBegan: { step: string; token: string; until: number; dueAt: number }
  /** Its end is awaited anew, the `attempt`th time: another key was pressed, or the order was lost with a connection. */
  voicemailResumed: { step: string; attempt: number; token: string; dueAt: number }
  voicemailLeft: { step: string; recordedMs: number }
  /** The flow has this phone rung for the caller. */
  handOnBegan: {
    step: string
    to: 'extension' | 'number'
    legId: LegId
    dueAt: number
    /** The caller waits in a queue, and is back at the place if it comes to nothing. */
    keepsPlace?: true
  }
  handOnAnswered: { legId: LegId; dueAt: number }
  /** The caller talks with whoever has answered, or is led through another flow from its start. */
  callHandedOn: /** `agentId`: whose phone it is, of somebody on duty. */
    | { step: string; to: 'extension' | 'number'; legId: LegId; withLegId: LegId; agentId?: AgentId }
    | { step: string; to: 'flow'; flow: { id: FlowId; version: string }; urgent?: true }
  /** It came to nothing, or the phone vanished in mid-talk. `legDueAt`: by when its leg must have ended, if it lives. */
  handOnEnded: { step: string; legId: LegId; why: HandOnFailure; legDueAt: number | null }
  /** A talk is over and the caller still there: the flow goes on at `step` once the switch has parked the caller again. */
  afterTalkBegan: { step: string; dueAt: number }
  /** The longest wait that the flow allows is over; the flow goes on elsewhere. */
  callWaitedTooLong: { queueId: QueueId; waitedMs: number }
  /** The agent's phone rings for the caller; one fact for each phone where several ring at once. */
  callOffered: { agentId: AgentId; legId: LegId; dueAt: number }
  callAlerting: { legId: LegId }
  callOfferAnswered: { agentId: AgentId; legId: LegId; dueAt: number }
  /**
   * The caller is back at the original place in the queue, unless another agent's phone rings on or was answered.
   * `legDueAt`: by when the agent's leg must have ended, if it lives.
   */
  callOfferEnded: { agentId: AgentId; legId: LegId; why: OfferFailure; legDueAt: number | null }
  callConnected: {
    agentId: AgentId
    legId: LegId
    withLegId: LegId
    waitedMs: number | null
    /** What `waitedMs` was expected to be when the caller came into the queue; absent: nothing was expected. */
    expectedMs?: number
  }
  /** The call is being recorded, from its first talk on; what becomes of it are facts of the recording's own. */
  callRecorded: { recordingId: RecordingId }
  /** The caller's leg came back from the bridge; the agent's leg is to end by `dueAt`. */
  callReturned: { dueAt: number }
  /** After a reconnect: the bridge has been ordered again, and is to be seen by `dueAt`. */
  callBridging: { dueAt: number }
  /** The two who were connected are bridged again. */
  callRejoined: { legId: LegId; withLegId: LegId }
  /** The agent's phone or its network vanished in mid-talk: back to the original place. */
  callRequeued: { agentId: AgentId; legId: LegId; why: 'agentLost' }
  /**
   * `unattended`: no controller was there when the call came; it was found later, and its first fact is as late.
   * `legsDueAt`: by when the legs of agents, if there are any, must have ended.
   */
  callFellBack: { why: 'flow' | 'switch' | 'unattended'; legsDueAt: number | null }
  callPlaced: { nodeId: NodeId; agentId: AgentId; legId: LegId; calling: Party; called: Party; dueAt: number }
  /** The agent of an outbound call has answered; the party's phone is being rung. */
  callPartyCalled: { legId: LegId; dueAt: number }
  callPartyBridging: { dueAt: number }
  callPartyBridged: { legId: LegId }
  /** `dueAt`: by when the bridge must be seen, if it hasn't been. */
  callPartyAnswered: { legId: LegId; dueAt: number }
  callFailureTold: { ending: Ending; token: string; dueAt: number }
  /** The switch didn't know the caller's leg; unless its hang-up is seen by `dueAt`, it counts as lost. */
  callLegDoubted: { legId: LegId; dueAt: number }
  /**
   * `quality`: as the switch measured what came from it; absent where it had no media, or its end wasn't seen. `heard`:
   * whether anything was heard from it in its talks; absent where it can't be told.
   */
  callLegEnded: {
    legId: LegId
    role: 'caller' | 'agent' | 'party'
    cause: string
    quality?: LegQuality
    heard?: boolean
  }
  callEnding: { ending: Ending; attempt: number; dueAt: number }
  /** The one final fact. */
  callEnded: Ending & { durationMs: number; talkedMs: number }
}

export type CallFactType = keyof CallFacts
export type CallFact = { [T in CallFactType]: FactOf<'call', T, CallFacts[T]> }[CallFactType]

/** Makes a fact about a call. */
export function callFact<T extends CallFactType>(
  id: CallId,
  type: T,
  at: number,
  data: CallFacts[T],
): CallFact {
  return { kind: 'call', subject: id, type, at, data } as CallFact
}
