/** One question after the other, a key each; who doesn't answer one is asked the next. */
import { decided } from '../../decision.ts'
import type { MenuKey, SurveyStep } from '../../ivr/flow.ts'
import { callFact } from '../facts.ts'
import { missed, ONE_KEY, type Position, put, type Question } from './asking.ts'
import { acted, after, goesOn, type Turn, type Walk } from './walk.ts'

/** The survey's question of that number, or what follows the last. */
export function askDimension(walk: Walk, where: Position, step: SurveyStep): Turn {
  return where.part < step.dimensions.length
    ? put(walk, where, surveyQuestion(step, where))
    : goesOn(walk, decided([]), step.next)
}

export function surveyQuestion(step: SurveyStep, where: Position): Question {
  const { noInputPrompts, invalidPrompts, timeoutMs, attempts } = step
  return {
    ...ONE_KEY,
    prompts: step.dimensions[where.part]?.prompts ?? [],
    noInputPrompts,
    invalidPrompts,
    timeoutMs,
    attempts,
    digits: scoresOf(step),
    givenUp: (now, why) =>
      // A switch that can't play the one question can't play the next.
      why === 'failed' ? goesOn(now, decided([]), step.next) : askDimension(now, nextOf(where), step),
  }
}

function scoresOf({ lowest, highest }: SurveyStep): MenuKey[] {
  const count = Math.max(0, Math.min(highest, 9) - Math.max(lowest, 0) + 1)
  return Array.from({ length: count }, (_, index) => String(Math.max(lowest, 0) + index) as MenuKey)
}

function nextOf(where: Position): Position {
  return { ...where, attempt: 1, part: where.part + 1 }
}

export function scored(walk: Walk, where: Position, step: SurveyStep, key: string): Turn {
  const dimension = step.dimensions[where.part]
  const isScore = (scoresOf(step) as string[]).includes(key)
  if (!dimension || !isScore) return missed(walk, where, surveyQuestion(step, where), 'invalid')
  const fact = callFact(walk.call.id, 'surveyAnswered', walk.at, {
    step: where.step,
    survey: step.name,
    dimension: dimension.name,
    score: Number(key),
  })
  return after(decided([fact]), askDimension(acted(walk), nextOf(where), step))
}
