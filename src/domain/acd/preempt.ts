/**
 * Offers that are taken back before they are answered: from a routine caller for an emergency, and from an agent whose
 * licence has gone meanwhile. The caller keeps the place, nobody is blamed; the phone stops ringing, and its agent is
 * free as soon as its leg has ended.
 */
import { dutyWithdrawn } from '../call/duty.ts'
import { dutyRingOf } from '../call/duty-place.ts'
import { isEmergency } from '../call/emergency.ts'
import { offerWithdrawn } from '../call/offer-ended.ts'
import { type Call, type Offer, offerOf } from '../call/state.ts'
import type { Decision } from '../decision.ts'
import type { AgentId } from '../ids.ts'
import { isReachable, type SiteState } from '../site/state.ts'
import type { Agent } from './agent.ts'
import { licenceFault } from './licences.ts'
import type { Line } from './line.ts'
import { servedBefore } from './waiting.ts'

/**
 * Emergencies wait and nobody who would do is idle: the offers of those routine callers who are to be served last make
 * way, one for each emergency. Agents whose phones are falling silent already are counted first.
 */
export function preemption(state: SiteState, at: number): Decision | undefined {
  const { ready } = state
  if (!ready.preemptDue || ready.reserved.size === 0) return undefined
  const promised = new Set<AgentId>()
  for (const [line, wanted] of urgentLines(state)) {
    let missing = wanted
    for (const agentId of ready.reserved) {
      if (missing === 0) break
      if (promised.has(agentId) || !ready.isIn(agentId, line) || !comesFree(state, agentId)) continue
      promised.add(agentId)
      missing -= 1
    }
    const victim = missing > 0 ? lastServed(state, line, at) : undefined
    if (victim) return offerWithdrawn(victim.call, victim.offer, 'preempted', at)
    const taken = missing > 0 ? rungOnDuty(state, line, at) : undefined
    if (taken) return taken
  }
  return undefined
}

/** How many emergencies wait in each line, the line of the first emergency first. */
function urgentLines(state: SiteState): Map<Line, number> {
  const lines = new Map<Line, number>()
  for (const { call } of state.ready.urgent) {
    const line = state.ready.lineOf(call.id)
    if (line) lines.set(line, (lines.get(line) ?? 0) + 1)
  }
  return lines
}

/** The phone has been told to stop ringing, and its agent has asked for nothing else. */
function comesFree(state: SiteState, agentId: AgentId): boolean {
  const agent = state.agents.get(agentId)
  if (agent?.phase.name !== 'reserved' || agent.phase.before.name !== 'ready' || !staysReady(agent))
    return false
  return state.calls.get(agent.phase.callId)?.legs.get(agent.phase.legId)?.leavingBy !== undefined
}

function staysReady({ pending }: Agent): boolean {
  return pending === undefined || pending.name === 'ready'
}

interface Victim {
  readonly call: Call
  readonly offer: Offer
}

/** Of the offers to agents who would do for the line, that of the routine caller who is to be served last. */
function lastServed(state: SiteState, line: Line, at: number): Victim | undefined {
  let last: Victim | undefined
  for (const agentId of state.ready.reserved) {
    const agent = state.agents.get(agentId)
    if (!agent || !staysReady(agent) || !state.ready.isIn(agentId, line)) continue
    if (licenceFault(agent, line.needs, at) !== undefined) continue
    const found = offerTo(state, agent)
    if (!found || found.call.phase.place.priority === 'emergency') continue
    if (!isReachable(state, found.call.nodeId)) continue
    const order = last ? servedBefore(placeOf(last.call), found.call.phase.place) : -1
    if (order < 0 || (order === 0 && last && found.offer.agentId < last.offer.agentId)) last = found
  }
  return last
}

/** An agent who would do, and whose phone rings on duty for a routine caller; whose chain goes on with its next step. */
function rungOnDuty(state: SiteState, line: Line, at: number): Decision | undefined {
  for (const agentId of state.ready.reserved) {
    const agent = state.agents.get(agentId)
    if (agent?.phase.name !== 'reserved' || agent.phase.before.name !== 'ready' || !staysReady(agent))
      continue
    if (!state.ready.isIn(agentId, line) || licenceFault(agent, line.needs, at) !== undefined) continue
    const call = state.calls.get(agent.phase.callId)
    const ring = call && dutyRingOf(call, agent.phase.legId)
    if (call && ring && !isEmergency(call) && isReachable(state, call.nodeId))
      return dutyWithdrawn(call, [ring], 'preempted', at)
  }
  return undefined
}

function placeOf({ id, phase }: Call) {
  if ('place' in phase && phase.place) return phase.place
  throw new Error(`${id} has no place`)
}

type Offered = Call & { readonly phase: Extract<Call['phase'], { name: 'offered' }> }

/** The offer by which the agent's phone rings now. */
function offerTo(state: SiteState, { phase }: Agent): { call: Offered; offer: Offer } | undefined {
  if (phase.name !== 'reserved') return undefined
  const call = state.calls.get(phase.callId)
  const offer = call && offerOf(call, phase.legId)
  return call && offer ? { call: call as Offered, offer } : undefined
}

/** An agent whose licences have changed while the phone rings for somebody who needs one. */
export function unlicensedOffer(state: SiteState, at: number): Decision | undefined {
  for (const agentId of state.ready.doubted) {
    const agent = state.agents.get(agentId)
    const found = agent && offerTo(state, agent)
    if (found && licenceFault(agent, found.call.phase.place.needs, at) !== undefined)
      return offerWithdrawn(found.call, found.offer, 'unlicensed', at)
  }
  return undefined
}
