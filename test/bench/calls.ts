/**
 * The highest rate of calls that go all their way with nothing failed: a carrier's INVITE, a menu, one key, a queue,
 * an agent's phone, a talk of two seconds with sound both ways, the caller's BYE. With the journal alone, and with
 * recording, sealing, the store and a webhook for each fact of the call. Beside it, in the same run, a direct bridge of
 * two phones by the switch's own dialplan, with the same talk. sipp on both ends, PostgreSQL, Redis, the switch and the
 * service share the machine. On the embedded switch always; on FreeSWITCH too when CTI_TEST_FREESWITCH names one.
 *
 *     [CTI_TEST_FREESWITCH=PREFIX] npm run -s bench:calls
 *
 * A rate counts when every call that was made in its seconds went by the scenario at both ends, has one final fact with
 * a talk in it, and (with recording) a complete recording and its webhooks at the receiver. Rates are tried upwards
 * until one doesn't; each figure is the median of the runs' highest. CPU milliseconds a call are those of the highest
 * rate. The last line is one JSON object; `ratio` is ours over the direct bridge's on the embedded switch (on
 * FreeSWITCH: `ratioFreeswitch`).
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freeswitchPrefix } from '../support/freeswitch.ts'
import { type System, startSystem } from '../support/system.ts'
import { lengthMs, writeCapture } from './calls/media.ts'
import { startPhones } from './calls/phones.ts'
import { toAnExtension, toTheService } from './calls/scenarios.ts'
import { runStep, type StepResult } from './calls/step.ts'
import { mustBeDurable, round } from './measure.ts'

const RUNS = Number(process.env['BENCH_CALLS_RUNS'] ?? 3)
const SECONDS = Number(process.env['BENCH_CALLS_SECONDS'] ?? 10)
const RATES = (process.env['BENCH_CALLS_RATES'] ?? '5,10,15,20,25,30,40,50,60,70,80,100')
  .split(',')
  .map(Number)
const MEDIA = { leadMs: 300, key: 1, talkMs: 2_000 }
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

const FLOW = `id: flow_bench
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

type Mode = 'journal' | 'recorded' | 'direct'

interface Highest {
  readonly callsPerSecond: number
  readonly cpuMsPerCall: { readonly service: number; readonly switch: number }
}

async function measureOn(kind: System['switchKind'], folder: string): Promise<Record<Mode, Highest>> {
  const journal = await inSystem(kind, folder, false, async (system) => ({
    direct: await highest(kind, system, 'direct', folder),
    journal: await highest(kind, system, 'journal', folder),
  }))
  const recorded = await inSystem(kind, folder, true, (system) => highest(kind, system, 'recorded', folder))
  return { ...journal, recorded }
}

let received = 0

async function inSystem<T>(
  kind: System['switchKind'],
  folder: string,
  recording: boolean,
  measure: (system: System) => Promise<T>,
): Promise<T> {
  const receiver = createServer((req, res) => {
    req.resume()
    req.on('end', () => {
      received += 1
      res.writeHead(204).end()
    })
  }).listen(0, '127.0.0.1')
  const system = await startSystem({
    embeddedOnly: kind === 'softswitch',
    extensions: [...AGENTS, CALLER],
    freeswitchSettings: {
      max_sessions: 4_000,
      sessions_per_second: 1_000,
      sip_requests_per_second: 100_000,
      rtp_start_port: 20_000,
      rtp_end_port: 30_000,
    },
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
    receiver.close()
  }
}

/** The median of the runs' highest clean rates, with what a call cost there. */
async function highest(
  kind: System['switchKind'],
  system: System,
  mode: Mode,
  folder: string,
): Promise<Highest> {
  const capture = join(folder, 'caller.pcap')
  const caller = system.trial.extensions.find(({ extension }) => extension === CALLER)
  const scenario =
    mode === 'direct' && caller ? await toAnExtension(capture, caller) : await toTheService(capture)
  const runs: Highest[] = []
  for (let run = 1; run <= RUNS; run += 1) {
    let best: Highest | undefined
    for (const callsPerSecond of RATES) {
      const wrong = await looker(system, mode)
      const result: StepResult = await runStep(system, {
        callsPerSecond,
        seconds: SECONDS,
        scenario,
        target: mode === 'direct' ? system.sip : system.trunkSip,
        service: mode === 'direct' ? (AGENTS[0] ?? '') : system.trial.serviceNumber,
        callMs: lengthMs(MEDIA),
        ...(mode === 'direct' ? { caller: CALLER } : {}),
        keys: { domain: system.sipDomain },
        wrong,
      })
      console.log(
        `${kind}, ${mode}, run ${run}, ${callsPerSecond}/s:`,
        result.fault ?? `clean, ${round(result.service)} + ${round(result.switch)} ms CPU a call`,
      )
      if (result.fault !== undefined) break
      best = {
        callsPerSecond,
        cpuMsPerCall: { service: round(result.service), switch: round(result.switch) },
      }
    }
    runs.push(best ?? { callsPerSecond: 0, cpuMsPerCall: { service: 0, switch: 0 } })
    await quiet(system)
  }
  const sorted = runs.toSorted((a, b) => a.callsPerSecond - b.callsPerSecond)
  return sorted[Math.floor(sorted.length / 2)] as Highest
}

/** What is wrong with the calls that have been made since now; undefined: nothing. */
async function looker(system: System, mode: Mode): Promise<(calls: number) => Promise<string | undefined>> {
  if (mode === 'direct') return async () => undefined
  const from = (await counts(system)).pos
  const before = received
  return async (calls) => {
    const { ended, talked, offersEnded, complete } = await counts(system, from)
    if (ended !== calls) return `${ended} of ${calls} calls have ended`
    if (talked !== calls) return `${calls - talked} calls reached no agent`
    if (offersEnded > 0) return `${offersEnded} offers came to nothing`
    if (mode === 'journal') return undefined
    if (complete !== calls) return `${complete} of ${calls} recordings are complete`
    return received - before === calls ? undefined : `${received - before} of ${calls} webhooks came`
  }
}

async function counts(system: System, from = 0) {
  const [row = {}] = await system.sql(`
    select coalesce(max(pos), 0)::int as pos,
           count(*) filter (where type = 'callEnded')::int as ended,
           count(*) filter (where type = 'callEnded' and (data->>'talkedMs')::int > 0)::int as talked,
           count(*) filter (where type = 'callOfferEnded')::int as offers,
           count(*) filter (where type = 'recordingCompleted')::int as complete
    from journal where pos > ${from}`)
  const n = (name: string) => Number(row[name] ?? 0)
  return {
    pos: Math.max(from, n('pos')),
    ended: n('ended'),
    talked: n('talked'),
    offersEnded: n('offers'),
    complete: n('complete'),
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
  await writeFile(join(folder, 'flows', 'bench.yaml'), FLOW)
  await writeCapture(join(folder, 'caller.pcap'), MEDIA)
  const softswitch = await measureOn('softswitch', folder)
  const freeswitch = freeswitchPrefix() === undefined ? undefined : await measureOn('freeswitch', folder)
  if (freeswitch === undefined) console.log('FreeSWITCH not measured: CTI_TEST_FREESWITCH is not set')
  const by = (pick: (result: Record<Mode, Highest>) => object) => ({
    softswitch: pick(softswitch),
    ...(freeswitch ? { freeswitch: pick(freeswitch) } : {}),
  })
  const ratio = ({ journal, direct }: Record<Mode, Highest>) =>
    round(journal.callsPerSecond / direct.callsPerSecond)
  console.log(
    JSON.stringify({
      bench: 'calls',
      figures: {
        runs: RUNS,
        secondsPerRate: SECONDS,
        ...by(({ journal, recorded }) => ({ journal, recorded })),
      },
      against: { what: 'direct bridge of two phones by the dialplan', ...by(({ direct }) => direct) },
      ratio: ratio(softswitch),
      ...(freeswitch ? { ratioFreeswitch: ratio(freeswitch) } : {}),
    }),
  )
} finally {
  await rm(folder, { recursive: true, force: true })
}
