/**
 * What an `ask` endpoint answers: steps as a flow writes them, and data.
 *
 *     { "start": "tell",
 *       "data": { "resultReady": true },
 *       "steps": { "tell": { "kind": "say", "text": "Your result is ready.", "next": "main-menu" } } }
 *
 * The steps become facts, which are kept for good and hold nothing personal; so whatever they may say of a patient is
 * taken out of them (`answer-seal.ts`), to be sealed beside the facts.
 */
import { z } from 'zod'
import type { DataName, Step } from '../../domain/ivr/flow.ts'
import { waysOf } from '../../domain/ivr/ways.ts'
import { type Path, pathText } from '../../lib/fault.ts'
import { type DataValue, sealAnswer, shownName } from './answer-seal.ts'
import { silentRounds } from './graph.ts'
import { type FlowReferences, type InnerNames, nameFaults } from './names-check.ts'
import { bounded, dataName, stepName } from './parts.ts'
import { sameNameFaults } from './same-names.ts'
import { stepOf } from './step-of.ts'
import { stepSchema } from './step-schema.ts'
import { asMap, namesSetBy, usesOfStep } from './uses.ts'

const MOST_STEPS = 50
const MOST_DATA = 20

export type { DataValue }

export type Answer =
  | {
      readonly ok: true
      /** One of `steps`, or a step of the flow that asked. */
      readonly start: string
      /** By names that begin with the asking step's name and a dot. */
      readonly steps: Readonly<Record<string, Step>>
      /** What is to be sealed: the answer's own data, and what its steps said. */
      readonly data: ReadonlyMap<DataName, DataValue>
    }
  /** Where, and what is wrong; nothing of what stands there. For a log. */
  | { readonly ok: false; readonly why: string }

const value = z.union([z.string().max(2000), z.number(), z.boolean()])
const answerSchema = z.strictObject({
  start: stepName,
  data: bounded(z.record(dataName, value), MOST_DATA, 'data names').default({}),
  steps: bounded(z.record(stepName, stepSchema), MOST_STEPS, 'steps').default({}),
})

/**
 * Reads an answer to the step `asking`. `flow`: what can be named in the flow that asked; where it isn't given, names
 * that aren't in the answer are left to the core, which knows the flow.
 */
export function readAnswer(
  json: unknown,
  asking: string,
  known: FlowReferences = {},
  flow: InnerNames = {},
): Answer {
  const { answer, sealing } = sealAnswer(json)
  if (sealing.faults[0] !== undefined) return { ok: false, why: sealing.faults[0] }
  const shape = answerSchema.safeParse(answer)
  if (!shape.success) return { ok: false, why: shapeFault(shape.error) }
  const { start, data: own, steps: written } = shape.data
  const data = new Map([...Object.entries(own), ...sealing.values])

  const raw = asMap(asMap(answer)['steps'])
  const inner = innerNames(raw, data, flow)
  const unknown = nameFault(raw, start, known, inner) ?? sameNameFaults(answer)[0]?.path
  if (unknown) return { ok: false, why: `${where(unknown)}: a name or an expression that can’t be used` }

  const local = new Set(Object.keys(written))
  const renamed = (name: string) => (local.has(name) ? `${asking}.${name}` : name)
  const steps: Record<string, Step> = {}
  for (const [name, step] of Object.entries(written)) {
    if (step.kind === 'ask') return { ok: false, why: `steps.${name}.kind: an answer may not ask in turn` }
    const queue = step.kind === 'queue' ? known.queues?.get(step.queueId) : undefined
    const built = stepOf(step, {}, { priority: 'routine', ...queue })
    if (built) steps[renamed(name)] = withTargets(built, renamed)
  }
  const round = silentRounds(steps)[0]
  if (round) return { ok: false, why: `a caller who presses nothing would go round for ever: ${round[0]}` }
  return { ok: true, start: renamed(start), steps, data }
}

function shapeFault(error: z.ZodError): string {
  const [issue] = error.issues
  if (issue === undefined) return 'invalid'
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))
  return issue.code === 'unrecognized_keys' ? `${where(path)}: unknown key` : `${where(path)}: ${issue.code}`
}

function where(path: Path): string {
  const shown = path.map((part) => (typeof part === 'number' ? part : shownName(part)))
  return path.length === 0 ? 'the answer' : pathText(shown)
}

function innerNames(
  steps: Readonly<Record<string, unknown>>,
  data: ReadonlyMap<string, DataValue>,
  flow: InnerNames,
): InnerNames {
  const setHere = [...data.keys(), ...Object.values(steps).flatMap(namesSetBy)]
  return {
    ...flow,
    ...(flow.steps ? { steps: new Set([...flow.steps, ...Object.keys(steps)]) } : {}),
    ...(flow.data ? { data: new Set([...flow.data, ...setHere]) } : {}),
  }
}

function nameFault(
  steps: Readonly<Record<string, unknown>>,
  start: string,
  known: FlowReferences,
  inner: InnerNames,
) {
  const uses = Object.entries(steps).flatMap(([name, step]) =>
    usesOfStep(step).map((one) => ({ ...one, path: ['steps', name, ...one.path] })),
  )
  const first = { path: ['start'], what: 'step', value: start } as const
  return nameFaults([first, ...uses], known, inner)[0]?.use.path
}

/** The step with each name of a step in it changed. */
function withTargets(step: Step, renamed: (name: string) => string): Step {
  const copy = structuredClone(step)
  for (const { path, to } of waysOf(copy)) {
    let here = copy as unknown as Record<string | number, unknown>
    for (const key of path.slice(0, -1)) here = here[key] as Record<string | number, unknown>
    const last = path.at(-1)
    if (last !== undefined) here[last] = renamed(to)
  }
  return copy
}
