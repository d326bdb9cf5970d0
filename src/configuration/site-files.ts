/**
 * Files that a running site reads again: flows, calendars, the names of prompts. What was read is kept while the files
 * stay as they are, so that asking again costs a few looks at their dates.
 */
import { statSync } from 'node:fs'
import type { Calendars } from '../adapters/calendar/calendars.ts'
import { loadCalendars } from '../adapters/calendar/load-calendars.ts'
import { flowFiles, readFlowDirectory } from '../adapters/flows/load-flow.ts'
import { readPromptNames } from '../adapters/prompts/prompt-texts.ts'
import type { Config } from '../config.ts'
import type { FlowId } from '../domain/ids.ts'
import type { Flow, PriorityClass } from '../domain/ivr/flow.ts'
import type { Fault } from '../lib/fault.ts'
import type { CalendarsPort } from '../runtime/errands.ts'
import type { FlowReferences } from '../runtime/flow-language/names-check.ts'

/** What a queue gives to the steps that lead there. */
export type QueueDefaults = ReadonlyMap<
  string,
  { readonly priority: PriorityClass; readonly musicStream: string }
>

export interface ReadFiles {
  /** Those without a fault. */
  readonly flows: ReadonlyMap<FlowId, Flow>
  /** Of all files, in their order. */
  readonly faults: readonly Fault[]
}

export interface SiteFiles {
  /** Flows as they are for these queues; calendars become what their file says now, if it has no fault. */
  read(queues: QueueDefaults, otherFlows?: readonly string[]): ReadFiles
  /** What flows may refer to just now. Faults of files leave that unchecked which they would name. */
  references(queues: QueueDefaults, otherFlows: readonly string[]): FlowReferences
  /** Changes when any of the files does. */
  signature(): string
  /** Calendars as they were last without a fault; before the first `read` there are none. */
  readonly calendars: CalendarsPort
}

type Files = Pick<Config, 'flows' | 'prompts' | 'his'>

export function createSiteFiles(config: Files): SiteFiles {
  const { flows, prompts, his } = config
  let calendars: Calendars | undefined
  let kept: { readonly key: string; readonly files: ReadFiles } | undefined

  function parts(queues: QueueDefaults, otherFlows: readonly string[]) {
    const { directory, languages } = prompts
    const names = readPromptNames(prompts.textsFile, { directory, languages })
    const loaded = loadCalendars(flows.calendarsFile)
    if (loaded.ok) calendars = loaded.value
    const known: FlowReferences = {
      queues,
      languages: new Set(languages),
      sources: new Set(Object.keys(his.sources)),
      flows: new Set(otherFlows),
      ...(names.ok && { prompts: names.value }),
      ...(calendars && { calendars: calendars.names }),
    }
    return { known, faults: [names, loaded].flatMap((part) => (part.ok ? [] : part.faults)) }
  }

  function signature(): string {
    const listed = flowFiles(flows.directory)
    const { textsFile } = prompts
    const files = [flows.directory, flows.calendarsFile, textsFile, ...(listed.ok ? listed.value : [])]
    return files.map(stampOf).join('\n')
  }

  return {
    signature,
    references: (queues, otherFlows) => parts(queues, otherFlows).known,
    read(queues, otherFlows = []) {
      const key = JSON.stringify([signature(), [...queues], otherFlows])
      if (kept?.key === key) return kept.files
      const { known, faults } = parts(queues, otherFlows)
      const found = readFlowDirectory(flows.directory, known)
      const files = {
        flows: new Map(found.flows.map((flow) => [flow.id, flow])),
        faults: [...faults, ...found.faults],
      }
      kept = { key, files }
      return files
    },
    calendars: {
      stateAt: (name, at) => calendars?.stateAt(name, at),
      now: (at) => {
        if (!calendars) throw new Error('no calendar has been read')
        return calendars.now(at)
      },
    },
  }
}

function stampOf(file: string): string {
  try {
    const { ino, size, mtimeNs } = statSync(file, { bigint: true })
    return `${file} ${ino} ${size} ${mtimeNs}`
  } catch {
    return `${file} -`
  }
}
