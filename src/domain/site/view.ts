/** How subjects look from outside: what the API returns and lists are made of. No personal data. */
import { type Agent, servedQueues, serves } from '../acd/agent.ts'
import type { DutyChain } from '../acd/duty-chain.ts'
import type { OverflowRule } from '../acd/overflow-rules.ts'
import { mustWrapUp } from '../acd/wrap-up.ts'
import { callbackFigures } from '../call/callback-lists.ts'
import type { CallbackPolicy } from '../call/callback-policy.ts'
import type { Ending } from '../call/ending.ts'
import { owedIn } from '../call/owed-alarm.ts'
import type { LegVoice } from '../call/quality.ts'
import { type Call, type Offer, talkedMsUntil, waitsSince } from '../call/state.ts'
import type { AgentId } from '../ids.ts'
import type { Language, PriorityClass } from '../ivr/flow.ts'
import type { QueueChanges } from '../plan/definition.ts'
import type { WrapUpTerms } from './inputs.ts'
import { same } from './same.ts'
import type { Queue, SiteState } from './state.ts'
import { type AgentMatching, competenceOf, matchingOf, type QueueMatching } from './view-matching.ts'

export interface OfferView {
  readonly agentId: string
  readonly since: number
  /** The phone rings no longer than until then. */
  readonly until: number
}

/** A moment as the API writes it: RFC 3339, UTC, milliseconds; made by the shell, numbers here. */
export interface CallView {
  readonly callId: string
  readonly siteId: string
  readonly nodeId: string
  readonly direction: 'inbound' | 'outbound'
  /** The phase's name, or `ended`. */
  readonly state: string
  /** Masked. */
  readonly callingNumber: string
  readonly calledNumber: string
  readonly serviceNumber: string | null
  readonly flowId: string | null
  readonly flowVersion: string | null
  /** The flow's step while it is in the flow. */
  readonly step: string | null
  /** Null: none of its own; it hears each of the flow's languages. */
  readonly language: Language | null
  readonly profile: string | null
  /** Names of attached data, sorted; the values are read apart. */
  readonly attachedData: readonly string[]
  readonly queueId: string | null
  readonly agentId: string | null
  /** Whose phones ring for the caller now; absent: nobody's. */
  readonly offers?: readonly OfferView[]
  readonly startedAt: number
  readonly answeredAt: number | null
  readonly connectedAt: number | null
  readonly endedAt: number | null
  readonly ending: Ending | null
  /** Null: it isn't recorded. */
  readonly recordingId: string | null
  /** In the queue, until the first agent was connected or the waiting came to nothing; null: it hasn't, or didn't wait. */
  readonly waitedMs: number | null
  /** In all talks, without the waits between them; null while the call goes on, and where there was no talk. */
  readonly talkedMs: number | null
  /** How its legs sounded, those that have ended, in the order of their ends. */
  readonly voiceQuality: readonly LegVoice[]
  /** It was a test call of a plan's drill; absent: it wasn't. */
  readonly drill?: true
}

/** Whom the flow has handed to somebody is no longer led by it. */
function stepOf({ phase }: Call): string | null {
  const isLed = phase.name === 'walking' || phase.name === 'voicemail' || phase.name === 'transferring'
  return isLed ? phase.step : null
}

/** Who talks with the caller, or is the only one to be rung; else who talked last. */
function agentIdOf({ phase, agentId }: Call): AgentId | undefined {
  if (phase.name === 'offered') return phase.offers.length === 1 ? phase.offers[0]?.agentId : agentId
  return 'agentId' in phase ? phase.agentId : agentId
}

function viewOffer({ agentId, since, dueAt }: Offer): OfferView {
  return { agentId, since, until: dueAt }
}

export function viewCall(siteId: string, call: Call, ended?: { at: number; ending: Ending }): CallView {
  const agentId = agentIdOf(call)
  const waitingSince = waitsSince(call)
  const waitedMs =
    call.waitedMs ?? (ended && waitingSince !== undefined ? ended.at - waitingSince : undefined)
  return {
    callId: call.id,
    siteId,
    nodeId: call.nodeId,
    direction: call.direction,
    state: ended ? 'ended' : call.phase.name,
    callingNumber: call.calling.masked,
    calledNumber: call.called.masked,
    serviceNumber: call.serviceNumber ?? null,
    flowId: call.flow?.id ?? null,
    flowVersion: call.flow?.version ?? null,
    step: ended ? null : stepOf(call),
    language: call.language ?? null,
    profile: call.profile ?? null,
    attachedData: [...call.data].sort(),
    queueId: call.queueId ?? null,
    agentId: agentId ?? null,
    ...(!ended && call.phase.name === 'offered' && { offers: call.phase.offers.map(viewOffer) }),
    startedAt: call.startedAt,
    answeredAt: call.answeredAt ?? null,
    connectedAt: call.connectedAt ?? null,
    endedAt: ended?.at ?? null,
    ending: ended?.ending ?? null,
    recordingId: call.recordingId ?? null,
    waitedMs: waitedMs ?? null,
    talkedMs: ended && call.connectedAt !== undefined ? talkedMsUntil(call, ended.at) : null,
    voiceQuality: call.voices,
    ...(call.drill && { drill: true as const }),
  }
}

/** CSTA's agent states (ECMA-269, 12.2.1), and our finer phase beside them. */
export interface AgentView extends AgentMatching {
  readonly agentId: string
  readonly siteId: string
  readonly name: string
  readonly extension: string
  readonly queueIds: readonly string[]
  /** Of these, the ones that the agent is on for now; none while logged off. */
  readonly servedQueueIds: readonly string[]
  readonly state: 'agentNull' | 'agentNotReady' | 'agentReady' | 'agentBusy' | 'agentWorkingAfterCall'
  readonly phase: Agent['phase']['name']
  readonly reasonCode: string | null
  /** When the phase began; null when logged off. */
  readonly since: number | null
  readonly callId: string | null
  readonly wrapUpUntil: number | null
  /** Until when the agent may draw it out; null: not at all, or not any further. */
  readonly wrapUpMostUntil: number | null
  /** The wrap-up isn't to be cut short. */
  readonly wrapUpRequired: boolean
  /** Until then not ready, then ready of itself; absent: it doesn't end by itself. */
  readonly notReadyUntil?: number
  /** Absent: the phone rings. */
  readonly autoAnswer?: true
  /** What was asked for during a call and takes effect after it. */
  readonly pending: string | null
  /** The supervisor who has made the agent ready, not ready or logged off. */
  readonly forcedBy: string | null
  /** Of the definition. */
  readonly version: number
}

const CSTA: Readonly<Record<Agent['phase']['name'], AgentView['state']>> = {
  loggedOff: 'agentNull',
  notReady: 'agentNotReady',
  ready: 'agentReady',
  reserved: 'agentBusy',
  busy: 'agentBusy',
  wrapUp: 'agentWorkingAfterCall',
}

export function viewAgent(siteId: string, agent: Agent): AgentView {
  const { phase, base: definition } = agent
  return {
    agentId: agent.id,
    siteId,
    name: definition.name,
    extension: agent.extension,
    queueIds: definition.queueIds,
    servedQueueIds: servedQueues(agent),
    state: CSTA[phase.name],
    phase: phase.name,
    reasonCode: phase.name === 'notReady' ? phase.reasonCode : null,
    since: 'since' in phase ? phase.since : null,
    callId: 'callId' in phase ? phase.callId : null,
    wrapUpUntil: phase.name === 'wrapUp' ? phase.until : null,
    wrapUpMostUntil: phase.name === 'wrapUp' && phase.mostUntil > phase.until ? phase.mostUntil : null,
    wrapUpRequired: mustWrapUp(agent),
    ...(phase.name === 'notReady' && phase.until !== undefined ? { notReadyUntil: phase.until } : {}),
    ...(definition.autoAnswer === true ? { autoAnswer: true } : {}),
    ...competenceOf(definition),
    pending: agent.pending?.name ?? null,
    forcedBy: agent.forcedBy,
    version: agent.version,
  }
}

export interface QueueView extends QueueMatching {
  readonly queueId: string
  readonly siteId: string
  readonly names: Readonly<Record<string, string>>
  readonly ringMs: number
  readonly wrapUpMs: number
  /** Null: agents may cut it short, and not draw it out. */
  readonly wrapUp: WrapUpTerms | null
  /** Null: as the flow says, else as the site does. */
  readonly record: boolean | null
  readonly priority: PriorityClass | null
  readonly musicStream: string | null
  /** How long who rejects a call is left alone; absent: until the agent is ready again. */
  readonly rejectPauseMs?: number
  readonly overflow: readonly OverflowRule[]
  readonly regainMs: number | null
  readonly callback: CallbackPolicy | null
  readonly duty: DutyChain | null
  readonly emergencyAlarmMs: number
  /** What plans that are on make otherwise; absent: nothing. */
  readonly planned?: QueueChanges
  readonly agentIds: readonly string[]
  /** Of the definition. */
  readonly version: number
}

/** Settings that aren't the queue's own now. */
function plannedOf({ base, definition }: Queue): { planned?: QueueChanges } {
  if (base === definition) return {}
  const planned = Object.entries(definition).filter(
    ([name, value]) => !same(value, (base as unknown as Record<string, unknown>)[name]),
  )
  return planned.length === 0 ? {} : { planned: Object.fromEntries(planned) }
}

export function viewQueue(siteId: string, queue: Queue): QueueView {
  const {
    names,
    ringMs,
    wrapUpMs,
    wrapUp = null,
    record = null,
    priority = null,
    musicStream = null,
    rejectPauseMs,
  } = queue.base
  const { overflow = [], regainMs = null, callback = null } = queue.base
  const { duty = null, emergencyAlarmMs = 0 } = queue.definition
  return {
    queueId: queue.id,
    siteId,
    names,
    ringMs,
    wrapUpMs,
    wrapUp,
    record,
    priority,
    musicStream,
    ...(rejectPauseMs === undefined ? {} : { rejectPauseMs }),
    overflow,
    regainMs,
    callback,
    duty,
    emergencyAlarmMs,
    ...matchingOf(queue.base),
    ...plannedOf(queue),
    agentIds: [...queue.members].sort(),
    version: queue.version,
  }
}

/** Live figures of a queue, read from its owner: they are nobody's to store. */
export interface QueueFigures {
  readonly queueId: string
  readonly waiting: number
  readonly longestWaitSince: number | null
  readonly agentsReady: number
  readonly agentsLoggedOn: number
  /** Callers who are to be called back, in a pause or not. */
  readonly callbacksWaiting: number
  /** Since when the one among them waits who waits longest. */
  readonly oldestCallbackSince: number | null
  /** Callers who were promised it and not reached, and haven't been seen to. */
  readonly callbacksFailed: number
}

export function figuresOf(state: SiteState, queue: Queue): QueueFigures {
  let ready = 0
  let loggedOn = 0
  for (const agentId of queue.members) {
    const agent = state.agents.get(agentId)
    if (!agent || !serves(agent, queue.id)) continue
    loggedOn += 1
    if (agent.phase.name === 'ready') ready += 1
  }
  let oldest: number | null = null
  for (const { place } of queue.waiting)
    oldest = oldest === null ? place.enqueuedAt : Math.min(oldest, place.enqueuedAt)
  const { waiting, since } = callbackFigures(state, queue.id)
  return {
    queueId: queue.id,
    waiting: queue.waiting.length,
    longestWaitSince: oldest,
    agentsReady: ready,
    agentsLoggedOn: loggedOn,
    callbacksWaiting: waiting,
    oldestCallbackSince: since,
    callbacksFailed: owedIn(state, queue.id).length,
  }
}
