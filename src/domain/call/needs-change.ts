/** A waiting call's data has changed: whom it needs now is found out, and it is matched anew. The place is kept. */
import { looksAt, type Mapped, mappedBy, toldBy } from '../acd/data-needs.ts'
import { demandsOf, distinct } from '../acd/demands.ts'
import { NO_NEEDS, servedAs } from '../acd/needs.ts'
import { relaxed } from '../acd/skills.ts'
import { type Decision, decided, stale } from '../decision.ts'
import type { DataName, QueueStep } from '../ivr/flow.ts'
import type { Command } from '../site/commands.ts'
import type { ErrandResult } from '../site/errands.ts'
import { flowOf, type Queue, type SiteState } from '../site/state.ts'
import { callFact } from './facts.ts'
import { type Call, nextToken, type Place, placeWaitedAt } from './state.ts'
import { needsOrder } from './walk/look-at-data.ts'
import { stepNamed } from './walk/walk.ts'

/** What is to be found out, and by which token, since these names have new values; undefined: nothing. */
export function asksAnew(
  state: SiteState,
  call: Call,
  names: readonly DataName[],
): { readonly token: string; readonly order: Command } | undefined {
  const place = placeWaitedAt(call.phase)
  // An emergency isn't held up by what its data may say.
  if (!place || place.priority === 'emergency') return undefined
  const mapped = mappedAt(state, call, place)
  if (!mapped || !looksAt(mapped, names)) return undefined
  const token = nextToken(call)
  return { token, order: needsOrder(call, token, mapped) }
}

/** The same question again: its answer may have been lost with a connection or an owner. */
export function asksAgain(state: SiteState, call: Call): readonly Command[] {
  const place = placeWaitedAt(call.phase)
  const mapped = place && mappedAt(state, call, place)
  return call.asking === undefined || !mapped ? [] : [needsOrder(call, call.asking, mapped)]
}

/** It has been found out, or couldn't be: then what was needed is needed still. */
export function needsFoundOut(state: SiteState, call: Call, result: ErrandResult, at: number): Decision {
  const place = placeWaitedAt(call.phase)
  const queue = place && state.queues.get(place.queueId)
  if (!place || !queue) return stale
  if (result.kind !== 'needs') {
    const why = result.kind === 'failed' ? result.why : 'invalid'
    const step = place.step ?? place.queueId
    return decided([callFact(call.id, 'errandFailed', at, { step, errand: 'needs', why })])
  }
  const step = queueStepOf(state, call, place) ?? {}
  const told = toldBy(mappedBy(queue.definition, step), result)
  const { enqueuedAt } = place
  const now = demandsOf(queue.definition, step, call, state.servedLast, enqueuedAt, told)
  const due = (now.relax ?? []).filter((one) => one.at <= at)
  const { skills, licences = [], preferAgentId } = now.needs ?? NO_NEEDS
  const all = distinct(...licences, ...licencesOnTheWay(state, place))
  // Who is named only now is waited for from now on.
  const isNew = preferAgentId !== place.needs.preferAgentId
  const preferUntil = now.preferUntil === undefined ? 0 : now.preferUntil + (isNew ? at - enqueuedAt : 0)
  const isKept = preferAgentId !== undefined && preferUntil > at
  const rank = now.rank ?? place.rank
  return decided([
    callFact(call.id, 'callNeedsChanged', at, {
      queueId: place.queueId,
      needs: {
        skills: relaxed(skills, due),
        ...(all.length > 0 ? { licences: all } : {}),
        ...(isKept ? { preferAgentId } : {}),
      },
      relax: (now.relax ?? []).filter((one) => one.at > at),
      preferUntil: isKept ? preferUntil : null,
      told: told.demands,
      rank,
      servedAs: Math.min(place.servedAs, servedAs(enqueuedAt, rank, now.ageingMs)),
    }),
  ])
}

/** Of the queues from which the caller has overflowed: a licence that was demanded once is demanded for ever. */
function licencesOnTheWay(state: SiteState, { from = [] }: Place) {
  return from.map((queueId) => state.queues.get(queueId)?.definition.licence)
}

function mappedAt(state: SiteState, call: Call, place: Place): Mapped | undefined {
  const queue: Queue | undefined = state.queues.get(place.queueId)
  return queue && mappedBy(queue.definition, queueStepOf(state, call, place) ?? {})
}

/** The step by which the caller came into a queue; undefined: by none that is there. */
export function queueStepOf(state: SiteState, call: Call, { step }: Place): QueueStep | undefined {
  const flow = flowOf(state, call)
  const found = flow && step !== undefined ? stepNamed({ answered: call.answered, flow }, step) : undefined
  return found?.kind === 'queue' ? found : undefined
}
