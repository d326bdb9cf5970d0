/**
 * Every name that a flow mentions must mean something. This looks at the file as it was written, not at the validated
 * flow, so that a wrong name and a wrong type are reported together.
 */
import type { PriorityClass } from '../../domain/ivr/flow.ts'
import { type Fault, type Path, pathText } from '../../lib/fault.ts'
import { hint } from '../../lib/near-miss.ts'
import type { YamlSource } from '../../lib/yaml-source.ts'

/** What a queue gives to the steps that lead into it, unless they say otherwise. */
export interface QueueDefaults {
  readonly priority?: PriorityClass
  readonly musicStream?: string
}

/** What a flow may refer to. */
export interface FlowReferences {
  readonly queues: ReadonlyMap<string, QueueDefaults>
  /** Names of the prompts that exist. */
  readonly prompts: ReadonlySet<string>
  /** Languages in which the prompts exist; all when absent. */
  readonly languages?: ReadonlySet<string>
}

type Raw = Readonly<Record<string, unknown>>
const PROMPT_LISTS = ['prompts', 'noInputPrompts', 'invalidPrompts', 'enterPrompts']

export function referenceFaults(source: YamlSource, known: FlowReferences): Fault[] {
  const flow = asMap(source.value)
  const steps = asMap(flow['steps'])
  const faults: Fault[] = []
  const check = (path: Path, value: unknown, kind: string, candidates: Iterable<string>) => {
    const names = [...candidates]
    if (typeof value !== 'string' || names.includes(value)) return
    const message = `there is no ${kind} ${JSON.stringify(value.slice(0, 60))}${hint(value, names)}`
    faults.push({ place: source.placeOf(path), path: pathText(path), message })
  }
  const stepNames = Object.keys(steps)

  check(['start'], flow['start'], 'step', stepNames)
  if (known.languages)
    asList(flow['languages']).forEach((one, index) => {
      check(['languages', index], one, 'prompt in the language', known.languages ?? [])
    })
  for (const [name, raw] of Object.entries(steps)) {
    const step = asMap(raw)
    const at = ['steps', name]
    check([...at, 'next'], step['next'], 'step', stepNames)
    check([...at, 'otherwise'], step['otherwise'], 'step', stepNames)
    check([...at, 'queueId'], step['queueId'], 'queue', known.queues.keys())
    for (const list of PROMPT_LISTS) {
      asList(step[list]).forEach((one, index) => {
        check([...at, list, index], one, 'prompt', known.prompts)
      })
    }
    const seen = new Set<unknown>()
    for (const [key, option] of Object.entries(asMap(step['options']))) {
      const path = [...at, 'options', key]
      check([...path, 'next'], asMap(option)['next'], 'step', stepNames)
      const said = asMap(option)['name']
      if (seen.has(said) && typeof said === 'string') {
        const message = `another option of this menu is called ${JSON.stringify(said.slice(0, 60))} too`
        faults.push({ place: source.placeOf([...path, 'name']), path: pathText([...path, 'name']), message })
      }
      seen.add(said)
    }
  }
  return faults
}

function asMap(value: unknown): Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Raw) : {}
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
