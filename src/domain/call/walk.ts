/** Leads a caller through the flow: what a step orders, and where its outcome leads. */
import { both, type Decision, decided, type Fact } from '../decision.ts'
import type { LegId } from '../ids.ts'
import type { Flow, MenuKey, MenuStep, QueueStep, Speech } from '../ivr/flow.ts'
import type { Command, PromptRef } from '../site/commands.ts'
import type { SwitchInput } from '../site/inputs.ts'
import { endCall } from './end.ts'
import { callFact } from './facts.ts'
import { LIMITS } from './limits.ts'
import { type Call, nextToken, outerLeg } from './state.ts'

export type DigitsResult = Extract<SwitchInput, { type: 'digitsCollected' }>['result']

/** Each prompt in each of the flow's languages, in order. */
export function spoken(flow: Flow, prompts: readonly Speech[]): PromptRef[] {
  return prompts.flatMap((speech) =>
    typeof speech === 'string'
      ? flow.languages.map(
          (language) => ({ kind: 'prompt', name: speech, language, pace: 'standard' }) as const,
        )
      : [],
  )
}

/** Goes on at `stepName`. A name that isn't in the flow (the loader refuses such) ends in the fallback group. */
export function enterStep(call: Call, flow: Flow, stepName: string, at: number): Decision {
  const step = flow.steps[stepName]
  if (!step) return fallBack(call, at)
  switch (step.kind) {
    case 'announce':
      return playStep(call, flow, stepName, step.prompts, at)
    case 'menu':
      return menuStep(call, flow, stepName, step, 1, [], at)
    case 'queue':
      return enqueue(call, flow, stepName, step, at)
    case 'fallback':
      return step.prompts.length > 0 ? playStep(call, flow, stepName, step.prompts, at) : fallBack(call, at)
    case 'hangUp':
      return step.prompts.length > 0
        ? playStep(call, flow, stepName, step.prompts, at)
        : endCall(call, { by: 'system', why: 'flowEnded' }, at, step.cause)
    default:
      return fallBack(call, at)
  }
}

/** A step's prompts have been heard, or could not be played: a caller is never kept for a missing file. */
export function promptsOver(call: Call, flow: Flow, at: number, _key?: MenuKey): Decision {
  if (call.phase.name !== 'walking') throw new Error(`${call.id} walks no flow`)
  const step = flow.steps[call.phase.step]
  if (!step) return fallBack(call, at)
  switch (step.kind) {
    case 'announce':
      return enterStep(call, flow, step.next, at)
    case 'hangUp':
      return endCall(call, { by: 'system', why: 'flowEnded' }, at, step.cause)
    case 'fallback':
      return fallBack(call, at)
    case 'menu':
      return missed(call, flow, step, 'failed', at)
    case 'queue':
      return enqueue(call, flow, call.phase.step, step, at)
    default:
      return fallBack(call, at)
  }
}

/** A menu's key came, or didn't. */
export function keysCollected(call: Call, flow: Flow, result: DigitsResult, at: number): Decision {
  if (call.phase.name !== 'walking') throw new Error(`${call.id} walks no flow`)
  const step = flow.steps[call.phase.step]
  if (step?.kind !== 'menu') return fallBack(call, at)
  if (result.kind === 'interrupted') return fallBack(call, at)
  if (result.kind !== 'digits') return missed(call, flow, step, result.kind, at)
  const key = result.digits as MenuKey
  const option = Object.hasOwn(step.options, key) ? step.options[key] : undefined
  if (!option) return missed(call, flow, step, 'invalid', at)
  const chosen = callFact(call.id, 'menuChosen', at, { step: call.phase.step, option: option.name })
  return both(decided([chosen]), enterStep(call, flow, option.next, at))
}

/** Enters the present step anew, after a reconnect: the caller hears it from its beginning. */
export function resumeStep(call: Call, flow: Flow, at: number): Decision {
  if (call.phase.name !== 'walking') throw new Error(`${call.id} walks no flow`)
  const { step: name, attempt } = call.phase
  const step = flow.steps[name]
  if (step?.kind === 'menu') return menuStep(call, flow, name, step, Math.max(1, attempt), [], at)
  return enterStep(call, flow, name === '' ? flow.start : name, at)
}

/** Ends the flow in the switch's fallback group: people answer there whether or not this service lives. */
export function fallBack(call: Call, at: number): Decision {
  const legId = outerLeg(call)
  if (legId === undefined) return endCall(call, { by: 'switch', why: 'lost' }, at)
  return decided(
    [callFact(call.id, 'callFellBack', at, { why: 'flow', legsDueAt: null })],
    [toFallback(call, legId)],
  )
}

export function toFallback(call: Call, legId: LegId): Command {
  return { type: 'sendToFallback', nodeId: call.nodeId, callId: call.id, legId }
}

/** Puts the caller into the queue, music on. Whether an agent is free is the matching's business, right after. */
function enqueue(call: Call, flow: Flow, name: string, step: QueueStep, at: number): Decision {
  const legId = outerLeg(call)
  if (legId === undefined) return endCall(call, { by: 'switch', why: 'lost' }, at)
  const fact = callFact(call.id, 'callQueued', at, {
    queueId: step.queueId,
    priority: step.priority,
    music: step.music,
    giveUpAt: step.maxWaitMs === undefined ? null : at + step.maxWaitMs,
    otherwise: step.otherwise ?? null,
    step: name,
  })
  const prompts = spoken(flow, step.enterPrompts)
  const music: Command = {
    type: 'startMusic',
    nodeId: call.nodeId,
    callId: call.id,
    legId,
    prompts,
    music: step.music,
    keys: [],
  }
  return decided([fact], [music])
}

/** The longest wait is over: the flow goes on where its queue step says. */
export function waitedTooLong(call: Call, flow: Flow, at: number): Decision {
  if (call.phase.name !== 'queued') throw new Error(`${call.id} isn't waiting`)
  const { place } = call.phase
  const legId = outerLeg(call)
  const fact = callFact(call.id, 'callWaitedTooLong', at, {
    queueId: place.queueId,
    waitedMs: at - place.enqueuedAt,
  })
  const quiet: Command[] =
    legId === undefined ? [] : [{ type: 'stopPlayback', nodeId: call.nodeId, callId: call.id, legId }]
  const next = place.otherwise === undefined ? fallBack(call, at) : enterStep(call, flow, place.otherwise, at)
  return both(decided([fact], quiet), next)
}

function playStep(call: Call, flow: Flow, step: string, prompts: readonly Speech[], at: number): Decision {
  const legId = outerLeg(call)
  if (legId === undefined) return endCall(call, { by: 'switch', why: 'lost' }, at)
  const token = nextToken(call)
  const fact = callFact(call.id, 'stepEntered', at, { step, attempt: 1, token, dueAt: at + LIMITS.promptsMs })
  return decided(
    [fact],
    [
      {
        type: 'play',
        nodeId: call.nodeId,
        callId: call.id,
        legId,
        token,
        prompts: spoken(flow, prompts),
        keys: [],
      },
    ],
  )
}

function menuStep(
  call: Call,
  flow: Flow,
  name: string,
  step: MenuStep,
  attempt: number,
  before: readonly Speech[],
  at: number,
): Decision {
  const legId = outerLeg(call)
  if (legId === undefined) return endCall(call, { by: 'switch', why: 'lost' }, at)
  const token = nextToken(call)
  const fact = callFact(call.id, 'stepEntered', at, {
    step: name,
    attempt,
    token,
    dueAt: at + LIMITS.promptsMs + step.timeoutMs,
  })
  return decided(
    [fact],
    [
      {
        type: 'collect',
        nodeId: call.nodeId,
        callId: call.id,
        legId,
        token,
        prompts: spoken(flow, [...before, ...step.prompts]),
        min: 1,
        max: 1,
        terminator: null,
        digits: Object.keys(step.options) as MenuKey[],
        keys: [],
        interDigitMs: 0,
        timeoutMs: step.timeoutMs,
      },
    ],
  )
}

function missed(
  call: Call,
  flow: Flow,
  step: MenuStep,
  why: 'none' | 'invalid' | 'failed',
  at: number,
): Decision {
  if (call.phase.name !== 'walking') throw new Error(`${call.id} walks no flow`)
  const { step: name, attempt } = call.phase
  const fact: Fact = callFact(call.id, 'menuMissed', at, { step: name, attempt, why })
  // A menu that can't be played would only fail again: the caller goes on to a person.
  if (why === 'failed' || attempt >= step.attempts) {
    return both(decided([fact]), enterStep(call, flow, step.otherwise, at))
  }
  const before = why === 'none' ? step.noInputPrompts : step.invalidPrompts
  return both(decided([fact]), menuStep(call, flow, name, step, attempt + 1, before, at))
}
