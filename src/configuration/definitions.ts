/** What a site is told when its owner begins: the seed if it is new, what its flow files say each time. */
import { readFileSync } from 'node:fs'
import { flowFiles } from '../adapters/flows/load-flow.ts'
import type { Config } from '../config.ts'
import type { NodeId } from '../domain/ids.ts'
import type { Flow } from '../domain/ivr/flow.ts'
import { planFaults } from '../domain/plan/check.ts'
import type { PlanDefinition } from '../domain/plan/definition.ts'
import type { ApiInput } from '../domain/site/inputs.ts'
import type { SiteState } from '../domain/site/state.ts'
import { type Checked, type Fault, inOrder } from '../lib/fault.ts'
import { partyOf } from '../runtime/intake.ts'
import { differingAlarm, flowsAlarm, ownChangesOf, versionsOf } from './flow-changes.ts'
import { alarmsOfFormerNodes, formerNodesGivenUp } from './former-nodes.ts'
import { filesMissing } from './plan-files.ts'
import type { PublishedFlows } from './published-flows.ts'
import { nobodySealsAlarms, recordingPolicyOf } from './recording-policy.ts'
import { loadSeed, type Seed, type SeedPlan } from './seed.ts'
import { createSiteFiles, type QueueDefaults, type ReadFiles, type SiteFiles } from './site-files.ts'

export interface Definitions {
  readonly seed: Seed
  readonly files: SiteFiles
  /** Faults unless the site has queues that the seed hasn't. */
  readonly doubts: readonly Fault[]
}

/**
 * Reads seed, prompt names, calendars and flows; the faults of all of them together. Which queues the site has is
 * known to its owner only: a flow that leads to one which the seed lacks is a doubt here.
 */
export function loadDefinitions(config: Config): Checked<Definitions> {
  const seed = loadSeed(config.seedFile, config.routing)
  if (!seed.ok) return seed
  const files = createSiteFiles(config)
  const own = defaultsOf(seed.value)
  const strict = files.read(own)
  if (strict.faults.length === 0) {
    const faults = [
      ...numberFaults(config, [...strict.flows.values()]),
      ...promptFaults(config, files),
      ...seedPlanFaults(config, seed.value, strict, files),
    ]
    if (faults.length > 0) return { ok: false, faults }
    return { ok: true, value: { seed: seed.value, files, doubts: [] } }
  }
  const lenient = files.read(withMentioned(own, config.flows.directory))
  if (lenient.faults.length > 0) return { ok: false, faults: inOrder(strict.faults) }
  return { ok: true, value: { seed: seed.value, files, doubts: strict.faults } }
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

/** What callers hear who aren't admitted must be there. */
function promptFaults({ admission }: Config, files: SiteFiles): Fault[] {
  const { prompts } = files.references(new Map(), [])
  return admission.prompts.flatMap((name, n) =>
    prompts === undefined || prompts.has(name)
      ? []
      : [{ place: 'configuration', path: `admission.prompts[${n}]`, message: `there is no prompt ${name}` }],
  )
}

/** What the seed's plans name must be there. */
function seedPlanFaults(config: Config, seed: Seed, { flows }: ReadFiles, files: SiteFiles): Fault[] {
  const known = {
    queues: new Map(seed.queues.map((queue) => [queue.queueId, queue])),
    agents: new Map(seed.agents.map((agent) => [agent.agentId, agent])),
    currentFlows: flows,
  }
  const references = files.references(new Map(), [])
  return seed.plans.flatMap(({ testNumbers: _, ...plan }, n) =>
    [...planFaults(known, plan), ...filesMissing(references, plan)].map(({ pointer, message }) => ({
      place: config.seedFile,
      path: `plans[${n}]${pointer.replaceAll('/', '.')}`,
      message,
    })),
  )
}

/** The inputs that bring a site to what was loaded. What is so already gives no fact. */
export function openingOf(
  { seed, files }: Definitions,
  config: Config,
  state: SiteState,
  now: () => number,
  /** Nodes whose recorder could not be started. */
  unrecorded: ReadonlySet<NodeId> = new Set(),
  /** What this controller's files had before; without it, all that differs is published. */
  published?: PublishedFlows,
  /** Keyed; without it the seed's plans have no test numbers. */
  hashNumber?: (number: string) => string,
): ApiInput[] {
  const at = now()
  const isNew = state.queues.size === 0 && state.agents.size === 0
  const seeding: ApiInput[] = isNew
    ? [
        ...seed.queues.map((queue) => ({ type: 'defineQueue', at, queue }) as const),
        ...seed.agents.map((agent) => ({ type: 'defineAgent', at, agent }) as const),
      ]
    : []
  const read = files.read(isNew ? defaultsOf(seed) : queuesOf(state, seed), flowsOfApi(state))
  const { changes, differing } = ownChangesOf(state, read, published)
  published?.note(versionsOf(read), read.faults.length > 0)
  const { admission } = config
  const { numbers, otherwise } = config.flows
  const policy = recordingPolicyOf(config, state.recordingPolicy, unrecorded)
  const unassigned = state.otherwiseFlow === undefined && state.numberVersions.size === 0
  return [
    ...seeding,
    ...changes.map((change) => ({ ...change, at })),
    ...(unassigned ? [{ type: 'assignNumbers', at, numbers, otherwise } as const] : []),
    ...(isNew
      ? seed.plans.map((plan) => ({ type: 'definePlan', at, plan: planOf(plan, hashNumber) }) as const)
      : []),
    { ...flowsAlarm(read.faults), at },
    { ...differingAlarm(differing), at },
    { type: 'setAdmission', at, prompts: admission.prompts, urgentNumbers: admission.urgentNumbers },
    { type: 'setRecordingPolicy', at, ...policy },
    ...nobodySealsAlarms(config, policy, state).map((alarm) => ({ ...alarm, at })),
    ...alarmsOfFormerNodes(state.alarms.values(), config.switches, at),
    ...formerNodesGivenUp(state, config.switches, at),
  ]
}

function planOf({ testNumbers, ...plan }: SeedPlan, hashNumber?: (number: string) => string): PlanDefinition {
  if (!testNumbers || !hashNumber) return plan
  return { ...plan, testNumbers: testNumbers.map((number) => partyOf(number, hashNumber)) }
}

/** What the site's queues give to flows: as they are defined, else as the seed says, which journals once left out. */
export function queuesOf(state: SiteState, seed: Seed): QueueDefaults {
  const seeded = defaultsOf(seed)
  return new Map(
    [...state.queues.values()].map(({ id, definition }) => {
      const { priority = 'routine', musicStream = MUSIC } = { ...seeded.get(id), ...definition }
      return [id, { priority, musicStream }]
    }),
  )
}

/** Flows that files may lead to though they aren't in one. */
export function flowsOfApi(state: SiteState): string[] {
  return [...state.publications].flatMap(([id, { origin }]) => (origin === 'api' ? [id] : []))
}

const MUSIC = 'local_stream://moh'

function defaultsOf(seed: Seed): QueueDefaults {
  return new Map(
    seed.queues.map(({ queueId, priority, musicStream }) => [queueId, { priority, musicStream }]),
  )
}

/** With every queue that the files mention. */
function withMentioned(queues: QueueDefaults, directory: string): QueueDefaults {
  const all = new Map(queues)
  const listed = flowFiles(directory)
  for (const file of listed.ok ? listed.value : []) {
    for (const [queueId] of textOf(file).matchAll(/\bqueue_[a-z0-9-]{1,58}/g)) {
      if (!all.has(queueId)) all.set(queueId, { priority: 'routine', musicStream: MUSIC })
    }
  }
  return all
}

/** Empty for a file whose fault has been told. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
