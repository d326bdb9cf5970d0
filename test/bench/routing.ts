/**
 * From the caller's INVITE to the agent's INVITE, as the two phones see it, with one idle agent: through the service
 * (park, decide, journal with a synchronous commit, originate), beside a direct bridge on the same switch in the same
 * run (the caller dials the agent's extension, and the dialplan bridges). The two alternate call by call. On FreeSWITCH
 * its own queue, mod_callcenter, is measured on the same instance afterwards (`callcenter`). Each figure
 * is the median of the runs' own. Measured with the journal alone, and once more with recording on (recorder, sealing,
 * store and key service run beside). On the embedded switch always; on FreeSWITCH too when CTI_TEST_FREESWITCH names one.
 *
 *     [CTI_TEST_FREESWITCH=PREFIX] npm run -s bench:routing
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
import type { Call, Phone } from '../support/phone/index.ts'
import { type System, startSystem } from '../support/system.ts'
import { CALLCENTER_NUMBER, callcenterConf, startCallcenter } from './callcenter.ts'
import { cpuMs, mustBeDurable, round } from './measure.ts'

const RUNS = Number(process.env['BENCH_ROUTING_RUNS'] ?? 5)
const CALLS_PER_RUN = Number(process.env['BENCH_ROUTING_CALLS'] ?? 100)
const WARM_UP_CALLS = 20
const IDLE_MS = 3_000
const AGENT = { agentId: 'agent_bench', extension: '1001' }

const SEED = `queues:
  - queueId: queue_bench
    names: { zh: 测试, en: Bench }
    wrapUpMs: 0
agents:
  - agentId: ${AGENT.agentId}
    name: Bench
    extension: "${AGENT.extension}"
    queueIds: [queue_bench]
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

interface Figures {
  readonly p50Ms: number
  readonly p99Ms: number
}

interface Result {
  readonly ours: Figures
  readonly direct: Figures
  /** Only with the journal alone, and where FreeSWITCH has the module. */
  readonly callcenter: Figures | undefined
  readonly cpu: { readonly servicePercent: number; readonly switchPercent: number }
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
    env: {
      CTI_LOG_LEVEL: 'info',
      CTI_SEED_FILE: join(folder, 'seed.yaml'),
      CTI_FLOWS_DIRECTORY: join(folder, 'flows'),
      CTI_FLOWS_OTHERWISE: 'flow_bench',
      CTI_RECORDING_ENABLED: String(mode === 'recorded'),
    },
  })
  try {
    await mustBeDurable(system)
    const agent = await system.phone(AGENT.extension, { rtp: false })
    const caller = await system.phone('2001', { rtp: false })
    await system.ready(AGENT.agentId)
    const cpu = await idle(system)
    await run(system, caller, agent, WARM_UP_CALLS)
    const runs: { ours: Figures; direct: Figures }[] = []
    for (let n = 1; n <= RUNS; n += 1) {
      const { ours, direct } = await run(system, caller, agent, CALLS_PER_RUN)
      const figures = { ours: summary(ours), direct: summary(direct) }
      console.log(`${kind}, ${mode}, run ${n}:`, JSON.stringify(figures))
      runs.push(figures)
    }
    return {
      ours: medians(runs.map(({ ours }) => ours)),
      direct: medians(runs.map(({ direct }) => direct)),
      callcenter:
        kind === 'freeswitch' && mode === 'journal'
          ? await throughCallcenter(system, caller, agent)
          : undefined,
      cpu,
    }
  } finally {
    await system.stop()
    await conf.remove()
  }
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
    direct.push(await once(caller, agent, AGENT.extension))
    await system.agent(AGENT.agentId, ({ phase }) => phase === 'ready')
    ours.push(await once(caller, agent, system.trial.serviceNumber))
    await system.agent(AGENT.agentId, ({ phase }) => phase === 'ready')
  }
  return { ours, direct }
}

async function throughCallcenter(system: System, caller: Phone, agent: Phone): Promise<Figures | undefined> {
  const callcenter = await startCallcenter(system, [AGENT.extension])
  if (!callcenter) {
    console.log('mod_callcenter not measured: this FreeSWITCH has no such module')
    return undefined
  }
  const runs: Figures[] = []
  for (let n = 1; n <= RUNS; n += 1) {
    const tookMs: number[] = []
    for (let one = 0; one < CALLS_PER_RUN; one += 1) {
      tookMs.push(await once(caller, agent, CALLCENTER_NUMBER))
      await callcenter.idle()
    }
    runs.push(summary(tookMs))
    console.log(`freeswitch, callcenter, run ${n}:`, JSON.stringify(runs.at(-1)))
  }
  await callcenter.close()
  return medians(runs)
}

/** One call, from INVITE to INVITE in milliseconds; the caller gives up while the agent's phone rings. */
async function once(caller: Phone, agent: Phone, number: string): Promise<number> {
  const call = await caller.call(number)
  const arriving = await agent.nextIncoming({ timeoutMs: 10_000 })
  await arriving.ring()
  const gone = arriving.waitFor('ended', 10_000)
  const tookMs = invite(arriving, 'in') - invite(call, 'out')
  await call.hangUp()
  await gone
  return tookMs
}

/** When the INVITE passed that led to the call: the first one is challenged, and sent again with its digest. */
function invite(call: Call, direction: 'in' | 'out'): number {
  const sent = call.messages.filter((seen) => seen.direction === direction && seen.text.startsWith('INVITE '))
  const at = sent.at(direction === 'out' ? -1 : 0)?.at
  if (at === undefined) throw new Error('a call without an INVITE')
  return at
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

function summary(values: readonly number[]): Figures {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number) =>
    round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)
  return { p50Ms: at(0.5), p99Ms: at(0.99) }
}

function medians(runs: readonly Figures[]): Figures {
  const median = (values: readonly number[]) =>
    values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
  return { p50Ms: median(runs.map((one) => one.p50Ms)), p99Ms: median(runs.map((one) => one.p99Ms)) }
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
      figures: { runs: RUNS, callsPerRun: CALLS_PER_RUN, ...by(({ ours }) => ours) },
      against: {
        what: 'direct bridge by the dialplan',
        ...by(({ direct }) => direct),
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
