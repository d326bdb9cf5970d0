/** Steps that need something of the world beside the switch: what they ask for, and where the answer leads. */
import { assertNever } from '../../assert-never.ts'
import { both, type Decision, decided } from '../../decision.ts'
import { MOST_DATA } from '../../ivr/data.ts'
import type { DataName, Flow, HoursStep, Speech, Step } from '../../ivr/flow.ts'
import { waysOf } from '../../ivr/ways.ts'
import { overlayFor } from '../../plan/of-call.ts'
import type { Command } from '../../site/commands.ts'
import type { Errand, ErrandFailure, ErrandResult } from '../../site/errands.ts'
import { callFact } from '../facts.ts'
import { keysInStep } from '../keys.ts'
import { LIMITS } from '../limits.ts'
import { type Call, nextToken, outerLeg } from '../state.ts'
import { spoken } from './speech.ts'
import { goesOn, onLeg, stays, stepNamed, type Turn, type Walk, withLeg } from './walk.ts'

type ErrandStep = Extract<Step, { kind: Errand['kind'] }>

/** What the caller hears meanwhile: nothing where there is nothing to be said and no key to be heard. */
const WAITING_MUSIC = 'local_stream://moh'
const SILENCE = 'silence_stream://-1'

export function isErrand(step: Step): step is ErrandStep {
  switch (step.kind) {
    case 'hours':
    case 'branch':
    case 'set':
    case 'lookUp':
    case 'ask':
      return true
    default:
      return false
  }
}

/** Sends the errand on its way. */
export function runErrand(walk: Walk, name: string, step: ErrandStep): Turn {
  const { call, at } = walk
  const planned = step.kind === 'hours' ? overlayFor(walk.state, call).hours.get(step.calendar) : undefined
  if (step.kind === 'hours' && planned !== undefined) return looked(walk, name, step, planned, true)
  if (step.kind === 'ask' && call.asks >= LIMITS.asks) return failed(walk, name, step, 'tooMany')
  return withLeg(walk, (legId) => {
    const token = nextToken(call)
    const timeoutMs = timeoutOf(step)
    const entered = callFact(call.id, 'stepEntered', at, {
      step: name,
      attempt: 1,
      token,
      dueAt: at + timeoutMs + LIMITS.errandSlackMs,
    })
    const keys = keysInStep(walk.flow, name)
    const prompts = spoken(walk, waitPrompts(step))
    const music: Command[] = hearsMusic(walk.flow, name, step)
      ? [
          {
            type: 'startMusic',
            ...onLeg(walk, legId),
            prompts,
            music: prompts.length > 0 ? WAITING_MUSIC : SILENCE,
            keys,
          },
        ]
      : []
    const errand = errandOf(name, step)
    const order: Command = {
      type: 'runErrand',
      nodeId: call.nodeId,
      callId: call.id,
      token,
      errand,
      timeoutMs,
      known: {
        language: walk.language ?? null,
        profile: walk.profile ?? null,
        serviceNumber: call.serviceNumber ?? null,
        startedAt: call.startedAt,
        queueId: call.queueId ?? null,
      },
    }
    return stays(decided([entered], [...music, order]))
  })
}

function waitPrompts(step: ErrandStep): readonly Speech[] {
  return 'waitPrompts' in step ? step.waitPrompts : []
}

/** Only where another system is asked can it take so long that there must be something to hear, or a key to press. */
function hearsMusic(flow: Flow, name: string, step: ErrandStep): boolean {
  const mayLast = step.kind === 'lookUp' || step.kind === 'ask'
  return mayLast && (waitPrompts(step).length > 0 || keysInStep(flow, name).length > 0)
}

/** Ends what the caller hears meanwhile. */
export function quiet({ call, flow }: Pick<Walk, 'call' | 'flow'>, name: string, step: ErrandStep): Decision {
  const legId = outerLeg(call)
  if (legId === undefined || !hearsMusic(flow, name, step)) return decided([])
  return decided([], [{ type: 'stopPlayback', nodeId: call.nodeId, callId: call.id, legId }])
}

/** Of the whole errand, in milliseconds. */
function timeoutOf(step: ErrandStep): number {
  switch (step.kind) {
    case 'lookUp':
      return step.timeoutMs
    case 'ask':
      return step.timeoutMs * step.attempts + LIMITS.betweenAsksMs * (step.attempts - 1)
    default:
      return LIMITS.errandMs
  }
}

function errandOf(name: string, step: ErrandStep): Errand {
  switch (step.kind) {
    case 'hours':
      return { kind: 'hours', calendar: step.calendar }
    case 'branch':
      return { kind: 'branch', expressions: step.cases.map((one) => one.when) }
    case 'set':
      return { kind: 'set', values: step.values }
    case 'lookUp': {
      const { source, path, query, into, candidates } = step
      return { kind: 'lookUp', source, path, query, into, candidates }
    }
    case 'ask': {
      const { source, path, send, attempts } = step
      return { kind: 'ask', step: name, source, path, send, attempts }
    }
    default:
      return assertNever(step)
  }
}

/** The errand has come to this; without a result its time has run out. */
export function errandCameTo(
  walk: Walk,
  name: string,
  step: ErrandStep,
  result: ErrandResult | undefined,
): Turn {
  const turn = cameTo(walk, name, step, result ?? { kind: 'failed', why: 'timedOut' })
  return { ...turn, decision: both(quiet(walk, name, step), turn.decision) }
}

function cameTo(walk: Walk, name: string, step: ErrandStep, result: ErrandResult): Turn {
  const { call, at } = walk
  if (result.kind === 'failed') return failed(walk, name, step, result.why)
  if (step.kind === 'hours' && result.kind === 'hours') {
    return looked(walk, name, step, result.is)
  }
  if (step.kind === 'branch' && result.kind === 'branch') {
    const { index } = result
    const chosen = index === null ? undefined : step.cases[index]
    const taken = callFact(call.id, 'branchTaken', at, { step: name, index: chosen ? index : null })
    return goesOn(walk, decided([taken]), chosen?.next ?? step.otherwise)
  }
  if ('names' in result && !fits(call, result.names)) return failed(walk, name, step, 'invalid')
  if (step.kind === 'set' && result.kind === 'set') {
    return goesOn(walk, attached(walk, name, 'flow', result.names), step.next)
  }
  if (step.kind === 'lookUp' && result.kind === 'lookUp') {
    const { found, names } = result
    const lookedUp = callFact(call.id, 'lookedUp', at, { step: name, source: step.source, found })
    const next = found === 'several' ? (step.several ?? step.notFound) : step[found]
    return goesOn(walk, both(decided([lookedUp]), attached(walk, name, 'his', names)), next)
  }
  if (step.kind === 'ask' && result.kind === 'ask') {
    const { start, steps, names } = result
    if (!isUsable(walk, start, steps)) return failed(walk, name, step, 'invalid')
    const answered = callFact(call.id, 'stepsAnswered', at, { step: name, source: step.source, start, steps })
    const now = { ...walk, answered: steps }
    return goesOn(now, both(decided([answered]), attached(walk, name, 'his', names)), start)
  }
  return failed(walk, name, step, 'invalid')
}

/** A plan's hours need nobody to look. */
function looked(
  walk: Walk,
  name: string,
  { calendar, open, closed, holiday = closed }: HoursStep,
  is: 'open' | 'closed' | 'holiday',
  planned = false,
): Turn {
  const data = { step: name, calendar, is, ...(planned && { planned: true as const }) }
  const next = { open, closed, holiday }[is]
  return goesOn(walk, decided([callFact(walk.call.id, 'hoursLooked', walk.at, data)]), next)
}

function attached(
  { call, at }: Walk,
  step: string,
  by: 'flow' | 'his',
  names: readonly DataName[],
): Decision {
  return decided(names.length === 0 ? [] : [callFact(call.id, 'dataSet', at, { names, by, step })])
}

function fits(call: Call, names: readonly DataName[]): boolean {
  return new Set([...call.data, ...names]).size <= MOST_DATA
}

/** What another system has answered with is kept only if it can be walked: bounded, asking nobody, leading somewhere. */
function isUsable({ state, flow }: Walk, start: string, steps: Readonly<Record<string, Step>>): boolean {
  const all = Object.values(steps)
  const isThere = (name: string) => stepNamed({ answered: steps, flow }, name) !== undefined
  return (
    isThere(start) &&
    all.length <= LIMITS.answeredSteps &&
    all.every(
      (step) =>
        step.kind !== 'ask' &&
        (!('queueId' in step) || state.queues.has(step.queueId)) &&
        waysOf(step).every(({ to }) => isThere(to)),
    )
  )
}

function failed(walk: Walk, name: string, step: ErrandStep, why: ErrandFailure | 'tooMany'): Turn {
  const fact = callFact(walk.call.id, 'errandFailed', walk.at, { step: name, errand: step.kind, why })
  return goesOn(walk, decided([fact]), wayOnFailure(step))
}

function wayOnFailure(step: ErrandStep): string {
  switch (step.kind) {
    case 'hours':
      // Nobody knows whether people are there; a queue has its own way out, a patient turned away by day has none.
      return step.open
    case 'lookUp':
      return step.failed
    default:
      return step.otherwise
  }
}
