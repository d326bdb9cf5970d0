/** One key, one way. */
import { decided } from '../../decision.ts'
import type { MenuKey, MenuOptions, MenuStep, Speech } from '../../ivr/flow.ts'
import { callFact } from '../facts.ts'
import { missed, ONE_KEY, type Position, type Question } from './asking.ts'
import { acted, goesOn, type Turn, type Walk } from './walk.ts'

export function menuQuestion(walk: Walk, step: MenuStep): Question {
  const { prompts, options } = heardBy(walk, step)
  const { noInputPrompts, invalidPrompts, timeoutMs, attempts } = step
  return {
    ...ONE_KEY,
    prompts,
    noInputPrompts,
    invalidPrompts,
    timeoutMs,
    attempts,
    digits: Object.keys(options) as MenuKey[],
    givenUp: (now) => goesOn(now, decided([]), step.otherwise),
  }
}

/** Callers with a profile may hear another, shorter menu. */
function heardBy(
  { profile }: Walk,
  step: MenuStep,
): { readonly prompts: readonly Speech[]; readonly options: MenuOptions } {
  const { variants } = step
  return (profile !== undefined && Object.hasOwn(variants, profile) && variants[profile]) || step
}

export function menuAnswered(walk: Walk, where: Position, step: MenuStep, key: string): Turn {
  const { options } = heardBy(walk, step)
  const option = Object.hasOwn(options, key) ? options[key as MenuKey] : undefined
  if (!option) return missed(walk, where, menuQuestion(walk, step), 'invalid')
  const fact = callFact(walk.call.id, 'menuChosen', walk.at, { step: where.step, option: option.name })
  return goesOn(acted(walk), decided([fact]), option.next)
}
