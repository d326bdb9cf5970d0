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
  const flow = checkFlow(read.value.value, read.value, known)
  return flow.ok ? { ok: true, value: { flow: flow.value, source: read.value } } : flow
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
