/** Offers to call the caller back. */
import { decided } from '../../decision.ts'
import type { CallbackStep } from '../../ivr/flow.ts'
import { callFact } from '../facts.ts'
import { goesOn, type Turn, type Walk } from './walk.ts'

/** Nobody can be called back yet, and the caller isn't told otherwise. */
export function offerCallback(walk: Walk, step: CallbackStep): Turn {
  const { queueId, notYet } = step
  const offered = callFact(walk.call.id, 'callbackOffered', walk.at, { queueId, outcome: 'notYet' })
  return goesOn(walk, decided([offered]), notYet)
}
