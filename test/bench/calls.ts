/**
 * The highest rate of calls that go all their way with nothing failed, in four shapes:
 * - `queue`: a carrier's INVITE, park, queue, an agent's phone, bridge, a second of talk without sound, the caller's BYE;
 *   with the journal alone. Beside it `bridge`: two phones bridged by the switch's own dialplan, and the same talk; and
 *   on FreeSWITCH `callcenter`: the same calls through its own queue, mod_callcenter.
 * - `journal`: with a menu and a key before the queue, and a talk of two seconds with sound both ways; beside it `direct`,
 *   two phones bridged by the dialplan with that talk.
 * - `recorded`: the same as `journal`, with recording, sealing, the store and a webhook for each call.
 * sipp on both ends, PostgreSQL, Redis, the switch and the service share the machine. On the embedded switch always; on
 * FreeSWITCH too when CTI_TEST_FREESWITCH names one.
 *
 *     [CTI_TEST_FREESWITCH=PREFIX] [BENCH_CALLS_SWITCHES=softswitch,freeswitch] npm run -s bench:calls
 *
 * A rate counts when every call that was made in its seconds went by the scenario at both ends, has one final fact with
 * a talk in it, and (with recording) a complete recording and its webhook at the receiver. The first run tries rates
 * upwards until one isn't clean; the others begin where the one before has ended. Each figure is the median of the
 * runs' highest. CPU milliseconds a call are those of the highest rate. The last line is one JSON object; `ratio` is
 * `queue` over `bridge` on the embedded switch (on FreeSWITCH: `ratioFreeswitch`).
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freeswitchPrefix } from '../support/freeswitch.ts'
import { type System, startSystem } from '../support/system.ts'
import { CALLCENTER_NUMBER, type Callcenter, callcenterConf, startCallcenter } from './callcenter.ts'
import { lookAtFacts, takers } from './calls/looking.ts'
import { lengthMs, writeCapture } from './calls/media.ts'
import { startPhones } from './calls/phones.ts'
import { toAnExtension, toTheService } from './calls/scenarios.ts'
import { runStep, type StepResult } from './calls/step.ts'
import { mustBeDurable, ROOM_FOR_LOAD, round } from './measure.ts'

const RUNS = Number(process.env['BENCH_CALLS_RUNS'] ?? 3)
const SECONDS = Number(process.env['BENCH_CALLS_SECONDS'] ?? 10)
const RATES = (process.env['BENCH_CALLS_RATES'] ?? '5,10,15,20,25,30,40,50,60,70,80,100')
  .split(',')
  .map(Number)
const SWITCHES = (process.env['BENCH_CALLS_SWITCHES'] ?? 'softswitch,freeswitch').split(',')
const MEDIA = { leadMs: 300, key: 1, talkMs: 2_000 }
const SILENT_MS = 1_000
/** More than talk at once at the highest rate. */
const AGENTS = Array.from({ length: 300 }, (_, n) => String(1_100 + n))
const CALLER = '1099'

const SEED = `queues:
  - queueId: queue_bench
    names: { zh: 测试, en: Bench }
    wrapUpMs: 0
agents:
${[...AGENTS, CALLER].map((one) => `  - { agentId: agent_n${one}, name: Bench, extension: "${one}", queueIds: [queue_bench] }`).join('\n')}
`

const QUEUE_FLOW = `id: flow_bench
languages: [en]
start: wait
steps:
  wait:
    kind: queue
    queueId: queue_bench
`

const MENU_FLOW = `id: flow_bench
languages: [en]
start: choose
steps:
  choose:
    kind: menu
    prompts: [main-menu]
    options: { 1: { name: person, next: wait } }
    otherwise: done
  wait:
    kind: queue
    queueId: queue_bench
  done:
    kind: hangUp
`

/** Of calls: how they go, and what they come to besides. */
const MODES = {
  queue: { service: true, sound: false },
  bridge: { service: false, sound: false },
  callcenter: { service: false, sound: false },
  journal: { service: true, sound: true },
  direct: { service: false, sound: true },
  recorded: { service: true, sound: true },
} as const
type Mode = keyof typeof MODES

interface Highest {
  readonly callsPerSecond: number
  readonly cpuMsPerCall: { readonly service: number; readonly switch: number }
}

type Figures = Record<Exclude<Mode, 'callcenter'>, Highest> & { readonly callcenter: Highest | undefined }

async function measureOn(kind: System['switchKind'], folder: string): Promise<Figures> {
  const one = { kind, folder, recording: false, flow: MENU_FLOW }
  const queued = await inSystem({ ...one, flow: QUEUE_FLOW }, async (system) => ({
    bridge: await highest(kind, system, 'bridge', folder),
    queue: await highest(kind, system, 'queue', folder),
    callcenter: kind === 'freeswitch' ? await throughCallcenter(system, folder) : undefined,
  }))
  const spoken = await inSystem(one, async (system) => ({
    direct: await highest(kind, system, 'direct', folder),
    journal: await highest(kind, system, 'journal', folder),
  }))
  const recorded = await inSystem({ ...one, recording: true }, (system) =>
    highest(kind, system, 'recorded', folder),
  )
  return { ...queued, ...spoken, recorded }
}

async function throughCallcenter(system: System, folder: string): Promise<Highest | undefined> {
  const callcenter = await startCallcenter(system, AGENTS)
  if (!callcenter) {
    console.log('mod_callcenter not measured: this FreeSWITCH has no such module')
    return undefined
  }
  try {
    return await highest('freeswitch', system, 'callcenter', folder, callcenter)
  } finally {
    await callcenter.close()
  }
}

let received = 0

interface Setting {
  readonly kind: System['switchKind']
  readonly folder: string
  readonly recording: boolean
  readonly flow: string
}

async function inSystem<T>(
  { kind, folder, recording, flow }: Setting,
  measure: (system: System) => Promise<T>,
): Promise<T> {
  await writeFile(join(folder, 'flows', 'bench.yaml'), flow)
  const receiver = createServer((req, res) => {
    req.resume()
    req.on('end', () => {
      received += 1
      res.writeHead(204).end()
    })
  }).listen(0, '127.0.0.1')
  const conf = await callcenterConf()
  const system = await startSystem({
    durable: true,
    embeddedOnly: kind === 'softswitch',
    freeswitchConf: conf.confDir,
    extensions: [...AGENTS, CALLER],
    freeswitchSettings: ROOM_FOR_LOAD,
    env: {
      CTI_LOG_LEVEL: 'info',
      CTI_SEED_FILE: join(folder, 'seed.yaml'),
      CTI_FLOWS_DIRECTORY: join(folder, 'flows'),
      CTI_FLOWS_OTHERWISE: 'flow_bench',
      CTI_RECORDING_ENABLED: String(recording),
    },
  })
  try {
    await mustBeDurable(system)
    const users = [...AGENTS, CALLER].map((extension) => {
      const { password } = system.trial.extensions.find((one) => one.extension === extension) ?? {
        password: '',
      }
      return { extension, password }
    })
    const usersFile = join(folder, 'users.csv')
    const line = ({ extension, password }: (typeof users)[number]) =>
      `${extension};[authentication username=${extension} password=${password}]`
    await writeFile(usersFile, `SEQUENTIAL\n${users.map(line).join('\n')}\n`, { mode: 0o600 })
    const phones = await startPhones(system, system.sipDomain, users, usersFile)
    try {
      for (const extension of AGENTS) await system.ready(`agent_n${extension}`)
      if (recording) {
        const { port } = receiver.address() as AddressInfo
        const made = await system.api('POST', '/v1/webhooks', {
          url: `http://127.0.0.1:${port}/events`,
          types: ['cti.call.ended.v1'],
        })
        if (made.status !== 201) throw new Error(JSON.stringify(made.body))
      }
      return await measure(system)
    } finally {
      await phones.close()
    }
  } finally {
    await system.stop()
    await conf.remove()
    receiver.close()
  }
}

/** The median of the runs' highest clean rates, with what a call cost there. */
async function highest(
  kind: System['switchKind'],
  system: System,
  mode: Mode,
  folder: string,
  callcenter?: Callcenter,
): Promise<Highest> {
  const runs: Highest[] = []
  let from = 0
  for (let run = 1; run <= RUNS; run += 1) {
    const tryRate = (callsPerSecond: number) => {
      const what = `${kind}, ${mode}, run ${run}, ${callsPerSecond}/s:`
      return atRate(system, mode, folder, callsPerSecond, what, callcenter)
    }
    let best: Highest | undefined
    let at = from
    // Up from where the run before has ended, or down when that is too much today.
    for (; at < RATES.length; at += 1) {
      const result = await tryRate(RATES[at] ?? 0)
      if (result === undefined) break
      best = result
    }
    for (; best === undefined && at > 0; at -= 1) best = await tryRate(RATES[at - 1] ?? 0)
    from = best === undefined ? 0 : RATES.indexOf(best.callsPerSecond)
    runs.push(best ?? { callsPerSecond: 0, cpuMsPerCall: { service: 0, switch: 0 } })
  }
  const sorted = runs.toSorted((a, b) => a.callsPerSecond - b.callsPerSecond)
  return sorted[Math.floor(sorted.length / 2)] as Highest
}

/** What a call cost at this rate; undefined when not every call went all its way. */
async function atRate(
  system: System,
  mode: Mode,
  folder: string,
  callsPerSecond: number,
  what: string,
  callcenter: Callcenter | undefined,
): Promise<Highest | undefined> {
  const { service, sound } = MODES[mode]
  const capture = sound ? join(folder, 'caller.pcap') : undefined
  const caller = system.trial.extensions.find(({ extension }) => extension === CALLER)
  const wrong = callcenter
    ? await takers(callcenter)
    : service
      ? await lookAtFacts(system, mode === 'recorded' ? () => received : undefined)
      : async () => undefined
  const result: StepResult = await runStep(system, {
    callsPerSecond,
    seconds: SECONDS,
    scenario:
      service || callcenter || !caller ? await toTheService(capture) : await toAnExtension(capture, caller),
    target: service || callcenter ? system.trunkSip : system.sip,
    service: callcenter ? CALLCENTER_NUMBER : service ? system.trial.serviceNumber : (AGENTS[0] ?? ''),
    callMs: sound ? lengthMs(MEDIA) : SILENT_MS,
    ...(service ? {} : { caller: CALLER }),
    keys: { domain: system.sipDomain },
    wrong,
  })
  console.log(what, result.fault ?? `clean, ${round(result.service)} + ${round(result.switch)} ms CPU a call`)
  if (result.fault !== undefined) {
    await quiet(system)
    await callcenter?.idle()
    return undefined
  }
  return {
    callsPerSecond,
    cpuMsPerCall: { service: round(result.service), switch: round(result.switch) },
  }
}

/** After a rate that was too high: no call is left, and every agent is ready again. */
async function quiet(system: System): Promise<void> {
  for (let waited = 0; waited < 120; waited += 1) {
    const live = (await system.api('GET', '/v1/calls?limit=100')).body.items.filter(
      ({ state }: { state: string }) => state !== 'ended',
    )
    if (live.length === 0) break
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  for (const extension of AGENTS) {
    const { phase } = (await system.api('GET', `/v1/agents/agent_n${extension}`)).body
    if (phase !== 'ready') await system.ask(`agent_n${extension}`, 'ready')
  }
}

const folder = await mkdtemp(join(tmpdir(), 'cti-bench-calls-'))
try {
  await mkdir(join(folder, 'flows'))
  await writeFile(join(folder, 'seed.yaml'), SEED)
  await writeCapture(join(folder, 'caller.pcap'), MEDIA)
  const softswitch = SWITCHES.includes('softswitch') ? await measureOn('softswitch', folder) : undefined
  const asked = SWITCHES.includes('freeswitch')
  const freeswitch =
    asked && freeswitchPrefix() !== undefined ? await measureOn('freeswitch', folder) : undefined
  if (asked && !freeswitch) console.log('FreeSWITCH not measured: CTI_TEST_FREESWITCH is not set')
  const first = softswitch ?? freeswitch
  if (!first) throw new Error('BENCH_CALLS_SWITCHES names no switch that is there')
  const by = (pick: (result: Figures) => object) => ({
    ...(softswitch ? { softswitch: pick(softswitch) } : {}),
    ...(freeswitch ? { freeswitch: pick(freeswitch) } : {}),
  })
  const ratio = ({ queue, bridge }: Figures) => round(queue.callsPerSecond / bridge.callsPerSecond)
  console.log(
    JSON.stringify({
      bench: 'calls',
      figures: {
        runs: RUNS,
        secondsPerRate: SECONDS,
        ...by(({ queue, journal, recorded }) => ({ queue, journal, recorded })),
      },
      against: {
        what: 'bridge of two phones by the dialplan; mod_callcenter',
        ...by(({ bridge, direct, callcenter }) => ({
          bridge,
          direct,
          ...(callcenter ? { callcenter } : {}),
        })),
      },
      ratio: ratio(first),
      ...(freeswitch ? { ratioFreeswitch: ratio(freeswitch) } : {}),
    }),
  )
} finally {
  await rm(folder, { recursive: true, force: true })
}
