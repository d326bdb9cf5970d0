/**
 * What the phones see of the way from a caller to an agent, through the service (park, decide, journal with a
 * synchronous commit, originate), with the journal alone and once more with recording on (recorder, sealing, store and
 * key service run beside):
 * - from the caller's INVITE to the agent's INVITE, with one idle agent; beside it a direct bridge on the same switch in
 *   the same run, call by call (the caller dials the agent's extension, and the dialplan bridges);
 * - `hearing`: from the agent's 200 to the moment at which the caller hears the agent; beside it that bridge;
 * - `saturated`: four agents, and callers who always wait (`routing/saturated.ts`).
 * On FreeSWITCH its own queue, mod_callcenter, is measured in all three on the same instance afterwards (`callcenter`).
 * Each figure is the median of the runs' own. On the embedded switch always; on FreeSWITCH too when CTI_TEST_FREESWITCH
 * names one.
 *
 *     [CTI_TEST_FREESWITCH=PREFIX] [BENCH_ROUTING_RUNS=5] [BENCH_ROUTING_CALLS=100] npm run -s bench:routing
 *
 * The last line is one JSON object. `figures` are the service's, `against` the direct bridge's, in milliseconds, by
 * switch. `ratio` is the direct bridge's median over ours on the embedded switch with the journal alone (on FreeSWITCH:
 * `ratioFreeswitch`): larger is better; 1 would mean that queue, journal and routing cost nothing. `cpu` is what the
 * service used while nobody called, in percent of a core.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freeswitchPrefix } from '../support/freeswitch.ts'
import type { Phone } from '../support/phone/index.ts'
import { type System, startSystem } from '../support/system.ts'
import { CALLCENTER_NUMBER, type Callcenter, callcenterConf, startCallcenter } from './callcenter.ts'
import { cpuMs, mustBeDurable, ROOM_FOR_LOAD, round } from './measure.ts'
import { type Figures, medians, summary } from './routing/figures.ts'
import { AGENT_HZ, untilHeard } from './routing/hearing.ts'
import { untilInvited } from './routing/inviting.ts'
import { mediansOf, type Saturated, saturate } from './routing/saturated.ts'

const RUNS = Number(process.env['BENCH_ROUTING_RUNS'] ?? 5)
const CALLS_PER_RUN = Number(process.env['BENCH_ROUTING_CALLS'] ?? 100)
const WARM_UP_CALLS = 20
const IDLE_MS = 3_000
/** Of the calls with sound; each takes longer. */
const HEARD_PER_RUN = Math.ceil(CALLS_PER_RUN / 5)
const SATURATED_CALLS = CALLS_PER_RUN * 2
/** Who serves the queue while callers always wait; the first of them alone before. */
const TEAM = ['1001', '1002', '1003', '1004'] as const
const agentOf = (extension: string) => `agent_n${extension}`
const AGENT = { agentId: agentOf(TEAM[0]), extension: TEAM[0] }

const SEED = `queues:
  - queueId: queue_bench
    names: { zh: 测试, en: Bench }
    wrapUpMs: 0
agents:
${TEAM.map((one) => `  - { agentId: ${agentOf(one)}, name: Bench, extension: "${one}", queueIds: [queue_bench] }`).join('\n')}
`

/** Nothing is spoken: the caller is in the queue at once. */
const FLOW = `id: flow_bench
languages: [en]
start: wait
steps:
  wait:
    kind: queue
    queueId: queue_bench
`

interface Result {
  readonly ours: Figures
  readonly direct: Figures
  readonly hearing: { readonly ours: Figures; readonly direct: Figures }
  readonly saturated: Saturated
  /** Only with the journal alone, and where FreeSWITCH has the module. */
  readonly callcenter: OwnQueue | undefined
  readonly cpu: { readonly servicePercent: number; readonly switchPercent: number }
}

/** The switch's own queue. */
interface OwnQueue extends Figures {
  readonly hearing: Figures
  readonly saturated: Saturated
}

type Mode = 'journal' | 'recorded'

async function measureOn(kind: System['switchKind'], folder: string): Promise<Record<Mode, Result>> {
  return {
    journal: await measure(kind, folder, 'journal'),
    recorded: await measure(kind, folder, 'recorded'),
  }
}

async function measure(kind: System['switchKind'], folder: string, mode: Mode): Promise<Result> {
  const conf = await callcenterConf()
  const system = await startSystem({
    durable: true,
    embeddedOnly: kind === 'softswitch',
    freeswitchConf: conf.confDir,
    freeswitchSettings: ROOM_FOR_LOAD,
    env: {
      CTI_LOG_LEVEL: 'info',
      CTI_SEED_FILE: join(folder, 'seed.yaml'),
      CTI_FLOWS_DIRECTORY: join(folder, 'flows'),
      CTI_FLOWS_OTHERWISE: 'flow_bench',
      CTI_RECORDING_ENABLED: String(mode === 'recorded'),
    },
  })
  const beside = kind === 'freeswitch' && mode === 'journal'
  const said = (what: string, figures: object) => console.log(`${kind}, ${what}:`, JSON.stringify(figures))
  try {
    await mustBeDurable(system)
    const { cpu, ...invited } = await invites(system, beside, said, mode)
    const hearing = await hearings(system, beside, said, mode)
    const full = await saturations(system, beside, said, mode)
    return {
      ...invited,
      hearing,
      saturated: full.ours,
      callcenter:
        invited.callcenter && hearing.callcenter && full.callcenter
          ? { ...invited.callcenter, hearing: hearing.callcenter, saturated: full.callcenter }
          : undefined,
      cpu,
    }
  } finally {
    await system.stop()
    await conf.remove()
  }
}

type Said = (what: string, figures: object) => void

async function invites(system: System, beside: boolean, said: Said, mode: Mode) {
  const agent = await system.phone(AGENT.extension, { rtp: false })
  const caller = await system.phone('2001', { rtp: false })
  await system.ready(AGENT.agentId)
  const cpu = await idle(system)
  await run(system, caller, agent, WARM_UP_CALLS)
  const runs: { ours: Figures; direct: Figures }[] = []
  for (let n = 1; n <= RUNS; n += 1) {
    const { ours, direct } = await run(system, caller, agent, CALLS_PER_RUN)
    const figures = { ours: summary(ours), direct: summary(direct) }
    said(`${mode}, INVITE to INVITE, run ${n}`, figures)
    runs.push(figures)
  }
  const callcenter = await throughCallcenter(system, beside, [AGENT.extension], async (queue) => {
    const own: Figures[] = []
    for (let n = 1; n <= RUNS; n += 1) {
      own.push(
        summary(await times(CALLS_PER_RUN, () => untilInvited(caller, agent, CALLCENTER_NUMBER), queue.idle)),
      )
      said(`callcenter, INVITE to INVITE, run ${n}`, own.at(-1) ?? {})
    }
    return medians(own)
  })
  await system.reset()
  return {
    ours: medians(runs.map(({ ours }) => ours)),
    direct: medians(runs.map(({ direct }) => direct)),
    callcenter,
    cpu,
  }
}

async function hearings(system: System, beside: boolean, said: Said, mode: Mode) {
  const agent = await system.phone(AGENT.extension, { tone: AGENT_HZ })
  const caller = await system.phone('2001')
  await system.ready(AGENT.agentId)
  const isReady = () => system.agent(AGENT.agentId, ({ phase }) => phase === 'ready')
  const runs: { ours: Figures; direct: Figures }[] = []
  for (let n = 1; n <= RUNS; n += 1) {
    const direct = await times(HEARD_PER_RUN, () => untilHeard(caller, agent, AGENT.extension), isReady)
    const ours = await times(
      HEARD_PER_RUN,
      () => untilHeard(caller, agent, system.trial.serviceNumber),
      isReady,
    )
    runs.push({ ours: summary(ours), direct: summary(direct) })
    said(`${mode}, 200 to hearing, run ${n}`, runs.at(-1) ?? {})
  }
  const callcenter = await throughCallcenter(system, beside, [], async (queue) => {
    const own: Figures[] = []
    for (let n = 1; n <= RUNS; n += 1) {
      own.push(
        summary(await times(HEARD_PER_RUN, () => untilHeard(caller, agent, CALLCENTER_NUMBER), queue.idle)),
      )
      said(`callcenter, 200 to hearing, run ${n}`, own.at(-1) ?? {})
    }
    return medians(own)
  })
  await system.reset()
  return {
    ours: medians(runs.map(({ ours }) => ours)),
    direct: medians(runs.map(({ direct }) => direct)),
    callcenter,
  }
}

async function saturations(system: System, beside: boolean, said: Said, mode: Mode) {
  const trunk = await system.trunk({ rtp: false })
  const agents: Phone[] = []
  for (const extension of TEAM) agents.push(await system.phone(extension, { rtp: false }))
  const runsTo = async (number: string, whose: string) => {
    const runs: Saturated[] = []
    for (let n = 1; n <= RUNS; n += 1) {
      runs.push(await saturate(trunk, agents, number, SATURATED_CALLS))
      said(`${whose}, saturated, run ${n}`, runs.at(-1) ?? {})
    }
    return mediansOf(runs)
  }
  for (const extension of TEAM) await system.ready(agentOf(extension))
  const ours = await runsTo(system.trial.serviceNumber, mode)
  const others = TEAM.filter((one) => one !== AGENT.extension)
  const callcenter = await throughCallcenter(system, beside, others, () =>
    runsTo(CALLCENTER_NUMBER, 'callcenter'),
  )
  await system.reset()
  return { ours, callcenter }
}

async function run(
  system: System,
  caller: Phone,
  agent: Phone,
  calls: number,
): Promise<{ ours: number[]; direct: number[] }> {
  const ours: number[] = []
  const direct: number[] = []
  for (let n = 0; n < calls; n += 1) {
    direct.push(await untilInvited(caller, agent, AGENT.extension))
    await system.agent(AGENT.agentId, ({ phase }) => phase === 'ready')
    ours.push(await untilInvited(caller, agent, system.trial.serviceNumber))
    await system.agent(AGENT.agentId, ({ phase }) => phase === 'ready')
  }
  return { ours, direct }
}

/** With mod_callcenter loaded, `more` of whose agents it hasn't known before. */
async function throughCallcenter<T>(
  system: System,
  beside: boolean,
  more: readonly string[],
  measured: (queue: Callcenter) => Promise<T>,
): Promise<T | undefined> {
  if (!beside) return undefined
  const callcenter = await startCallcenter(system, more)
  if (!callcenter) {
    console.log('mod_callcenter not measured: this FreeSWITCH has no such module')
    return undefined
  }
  const result = await measured(callcenter)
  await callcenter.close()
  return result
}

async function times(
  count: number,
  one: () => Promise<number>,
  after: () => Promise<unknown>,
): Promise<number[]> {
  const tookMs: number[] = []
  for (let n = 0; n < count; n += 1) {
    tookMs.push(await one())
    await after()
  }
  return tookMs
}

/** The CPU that the service and the switch use while nobody calls. */
async function idle(system: System): Promise<Result['cpu']> {
  const pids = [system.trial.service.pid, system.switchPid]
  const before = pids.map(cpuMs)
  const from = performance.now()
  await new Promise((resolve) => setTimeout(resolve, IDLE_MS))
  const lasted = performance.now() - from
  const [servicePercent = 0, switchPercent = 0] = pids.map((pid, index) =>
    round(((cpuMs(pid) - (before[index] ?? 0)) / lasted) * 100),
  )
  return { servicePercent, switchPercent }
}

function each(modes: Record<Mode, Result>, pick: (result: Result) => object): Record<Mode, object> {
  return { journal: pick(modes.journal), recorded: pick(modes.recorded) }
}

const folder = await mkdtemp(join(tmpdir(), 'cti-bench-routing-'))
try {
  await mkdir(join(folder, 'flows'))
  await writeFile(join(folder, 'seed.yaml'), SEED)
  await writeFile(join(folder, 'flows', 'bench.yaml'), FLOW)
  const softswitch = await measureOn('softswitch', folder)
  const freeswitch = freeswitchPrefix() === undefined ? undefined : await measureOn('freeswitch', folder)
  if (freeswitch === undefined) console.log('FreeSWITCH not measured: CTI_TEST_FREESWITCH is not set')
  const by = (pick: (result: Result) => object) => ({
    softswitch: each(softswitch, pick),
    ...(freeswitch ? { freeswitch: each(freeswitch, pick) } : {}),
  })
  const ratio = ({ journal: { ours, direct } }: Record<Mode, Result>) => round(direct.p50Ms / ours.p50Ms)
  console.log(
    JSON.stringify({
      bench: 'routing',
      figures: {
        runs: RUNS,
        callsPerRun: CALLS_PER_RUN,
        ...by(({ ours, hearing, saturated }) => ({ ...ours, hearing: hearing.ours, saturated })),
      },
      against: {
        what: 'direct bridge by the dialplan',
        ...by(({ direct, hearing }) => ({ ...direct, hearing: hearing.direct })),
        ...(freeswitch?.journal.callcenter ? { callcenter: freeswitch.journal.callcenter } : {}),
      },
      ratio: ratio(softswitch),
      ...(freeswitch ? { ratioFreeswitch: ratio(freeswitch) } : {}),
      cpu: by(({ cpu }) => cpu),
    }),
  )
} finally {
  await rm(folder, { recursive: true, force: true })
}
