/**
 * A caller who was promised to be called back keeps the place: the call lives on without a leg, and when it would be the
 * caller's turn, the caller is rung.
 *
 *   (last leg ends) ─▶ awaitingCallback ─ turn ─▶ callingBack ─ answered ─▶ asked ─ key ─▶ queued, at the place
 *                         ▲      │                     │                      │
 *                         └──────│─── pause ───────────┴── nobody, no key ────┘
 *                                └── too often, or too late ─▶ given up: owed (`owed.ts`), ended
 *
 * The turn has come when somebody is idle who would do, and nobody who is to be served before waits for that agent. The
 * agent isn't held back: whoever waits is served meanwhile, and the caller who has answered is the next.
 *
 * Nothing is said before a key says that it is the caller, but the question itself, which names nobody and nothing. A
 * voicemail presses no key: it is left in silence, and counts as no answer.
 */
import { both, type Decision, decided, type Fact, nothing, stale } from '../decision.ts'
import { type LegId, legIdOf } from '../ids.ts'
import { nodeForCall } from '../site/nodes.ts'
import { flowOf, type SiteState } from '../site/state.ts'
import { type CallbackPolicy, USUAL_CALLBACK } from './callback-policy.ts'
import { firstToCallBack } from './callback-turn.ts'
import { type HangUpCause, LOST, legFailureOf } from './causes.ts'
import { claim } from './claim.ts'
import { endCall, hangUp } from './end.ts'
import { type CallbackFailure, callFact } from './facts.ts'
import { askForKey } from './key-question.ts'
import { LIMITS } from './limits.ts'
import { musicAgain } from './music.ts'
import { type Call, nextToken, type Place } from './state.ts'
import { spoken } from './walk/speech.ts'
import { walkOf } from './walk/walk.ts'
import type { DigitsResult } from './walk.ts'

/** In every prompt set; says which key, and nothing of what it is about. */
export const IDENTITY = 'callback-identity'
const IT_IS_ME = '1'

function policyOf(state: SiteState, { queueId }: Place): CallbackPolicy {
  return state.queues.get(queueId)?.definition.callback ?? USUAL_CALLBACK
}

/** The next caller whose turn to be rung has come. */
export function nextCallback(state: SiteState, at: number): Decision | undefined {
  const next = state.ready.callable.size > 0 ? firstToCallBack(state, at) : undefined
  if (next?.call.phase.name !== 'awaitingCallback') return undefined
  const { nodeId } = nodeForCall(state)
  return nodeId === undefined ? undefined : dial(state, next.call, next.call.phase, nodeId, at)
}

type Awaiting = Extract<Call['phase'], { name: 'awaitingCallback' }>

function dial(state: SiteState, call: Call, phase: Awaiting, nodeId: Call['nodeId'], at: number): Decision {
  const { ringMs } = policyOf(state, phase.place)
  const legId = legIdOf(call.id, call.legsMade + 1)
  const attempt = phase.attempt + 1
  return decided(
    [callFact(call.id, 'callbackDialled', at, { nodeId, legId, attempt, dueAt: at + ringMs })],
    [
      {
        type: 'originate',
        nodeId,
        callId: call.id,
        legId,
        role: 'party',
        to: { kind: 'privateNumber', field: 'callingNumber' },
        ringMs,
        // The hospital's own: the one that the caller has rung.
        shownNumber: call.serviceNumber ?? '',
        earlyMedia: 'ignore',
      },
    ],
  )
}

/** Somebody, or something, has answered: a key is asked for; again after a reconnect, which may have lost the order. */
export function callbackAnswered(state: SiteState, call: Call, at: number): Decision {
  if (call.phase.name !== 'callingBack') return stale
  const { legId } = call.phase
  const flow = flowOf(state, call)
  if (!flow) return callbackAttemptOver(state, call, 'failed', 'NORMAL_CLEARING', at)
  const answered = call.legs.get(legId)?.answered ? [] : [callFact(call.id, 'callAnswered', at, { legId })]
  const token = nextToken(call)
  const said = spoken(walkOf(state, call, flow, at), [IDENTITY])
  return decided(
    [...answered, callFact(call.id, 'callbackAsked', at, { legId, token, dueAt: at + LIMITS.callbackAskMs })],
    [askForKey(call, { legId, token, said, key: IT_IS_ME, timeoutMs: LIMITS.callbackKeyMs })],
  )
}

/** What the question was answered with. */
export function callbackIdentified(state: SiteState, call: Call, result: DigitsResult, at: number): Decision {
  if (call.phase.name !== 'callingBack') return stale
  if (result.kind !== 'digits' || result.digits !== IT_IS_ME) {
    return callbackAttemptOver(state, call, 'notConfirmed', 'NORMAL_CLEARING', at)
  }
  const confirmed = callFact(call.id, 'callbackConfirmed', at, { legId: call.phase.legId })
  return both(decided([confirmed], claim(call)), musicAgain(state, call))
}

/** The leg has ended before the key was pressed; `legHungUp` states its end. */
export function callbackLegEnded(state: SiteState, call: Call, cause: string, at: number): Decision {
  if (call.phase.name !== 'callingBack') return nothing
  const { token, legId } = call.phase
  const why = cause === LOST ? 'lost' : token === '' ? legFailureOf(cause) : 'notConfirmed'
  return attemptOver(state, call, why, at, { legDueAt: null, without: legId })
}

/** The attempt is given up while the leg is there: it is hung up without a word. */
export function callbackAttemptOver(
  state: SiteState,
  call: Call,
  why: CallbackFailure,
  cause: HangUpCause,
  at: number,
): Decision {
  if (call.phase.name !== 'callingBack') return nothing
  const order = hangUp(call, call.phase.legId, cause)
  const over = attemptOver(state, call, why, at, { legDueAt: at + LIMITS.hangUpMs })
  return both(decided([], [order]), over)
}

interface LegLeft {
  readonly legDueAt: number | null
  readonly without?: LegId
}

function attemptOver(
  state: SiteState,
  call: Call,
  why: CallbackFailure,
  at: number,
  { legDueAt, without }: LegLeft,
): Decision {
  if (call.phase.name !== 'callingBack') return nothing
  const { place, expiresAt, legId } = call.phase
  // A switch that died is no attempt of anybody's.
  const attempt = why === 'lost' ? call.phase.attempt - 1 : call.phase.attempt
  const { attempts, pauseMs } = policyOf(state, place)
  const isLast = why === 'invalidNumber' || attempt >= attempts || at >= expiresAt
  const pause = why === 'lost' ? Math.min(pauseMs, LIMITS.callbackLostMs) : pauseMs
  const retryAt = isLast ? null : Math.min(at + pause, expiresAt)
  const failed = callFact(call.id, 'callbackFailed', at, { legId, attempt, why, retryAt, legDueAt })
  if (!isLast) return decided([failed])
  return both(decided([failed]), givenUp(call, place, attempt, at, without))
}

/** The pause is over, or the promise holds no longer; or nobody has answered in time, or has pressed a key. */
export function callbackOverdue(state: SiteState, call: Call, at: number): Decision {
  const { phase } = call
  if (phase.name === 'callingBack') {
    return phase.token === ''
      ? callbackAttemptOver(state, call, 'noAnswer', 'NO_ANSWER', at)
      : callbackAttemptOver(state, call, 'notConfirmed', 'NORMAL_CLEARING', at)
  }
  if (phase.name !== 'awaitingCallback') return nothing
  const { place, attempt, expiresAt } = phase
  if (at >= expiresAt) return givenUp(call, place, attempt, at)
  const { queueId } = place
  return decided([callFact(call.id, 'callbackAwaited', at, { queueId, attempt, dueAt: expiresAt })])
}

/** Somebody has to see to it (`owed.ts`): the promise couldn't be kept. */
function givenUp(call: Call, { queueId }: Place, attempts: number, at: number, without?: LegId): Decision {
  const facts: Fact[] = [callFact(call.id, 'callbackGivenUp', at, { queueId, attempts })]
  const ending = { by: 'caller', why: attempts > 0 ? 'noAnswer' : 'abandoned' } as const
  return both(decided(facts), endCall(call, ending, at, 'NORMAL_CLEARING', without))
}
