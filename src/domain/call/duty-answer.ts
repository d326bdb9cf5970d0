/** Somebody on duty answers: the question, the key, and every way in which it comes to nothing. */
import { release } from '../acd/free.ts'
import { licenceFault } from '../acd/licences.ts'
import { both, type Decision, decided, nothing, stale } from '../decision.ts'
import { flowOf, isReachable, type SiteState } from '../site/state.ts'
import { LOST, legFailureOf } from './causes.ts'
import { dutyFailed, dutyLooked, dutyWithdrawn } from './duty.ts'
import { type DutyRing, dutyDueOf } from './duty-state.ts'
import { hangUp } from './end.ts'
import { callFact, type DutyFailure } from './facts.ts'
import { handOnCancelled } from './hand-on.ts'
import { askForKey } from './key-question.ts'
import { LIMITS } from './limits.ts'
import { bridgeCommands } from './offer.ts'
import { offerWithdrawn } from './offer-ended.ts'
import { type Call, nextToken, placeOnDuty } from './state.ts'
import { spoken } from './walk/speech.ts'
import { walkOf } from './walk/walk.ts'
import type { DigitsResult } from './walk.ts'

/** In every prompt set; says which key, and nothing of whom it is about. */
export const ACCEPT = 'duty-accept'
const I_TAKE_IT = '1'

/** A key is asked for; again after a reconnect, which may have lost the order. */
export function dutyAnswered(state: SiteState, call: Call, ring: DutyRing, at: number): Decision {
  const flow = flowOf(state, call)
  if (!flow) return givenUp(state, call, ring, 'failed', at)
  const { legId } = ring
  const token = nextToken(call)
  // Not in the caller's language, nor at the caller's pace.
  const walk = { ...walkOf(state, call, flow, at), language: undefined, profile: undefined }
  const said = spoken(walk, [ACCEPT])
  return decided(
    [callFact(call.id, 'dutyAsked', at, { legId, token, dueAt: at + LIMITS.dutyAskMs })],
    [askForKey(call, { legId, token, said, key: I_TAKE_IT, timeoutMs: LIMITS.dutyKeyMs })],
  )
}

/** What the question was answered with. */
export function dutyKey(
  state: SiteState,
  call: Call,
  ring: DutyRing,
  result: DigitsResult,
  at: number,
): Decision {
  if (result.kind !== 'digits' || result.digits !== I_TAKE_IT) {
    return givenUp(state, call, ring, 'notConfirmed', at)
  }
  return confirmed(state, call, ring, at)
}

/** The caller is theirs: whatever else rings stops, and the two are bridged. */
function confirmed(state: SiteState, call: Call, ring: DutyRing, at: number): Decision {
  const { legId, step, agentId } = ring
  const place = placeOnDuty(call.phase)
  if (!place || !call.duty) return stale
  const agent = agentId === null ? undefined : state.agents.get(agentId)
  if (agent && licenceFault(agent, place.needs, at)) return givenUp(state, call, ring, 'unlicensed', at)
  const { phase, duty } = call
  const offers = phase.name === 'offered' ? phase.offers : []
  const fact = callFact(call.id, 'dutyConfirmed', at, { legId, step, agentId, dueAt: at + LIMITS.bridgeMs })
  const others = duty.rings.filter((other) => other !== ring)
  return both(
    ...offers.map((offer) => offerWithdrawn(call, offer, 'answeredElsewhere', at)),
    handOnCancelled(call, at),
    dutyWithdrawn(call, others, 'answeredElsewhere', at),
    decided([fact], bridgeCommands(call, legId)),
  )
}

/** The phone is let go while it is there. */
export function givenUp(
  state: SiteState,
  call: Call,
  ring: DutyRing,
  why: DutyFailure,
  at: number,
): Decision {
  const cause = ring.token === '' ? 'NO_ANSWER' : 'NORMAL_CLEARING'
  const failed = dutyFailed(state, call, ring, why, at + LIMITS.hangUpMs, at)
  return both(failed, decided([], [hangUp(call, ring.legId, cause)]))
}

/** The leg has ended before the key was pressed; `legHungUp` states its end. */
export function dutyLegEnded(
  state: SiteState,
  call: Call,
  ring: DutyRing,
  cause: string,
  at: number,
): Decision {
  const why = cause === LOST ? 'lost' : ring.token === '' ? legFailureOf(cause) : 'notConfirmed'
  return dutyFailed(state, call, ring, why, null, at)
}

/**
 * The chain's deadline; undefined: it isn't over yet. On a switch out of reach nobody knows whether somebody has
 * answered: an agent who is reserved is let go.
 */
export function dutyOverdue(state: SiteState, call: Call, at: number): Decision | undefined {
  const reachable = isReachable(state, call.nodeId)
  const due = dutyDueOf(call.duty, placeOnDuty(call.phase) !== undefined, reachable)
  if (due === undefined || due > at) return undefined
  const slackMs = reachable ? 0 : LIMITS.outOfReachMs
  const late = call.duty?.rings.find(
    ({ dueAt, agentId }) => dueAt + slackMs <= at && (reachable || agentId !== null),
  )
  if (!late) return dutyLooked(state, call, at)
  if (reachable) return givenUp(state, call, late, late.token === '' ? 'noAnswer' : 'notConfirmed', at)
  const agent = late.agentId === null ? undefined : state.agents.get(late.agentId)
  const isHeld = agent?.phase.name === 'reserved' && agent.phase.legId === late.legId
  const lost = givenUp(state, call, late, 'lost', at)
  return both(lost, agent && isHeld ? decided([release(agent, at)]) : nothing)
}
