/** Yes or no: what was keyed in or found is said back, once or twice; leave is asked for. */
import { decided } from '../../decision.ts'
import type { ConfirmStep, ConsentStep } from '../../ivr/flow.ts'
import { callFact } from '../facts.ts'
import { missed, ONE_KEY, type Position, put, type Question } from './asking.ts'
import { acted, after, goesOn, type Turn, type Walk } from './walk.ts'

export function yesOrNo(step: ConfirmStep | ConsentStep): Question {
  const { prompts, noInputPrompts, invalidPrompts, timeoutMs, attempts, yes, no, otherwise } = step
  return {
    ...ONE_KEY,
    prompts,
    noInputPrompts,
    invalidPrompts,
    timeoutMs,
    attempts,
    digits: [yes, no],
    givenUp: (now) => goesOn(now, decided([]), otherwise),
  }
}

/** Each time that it has to be confirmed it is said anew: a yes to what wasn't heard is worth nothing. */
export function confirmed(walk: Walk, where: Position, step: ConfirmStep, key: string): Turn {
  const { call, at } = walk
  const { about } = step
  if (key === step.no) {
    const fact = callFact(call.id, 'confirmationRefused', at, { step: where.step, about })
    return goesOn(acted(walk), decided([fact]), step.refused)
  }
  if (key !== step.yes) return missed(walk, where, yesOrNo(step), 'invalid')
  const nth = where.part + 1
  const given = decided([callFact(call.id, 'confirmationGiven', at, { step: where.step, about, nth })])
  if (nth >= step.times) return goesOn(acted(walk), given, step.confirmed)
  return after(given, put(acted(walk), { ...where, attempt: 1, part: nth }, yesOrNo(step)))
}

export function consented(walk: Walk, where: Position, step: ConsentStep, key: string): Turn {
  if (key !== step.yes && key !== step.no) return missed(walk, where, yesOrNo(step), 'invalid')
  const isGiven = key === step.yes
  const fact = callFact(walk.call.id, isGiven ? 'consentGiven' : 'consentRefused', walk.at, {
    step: where.step,
    about: step.about,
  })
  return goesOn(acted(walk), decided([fact]), isGiven ? step.given : step.refused)
}
