/** Several keys into attached data: checked here, sealed by the shell, and kept nowhere else. */
import type { Decision } from '../../decision.ts'
import { checkDigits } from '../../ivr/checks.ts'
import { dataField, MOST_DATA } from '../../ivr/data.ts'
import type { CollectStep } from '../../ivr/flow.ts'
import { callFact } from '../facts.ts'
import { missed, type Position, type Question } from './asking.ts'
import { acted, goesOn, type Turn, type Walk } from './walk.ts'

export function collectQuestion(step: CollectStep): Question {
  const { prompts, noInputPrompts, invalidPrompts, timeoutMs, interDigitMs, attempts, terminator } = step
  return {
    prompts,
    noInputPrompts,
    invalidPrompts,
    timeoutMs,
    interDigitMs,
    attempts,
    terminator,
    digits: [],
    min: step.minLength,
    max: step.maxLength,
    givenUp: (now) => goesOn(now, { facts: [], commands: [] }, step.otherwise),
  }
}

export function collected(walk: Walk, where: Position, step: CollectStep, digits: string): Turn {
  const { call, at } = walk
  const { into } = step
  const isWhole = digits.length >= step.minLength && digits.length <= step.maxLength
  const value = isWhole ? checkDigits(step.check, digits, at) : undefined
  if (value === undefined) return missed(walk, where, collectQuestion(step), 'invalid')
  // Only callers whom an answer of a source or the API has given dozens of data come here; asking again won't help.
  if (!call.data.has(into) && call.data.size >= MOST_DATA) {
    return missed(walk, where, collectQuestion(step), 'failed')
  }
  const decision: Decision = {
    facts: [callFact(call.id, 'digitsTaken', at, { step: where.step, into, length: digits.length })],
    commands: [],
    sealed: [{ callId: call.id, name: dataField(into), value: JSON.stringify(value) }],
  }
  return goesOn(acted(walk), decision, step.next)
}
