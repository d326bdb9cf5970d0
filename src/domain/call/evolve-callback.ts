/** Folds what becomes of a caller who is to be called back. */
import { assertNever } from '../assert-never.ts'
import type { CallFact } from './facts.ts'
import { placeBy } from './place.ts'
import { type Call, newLeg, type Place, stoodAt } from './state.ts'

export type CallbackFact = Extract<
  CallFact,
  {
    type:
      | 'callbackOffered'
      | 'callbackAwaited'
      | 'callbackDialled'
      | 'callbackAsked'
      | 'callbackConfirmed'
      | 'callbackFailed'
      | 'callbackGivenUp'
  }
>

export function evolveCallback(call: Call, fact: CallbackFact, pos: number): void {
  const { phase } = call
  switch (fact.type) {
    case 'callbackOffered':
      promised(call, fact.data, fact.at, pos)
      return
    case 'callbackAwaited': {
      const { attempt, dueAt } = fact.data
      if (call.promised) {
        const { place, expiresAt } = call.promised
        call.promised = undefined
        call.phase = { name: 'awaitingCallback', place, attempt, expiresAt, paused: false, dueAt }
      } else if (phase.name === 'awaitingCallback') {
        call.phase = { ...phase, attempt, paused: false, dueAt }
      }
      return
    }
    case 'callbackDialled': {
      if (phase.name !== 'awaitingCallback') return
      const { nodeId, legId, attempt, dueAt } = fact.data
      call.nodeId = nodeId
      call.legsMade += 1
      call.legs.set(legId, newLeg('caller'))
      const { place, expiresAt } = phase
      call.phase = { name: 'callingBack', place, attempt, expiresAt, legId, token: '', dueAt }
      return
    }
    case 'callbackAsked':
      call.tokens += 1
      if (phase.name === 'callingBack')
        call.phase = { ...phase, token: fact.data.token, dueAt: fact.data.dueAt }
      return
    case 'callbackConfirmed':
      if (phase.name === 'callingBack')
        call.phase = { name: 'queued', place: placeAgain(phase.place, fact.at) }
      return
    case 'callbackFailed': {
      if (phase.name !== 'callingBack') return
      const { legId, attempt, retryAt, legDueAt } = fact.data
      const leg = call.legs.get(legId)
      if (leg && legDueAt !== null) leg.leavingBy = legDueAt
      const { place, expiresAt } = phase
      const dueAt = retryAt ?? fact.at
      call.phase = { name: 'awaitingCallback', place, attempt, expiresAt, paused: true, dueAt }
      return
    }
    case 'callbackGivenUp':
      return
    default:
      assertNever(fact)
  }
}

type Offered = Extract<CallbackFact, { type: 'callbackOffered' }>['data']

function promised(call: Call, offered: Offered, at: number, pos: number): void {
  if (offered.outcome !== 'accepted') return
  const { queueId, servedAs, order, needs, expiresAt } = offered
  const music = 'local_stream://moh'
  const none = { queueId, priority: 'routine', music, giveUpAt: null, otherwise: null } as const
  const place = stoodAt(call, queueId) ?? placeBy(none, at, pos)
  call.promised = { place: { ...place, servedAs, order, needs }, expiresAt }
}

/** Whoever has been called back waits until served, however long it takes. */
function placeAgain(place: Place, at: number): Place {
  const { overflowAt: _, tried: __, from: ___, joinedAt: ____, expectedMs: _____, ...rest } = place
  return { ...rest, enqueuedAt: at, giveUpAt: undefined, announceAt: undefined, preferUntil: undefined }
}
