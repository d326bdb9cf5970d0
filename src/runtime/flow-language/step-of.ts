/** From a step as it is written to the domain's: sugar dissolved, defaults filled in. */
import type { PriorityClass, QueueStep, SetStep, Step } from '../../domain/ivr/flow.ts'
import { type AskingDefaults, CHECKED_LENGTHS } from './asking-steps.ts'
import type { StepDocument } from './step-schema.ts'

/** What a queue gives to the steps that lead into it, unless they say otherwise. */
export interface QueueDefaults {
  readonly priority?: PriorityClass
  readonly musicStream?: string
}

type Document<K extends StepDocument['kind']> = Extract<StepDocument, { kind: K }>

const MUSIC = 'local_stream://moh'

/**
 * Absent keys are absent in what the schema gives, not undefined: it comes from YAML or JSON. The compiler can't know.
 * `queue`: the defaults of the queue that the step names. Undefined: neither step nor queue says a priority.
 */
export function stepOf(step: StepDocument, asking: AskingDefaults, queue: QueueDefaults): Step | undefined {
  switch (step.kind) {
    case 'say':
      return { kind: 'announce', prompts: [{ say: step.text }], next: step.next } as Step
    case 'menu':
    case 'confirm':
    case 'consent':
    case 'survey':
      return { ...step, ...asked(step, asking) } as Step
    case 'collect':
      return { ...step, ...asked(step, asking), ...collected(step) } as Step
    case 'set':
      return { ...step, values: setValues(step.values), otherwise: step.otherwise ?? step.next }
    case 'queue':
      return queueStep(step, queue)
    default:
      return step as Step
  }
}

type Asked = Required<AskingDefaults>

function asked(step: AskingDefaults, flow: AskingDefaults): Asked {
  return {
    timeoutMs: step.timeoutMs ?? flow.timeoutMs ?? 5000,
    attempts: step.attempts ?? flow.attempts ?? 3,
    noInputPrompts: step.noInputPrompts ?? flow.noInputPrompts ?? [],
    invalidPrompts: step.invalidPrompts ?? flow.invalidPrompts ?? [],
  }
}

function collected(step: Document<'collect'>) {
  const wanted = CHECKED_LENGTHS[step.check ?? 'luhn']
  return {
    minLength: step.minLength ?? wanted?.minLength ?? 1,
    maxLength: step.maxLength ?? wanted?.maxLength ?? 32,
    terminator: step.terminator === 'none' ? null : step.terminator,
    check: step.check ?? null,
  }
}

function setValues(values: Document<'set'>['values']): SetStep['values'] {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === 'object' ? value : { value }]),
  )
}

function queueStep(step: Document<'queue'>, queue: QueueDefaults): QueueStep | undefined {
  const priority = step.priority ?? queue.priority
  if (priority === undefined) return undefined
  return { ...step, priority, music: step.music ?? queue.musicStream ?? MUSIC } as QueueStep
}
