/** Whatever is given for a flow: a complete flow comes out, or all that is wrong with it, each fault at its place. */
import type { Flow, Step } from '../../domain/ivr/flow.ts'
import { WAIT_PROMPTS } from '../../domain/ivr/wait-prompts.ts'
import { type Checked, type Fault, inOrder, type Path, pathText } from '../../lib/fault.ts'
import { type Places, validate } from '../../lib/yaml-validate.ts'
import { versionOf } from './canonical.ts'
import { type FlowDocument, flowSchema } from './flow-schema.ts'
import { DIGIT_PROMPTS, type FlowReferences, nameFaults } from './names-check.ts'
import { emergencyFaults, graphFaults, type RuleFault } from './rules.ts'
import { sameNameFaults } from './same-names.ts'
import { type QueueDefaults, stepOf } from './step-of.ts'
import { asList, asMap, namesSetBy, type Use, usesOfSpeechLists, usesOfStep } from './uses.ts'

/** As the core takes it (`domain/ivr/data.ts`). */
const MOST_DATA_NAMES = 64

/** `value`: plain data, as from YAML or JSON; `places` says where in a file each part of it stands. */
export function checkFlow(value: unknown, places: Places, known: FlowReferences): Checked<Flow> {
  const shape = validate(value, flowSchema, places, 'no secrets')
  const said = [...referenceFaults(value, known), ...sameNameFaults(value)]
  const faults = [...(shape.ok ? [] : shape.faults), ...said.map((one) => placed(one, places))]
  if (!shape.ok || faults.length > 0) return { ok: false, faults: inOrder(faults) }
  return build(shape.value, places, known)
}

function build(document: FlowDocument, places: Places, known: FlowReferences): Checked<Flow> {
  const { data: _, defaults, steps: written, ...rest } = document
  const steps: Record<string, Step> = {}
  const open: RuleFault[] = []
  for (const [name, step] of Object.entries(written)) {
    const built = stepOf(step, defaults, step.kind === 'queue' ? queueOf(step.queueId, known) : {})
    const message = 'found neither priority nor a queue that has one, expected one of emergency, routine'
    if (built) steps[name] = built
    else open.push({ path: ['steps', name], message })
  }
  const content = { ...rest, steps } as Omit<Flow, 'version'>
  const found = open.length > 0 ? open : [...emergencyFaults(content), ...graphFaults(content)]
  const faults = inOrder(found.map((one) => placed(one, places, 'key')))
  return faults.length > 0
    ? { ok: false, faults }
    : { ok: true, value: { ...content, version: versionOf(content) } }
}

/** Where queues aren't checked, none is known to be an emergency's. */
function queueOf(queueId: string, { queues }: FlowReferences): QueueDefaults {
  return queues ? (queues.get(queueId) ?? {}) : { priority: 'routine' }
}

function referenceFaults(value: unknown, known: FlowReferences): RuleFault[] {
  const flow = asMap(value)
  const steps = asMap(flow['steps'])
  const languages = asList(flow['languages']).filter((one) => typeof one === 'string')
  const set = [...asList(flow['data']), ...Object.values(steps).flatMap(namesSetBy)]
  const data = new Set(set.filter((one) => typeof one === 'string'))
  const inner = {
    steps: new Set(Object.keys(steps)),
    profiles: new Set(Object.keys(asMap(flow['profiles']))),
    languages: new Set(languages),
    data,
  }
  const uses = usesOfFlow(flow)
  const faults: RuleFault[] = nameFaults(uses, known, inner).map(({ use, message }) => ({
    path: use.path,
    message,
  }))
  languages.forEach((one, index) => {
    if (known.languages === undefined || known.languages.has(one)) return
    faults.push({ path: ['languages', index], message: `there is no prompt in the language "${one}"` })
  })
  if (data.size > MOST_DATA_NAMES) {
    const message = `${data.size} data names in all, expected at most ${MOST_DATA_NAMES}`
    faults.push({ path: ['steps'], message })
  }
  return [...faults, ...impliedPromptFaults(steps, uses, known)]
}

function usesOfFlow(flow: ReturnType<typeof asMap>): Use[] {
  const step = (path: Path, value: unknown): Use => ({ path, what: 'step', value })
  const defaults = usesOfSpeechLists(asMap(flow['defaults']))
  return [
    step(['start'], flow['start']),
    step(['emergency', 'step'], asMap(flow['emergency'])['step']),
    step(['silence', 'step'], asMap(flow['silence'])['step']),
    ...defaults.map((one) => ({ ...one, path: ['defaults', ...one.path] })),
    ...Object.entries(asMap(flow['steps'])).flatMap(([name, raw]) =>
      usesOfStep(raw).map((one) => ({ ...one, path: ['steps', name, ...one.path] })),
    ),
  ]
}

/** Digits, places in a queue and expected waits are said with prompts that no flow names. */
function impliedPromptFaults(
  steps: ReturnType<typeof asMap>,
  uses: readonly Use[],
  { prompts }: FlowReferences,
): RuleFault[] {
  if (prompts === undefined) return []
  const digits = uses.filter(({ path, what }) => what === 'data' && path.at(-1) === 'digits')
  const saying = (what: 'position' | 'expectedWait') =>
    Object.entries(steps).flatMap(([name, raw]) => {
      const said = asMap(asMap(raw)['announcements'])[what] === true
      return said ? [['steps', name, 'announcements', what]] : []
    })
  const lacking = (path: Path, wanted: readonly string[], what: string): RuleFault[] => {
    const missing = wanted.filter((name) => !prompts.has(name))
    return missing.length === 0
      ? []
      : [{ path, message: `${what} takes prompts that aren’t there: ${missing}` }]
  }
  return [
    ...digits.flatMap(({ path }) => lacking(path, [...DIGIT_PROMPTS, 'digit-star'], 'saying digits')),
    ...saying('position').flatMap((path) =>
      lacking(path, ['queue-position', ...DIGIT_PROMPTS], 'saying the place'),
    ),
    ...saying('expectedWait').flatMap((path) => lacking(path, WAIT_PROMPTS, 'saying the expected wait')),
  ]
}

function placed({ path, message }: RuleFault, places: Places, at: 'key' | 'value' = 'value'): Fault {
  const place = at === 'key' ? places.placeOfKey(path) : places.placeOf(path)
  return { place, path: pathText(path), message }
}
