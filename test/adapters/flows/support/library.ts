/** The flows that are shipped, loaded with what the default configuration has. */
import { fileURLToPath } from 'node:url'
import { loadCalendars } from '../../../../src/adapters/calendar/load-calendars.ts'
import { readFlowDirectory } from '../../../../src/adapters/flows/load-flow.ts'
import { readPromptNames } from '../../../../src/adapters/prompts/prompt-texts.ts'
import { loadConfig, loadSeed } from '../../../../src/config.ts'
import type { Flow } from '../../../../src/domain/ivr/flow.ts'
import { type Checked, faultLines } from '../../../../src/lib/fault.ts'
import type { FlowReferences } from '../../../../src/runtime/flow-language/names-check.ts'

export const configFile = (name: string) =>
  fileURLToPath(new URL(`../../../../config/${name}`, import.meta.url))

export const got = <T>(checked: Checked<T>): T => {
  if (!checked.ok) throw new Error(faultLines(checked.faults))
  return checked.value
}

/** What the default configuration lets a flow refer to. */
export function shippedReferences(): FlowReferences & { readonly queues: ReadonlyMap<string, object> } {
  const loaded = loadConfig({ env: {} })
  if (!loaded.ok) throw new Error(faultLines(loaded.faults))
  const seed = got(loadSeed(configFile('seed.yaml'), { ringMs: 20_000, wrapUpMs: 15_000 }))
  return {
    queues: new Map(seed.queues.map((queue) => [queue.queueId, queue])),
    prompts: got(readPromptNames(configFile('prompts.yaml'))),
    languages: new Set(['zh', 'en']),
    calendars: got(loadCalendars(configFile('calendars.yaml'))).names,
    sources: new Set(Object.keys(loaded.config.his.sources)),
    flows: new Set(),
  }
}

export function shippedFlows(): readonly Flow[] {
  const { flows, faults } = readFlowDirectory(configFile('flows'), shippedReferences())
  if (faults.length > 0) throw new Error(faultLines(faults))
  return flows
}
