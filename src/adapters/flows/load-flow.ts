/** Flow files into flows: whatever the file holds, a complete flow comes out or all that is wrong with it. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Flow, Step } from '../../domain/ivr/flow.ts'
import { type Checked, type Fault, inOrder, pathText } from '../../lib/fault.ts'
import { readYaml, type YamlSource } from '../../lib/yaml-source.ts'
import { validate } from '../../lib/yaml-validate.ts'
import { versionOf } from './canonical.ts'
import { type FlowDocument, flowSchema, type StepDocument } from './flow-schema.ts'
import { silentRounds, unreachableSteps } from './graph.ts'
import { type FlowReferences, type QueueDefaults, referenceFaults } from './references.ts'

const MAX_FILES = 200

/** Reads one flow. Faults name file, line and column; all are reported at once. */
export function loadFlow(file: string, known: FlowReferences): Checked<Flow> {
  const loaded = loadWithSource(file, known)
  return loaded.ok ? { ok: true, value: loaded.value.flow } : loaded
}

/** Reads every `.yaml` file of a directory, in the order of their names; two flows with one id are a fault. */
export function loadFlowDirectory(directory: string, known: FlowReferences): Checked<readonly Flow[]> {
  const listed = flowFiles(directory)
  if (!listed.ok) return listed
  const flows = new Map<string, { flow: Flow; file: string }>()
  const faults: Fault[] = []
  for (const file of listed.value) {
    const loaded = loadWithSource(file, known)
    if (!loaded.ok) {
      faults.push(...loaded.faults)
      continue
    }
    const { flow, source } = loaded.value
    const other = flows.get(flow.id)
    if (other) faults.push(faultAt(source, ['id'], `${flow.id} is already the flow of ${other.file}`))
    else flows.set(flow.id, { flow, file })
  }
  return faults.length > 0
    ? { ok: false, faults }
    : { ok: true, value: [...flows.values()].map((one) => one.flow) }
}

function loadWithSource(file: string, known: FlowReferences): Checked<{ flow: Flow; source: YamlSource }> {
  const read = readYaml(file)
  if (!read.ok) return read
  const source = read.value
  const shape = validate(source.value, flowSchema, source)
  const faults = [...(shape.ok ? [] : shape.faults), ...referenceFaults(source, known)]
  if (!shape.ok || faults.length > 0) return { ok: false, faults: inOrder(faults) }
  const built = build(shape.value, source, known)
  return built.ok ? { ok: true, value: { flow: built.value, source } } : built
}

function build(document: FlowDocument, source: YamlSource, known: FlowReferences): Checked<Flow> {
  const faults: Fault[] = []
  const steps: Record<string, Step> = {}
  for (const [name, step] of Object.entries(document.steps)) {
    if (step.kind !== 'queue') {
      steps[name] = step.kind === 'menu' ? { ...step, variants: {} } : step
      continue
    }
    const built = queueStep(step, known.queues.get(step.queueId) ?? {})
    if (built) steps[name] = built
    else {
      const message = 'found neither priority nor a queue that has one, expected one of emergency, routine'
      faults.push(faultAt(source, ['steps', name], message))
    }
  }
  if (faults.length > 0) return { ok: false, faults }
  for (const name of unreachableSteps(steps, document.start)) {
    faults.push(faultAt(source, ['steps', name], 'no step leads here'))
  }
  for (const round of silentRounds(steps)) {
    const way = [...round, round[0]].join(' → ')
    const message = `a caller who presses nothing would go round for ever: ${way}`
    faults.push(faultAt(source, ['steps', round[0] ?? ''], message))
  }
  if (faults.length > 0) return { ok: false, faults }
  const { id, languages, start, record } = document
  const content = { id, languages, start, ...(record === undefined ? {} : { record }), profiles: {}, steps }
  return { ok: true, value: { ...content, version: versionOf(content) } }
}

function queueStep(step: Extract<StepDocument, { kind: 'queue' }>, queue: QueueDefaults): Step | undefined {
  const priority = step.priority ?? queue.priority
  if (priority === undefined) return undefined
  const { kind, queueId, enterPrompts, maxWaitMs, otherwise } = step
  const music = step.music ?? queue.musicStream ?? 'local_stream://moh'
  const bound = maxWaitMs === undefined || otherwise === undefined ? {} : { maxWaitMs, otherwise }
  return { kind, queueId, priority, music, enterPrompts, ...bound }
}

function flowFiles(directory: string): Checked<readonly string[]> {
  const fail = (message: string): Checked<never> => ({
    ok: false,
    faults: [{ place: directory, path: '', message }],
  })
  let names: string[]
  try {
    names = readdirSync(directory)
  } catch {
    return fail('expected a directory of flow files that this user may read')
  }
  const files = names.filter((name) => /^[^.].*\.ya?ml$/.test(name)).sort()
  if (files.length === 0) return fail('no flow file (*.yaml) here')
  if (files.length > MAX_FILES) return fail(`more than ${MAX_FILES} flow files`)
  return { ok: true, value: files.map((name) => join(directory, name)) }
}

function faultAt(source: YamlSource, path: readonly string[], message: string): Fault {
  return { place: source.placeOfKey(path), path: pathText(path), message }
}
