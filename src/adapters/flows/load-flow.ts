/** Flow files into flows: whatever the file holds, a complete flow comes out or all that is wrong with it. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Flow } from '../../domain/ivr/flow.ts'
import { type Checked, type Fault, pathText } from '../../lib/fault.ts'
import { readYaml, type YamlSource } from '../../lib/yaml-source.ts'
import { checkFlow } from '../../runtime/flow-language/check-flow.ts'
import type { FlowReferences } from '../../runtime/flow-language/names-check.ts'

const MAX_FILES = 200

/** Reads one flow. Faults name file, line and column; all are reported at once. */
export function loadFlow(file: string, known: FlowReferences): Checked<Flow> {
  const read = readYaml(file)
  return read.ok ? checkFlow(read.value.value, read.value, known) : read
}

/** Reads every `.yaml` file of a directory, in the order of their names; two flows with one id are a fault. */
export function loadFlowDirectory(directory: string, known: FlowReferences): Checked<readonly Flow[]> {
  const { flows, faults } = readFlowDirectory(directory, known)
  return faults.length > 0 ? { ok: false, faults } : { ok: true, value: flows }
}

export interface ReadFlows {
  /** Those without a fault, in the order of their files. */
  readonly flows: readonly Flow[]
  readonly faults: readonly Fault[]
}

/** The same, with the good flows beside the faults of the others. Flows may hand callers to each other. */
export function readFlowDirectory(directory: string, known: FlowReferences): ReadFlows {
  const listed = flowFiles(directory)
  if (!listed.ok) return { flows: [], faults: listed.faults }
  const faults: Fault[] = []
  const sources: YamlSource[] = []
  for (const file of listed.value) {
    const read = readYaml(file)
    if (read.ok) sources.push(read.value)
    else faults.push(...read.faults)
  }
  const files = new Map<string, string>()
  const all = known.flows && { flows: new Set([...known.flows, ...sources.flatMap(idOf)]) }
  const flows: Flow[] = []
  for (const source of sources) {
    const checked = checkFlow(source.value, source, { ...known, ...all })
    if (!checked.ok) {
      faults.push(...checked.faults)
      continue
    }
    const flow = checked.value
    const other = files.get(flow.id)
    if (other) faults.push(faultAt(source, ['id'], `${flow.id} is already the flow of ${other}`))
    else {
      flows.push(flow)
      files.set(flow.id, source.file)
    }
  }
  return { flows, faults }
}

function idOf({ value }: YamlSource): string[] {
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : undefined
  return typeof id === 'string' ? [id] : []
}

/** The flow files of a directory, by name. */
export function flowFiles(directory: string): Checked<readonly string[]> {
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
