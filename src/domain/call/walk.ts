/** Leads a caller through the flow: from step to step, until one waits for something or the call leaves the flow. */
import { assertNever } from '../assert-never.ts'
import { both, type Decision, decided } from '../decision.ts'
import type { Flow, MenuKey, Step } from '../ivr/flow.ts'
import type { Command } from '../site/commands.ts'
import type { ErrandResult } from '../site/errands.ts'
import type { SwitchInput } from '../site/inputs.ts'
import type { SiteState } from '../site/state.ts'
import { OVERLOADED, turnedAway } from './admit.ts'
import { callFact } from './facts.ts'
import { LIMITS } from './limits.ts'
import { type Call, outerLeg } from './state.ts'
import { missed, type Position, put, type Question } from './walk/asking.ts'
import { offerCallback } from './walk/callback.ts'
import { collected, collectQuestion } from './walk/collect.ts'
import { confirmed, consented, yesOrNo } from './walk/confirm.ts'
import { errandCameTo, isErrand, quiet, runErrand } from './walk/errand.ts'
import { fallBack } from './walk/fallback.ts'
import { handOn } from './walk/hand-on.ts'
import { dataLookedAt } from './walk/look-at-data.ts'
import { menuAnswered, menuQuestion } from './walk/menu.ts'
import { messageBegins, messageRefused } from './walk/message.ts'
import { chooseProfile } from './walk/profile.ts'
import { enqueue } from './walk/queue.ts'
import { announced, fellBack, hungUp, say } from './walk/saying.ts'
import { askDimension, scored, surveyQuestion } from './walk/survey.ts'
import { after, emergency, goesOn, stays, stepAt, type Turn, type Walk, walkOf } from './walk/walk.ts'

export { fallBack, toFallback } from './walk/fallback.ts'

export type DigitsResult = Extract<SwitchInput, { type: 'digitsCollected' }>['result']

/** Goes on at `stepName`. A name that isn't in the flow (the loader refuses such) ends in the fallback group. */
export function enterStep(state: SiteState, call: Call, flow: Flow, stepName: string, at: number): Decision {
  return follow(goesOn(walkOf(state, call, flow, at), decided([]), stepName))
}

/** From step to step at one moment. A flow that leads on and on without the caller ends with people. */
export function follow(turn: Turn): Decision {
  const decisions = [turn.decision]
  let { next, walk } = turn
  while (next !== undefined && walk !== undefined) {
    const step = stepAt(walk, next)
    if (!step || walk.silentSteps >= LIMITS.silentSteps) {
      decisions.push(fallBack(walk.call, walk.at))
      break
    }
    const silentSteps = walk.silentSteps + 1
    const came = entered({ ...walk, silentSteps }, { step: next, attempt: 1, part: 0 }, step)
    decisions.push(came.decision)
    next = came.next
    walk = came.walk
  }
  return both(...decisions)
}

function entered(walk: Walk, where: Position, step: Step): Turn {
  const { step: name } = where
  if (isErrand(step)) return runErrand(walk, name, step)
  switch (step.kind) {
    case 'announce':
    case 'hangUp':
    case 'fallback':
      return say(walk, name, step.prompts, (now) => said(now, name, step))
    case 'menu':
    case 'collect':
    case 'confirm':
    case 'consent':
      return put(walk, where, questionOf(walk, where, step))
    case 'survey':
      return askDimension(walk, where, step)
    case 'profile':
      return chooseProfile(walk, step)
    case 'queue':
      return enqueue(walk, name, step)
    case 'callback':
      return offerCallback(walk, step)
    case 'voicemail':
      return messageRefused(walk, step) ?? say(walk, name, step.prompts, (now) => said(now, name, step))
    case 'transfer':
      return say(walk, name, step.prompts, (now) => said(now, name, step))
    default:
      return assertNever(step)
  }
}

type Asking = Extract<Step, { kind: 'menu' | 'collect' | 'confirm' | 'consent' | 'survey' }>

function questionOf(walk: Walk, where: Position, step: Asking): Question {
  switch (step.kind) {
    case 'menu':
      return menuQuestion(walk, step)
    case 'collect':
      return collectQuestion(step)
    case 'confirm':
    case 'consent':
      return yesOrNo(step)
    case 'survey':
      return surveyQuestion(step, where)
    default:
      return assertNever(step)
  }
}

function answered(walk: Walk, where: Position, step: Asking, digits: string): Turn {
  switch (step.kind) {
    case 'menu':
      return menuAnswered(walk, where, step, digits)
    case 'collect':
      return collected(walk, where, step, digits)
    case 'confirm':
      return confirmed(walk, where, step, digits)
    case 'consent':
      return consented(walk, where, step, digits)
    case 'survey':
      return scored(walk, where, step, digits)
    default:
      return assertNever(step)
  }
}

/** A step's words have been heard, or could not be played: a caller is never kept for a missing file. */
function said(walk: Walk, name: string, step: Exclude<Step, Asking>): Turn {
  switch (step.kind) {
    case 'announce':
      return announced(walk, step)
    case 'hangUp':
      return name === OVERLOADED ? stays(turnedAway(walk.call, walk.at)) : hungUp(walk, step)
    case 'fallback':
      return fellBack(walk, step)
    case 'voicemail':
      return messageBegins(walk, name, step)
    case 'transfer':
      return handOn(walk, name, step)
    default:
      // Nothing of these steps is awaited by this name; whoever waits in one goes on as if it were entered anew.
      return goesOn(walk, decided([]), name)
  }
}

/** Where a walking call stands. */
function standing(
  state: SiteState,
  call: Call,
  flow: Flow,
  at: number,
): { walk: Walk; where: Position; step: Step | undefined } {
  if (call.phase.name !== 'walking') throw new Error(`${call.id} walks no flow`)
  const { step: name, attempt, part } = call.phase
  const walk = walkOf(state, call, flow, at)
  return { walk, where: { step: name, attempt, part }, step: stepAt(walk, name) }
}

/**
 * What a step has had played is over, by a key or to its end, or it couldn't be played, or nothing was heard of it in
 * time.
 */
export function promptsOver(state: SiteState, call: Call, flow: Flow, at: number, key?: MenuKey): Decision {
  const { walk, where, step } = standing(state, call, flow, at)
  const jump = emergency(walk, where.step, key)
  if (jump) return follow(jump)
  if (!step) return fallBack(call, at)
  switch (step.kind) {
    case 'menu':
    case 'collect':
    case 'confirm':
    case 'consent':
    case 'survey':
      return follow(missed(walk, where, questionOf(walk, where, step), 'failed'))
    case 'queue':
      return follow(enqueue(walk, where.step, step, dataLookedAt(walk, step, undefined)))
    default:
      return follow(
        isErrand(step) ? errandCameTo(walk, where.step, step, undefined) : said(walk, where.step, step),
      )
  }
}

/** What a step that asks was answered with. */
export function keysCollected(
  state: SiteState,
  call: Call,
  flow: Flow,
  result: DigitsResult,
  at: number,
): Decision {
  const { walk, where, step } = standing(state, call, flow, at)
  const jump = result.kind === 'interrupted' ? emergency(walk, where.step, result.key) : undefined
  if (jump) return follow(jump)
  switch (step?.kind) {
    case 'menu':
    case 'collect':
    case 'confirm':
    case 'consent':
    case 'survey':
      break
    default:
      return fallBack(call, at)
  }
  if (result.kind === 'digits') return follow(answered(walk, where, step, result.digits))
  const why = result.kind === 'interrupted' ? 'invalid' : result.kind
  return follow(missed(walk, where, questionOf(walk, where, step), why))
}

/** The emergency key, pressed at the step or queue of that name; undefined: this key isn't it. */
export function emergencyFrom(
  state: SiteState,
  call: Call,
  flow: Flow,
  from: string,
  key: MenuKey,
  at: number,
): Decision | undefined {
  const jump = emergency(walkOf(state, call, flow, at), from, key)
  return jump && follow(jump)
}

/** A key, while an errand is run. */
export function keyDuringErrand(
  state: SiteState,
  call: Call,
  flow: Flow,
  key: MenuKey,
  at: number,
): Decision | undefined {
  const { walk, where, step } = standing(state, call, flow, at)
  if (!step || !isErrand(step)) return undefined
  const jump = emergency(walk, where.step, key)
  return jump && follow(after(quiet(walk, where.step, step), jump))
}

/** An errand is done. Its token has been compared with the one that is awaited. */
export function errandDone(
  state: SiteState,
  call: Call,
  flow: Flow,
  result: ErrandResult,
  at: number,
): Decision {
  const { walk, where, step } = standing(state, call, flow, at)
  if (step?.kind === 'queue') return follow(enqueue(walk, where.step, step, dataLookedAt(walk, step, result)))
  if (!step || !isErrand(step)) return fallBack(call, at)
  return follow(errandCameTo(walk, where.step, step, result))
}

/**
 * Enters the present step anew, after a reconnect: the caller hears it from its beginning, what has to be confirmed
 * twice is asked for twice, and errands are run again.
 */
export function resumeStep(state: SiteState, call: Call, flow: Flow, at: number): Decision {
  const { walk, where, step } = standing(state, call, flow, at)
  if (where.step === '') return enterStep(state, call, flow, flow.start, at)
  const attempt = Math.max(1, where.attempt)
  switch (step?.kind) {
    case 'menu':
    case 'collect':
    case 'consent':
    case 'survey':
      return follow(put(walk, { ...where, attempt }, questionOf(walk, where, step)))
    default:
      return enterStep(state, call, flow, where.step, at)
  }
}

/** The longest wait is over: the flow goes on where its queue step says. */
export function waitedTooLong(state: SiteState, call: Call, flow: Flow, at: number): Decision {
  if (call.phase.name !== 'queued') throw new Error(`${call.id} isn't waiting`)
  const { place } = call.phase
  const legId = outerLeg(call)
  const fact = callFact(call.id, 'callWaitedTooLong', at, {
    queueId: place.queueId,
    waitedMs: at - place.enqueuedAt,
  })
  const quiet: Command[] =
    legId === undefined ? [] : [{ type: 'stopPlayback', nodeId: call.nodeId, callId: call.id, legId }]
  const next =
    place.otherwise === undefined ? fallBack(call, at) : enterStep(state, call, flow, place.otherwise, at)
  return both(decided([fact], quiet), next)
}
