/** Promises to call the caller back, at the place where the caller stood, or behind all who wait. */
import { both, decided } from '../../decision.ts'
import type { CallbackStep } from '../../ivr/flow.ts'
import { definitionFor } from '../../plan/of-call.ts'
import type { Queue } from '../../site/state.ts'
import { callFact, type Promised } from '../facts.ts'
import { ringsInstead } from '../rings-instead.ts'
import { type Call, stoodAt } from '../state.ts'
import { goesOn, type Turn, type Walk } from './walk.ts'

export function offerCallback(walk: Walk, step: CallbackStep): Turn {
  const { call, state, at } = walk
  const { queueId, accepted, notYet } = step
  const queue = state.queues.get(queueId)
  const told = (data: Promised | { outcome: 'notYet' | 'noNumber' | 'full' }) =>
    decided([callFact(call.id, 'callbackOffered', at, { queueId, ...data })])
  const policy = definitionFor(state, call, queueId)?.callback
  if (!queue || !policy) return goesOn(walk, told({ outcome: 'notYet' }), notYet)
  if (!isKnown(call)) return goesOn(walk, told({ outcome: 'noNumber' }), notYet)
  const earlier = ringsInstead(queue, walk)
  const isPromised = earlier !== undefined || call.promised?.place.queueId === queueId
  if (!isPromised && queue.promises.size >= policy.most)
    return goesOn(walk, told({ outcome: 'full' }), notYet)
  const stood = stoodAt(call, queueId) ?? (earlier && { ...earlier.regained, needs: earlier.needs })
  const promised: Promised = {
    outcome: 'accepted',
    servedAs: stood?.servedAs ?? at,
    order: stood?.order ?? state.pos + 1,
    needs: stood?.needs ?? needsIn(queue),
    expiresAt: at + policy.keepMs,
  }
  if (!earlier) return goesOn(walk, told(promised), accepted)
  const without = { ...walk, over: [...walk.over, earlier.callId] }
  return goesOn(without, both(told(promised), earlier.ending), accepted)
}

/** There is a number to ring. */
function isKnown({ direction, calling }: Call): boolean {
  return direction === 'inbound' && calling.hash !== '' && calling.masked !== 'hidden'
}

function needsIn({ definition: { skills = [], licence } }: Queue) {
  return { skills, ...(licence && { licences: [licence] }) }
}
