/**
 * Every way in which an offer comes to nothing. The caller goes back to the original place, unless another phone that
 * rings for the caller rings on.
 */
import { blame, release } from '../acd/free.ts'
import { both, type Decision, decided, type Fact, nothing } from '../decision.ts'
import { isReachable, type SiteState } from '../site/state.ts'
import { type HangUpCause, LOST, legFailureOf } from './causes.ts'
import { hangUp } from './end.ts'
import { callFact } from './facts.ts'
import { LIMITS } from './limits.ts'
import { musicAgain } from './music.ts'
import type { Call, Offer } from './state.ts'

type Rung = Pick<Offer, 'agentId' | 'legId'>

/**
 * The agent's leg has ended before the bridge. `legEnded` states the end of the leg. An agent who didn't answer is
 * made not ready; one whose phone answered and then went is treated the same way. A leg that was lost with a
 * connection or a switch is nobody's fault.
 */
export function offerLegEnded(
  state: SiteState,
  call: Call,
  { agentId, legId }: Rung,
  cause: string,
  at: number,
): Decision {
  const answered = call.phase.name === 'connecting'
  const failure = cause === LOST ? 'lost' : answered ? 'failed' : legFailureOf(cause)
  const agent = state.agents.get(agentId)
  const facts: Fact[] = [
    callFact(call.id, 'callOfferEnded', at, { agentId, legId, why: failure, legDueAt: null }),
  ]
  if (agent) facts.push(failure === 'lost' ? release(agent, at) : blame(state, agent, call, failure, at))
  return both(decided(facts), answered ? musicAgain(state, call) : nothing)
}

/**
 * The ring time of one of the offers is over: the phone stops ringing, the agent is not ready. While the switch is out
 * of reach nobody knows whether the agent answered: free again without blame.
 */
export function offerOverdue(state: SiteState, call: Call, at: number): Decision {
  if (call.phase.name !== 'offered') return nothing
  const [first] = call.phase.offers.toSorted((a, b) => a.dueAt - b.dueAt)
  if (!first) return nothing
  const { agentId, legId } = first
  const agent = state.agents.get(agentId)
  const why = isReachable(state, call.nodeId) ? 'noAnswer' : 'lost'
  const legDueAt = at + LIMITS.hangUpMs
  const facts: Fact[] = [callFact(call.id, 'callOfferEnded', at, { agentId, legId, why, legDueAt })]
  if (agent) facts.push(why === 'lost' ? release(agent, at) : blame(state, agent, call, why, at))
  return decided(facts, [hangUp(call, legId, 'NO_ANSWER')])
}

/** How the phone is told that it needn't ring: a cancelled caller is a missed call, one who is served otherwise is none. */
const TOLD = {
  cancelled: 'ORIGINATOR_CANCEL',
  answeredElsewhere: 'LOSE_RACE',
  preempted: 'LOSE_RACE',
  unlicensed: 'LOSE_RACE',
} as const satisfies Record<string, HangUpCause>

/**
 * An offer is taken back while the phone rings. The agent is nobody's to blame, and is free again, idle time kept,
 * when the phone's leg has ended.
 */
export function offerWithdrawn(
  call: Call,
  { agentId, legId }: Rung,
  why: keyof typeof TOLD,
  at: number,
): Decision {
  const legDueAt = at + LIMITS.hangUpMs
  return decided(
    [callFact(call.id, 'callOfferEnded', at, { agentId, legId, why, legDueAt })],
    [hangUp(call, legId, TOLD[why])],
  )
}

/** The agent has rejected the offer at the desk: the phone stops ringing. What becomes of the agent is said apart. */
export function offerRejected(call: Call, { agentId, legId }: Rung, at: number): Decision {
  const legDueAt = at + LIMITS.hangUpMs
  return decided(
    [callFact(call.id, 'callOfferEnded', at, { agentId, legId, why: 'rejected', legDueAt })],
    [hangUp(call, legId, 'CALL_REJECTED')],
  )
}

/**
 * The bridge wasn't seen, or was refused: the agent's leg goes, the caller is back at the place with music. The
 * agent isn't blamed and is free again when the leg has ended.
 */
export function bridgeFailed(state: SiteState, call: Call, at: number): Decision {
  if (call.phase.name !== 'connecting') return nothing
  const { agentId, legId } = call.phase
  const legDueAt = at + LIMITS.hangUpMs
  const ended = decided(
    [callFact(call.id, 'callOfferEnded', at, { agentId, legId, why: 'bridgeFailed', legDueAt })],
    [hangUp(call, legId, 'NORMAL_TEMPORARY_FAILURE')],
  )
  return both(ended, musicAgain(state, call))
}
