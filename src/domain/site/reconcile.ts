/**
 * After a (re)connection or a takeover: what we hold to be true against what the switch has. Every leg that is gone
 * gets the end that nobody saw; every call goes on exactly where it was; calls that talk notice nothing.
 */
import { lookForPhones } from '../acd/phones.ts'
import { assertNever } from '../assert-never.ts'
import { legParked } from '../call/arrive.ts'
import { callbackAnswered } from '../call/callback.ts'
import { LOST } from '../call/causes.ts'
import { claim } from '../call/claim.ts'
import { dutyAnswered } from '../call/duty-answer.ts'
import { dutyRingOf } from '../call/duty-place.ts'
import { hangUp } from '../call/end.ts'
import { callFact } from '../call/facts.ts'
import { foundInFallback } from '../call/found.ts'
import { talkFound } from '../call/found-talk.ts'
import { handOnAnswered, handOnBridged, ringingAgain } from '../call/hand-on.ts'
import { LIMITS } from '../call/limits.ts'
import { messageResumed } from '../call/message.ts'
import { musicAgain } from '../call/music.ts'
import { asksAgain } from '../call/needs-change.ts'
import { bridgeCommands, offerAnswered, offerBridged } from '../call/offer.ts'
import { ownAgentAnswered, partyAudible, partyBridged, tell } from '../call/outbound.ts'
import { type Call, outerLeg } from '../call/state.ts'
import { movedByFallback, takenByFallback } from '../call/taken.ts'
import { rejoined } from '../call/talk.ts'
import { fallBack, resumeStep, toFallback } from '../call/walk.ts'
import { both, type Decision, decided, nothing } from '../decision.ts'
import { type LegId, legNumberOf, type NodeId, recordingIdOf } from '../ids.ts'
import { takesFound } from '../recording/found.ts'
import { takesAfterReconnect } from '../recording/reports.ts'
import type { Command } from './commands.ts'
import { siteFact } from './facts.ts'
import type { ApiInput, LegSnapshot, SwitchInput } from './inputs.ts'
import { legHungUp } from './leg-ended.ts'
import { expectsLeg } from './legs.ts'
import { giveUp, nodeInReach } from './nodes.ts'
import { callOfLeg, flowOf, type SiteState } from './state.ts'

type Connected = Extract<SwitchInput, { type: 'switchConnected' }>
type Snapshot = ReadonlyMap<LegId, LegSnapshot>

/** One small decision after another, each on the state that the one before has left. */
export type Step = (state: SiteState) => Decision

/** The steps of a reconciliation. The caller folds each one's facts before it takes the next. */
export function reconcile(state: SiteState, input: Connected): Step[] {
  const { nodeId, at } = input
  const there = new Map(input.legs.map((leg) => [leg.legId, leg]))
  const ours = [...state.calls.values()].filter((call) => call.nodeId === nodeId)
  const diedAt = isRestarted(state, input) ? (state.nodes.get(nodeId)?.lostAt ?? at) : undefined
  return [
    (s) => connectedFact(s, input),
    (s) => nodeInReach(s, nodeId, at),
    ...input.legs.map((leg) => unknownTakes(leg, nodeId, at)),
    ...ours.map((call) => recorded(call, there, diedAt, at)),
    // First of all, so that nothing is ordered for a caller whom people have in the fallback group.
    ...ours.map((call) => fallback(call, there, at)),
    ...ours.flatMap((call) =>
      [...call.legs.keys()].filter((legId) => !there.has(legId)).map((legId) => legGone(call, legId, at)),
    ),
    ...ours.flatMap((call) => [
      answeredUnseen(call, there, at),
      talkUnseen(call, there, at),
      resume(call, there, diedAt !== undefined, at),
      ...dutyAgain(call, there, at),
      bridgedUnseen(call, there, at),
      dismiss(call, there),
    ]),
    ...input.legs.map((leg) => unknown(leg, nodeId, at)),
    (s) => decided([], lookForPhones(s, nodeId)),
  ]
}

/**
 * The steps by which a node that won't come back is given up: all of its legs are gone, each of its calls gets its end,
 * and whoever talked there is free for callers of other nodes. Nothing is ordered: nobody is there to hear it.
 */
export function givenUp(state: SiteState, input: Extract<ApiInput, { type: 'giveUpNode' }>): Step[] {
  const { nodeId, at } = input
  const node = state.nodes.get(nodeId)
  if (!node || node.connected) return [(s) => giveUp(s, input)]
  const ours = [...state.calls.values()].filter((call) => call.nodeId === nodeId)
  const nobody: Snapshot = new Map()
  const steps = [
    ...ours.map((call) => recorded(call, nobody, node.lostAt ?? at, at)),
    ...ours.flatMap((call) => [...call.legs.keys()].map((legId) => legGone(call, legId, at))),
  ]
  return [
    (s) => giveUp(s, input),
    ...steps.map(
      (step): Step =>
        (s) => ({ ...step(s), commands: [] }),
    ),
  ]
}

function connectedFact(state: SiteState, { nodeId, at, coreUuid, legs }: Connected): Decision {
  const restarted = isRestarted(state, { nodeId, coreUuid })
  return decided([
    siteFact(state.siteId, 'switchConnected', at, { nodeId, coreUuid, restarted, legs: legs.length }),
  ])
}

function isRestarted(
  state: SiteState,
  { nodeId, coreUuid }: Pick<Connected, 'nodeId' | 'coreUuid'>,
): boolean {
  const before = state.nodes.get(nodeId)
  return before !== undefined && before.coreUuid !== coreUuid
}

/** Before anything is ordered for the call: a file that is being written must not be begun anew. */
function unknownTakes(leg: LegSnapshot, nodeId: NodeId, at: number): Step {
  return (state) => takesFound(state, callOfLeg(state, leg.legId), leg, nodeId, at)
}

/** `diedAt`: when a switch that has been restarted meanwhile was last seen. */
function recorded(call: Call, there: Snapshot, diedAt: number | undefined, at: number): Step {
  return (state) => {
    const recording = state.recordings.get(recordingIdOf(call.id))
    return recording ? takesAfterReconnect(state, recording, there, diedAt, at) : nothing
  }
}

function legGone(call: Call, legId: LegId, at: number): Step {
  return (state) => {
    const leg = state.calls.get(call.id)?.legs.get(legId)
    return leg ? legHungUp(state, call, leg, legId, LOST, at) : nothing
  }
}

/** The switch's fallback took the caller while nobody listened. */
function fallback(call: Call, there: Snapshot, at: number): Step {
  return () => {
    const outer = outerLeg(call)
    const over = call.phase.name === 'fallback' || call.phase.name === 'ending'
    const now = outer && there.get(outer)
    if (over || !now?.fallback) return nothing
    return now.bridgedTo === undefined ? movedByFallback(call, now.legId, at) : takenByFallback(call, at)
  }
}

/** The caller's leg was answered while nobody listened. (Agents' and parties' answers move the phase: `resume`.) */
function answeredUnseen(call: Call, there: Snapshot, at: number): Step {
  return (state) => {
    const legId = outerLeg(call)
    const leg = legId && call.legs.get(legId)
    const now = legId && there.get(legId)
    if (!state.calls.has(call.id) || !leg || !now || leg.role !== 'caller') return nothing
    // The fallback group's answer isn't ours.
    if (leg.answered || !now.answered || now.fallback) return nothing
    return decided([callFact(call.id, 'callAnswered', at, { legId: now.legId })])
  }
}

/** The caller talks, and the call knows nothing of with whom. */
function talkUnseen(call: Call, there: Snapshot, at: number): Step {
  return (state) => {
    const outer = outerLeg(call)
    const mate = outer && there.get(outer)?.bridgedTo
    if (!state.calls.has(call.id) || call.direction !== 'inbound') return nothing
    return mate === undefined || call.legs.has(mate) ? nothing : talkFound(state, call, there.get(mate), at)
  }
}

/**
 * The call's legs that are left are there: what its phase waits for may have happened meanwhile. `restarted`: so has the
 * switch, and whatever it ran for a leg has begun again.
 */
function resume(call: Call, there: Snapshot, restarted: boolean, at: number): Step {
  return (state) => {
    if (!state.calls.has(call.id)) return nothing
    const { phase } = call
    const outer = outerLeg(call)
    const outerNow = outer === undefined ? undefined : there.get(outer)
    switch (phase.name) {
      case 'walking': {
        const flow = flowOf(state, call)
        const again = flow ? resumeStep(state, call, flow, at) : fallBack(call, at)
        return {
          facts: again.facts,
          commands: [...claim(call), ...stop(call, outer), ...answer(call, outerNow), ...again.commands],
        }
      }
      case 'queued':
        return waitsOn(call, outerNow, restarted, [
          ...musicAgain(state, call).commands,
          ...asksAgain(state, call),
        ])
      case 'offered': {
        const waits = waitsOn(call, outerNow, restarted, musicAgain(state, call).commands)
        const answered = phase.offers.find(({ legId }) => there.get(legId)?.answered)
        return answered ? both(waits, offerAnswered(state, call, answered.legId, at)) : waits
      }
      case 'connecting':
        if (bridged(there, phase.legId, outer)) return offerBridged(call, at)
        return bridgeAgain(call, bridgeCommands(call, phase.legId), at)
      case 'handedOn':
      case 'connected': {
        if (bridged(there, phase.legId, phase.withLegId)) {
          return phase.returnedBy === undefined ? nothing : rejoined(call, at)
        }
        const { nodeId, id: callId } = call
        const { legId, withLegId } = phase
        const order: Command[] =
          call.direction === 'inbound'
            ? bridgeCommands(call, legId)
            : [{ type: 'bridge', nodeId, callId, legId, withLegId }]
        return bridgeAgain(call, order, at)
      }
      case 'callingAgent':
        return there.get(phase.legId)?.answered ? ownAgentAnswered(call, phase.legId, at) : nothing
      case 'callingParty':
        if (!there.get(phase.partyLegId)?.answered || call.legs.get(phase.partyLegId)?.answered)
          return nothing
        return partyAudible(call, phase.partyLegId, true, at)
      case 'awaitingCallback':
        return nothing
      case 'callingBack':
        return there.get(phase.legId)?.answered ? callbackAnswered(state, call, at) : nothing
      case 'fallback':
        // The order to hand the caller over may have been lost with the connection.
        if (!outerNow || outerNow.fallback || outerNow.bridgedTo !== undefined) return nothing
        return decided([], [toFallback(call, outerNow.legId)])
      case 'ending':
        return decided(
          [],
          [...call.legs.keys()].map((legId) => hangUp(call, legId, 'NORMAL_CLEARING')),
        )
      case 'voicemail': {
        const again = messageResumed(state, call, at)
        return { facts: again.facts, commands: [...claim(call), ...stop(call, outer), ...again.commands] }
      }
      case 'transferring':
        if (!phase.answered) {
          const isAnswered = there.get(phase.legId)?.answered === true
          const waits = waitsOn(call, outerNow, restarted, ringingAgain(state, call))
          return isAnswered ? both(waits, handOnAnswered(call, phase.legId, at)) : waits
        }
        if (bridged(there, phase.legId, outer)) return handOnBridged(state, call, at)
        return bridgeAgain(call, bridgeCommands(call, phase.legId), at)
      case 'telling':
        return tell(call, phase.legId, phase.ending, at)
      default:
        return assertNever(phase)
    }
  }
}

/** Those on duty who are rung: one may have answered unseen, the question put to another may have been lost. */
function dutyAgain(call: Call, there: Snapshot, at: number): Step[] {
  return [...call.legs.keys()].map((legId) => (state) => {
    const ring = state.calls.has(call.id) ? dutyRingOf(call, legId) : undefined
    if (!ring || !there.get(legId)?.answered) return nothing
    const asked = dutyAnswered(state, call, ring, at)
    return ring.token === '' ? asked : both(decided([], stop(call, legId)), asked)
  })
}

/** Party and agent were bridged while nobody listened, or the order to bridge them was lost. */
function bridgedUnseen(call: Call, there: Snapshot, at: number): Step {
  return () => {
    const { phase } = call
    if (phase.name !== 'callingParty' || !phase.bridging || phase.bridged) return nothing
    if (bridged(there, phase.legId, phase.partyLegId)) return partyBridged(call, at)
    const { nodeId, id: callId } = call
    return decided([], [{ type: 'bridge', nodeId, callId, legId: phase.legId, withLegId: phase.partyLegId }])
  }
}

/** Phones that the call has no use for any more: the order to hang them up was lost with the connection. */
function dismiss(call: Call, there: Snapshot): Step {
  return (state) => {
    if (!state.calls.has(call.id) || call.phase.name === 'ending') return nothing
    const useless = [...call.legs.keys()].filter((legId) => there.has(legId) && !expectsLeg(call, legId))
    return decided(
      [],
      useless.map((legId) => hangUp(call, legId, 'NORMAL_CLEARING')),
    )
  }
}

/**
 * The caller waits on, with music. Always anew: the order for it may have been lost with the connection, and a gap of a
 * moment is better than silence to the end. A leg that isn't marked came back and has the fallback armed; one on a
 * switch that was restarted may have, for the dialplan has run again.
 */
function waitsOn(
  call: Call,
  outer: LegSnapshot | undefined,
  restarted: boolean,
  hears: readonly Command[],
): Decision {
  const claimed = outer?.waiting && !restarted ? [] : claim(call)
  // With a phone that is hung up next: music would be heard by two, and comes when the caller is parked again.
  if (outer?.bridgedTo !== undefined) return decided([], claimed)
  return decided([], [...claimed, ...answer(call, outer), ...stop(call, outer?.legId), ...hears])
}

function bridgeAgain(call: Call, order: readonly Command[], at: number): Decision {
  return decided(
    [callFact(call.id, 'callBridging', at, { dueAt: at + LIMITS.bridgeMs })],
    [...claim(call), ...order],
  )
}

function bridged(there: Snapshot, a: LegId, b: LegId | undefined): boolean {
  return b !== undefined && (there.get(a)?.bridgedTo === b || there.get(b)?.bridgedTo === a)
}

function answer(call: Call, outer: LegSnapshot | undefined): Command[] {
  if (!outer || outer.answered) return []
  return [{ type: 'answer', nodeId: call.nodeId, callId: call.id, legId: outer.legId }]
}

function stop(call: Call, legId: LegId | undefined): Command[] {
  return legId === undefined ? [] : [{ type: 'stopPlayback', nodeId: call.nodeId, callId: call.id, legId }]
}

/**
 * A leg that no live call of ours knows: a caller parked while nobody listened is accepted now, one whom the fallback
 * group has is entered; a phone that rings
 * for a caller who has gone is hung up. Legs that talk are left alone, whoever made them.
 */
function unknown(leg: LegSnapshot, nodeId: NodeId, at: number): Step {
  return (state) => {
    if (callOfLeg(state, leg.legId)) return nothing
    // One that carries a call's id is of a call that has had its end.
    if (leg.arrival && leg.fallback)
      return leg.callId === undefined ? foundInFallback(state, leg.arrival, at) : nothing
    if (leg.arrival) return legParked(state, leg.arrival, at)
    const { legId, role, bridgedTo } = leg
    if ((role !== 'agent' && role !== 'party') || bridgedTo !== undefined) return nothing
    const call = leg.callId && state.calls.get(leg.callId)
    const isOwn = call && legNumberOf(call.id, legId) !== undefined
    // Its number isn't given to another phone: what is still to be heard of this one would be taken for that one's.
    const ended = isOwn ? [callFact(call.id, 'callLegEnded', at, { legId, role, cause: LOST })] : []
    return decided(ended, [{ type: 'hangUpStray', nodeId, legId }])
  }
}
