/**
 * After a (re)connection or a takeover: what we hold to be true against what the switch has. Every leg that is gone
 * gets the end that nobody saw; every call goes on exactly where it was; calls that talk notice nothing.
 */
import { legParked } from '../call/arrive.ts'
import { hangUp } from '../call/end.ts'
import { callFact } from '../call/facts.ts'
import { bridgeCommands, musicAgain, offerAnswered, offerBridged } from '../call/offer.ts'
import { ownAgentAnswered, partyAudible } from '../call/outbound.ts'
import type { Call } from '../call/state.ts'
import { claim } from '../call/talk.ts'
import { fallBack, resumeStep } from '../call/walk.ts'
import { type Decision, decided, nothing } from '../decision.ts'
import type { LegId, NodeId } from '../ids.ts'
import type { Command } from './commands.ts'
import { siteFact } from './facts.ts'
import type { LegSnapshot, SwitchInput } from './inputs.ts'
import { LOST, legHungUp } from './legs.ts'
import { callOfLeg, flowOf, type SiteState } from './state.ts'

type Connected = Extract<SwitchInput, { type: 'switchConnected' }>

/** One small decision after another, each on the state that the one before has left. */
export type Step = (state: SiteState) => Decision

/** The steps of a reconciliation. The caller folds each one's facts before it takes the next. */
export function reconcile(state: SiteState, input: Connected): Step[] {
  const { nodeId, at } = input
  const there = new Map(input.legs.map((leg) => [leg.legId, leg]))
  const ours = [...state.calls.values()].filter((call) => call.nodeId === nodeId)
  return [
    (s) => connectedFact(s, input),
    ...ours.flatMap((call) =>
      [...call.legs.keys()].filter((legId) => !there.has(legId)).map((legId) => legGone(call, legId, at)),
    ),
    ...ours.map((call) => resume(call, there, at)),
    ...input.legs.map((leg) => unknown(leg, nodeId, at)),
  ]
}

function connectedFact(state: SiteState, { nodeId, at, coreUuid, legs }: Connected): Decision {
  const before = state.nodes.get(nodeId)
  const restarted = before !== undefined && before.coreUuid !== coreUuid
  return decided([
    siteFact(state.siteId, 'switchConnected', at, { nodeId, coreUuid, restarted, legs: legs.length }),
  ])
}

function legGone(call: Call, legId: LegId, at: number): Step {
  return (state) => {
    const leg = state.calls.get(call.id)?.legs.get(legId)
    return leg ? legHungUp(state, call, leg, legId, LOST, at) : nothing
  }
}

/** The call's legs that are left are there: what its phase waits for may have happened meanwhile. */
function resume(call: Call, there: ReadonlyMap<LegId, LegSnapshot>, at: number): Step {
  return (state) => {
    if (!state.calls.has(call.id)) return nothing
    const { phase } = call
    const outer = [...call.legs].find(([, leg]) => leg.role !== 'agent')?.[0]
    const outerNow = outer === undefined ? undefined : there.get(outer)
    switch (phase.name) {
      case 'walking': {
        if (outerNow?.fallback) return fellBack(call, at)
        const flow = flowOf(state, call)
        const again = flow ? resumeStep(call, flow, at) : fallBack(call, at)
        return {
          facts: again.facts,
          commands: [...claim(call), ...stop(call, outer), ...answer(call, outerNow), ...again.commands],
        }
      }
      case 'queued':
        if (outerNow?.fallback) return fellBack(call, at)
        // A leg that is marked was claimed and hears its music already.
        if (outerNow?.waiting) return nothing
        return {
          facts: [],
          commands: [
            ...claim(call),
            ...answer(call, outerNow),
            ...stop(call, outer),
            ...musicAgain(call).commands,
          ],
        }
      case 'offered':
        return there.get(phase.legId)?.answered ? offerAnswered(call, phase.legId, at) : nothing
      case 'connecting':
        if (bridged(there, phase.legId, outer)) return offerBridged(call, at)
        return decided([], [...claim(call), ...bridgeCommands(call, phase.legId)])
      case 'connected':
        if (bridged(there, phase.legId, phase.withLegId)) return nothing
        return decided([], [...claim(call), ...bridgeCommands(call, phase.legId)])
      case 'callingAgent':
        return there.get(phase.legId)?.answered ? ownAgentAnswered(call, phase.legId, at) : nothing
      case 'callingParty':
        return there.get(phase.partyLegId)?.answered
          ? partyAudible(call, phase.partyLegId, true, at)
          : nothing
      case 'ending':
        return decided(
          [],
          [...call.legs.keys()].map((legId) => hangUp(call, legId, 'NORMAL_CLEARING')),
        )
      default:
        return nothing
    }
  }
}

function bridged(there: ReadonlyMap<LegId, LegSnapshot>, a: LegId, b: LegId | undefined): boolean {
  return b !== undefined && (there.get(a)?.bridgedTo === b || there.get(b)?.bridgedTo === a)
}

function fellBack(call: Call, at: number): Decision {
  return decided([callFact(call.id, 'callFellBack', at, { why: 'switch' })])
}

function answer(call: Call, outer: LegSnapshot | undefined): Command[] {
  if (!outer || outer.answered) return []
  return [{ type: 'answer', nodeId: call.nodeId, callId: call.id, legId: outer.legId }]
}

function stop(call: Call, legId: LegId | undefined): Command[] {
  return legId === undefined ? [] : [{ type: 'stopPlayback', nodeId: call.nodeId, callId: call.id, legId }]
}

/**
 * A leg that no live call of ours knows: a caller parked while nobody listened is accepted now; a phone that rings
 * for a caller who has gone is hung up. Legs that talk are left alone, whoever made them.
 */
function unknown(leg: LegSnapshot, nodeId: NodeId, at: number): Step {
  return (state) => {
    if (callOfLeg(state, leg.legId)) return nothing
    if (leg.arrival && !leg.fallback) return legParked(state, leg.arrival, at)
    const ownRinging = leg.role === 'agent' || leg.role === 'party'
    if (!ownRinging || leg.bridgedTo !== undefined) return nothing
    return decided([], [{ type: 'hangUpStray', nodeId, legId: leg.legId }])
  }
}
