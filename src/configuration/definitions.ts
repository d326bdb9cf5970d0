/** What a site is told when its owner begins: the seed if it is new, the flows and numbers each time. */
import { loadFlowDirectory } from '../adapters/flows/load-flow.ts'
import { readPromptNames } from '../adapters/prompts/prompt-texts.ts'
import type { Config } from '../config.ts'
import type { Flow } from '../domain/ivr/flow.ts'
import type { ApiInput } from '../domain/site/inputs.ts'
import type { SiteState } from '../domain/site/state.ts'
import type { Checked, Fault } from '../lib/fault.ts'
import { loadSeed, type Seed } from './seed.ts'

export interface Definitions {
  readonly seed: Seed
  readonly flows: readonly Flow[]
}

/** Reads seed, prompt names and flows; the faults of all of them together. */
export function loadDefinitions(config: Config): Checked<Definitions> {
  const seed = loadSeed(config.seedFile, config.routing)
  const prompts = readPromptNames(config.prompts.textsFile)
  if (!seed.ok || !prompts.ok) {
    return { ok: false, faults: [...(seed.ok ? [] : seed.faults), ...(prompts.ok ? [] : prompts.faults)] }
  }
  const flows = loadFlowDirectory(config.flows.directory, {
    queues: new Map(seed.value.queues.map((queue) => [queue.queueId, queue])),
    prompts: prompts.value,
    languages: new Set(config.prompts.languages),
  })
  if (!flows.ok) return flows
  const faults = numberFaults(config, flows.value)
  return faults.length > 0
    ? { ok: false, faults }
    : { ok: true, value: { seed: seed.value, flows: flows.value } }
}

function numberFaults(config: Config, flows: readonly Flow[]): Fault[] {
  const there = new Set(flows.map((flow) => flow.id))
  const wanted = [...Object.entries(config.flows.numbers), ['otherwise', config.flows.otherwise] as const]
  return wanted
    .filter(([, flowId]) => !there.has(flowId))
    .map(([name, flowId]) => ({
      place: config.flows.directory,
      path: name === 'otherwise' ? 'flows.otherwise' : `flows.numbers.${name}`,
      message: `there is no flow ${flowId} in this directory (found: ${[...there].join(', ') || 'none'})`,
    }))
}

/** The inputs that bring a site to what was loaded. What is so already gives no fact. */
export function openingOf(
  { seed, flows }: Definitions,
  config: Config,
  state: SiteState,
  now: () => number,
  /** Whether what is recorded would be sealed. */
  canRecord = true,
): ApiInput[] {
  const at = now()
  const isNew = state.queues.size === 0 && state.agents.size === 0
  const seeding: ApiInput[] = isNew
    ? [
        ...seed.queues.map((queue) => ({ type: 'defineQueue', at, queue }) as const),
        ...seed.agents.map((agent) => ({ type: 'defineAgent', at, agent }) as const),
      ]
    : []
  const { numbers, otherwise } = config.flows
  const { enabled, inbound, outbound } = config.recording
  return [
    ...seeding,
    ...flows.map((flow) => ({ type: 'publishFlow', at, flow, origin: 'file' }) as const),
    { type: 'assignNumbers', at, numbers, otherwise },
    { type: 'setRecordingPolicy', at, enabled: enabled && canRecord, inbound, outbound },
  ]
}
