/** Folds a fact into a call. Creation (`callAccepted`, `callPlaced`) is apart, because it makes the call. */
import { assertNever } from '../assert-never.ts'
import { type LegId, legNumberOf } from '../ids.ts'
import type { DataName } from '../ivr/flow.ts'
import { evolveBeyond } from './evolve-beyond.ts'
import { evolveCallback } from './evolve-callback.ts'
import { evolveDuty } from './evolve-duty.ts'
import { evolveOutbound } from './evolve-outbound.ts'
import { evolveOverflow } from './evolve-overflow.ts'
import { type CallFact, RECORDING } from './facts.ts'
import { markAnswered } from './mark-answered.ts'
import { placeBy } from './place.ts'
import { type LegVoice, MOST_VOICES, talkingLegs } from './quality.ts'
import { type Call, newLeg, outerLeg, type Place, placeWaitedAt, talksSince, waitsSince } from './state.ts'

type Creation = Extract<CallFact, { type: 'callAccepted' | 'callPlaced' }>

/** In one piece: putting it together from parts was the dearest thing that a call's arrival cost. */
export function createCall(fact: Creation): Call {
  const { nodeId, legId, calling, called } = fact.data
  const placed = fact.type === 'callPlaced' ? fact.data : undefined
  const accepted = fact.type === 'callAccepted' ? fact.data : undefined
  const call: Call = {
    id: fact.subject as Call['id'],
    nodeId,
    direction: placed ? 'outbound' : 'inbound',
    startedAt: fact.at,
    calling,
    called,
    serviceNumber: accepted?.serviceNumber,
    flow: accepted && { id: accepted.flowId, version: accepted.flowVersion },
    legs: new Map([[legId, newLeg(placed ? 'agent' : 'caller', placed?.agentId)]]),
    legsMade: placed ? 1 : 0,
    tokens: 0,
    language: undefined,
    profile: undefined,
    data: new Set<DataName>(),
    answered: undefined,
    asks: 0,
    noRecording: false,
    turnedAway: false,
    urgent: accepted?.urgent === true,
    silentSteps: 0,
    silentMs: 0,
    silenceNoticed: false,
    // The first step is entered by the next fact of the same decision; should the process die between the two
    // (it can't: they are one append), reconciliation finds a caller in a step that is due.
    phase: placed
      ? { name: 'callingAgent', legId, agentId: placed.agentId, dueAt: placed.dueAt }
      : { name: 'walking', step: '', attempt: 0, part: 0, token: '', dueAt: fact.at },
    answeredAt: undefined,
    connectedAt: undefined,
    talkedMs: 0,
    agentId: placed?.agentId,
    queueId: undefined,
    waitedMs: undefined,
    recordingId: undefined,
    voices: [],
    heard: undefined,
    doubtedUntil: undefined,
  }
  return accepted?.drill ? { ...call, drill: accepted.drill } : call
}

/** `pos`: the fact's position, the tie-breaker of the queue. */
export function evolveCall(call: Call, fact: Exclude<CallFact, Creation>, pos: number): void {
  const waitedSince = waitsSince(call)
  const talkedSince = talksSince(call)
  const talking = talkingLegs(call)
  move(call, fact, pos)
  if (talkedSince !== undefined && talksSince(call) !== talkedSince) {
    const ms = Math.max(0, fact.at - talkedSince)
    call.talkedMs += ms
    for (const legId of talking) {
      const leg = call.legs.get(legId)
      if (leg) leg.talkedMs += ms
    }
  }
  if (waitedSince !== undefined && waitsSince(call) === undefined) call.waitedMs ??= fact.at - waitedSince
}

function move(call: Call, fact: Exclude<CallFact, Creation>, pos: number): void {
  switch (fact.type) {
    case 'callAnswered':
      call.answeredAt ??= fact.at
      markAnswered(call, fact.data.legId)
      return
    case 'stepEntered': {
      const { step, attempt, token, dueAt, part = 0 } = fact.data
      if (token !== '') call.tokens += 1
      call.silentSteps += 1
      call.phase = { name: 'walking', step, attempt, part, token, dueAt }
      return
    }
    case 'menuChosen':
    case 'confirmationGiven':
    case 'confirmationRefused':
    case 'surveyAnswered':
      hasActed(call)
      return
    case 'callLeftQueue':
      hasActed(call)
      call.left = placeWaitedAt(call.phase)
      return
    case 'emergencyRaised':
      hasActed(call)
      call.urgent = true
      call.turnedAway = false
      return
    case 'callTurnedAway':
      call.turnedAway = true
      return
    case 'digitsTaken':
      hasActed(call)
      call.data.add(fact.data.into)
      return
    case 'consentGiven':
    case 'consentRefused':
      hasActed(call)
      if (fact.data.about === RECORDING) call.noRecording = fact.type === 'consentRefused'
      return
    case 'menuMissed':
      if (fact.data.why === 'none') call.silentMs += fact.data.silentMs ?? 0
      else if (fact.data.why === 'invalid') hasActed(call)
      return
    case 'silenceNoticed':
      call.silenceNoticed = true
      return
    case 'dataSet':
      for (const name of fact.data.names) call.data.add(name)
      if (fact.data.asks === undefined) return
      call.tokens += 1
      call.asking = fact.data.asks
      return
    case 'stepsAnswered':
      call.asks += 1
      call.answered = fact.data.steps
      return
    case 'errandFailed':
      if (fact.data.errand === 'ask') call.asks += 1
      if (fact.data.errand === 'needs') call.asking = undefined
      return
    case 'profileChosen':
      call.silentSteps += 1
      call.language = fact.data.language ?? call.language
      call.profile = fact.data.profile ?? call.profile
      return
    case 'hoursLooked':
    case 'branchTaken':
    case 'lookedUp':
    case 'drillPrompted':
      return
    case 'callWaitedTooLong':
      call.left = placeWaitedAt(call.phase)
      return
    case 'callbackOffered':
    case 'callbackAwaited':
    case 'callbackDialled':
    case 'callbackAsked':
    case 'callbackFailed':
    case 'callbackGivenUp':
      evolveCallback(call, fact, pos)
      return
    case 'callbackConfirmed':
      hasActed(call)
      evolveCallback(call, fact, pos)
      return
    case 'dutyBegan':
    case 'dutyRung':
    case 'dutyPassed':
    case 'dutyLooked':
    case 'dutyAsked':
    case 'dutyConfirmed':
    case 'dutyFailed':
    case 'dutyWithdrawn':
      evolveDuty(call, fact)
      return
    case 'emergencyUnanswered':
      call.alarmAt = undefined
      return
    case 'voicemailBegan':
    case 'handOnBegan':
      // Steps too, though they are told by facts of their own.
      call.silentSteps += 1
      evolveBeyond(call, fact)
      return
    case 'callOverflowed':
    case 'callOverflowPassed':
      evolveOverflow(call, fact)
      return
    case 'callNeedsChanged':
      call.asking = undefined
      evolveBeyond(call, fact)
      return
    case 'callNeedsRelaxed':
    case 'callAnnounced':
    case 'broadcastHeard':
    case 'voicemailResumed':
    case 'voicemailLeft':
    case 'handOnAnswered':
    case 'handOnEnded':
    case 'afterTalkBegan':
      evolveBeyond(call, fact)
      return
    case 'callHandedOn':
      // Another flow is nobody's doing but the flows' own, which may send a caller to and fro.
      if (fact.data.to !== 'flow') {
        hasActed(call)
        call.promised = undefined
      }
      evolveBeyond(call, fact)
      return
    case 'callAlerting': {
      const leg = call.legs.get(fact.data.legId)
      if (leg) leg.alerted = true
      return
    }
    case 'callQueued': {
      const { queueId, priority, regained } = fact.data
      const place = placeBy(fact.data, fact.at, pos)
      const expiresAt = regained?.promisedUntil
      call.queueId = queueId
      call.left = undefined
      call.promised = expiresAt === undefined ? undefined : { place, expiresAt }
      call.alarmAt = fact.data.alarmAt
      call.asking = undefined
      if (priority === 'emergency') call.urgent = true
      call.phase = { name: 'queued', place }
      return
    }
    case 'callOffered': {
      const { agentId, legId, dueAt } = fact.data
      legMade(call, legId)
      call.legs.set(legId, newLeg('agent', agentId))
      const others = call.phase.name === 'offered' ? call.phase.offers : []
      const offers = [...others, { legId, agentId, since: fact.at, dueAt }]
      call.phase = { name: 'offered', place: placeOf(call), offers }
      return
    }
    case 'callOfferAnswered': {
      const { agentId, legId, dueAt } = fact.data
      markAnswered(call, legId)
      call.phase = { name: 'connecting', place: placeOf(call), legId, agentId, dueAt }
      return
    }
    case 'callOfferEnded':
      leaves(call, fact.data.legId, fact.data.legDueAt)
      offerEnds(call, fact.data.legId)
      return
    case 'callRequeued':
      // Of the wait after a talk nobody has expected anything.
      call.phase = { name: 'queued', place: { ...placeOf(call), expectedMs: undefined } }
      return
    case 'callConnected': {
      const { agentId, legId, withLegId } = fact.data
      call.connectedAt ??= fact.at
      call.promised = undefined
      hasActed(call)
      call.agentId = agentId
      markAnswered(call, withLegId)
      const place = call.direction === 'inbound' ? placeOf(call) : undefined
      call.phase = {
        name: 'connected',
        place,
        legId,
        withLegId,
        agentId,
        since: fact.at,
        returnedBy: undefined,
      }
      return
    }
    case 'callRecorded':
      call.recordingId = fact.data.recordingId
      return
    case 'callReturned':
      returns(call, fact.data.dueAt)
      return
    case 'callBridging':
      if (call.phase.name === 'connecting' || call.phase.name === 'transferring')
        call.phase = { ...call.phase, dueAt: fact.data.dueAt }
      returns(call, fact.data.dueAt)
      return
    case 'callRejoined':
      returns(call, undefined)
      return
    case 'callFellBack':
      call.promised = undefined
      // Otherwise those on duty who are rung are let go next (`nextDuty`).
      if (fact.data.legsDueAt !== null) call.duty = undefined
      for (const [legId, leg] of call.legs)
        if (leg.role !== 'caller') leaves(call, legId, fact.data.legsDueAt)
      call.phase = { name: 'fallback', since: fact.at }
      return
    case 'callPartyCalled':
    case 'callPartyBridging':
    case 'callPartyBridged':
    case 'callPartyAnswered':
    case 'callFailureTold':
      evolveOutbound(call, fact)
      return
    case 'callLegDoubted':
      call.doubtedUntil = fact.data.dueAt
      return
    case 'callLegEnded':
      legSounded(call, fact.data)
      if (fact.data.role !== 'caller' && !call.legs.has(fact.data.legId)) legSeen(call, fact.data.legId)
      call.legs.delete(fact.data.legId)
      if (outerLeg(call) === undefined) call.doubtedUntil = undefined
      return
    case 'callEnding': {
      const { ending, attempt, dueAt } = fact.data
      call.duty = undefined
      call.phase = { name: 'ending', ending, attempt, dueAt }
      return
    }
    case 'callEnded':
      return
    default:
      assertNever(fact)
  }
}

/** Back to the place, unless another agent's phone still rings, or another agent has answered. */
function offerEnds(call: Call, legId: LegId): void {
  const { phase } = call
  if (phase.name === 'connecting' && phase.legId !== legId) return
  const others = phase.name === 'offered' ? phase.offers.filter((offer) => offer.legId !== legId) : []
  const place = placeOf(call)
  call.phase = others.length > 0 ? { name: 'offered', place, offers: others } : { name: 'queued', place }
}

/** The two are not bridged and are to be by then; undefined: they are. */
function returns(call: Call, returnedBy: number | undefined): void {
  if (call.phase.name === 'connected' || call.phase.name === 'handedOn')
    call.phase = { ...call.phase, returnedBy }
}

/** Keeps how the leg sounded. One leg that wasn't heard spoils the call. */
function legSounded(call: Call, ended: Extract<CallFact, { type: 'callLegEnded' }>['data']): void {
  const { legId, role, quality, heard } = ended
  if (heard !== undefined) call.heard = heard && call.heard !== false
  if (!quality) return
  const agentId = call.legs.get(legId)?.agentId ?? null
  const voice: LegVoice = { role, agentId, ...quality, heard: heard ?? null }
  call.voices = [...call.voices, voice].slice(-MOST_VOICES)
}

/** The caller has pressed a key, or talked. */
function hasActed(call: Call): void {
  call.silentSteps = 0
  call.silentMs = 0
}

function leaves(call: Call, legId: LegId, by: number | null): void {
  const leg = call.legs.get(legId)
  if (leg && by !== null) leg.leavingBy = by
}

/** The place that the phase carries. A call without one is offered to nobody, so its absence is a bug. */
function placeOf(call: Call): Place {
  if ('place' in call.phase && call.phase.place) return call.phase.place
  throw new Error(`${call.id} has no place in a queue in phase ${call.phase.name}`)
}

/** The next one has a number of its own, whichever this one was given. */
function legMade(call: Call, legId: LegId): void {
  call.legsMade += 1
  legSeen(call, legId)
}

/** A leg that was made for the call by an owner whose facts are missing. */
function legSeen(call: Call, legId: LegId): void {
  // Almost always it is none that is higher, which its end tells by itself.
  if (!(Number.parseInt(legId.slice(-4), 16) > call.legsMade)) return
  call.legsMade = legNumberOf(call.id, legId) ?? call.legsMade
}
