/**
 * A call's life. One phase, one shape; every phase that waits for something carries the deadline by which it stops
 * waiting, so that no phase is without an exit.
 *
 *   inbound   legParked ─▶ walking ─▶ queued ⇄ offered ─▶ connecting ─▶ connected ─▶ ending ─▶ ended
 *                            │  ▲        │        │            │            │
 *                            │  └────────┘        └── requeued with the original place: the agent didn't answer,
 *                            │   waited too long      the bridge failed, the agent's phone vanished in mid-talk
 *                            ├─▶ fallback ─▶ ended        (the switch's fallback group has the caller)
 *                            ├─▶ voicemail ─▶ walking     (a message is spoken)
 *                            └─▶ transferring ─▶ handedOn ─▶ ending     (a phone of the flow's; or back to walking)
 *
 *   connected ─▶ walking: the agent has hung up, and the queue's step says how the flow goes on (`afterTalk`).
 *
 *   outbound  makeCall ─▶ callingAgent ─▶ callingParty ─▶ connected ─▶ ending ─▶ ended
 *                                              └─▶ telling (the agent hears why) ─▶ ending
 *
 * The call ends, with its one final fact, when its last leg has ended.
 */
import type { Demand, Needs, RelaxAt } from '../acd/needs.ts'
import type { Overflowing } from '../acd/overflow-rules.ts'
import type { AgentId, CallId, FlowId, LegId, NodeId, QueueId, RecordingId } from '../ids.ts'
import type { DataName, Language, PriorityClass, Step } from '../ivr/flow.ts'
import type { Party } from '../party.ts'
import type { DrillRef } from '../plan/drill-ref.ts'
import { type Duty, dutyDueOf } from './duty-state.ts'
import type { Ending } from './ending.ts'
import type { LegVoice } from './leg-voice.ts'
import { LIMITS } from './limits.ts'

export interface Leg {
  readonly role: 'caller' | 'agent' | 'party'
  /** Whose phone it is; undefined for the caller's and the party's legs. */
  readonly agentId: AgentId | undefined
  alerted: boolean
  answered: boolean
  /** It has been told to hang up while the call goes on; unless its end is seen by then, it counts as lost. */
  leavingBy: number | undefined
  /** In talks that are over. */
  talkedMs: number
}

export function newLeg(role: Leg['role'], agentId?: AgentId): Leg {
  return { role, agentId, alerted: false, answered: false, leavingBy: undefined, talkedMs: 0 }
}

/** A caller's place in the queue; it survives offers that come to nothing. */
export interface Place extends Overflowing {
  readonly queueId: QueueId
  readonly priority: PriorityClass
  readonly enqueuedAt: number
  /** Position of the fact that enqueued it: breaks ties within one millisecond. */
  readonly order: number
  /** Priority number, 0 to 9; the lower is served first, as far as `servedAs` says. */
  readonly rank: number
  /** As if it had been queued then: `enqueuedAt`, moved by what its rank is worth. Never changes, so nobody starves. */
  readonly servedAs: number
  readonly needs: Needs
  /** What the call's data adds to what queue and step demand; absent: nothing. */
  readonly told?: readonly Demand[]
  /** What is still to be relaxed, the earliest first; absolute moments. */
  readonly relax: readonly RelaxAt[]
  /** Until then it is kept for the agent whom it prefers. */
  readonly preferUntil: number | undefined
  readonly music: string
  readonly giveUpAt: number | undefined
  readonly otherwise: string | undefined
  /** The flow's step that put the caller there. */
  readonly step: string | undefined
  /** When the next announcement is due. */
  readonly announceAt: number | undefined
  /** How many there have been. */
  readonly announced: number
  /** How long the whole wait was expected to be when it came into the queue; undefined: that couldn't be known. */
  readonly expectedMs?: number | undefined
}

/** An agent's phone that rings for a caller. Each has its own leg, and ends apart from the others. */
export interface Offer {
  readonly legId: LegId
  readonly agentId: AgentId
  readonly since: number
  readonly dueAt: number
}

export type Phase =
  /** In the flow: prompts play, and where the step is a menu, a key is awaited. */
  | {
      readonly name: 'walking'
      readonly step: string
      readonly attempt: number
      /** Which of a survey's questions, or which time that a confirmation is asked for; 0 elsewhere. */
      readonly part: number
      readonly token: string
      readonly dueAt: number
    }
  | { readonly name: 'queued'; readonly place: Place }
  /** One offer at least; more where the queue rings several agents at once. The first who answers wins. */
  | { readonly name: 'offered'; readonly place: Place; readonly offers: readonly Offer[] }
  /** The agent has answered; the bridge has been ordered and not yet been seen. */
  | {
      readonly name: 'connecting'
      readonly place: Place
      readonly legId: LegId
      readonly agentId: AgentId
      readonly dueAt: number
    }
  /**
   * `place` is undefined on outbound calls. `returnedBy`: the two are not bridged at the moment; by then the agent's
   * leg is to have ended, or the bridge that was ordered again is to be seen.
   */
  | {
      readonly name: 'connected'
      readonly place: Place | undefined
      readonly legId: LegId
      readonly withLegId: LegId
      readonly agentId: AgentId
      readonly since: number
      readonly returnedBy: number | undefined
    }
  | {
      readonly name: 'callingAgent'
      readonly legId: LegId
      readonly agentId: AgentId
      readonly dueAt: number
    }
  | {
      readonly name: 'callingParty'
      readonly legId: LegId
      readonly agentId: AgentId
      readonly partyLegId: LegId
      /** The bridge has been ordered, on early media or on the answer. */
      readonly bridging: boolean
      /** The bridge has been seen; the call is connected once the party has answered too. */
      readonly bridged: boolean
      readonly dueAt: number
    }
  /** The agent hears why the party could not be reached. */
  | {
      readonly name: 'telling'
      readonly legId: LegId
      readonly agentId: AgentId
      readonly ending: Ending
      readonly token: string
      readonly dueAt: number
    }
  /** The caller speaks a message, which is recorded, until a key ends it or `until` has come. */
  | {
      readonly name: 'voicemail'
      readonly step: string
      readonly attempt: number
      readonly token: string
      readonly since: number
      readonly until: number
      readonly dueAt: number
    }
  /** A phone is rung for the caller by the flow; once it has answered, the bridge is to be seen. */
  | {
      readonly name: 'transferring'
      readonly step: string
      /** Where a caller is back if it comes to nothing who waits in a queue. */
      readonly place?: Place
      readonly to: 'extension' | 'number'
      readonly legId: LegId
      readonly answered: boolean
      readonly dueAt: number
    }
  /** The caller talks with whom the flow has handed the call to. `returnedBy` as in `connected`. */
  | {
      readonly name: 'handedOn'
      readonly step: string
      readonly legId: LegId
      readonly withLegId: LegId
      readonly since: number
      readonly returnedBy: number | undefined
      /** Of a caller whom somebody on duty has taken from there, and who is back if that phone vanishes. */
      readonly place?: Place
    }
  /** The caller has gone, and is to be called back when it is the place's turn. `paused`: not before `dueAt`. */
  | {
      readonly name: 'awaitingCallback'
      readonly place: Place
      /** How many there have been. */
      readonly attempt: number
      readonly expiresAt: number
      readonly paused: boolean
      readonly dueAt: number
    }
  /** The caller's phone rings, or, with a token, a key is asked for. */
  | {
      readonly name: 'callingBack'
      readonly place: Place
      readonly attempt: number
      readonly expiresAt: number
      readonly legId: LegId
      readonly token: string
      readonly dueAt: number
    }
  /** The switch's fallback group has the caller; we only wait for the end. */
  | { readonly name: 'fallback'; readonly since: number }
  | { readonly name: 'ending'; readonly ending: Ending; readonly attempt: number; readonly dueAt: number }

export interface Call {
  readonly id: CallId
  /** Another one where the caller is called back from there. */
  nodeId: NodeId
  readonly direction: 'inbound' | 'outbound'
  readonly startedAt: number
  readonly calling: Party
  readonly called: Party
  readonly serviceNumber: string | undefined
  /** It is a test call of this drill of a plan. */
  readonly drill?: DrillRef
  /** The version that the call began with; it ends on it. */
  flow: { readonly id: FlowId; readonly version: string } | undefined
  readonly legs: Map<LegId, Leg>
  /** How many legs of ours it has had: the next one's number. */
  legsMade: number
  /** The caller's own, once chosen; until then everything is said in each of the flow's languages. */
  language: Language | undefined
  /** A name of the flow's `profiles`. */
  profile: string | undefined
  /** Names of attached data that have a value; the values are sealed. */
  readonly data: Set<DataName>
  /** By this token it is being found out whom the call needs by its newest data. */
  asking?: string | undefined
  /** The steps of the newest answer to an `ask`; they are found before the flow's own. */
  answered: Readonly<Record<string, Step>> | undefined
  /** How many answers to `ask` steps it has had, failures too. */
  asks: number
  /** Consent to recording was refused. */
  noRecording: boolean
  /** An emergency, from then on for ever (`emergency.ts`). */
  urgent: boolean
  /** It isn't admitted, and hears so (`admit.ts`). */
  turnedAway: boolean
  /** Steps since the caller last did anything. */
  silentSteps: number
  /** For how long keys were waited for and none came, since the caller last did anything. */
  silentMs: number
  /** It has been asked whether help is needed. */
  silenceNoticed: boolean
  /** How many plays and collects it has ordered: the next token's number. */
  tokens: number
  phase: Phase
  /** The place in a queue that was left last, by a key or because it took too long. */
  left?: Place | undefined
  /** To be called back, once the caller has gone. */
  promised?: { readonly place: Place; readonly expiresAt: number } | undefined
  /** Who is rung on duty while it waits; it outlives an answer that comes to nothing. */
  duty?: Duty | undefined
  /** By when an emergency that waits is to be taken before somebody is told. */
  alarmAt?: number | undefined
  answeredAt: number | undefined
  connectedAt: number | undefined
  /** In talks that are over. */
  talkedMs: number
  /** The agent last connected, and the queue: what the record shows. */
  agentId: AgentId | undefined
  queueId: QueueId | undefined
  /** How long it waited for its first agent, or until waiting came to nothing. */
  waitedMs: number | undefined
  /** Set when its first take was ordered. */
  recordingId: RecordingId | undefined
  /** Of legs that have ended, the oldest first; at most `MOST_VOICES`. */
  voices: readonly LegVoice[]
  /** Whether everybody was heard in its talks; undefined: it can't be told, or not yet. */
  heard: boolean | undefined
  /** The caller's leg was refused as unknown by the switch; its hang-up is to be seen by then. */
  doubtedUntil: number | undefined
}

/**
 * By when this call wants to be looked at again; undefined: only an event moves it.
 *
 * While its switch is out of reach (lost, or not yet asked by a new owner) nothing can be known and nothing ordered:
 * what was awaited may have happened unseen. So its waits stand still until the snapshot; all but an agent's who is
 * being rung or was told to hang up, and a caller's who is being called back: none must be kept for ever by a switch that
 * never comes back.
 */
export function dueOf(call: Call, reachable: boolean): number | undefined {
  // The caller is on no switch; what may be left there is waited for first.
  if (call.phase.name === 'awaitingCallback')
    return call.legs.size === 0 ? call.phase.dueAt : leavingDue(call, reachable)
  if (!reachable) {
    const gone = leavingAgent(call)
    return earliest(ringsOutOfReach(call.phase), dutyDueOf(call.duty, false, false), gone?.dueAt)
  }
  let due = earliest(phaseDue(call.phase), dutyDueOf(call.duty, placeOnDuty(call.phase) !== undefined, true))
  if (placeWaitedAt(call.phase)) due = earliest(due, call.alarmAt)
  due = earliest(due, call.doubtedUntil, leavingDue(call, true))
  return due
}

/**
 * The first agent's leg that was told to go before its switch went out of reach, and by when it counts as lost there: the
 * agent has nothing more to do with the call, and is wanted elsewhere.
 */
export function leavingAgent({
  legs,
  phase,
}: Call): { readonly legId: LegId; readonly leg: Leg; readonly dueAt: number } | undefined {
  let first: ReturnType<typeof leavingAgent>
  for (const [legId, leg] of legs) {
    const by = leg.leavingBy ?? (phase.name === 'ending' ? phase.dueAt : undefined)
    const dueAt = by === undefined ? undefined : by + LIMITS.outOfReachMs
    if (leg.agentId === undefined || dueAt === undefined || (first && first.dueAt <= dueAt)) continue
    first = { legId, leg, dueAt }
  }
  return first
}

function ringsOutOfReach(phase: Phase): number | undefined {
  if (phase.name === 'offered') return earliestOffer(phase.offers) + LIMITS.outOfReachMs
  const isRung = phase.name === 'callingAgent' || phase.name === 'callingBack'
  return isRung ? phase.dueAt + LIMITS.outOfReachMs : undefined
}

/** By when the next of the legs that have been told to go counts as lost. */
function leavingDue({ legs }: Call, reachable: boolean): number | undefined {
  let first: number | undefined
  for (const { leavingBy } of legs.values()) first = earliest(first, leavingBy)
  return first === undefined || reachable ? first : first + LIMITS.outOfReachMs
}

function phaseDue(phase: Phase): number | undefined {
  switch (phase.name) {
    case 'queued': {
      const { giveUpAt, announceAt, relax, preferUntil, overflowAt } = phase.place
      return earliest(giveUpAt, announceAt, relax[0]?.at, preferUntil, overflowAt)
    }
    case 'offered':
      return earliestOffer(phase.offers)
    case 'connected':
    case 'handedOn':
      return phase.returnedBy
    case 'fallback':
      return undefined
    default:
      return phase.dueAt
  }
}

function earliest(...moments: readonly (number | undefined)[]): number | undefined {
  let first: number | undefined
  for (const at of moments) if (at !== undefined && (first === undefined || at < first)) first = at
  return first
}

function earliestOffer(offers: readonly Offer[]): number {
  return Math.min(...offers.map(({ dueAt }) => dueAt))
}

/** The offer by which this leg rings; undefined when it doesn't, or no longer. */
export function offerOf({ phase }: Call, legId: LegId): Offer | undefined {
  return phase.name === 'offered' ? phase.offers.find((offer) => offer.legId === legId) : undefined
}

/** Since when it has waited for an agent; undefined when it doesn't. */
export function waitsSince(call: Call): number | undefined {
  return placeWaitedAt(call.phase)?.enqueuedAt
}

/** The place at which somebody is awaited, an agent or whoever is rung instead of one. */
export function placeWaitedAt(phase: Phase): Place | undefined {
  switch (phase.name) {
    case 'queued':
    case 'offered':
    case 'connecting':
    case 'transferring':
      return phase.place
    default:
      return undefined
  }
}

/** The place of a caller whom nobody has answered yet, whoever is rung; undefined elsewhere. */
export function placeOnDuty(phase: Phase): Place | undefined {
  switch (phase.name) {
    case 'queued':
    case 'offered':
      return phase.place
    case 'transferring':
      return phase.answered ? undefined : phase.place
    default:
      return undefined
  }
}

/** The place that the caller has in this queue, or has left last. */
export function stoodAt(call: Call, queueId: QueueId): Place | undefined {
  const place = placeWaitedAt(call.phase) ?? call.left
  return place?.queueId === queueId ? place : undefined
}

/** Whether caller, or party, and whoever serves them are bridged, as far as we have seen. */
export function isTalking({ phase }: Call): boolean {
  return (phase.name === 'connected' || phase.name === 'handedOn') && phase.returnedBy === undefined
}

/** Whether something is said that may be recorded: a talk, or a message that is being left. */
export function hasSpeech(call: Call): boolean {
  return isTalking(call) || call.phase.name === 'voicemail'
}

/** Since when the present talk lasts; undefined when there is none. A bridge that is being made again doesn't end it. */
export function talksSince({ phase }: Call): number | undefined {
  return phase.name === 'connected' || phase.name === 'handedOn' ? phase.since : undefined
}

/** In all talks until `at`, in milliseconds; waits between them don't count. */
export function talkedMsUntil(call: Call, at: number): number {
  return call.talkedMs + Math.max(0, at - (talksSince(call) ?? at))
}

/** The leg on which the caller (inbound) or the called party (outbound) is; undefined when it is gone or not yet there. */
export function outerLeg(call: Call): LegId | undefined {
  const role = call.direction === 'inbound' ? 'caller' : 'party'
  for (const [legId, leg] of call.legs) if (leg.role === role) return legId
  return undefined
}

/** The token for the next play or collect of this call. */
export function nextToken(call: Call): string {
  return `${call.id}.${call.tokens + 1}`
}
