/**
 * Whether memory stays flat under a long load: whole calls (menu, key, queue, a talk of two seconds with sound both ways,
 * recorded and sealed, a webhook each) at a steady rate, and every five seconds what service, switch, PostgreSQL and
 * spool take. sipp on both ends; everything shares the machine.
 *
 *     npm run -s bench:soak -- --capacity CALLS_A_SECOND [--minutes 30] [--switch softswitch|freeswitch]
 *     npm run -s bench:soak -- --rate CALLS_A_SECOND …
 *
 * `--capacity` is what bench:calls found (`recorded`); the soak runs at 80 % of it. `--rate` says it outright. Slopes
 * are by least squares over the last two thirds: what a process takes to warm up isn't growth. It judges nothing but
 * that every call went all its way; the last line is one JSON object.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type System, startSystem } from '../support/system.ts'
import { lengthMs, writeCapture } from './calls/media.ts'
import { startPhones } from './calls/phones.ts'
import { toTheService } from './calls/scenarios.ts'
import { runStep } from './calls/step.ts'
import { mustBeDurable, ROOM_FOR_LOAD, round } from './measure.ts'
import { look, type Sample, slopePerMinute } from './soak/samples.ts'

const MEDIA = { leadMs: 300, key: 1, talkMs: 2_000 }
const OF_CAPACITY = 0.8
const EVERY_MS = 5_000
const TOLD_EVERY = 12

const { values } = parseArgs({
  options: {
    capacity: { type: 'string' },
    rate: { type: 'string' },
    minutes: { type: 'string', default: '30' },
    switch: { type: 'string', default: 'softswitch' },
  },
})
const rate = values.rate === undefined ? Number(values.capacity) * OF_CAPACITY : Number(values.rate)
const minutes = Number(values.minutes)
if (!(rate > 0 && rate <= 1_000 && minutes > 0 && minutes <= 1_440)) {
  console.error('--capacity or --rate in calls a second (to 1000), --minutes (to 1440)')
  process.exit(2)
}
if (values.switch === 'freeswitch' && !process.env['CTI_TEST_FREESWITCH']) {
  console.error('--switch freeswitch needs CTI_TEST_FREESWITCH')
  process.exit(2)
}

/** Three times as many as talk at once. */
const AGENTS = Array.from({ length: Math.max(20, Math.ceil(rate * 9)) }, (_, n) => String(11_000 + n))

const SEED = `queues:
  - { queueId: queue_soak, names: { zh: 测试, en: Soak }, wrapUpMs: 0 }
agents:
${AGENTS.map((one) => `  - { agentId: agent_n${one}, name: Soak, extension: "${one}", queueIds: [queue_soak] }`).join('\n')}
`
const FLOW = `id: flow_soak
languages: [en]
start: choose
steps:
  choose: { kind: menu, prompts: [main-menu], options: { 1: { name: person, next: wait } }, otherwise: done }
  wait: { kind: queue, queueId: queue_soak }
  done: { kind: hangUp }
`

async function soak(system: System, folder: string): Promise<void> {
  await mustBeDurable(system)
  const users = AGENTS.map((extension) => {
    const found = system.trial.extensions.find((one) => one.extension === extension)
    return `${extension};[authentication username=${extension} password=${found?.password ?? ''}]`
  })
  const usersFile = join(folder, 'users.csv')
  await writeFile(usersFile, `SEQUENTIAL\n${users.join('\n')}\n`, { mode: 0o600 })
  const one = AGENTS.map((extension) => ({ extension, password: '' }))
  const phones = await startPhones(system, system.sipDomain, one, usersFile)
  const samples: Sample[] = []
  const began = performance.now()
  const sample = async () => {
    const at = (performance.now() - began) / 60_000
    samples.push({ minutes: at, values: await look(system) })
    if (samples.length % TOLD_EVERY !== 1) return
    const told = Object.entries(samples.at(-1)?.values ?? {}).map(
      ([name, value]) => `${name} ${round(value)}`,
    )
    console.log(`${at.toFixed(1).padStart(6)} min  ${told.join(', ')}`)
  }
  try {
    for (const extension of AGENTS) await system.ready(`agent_n${extension}`)
    await sample()
    // A look that comes to nothing is one sample fewer.
    const timer = setInterval(() => void sample().catch(() => undefined), EVERY_MS)
    const result = await runStep(system, {
      callsPerSecond: rate,
      seconds: minutes * 60,
      scenario: await toTheService(join(folder, 'caller.pcap')),
      target: system.trunkSip,
      service: system.trial.serviceNumber,
      callMs: lengthMs(MEDIA),
      keys: { domain: system.sipDomain },
      wrong: (calls) => wrongOf(system, calls),
    }).finally(() => clearInterval(timer))
    await sample()
    const settled = samples.slice(Math.floor(samples.length / 3))
    const figures = Object.keys(samples[0]?.values ?? {}).map((name) => {
      const all = settled.map((each) => each.values[name] ?? 0)
      const [first = 0, last = 0] = [all[0], all.at(-1)]
      const figure = { first: round(first), last: round(last), most: round(Math.max(...all)) }
      return [name, { ...figure, perMinute: round(slopePerMinute(settled, name)) }]
    })
    console.log(result.fault ?? 'every call went all its way')
    console.log(
      JSON.stringify({
        bench: 'soak',
        switch: system.switchKind,
        minutes,
        callsPerSecond: round(rate),
        calls: Math.round(rate * minutes * 60),
        fault: result.fault ?? null,
        cpuMsPerCall: { service: round(result.service), switch: round(result.switch) },
        samples: samples.length,
        figures: Object.fromEntries(figures),
      }),
    )
    process.exitCode = result.fault === undefined ? 0 : 1
  } finally {
    await phones.close()
  }
}

async function wrongOf(system: System, calls: number): Promise<string | undefined> {
  const [row = {}] = await system.sql(`
    select count(*) filter (where type = 'callEnded')::int as ended,
           count(*) filter (where type = 'recordingCompleted')::int as complete
    from journal`)
  if (row['ended'] !== calls) return `${row['ended']} of ${calls} calls have ended`
  if (row['complete'] !== calls) return `${row['complete']} of ${calls} recordings are complete`
  return received === calls ? undefined : `${received} of ${calls} webhooks came`
}

let received = 0
const folder = await mkdtemp(join(tmpdir(), 'cti-soak-'))
const receiver = createServer((req, res) => {
  req.resume()
  req.on('end', () => {
    received += 1
    res.writeHead(204).end()
  })
}).listen(0, '127.0.0.1')
try {
  await mkdir(join(folder, 'flows'))
  await writeFile(join(folder, 'seed.yaml'), SEED)
  await writeFile(join(folder, 'flows', 'soak.yaml'), FLOW)
  await writeCapture(join(folder, 'caller.pcap'), MEDIA)
  const system = await startSystem({
    durable: true,
    embeddedOnly: values.switch === 'softswitch',
    extensions: AGENTS,
    freeswitchSettings: ROOM_FOR_LOAD,
    env: {
      CTI_LOG_LEVEL: 'info',
      CTI_SEED_FILE: join(folder, 'seed.yaml'),
      CTI_FLOWS_DIRECTORY: join(folder, 'flows'),
      CTI_FLOWS_OTHERWISE: 'flow_soak',
      CTI_RECORDING_ENABLED: 'true',
    },
  })
  try {
    const { port } = receiver.address() as AddressInfo
    const made = await system.api('POST', '/v1/webhooks', {
      url: `http://127.0.0.1:${port}/events`,
      types: ['cti.call.ended.v1'],
    })
    if (made.status !== 201) throw new Error(JSON.stringify(made.body))
    await soak(system, folder)
  } finally {
    await system.stop()
  }
} finally {
  receiver.close()
  await rm(folder, { recursive: true, force: true })
}
