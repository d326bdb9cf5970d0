/** Putting a question to the caller, and what follows where no answer came, or one that stands for nothing. */
import { decided } from '../../decision.ts'
import type { MenuKey, Speech } from '../../ivr/flow.ts'
import { callFact } from '../facts.ts'
import { keysInStep } from '../keys.ts'
import { LIMITS } from '../limits.ts'
import { nextToken } from '../state.ts'
import { spoken } from './speech.ts'
import { after, goesOn, onLeg, profileOf, stays, type Turn, type Walk, withLeg } from './walk.ts'

/** What the steps that wait for keys have in common. */
export interface Question {
  readonly prompts: readonly Speech[]
  readonly noInputPrompts: readonly Speech[]
  readonly invalidPrompts: readonly Speech[]
  readonly timeoutMs: number
  readonly attempts: number
  /** Keys that stand for something; empty: several keys are taken, any of them. */
  readonly digits: readonly MenuKey[]
  readonly min: number
  readonly max: number
  readonly terminator: '#' | '*' | null
  readonly interDigitMs: number
  /** All attempts are used up, or the question can't be put. */
  readonly givenUp: (walk: Walk, why: Miss) => Turn
}

/** Of a question that one key answers. */
export const ONE_KEY = { min: 1, max: 1, terminator: null, interDigitMs: 0 } as const

export type Miss = 'none' | 'invalid' | 'failed'

/** Where in a step the caller is. */
export interface Position {
  readonly step: string
  readonly attempt: number
  readonly part: number
}

/** Puts the question; `before` is said first. */
export function put(walk: Walk, where: Position, question: Question, before: readonly Speech[] = []): Turn {
  return withLeg(walk, (legId) => {
    const { call, flow, at } = walk
    const { min, max, terminator, digits } = question
    const { timeoutFactor } = profileOf(walk)
    const timeoutMs = timeoutOf(walk, question)
    const interDigitMs = question.interDigitMs * timeoutFactor
    const token = nextToken(call)
    const dueAt = at + LIMITS.promptsMs + timeoutMs + (max - 1) * interDigitMs
    const { step, attempt, part } = where
    const entered = callFact(call.id, 'stepEntered', at, {
      step,
      attempt,
      token,
      dueAt,
      ...(part > 0 ? { part } : {}),
    })
    const asked = terminator === null ? digits : [...digits, terminator]
    const keys = keysInStep(flow, step, asked)
    // In every language first that the question is put again, then the question.
    const prompts = [...spoken(walk, before), ...spoken(walk, question.prompts)]
    const order = { min, max, terminator, digits, keys, timeoutMs, interDigitMs }
    return stays(decided([entered], [{ type: 'collect', ...onLeg(walk, legId), token, prompts, ...order }]))
  })
}

/**
 * How long the caller has for the first key. Silence that lasts longer than the flow allows isn't waited for any
 * longer than that: help is offered first.
 */
function timeoutOf(walk: Walk, { timeoutMs }: Question): number {
  const { timeoutFactor } = profileOf(walk)
  return Math.min(timeoutMs * timeoutFactor, allowedSilence(walk) ?? Number.POSITIVE_INFINITY)
}

/** Undefined: silence isn't looked at, or has been already. */
function allowedSilence(walk: Walk): number | undefined {
  const { silence } = walk.flow
  if (!silence || walk.call.silenceNoticed) return undefined
  return silence.afterMs * profileOf(walk).timeoutFactor
}

/** No key came, or none that stands for anything: the question is put again, with a word before it, while it may be. */
export function missed(walk: Walk, where: Position, question: Question, why: Miss): Turn {
  const { call, at } = walk
  const { step, attempt } = where
  const silentMs = why === 'none' ? timeoutOf(walk, question) : undefined
  const fact = callFact(call.id, 'menuMissed', at, {
    step,
    attempt,
    why,
    ...(silentMs === undefined ? {} : { silentMs }),
  })
  const miss = decided([fact])
  const silence = silentMs === undefined ? undefined : noticed(walk, step, call.silentMs + silentMs)
  if (silence) return after(miss, silence)
  // What can't be played would only fail again.
  if (why === 'failed' || attempt >= question.attempts + profileOf(walk).extraAttempts) {
    return after(miss, question.givenUp(walk, why))
  }
  const before = why === 'none' ? question.noInputPrompts : question.invalidPrompts
  return after(miss, put(walk, { ...where, attempt: attempt + 1 }, question, before))
}

/** Whether help is needed is asked once in a call. */
function noticed(walk: Walk, step: string, silentMs: number): Turn | undefined {
  const { call, flow, at } = walk
  const allowed = allowedSilence(walk)
  if (!flow.silence || flow.silence.step === step || allowed === undefined || silentMs < allowed) {
    return undefined
  }
  const fact = callFact(call.id, 'silenceNoticed', at, { step, silentMs })
  return goesOn(walk, decided([fact]), flow.silence.step)
}
