/** What flows may refer to: what the configuration says, or anything. */
import { loadCalendars } from '../../../src/adapters/calendar/load-calendars.ts'
import { flowFiles, loadFlow } from '../../../src/adapters/flows/load-flow.ts'
import { loadConfig, loadSeed } from '../../../src/config.ts'
import { createSiteFiles } from '../../../src/configuration/site-files.ts'
import type { Flow } from '../../../src/domain/ivr/flow.ts'
import type { Checked, Fault } from '../../../src/lib/fault.ts'
import { readYaml } from '../../../src/lib/yaml-source.ts'
import type { CalendarsPort } from '../../../src/runtime/errands.ts'
import type { FlowReferences } from '../../../src/runtime/flow-language/names-check.ts'
import { asMap } from '../../../src/runtime/flow-language/uses.ts'

export interface Known {
  readonly references: FlowReferences
  readonly queueIds: readonly string[]
  /** Undefined: any name goes, so nothing is known of any calendar. */
  readonly calendars: CalendarsPort | undefined
  /** The directory of the configured flows. */
  readonly directory: string | undefined
}

/** `alone`: a queue that says no priority is a routine one. */
export function knownOf({ config, alone }: { config?: string | undefined; alone: boolean }): Checked<Known> {
  if (alone) {
    const nothing = { references: {}, queueIds: [], calendars: undefined, directory: undefined }
    return { ok: true, value: nothing }
  }
  const loaded = loadConfig({ env: process.env, argv: config === undefined ? [] : ['--config', config] })
  if (!loaded.ok) return loaded
  const { flows, routing, seedFile } = loaded.config
  const seed = loadSeed(seedFile, routing)
  const calendars = loadCalendars(flows.calendarsFile)
  if (!seed.ok || !calendars.ok)
    return { ok: false, faults: [seed, calendars].flatMap((one) => (one.ok ? [] : one.faults)) }
  const queues = new Map(seed.value.queues.map((queue) => [queue.queueId as string, queue]))
  const references = createSiteFiles(loaded.config).references(queues, idsIn(flows.directory))
  return {
    ok: true,
    value: {
      references,
      queueIds: [...queues.keys()],
      calendars: calendars.value,
      directory: flows.directory,
    },
  }
}

/** The ids that stand in the flow files of a directory, or in one file, whatever else is wrong there. */
export function idsIn(path: string): string[] {
  return filesOf(path).flatMap((file) => {
    const read = readYaml(file)
    const id = read.ok ? asMap(read.value.value)['id'] : undefined
    return typeof id === 'string' ? [id] : []
  })
}

/** Of a directory its flow files; else the path itself. */
export function filesOf(path: string): readonly string[] {
  const listed = flowFiles(path)
  return listed.ok ? listed.value : [path]
}

export interface Loaded {
  readonly file: string
  readonly checked: Checked<Flow>
}

/** Each file of each path; flows of all of them may lead to each other. */
export function loadAll(paths: readonly string[], known: FlowReferences): readonly Loaded[] {
  const ids = paths.flatMap(idsIn)
  const all = known.flows ? { ...known, flows: new Set([...known.flows, ...ids]) } : known
  const seen = new Map<string, string>()
  return paths.flatMap(filesOf).map((file) => {
    const checked = loadFlow(file, all)
    const other = checked.ok ? seen.get(checked.value.id) : undefined
    if (!checked.ok || other === undefined) {
      if (checked.ok) seen.set(checked.value.id, file)
      return { file, checked }
    }
    const fault: Fault = {
      place: file,
      path: 'id',
      message: `${checked.value.id} is already the flow of ${other}`,
    }
    return { file, checked: { ok: false, faults: [fault] } }
  })
}
