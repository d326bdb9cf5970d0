/**
 * Requests a second and their p99 for the main reads and commands of the API, of the real service on PostgreSQL, Redis
 * and the embedded switch, beside a bare Express route in the same run. autocannon, service and stores share the
 * machine. Each figure is the median of the runs'. The last line is one JSON object; `ratio` is one agent's read over
 * the bare route's.
 *
 *     npm run -s bench:http
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import autocannon, { type Request } from 'autocannon'
import express from 'express'
import { startSystem } from '../support/system.ts'

const RUNS = Number(process.env['BENCH_HTTP_RUNS'] ?? 3)
const SECONDS = Number(process.env['BENCH_HTTP_SECONDS'] ?? 5)
const CONNECTIONS = 10
const AGENTS = Array.from({ length: 50 }, (_, n) => String(1_100 + n))

const SEED = `queues:
  - queueId: queue_bench
    names: { zh: 测试, en: Bench }
agents:
${AGENTS.map((one) => `  - { agentId: agent_n${one}, name: Bench, extension: "${one}", queueIds: [queue_bench] }`).join('\n')}
`

/** The answer of one agent's read, made of nothing. */
const AGENT = {
  agentId: 'agent_n1100',
  siteId: 'site_main',
  name: 'Bench',
  extension: '1100',
  queueIds: ['queue_bench'],
  state: 'agentNull',
  phase: 'loggedOff',
  reasonCode: null,
  since: null,
  callId: null,
  wrapUpUntil: null,
  pending: null,
}

interface Figures {
  readonly perSecond: number
  readonly p99Ms: number
}

type Requests = (connection: number) => readonly Request[]

const get = (path: string): Requests => {
  const request = { method: 'GET', path }
  return () => [request]
}
const post = (path: string, body: object = {}): Request => ({
  method: 'POST',
  path,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

/** Each connection has an agent of its own, whose state goes to and fro: every request is a fact in the journal. */
const toAndFro: Requests = (connection) => {
  const agent = `/v1/agents/agent_n${AGENTS[connection % AGENTS.length]}`
  return [post(`${agent}/ready`), post(`${agent}/not-ready`, { reasonCode: 'break' })]
}

const CASES: Readonly<Record<string, Requests>> = {
  readAgent: get('/v1/agents/agent_n1100'),
  listAgents: get('/v1/agents?limit=50'),
  readQueue: get('/v1/queues/queue_bench'),
  listCalls: get('/v1/calls?limit=50'),
  changeAgentState: toAndFro,
}

/** In a process of its own, as the service is. */
function serveBare(): void {
  const app = express()
  app.get('/v1/agents/:agentId', (_req, res) => {
    res.json(AGENT)
  })
  const server = app.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
  process.on('disconnect', () => process.exit())
}

/** Throws when anything but success was answered: such figures say nothing. */
async function measure(url: string, requests: Requests, token: string): Promise<Figures> {
  let connection = 0
  const result = await autocannon({
    url,
    connections: CONNECTIONS,
    duration: SECONDS,
    headers: { authorization: `Bearer ${token}` },
    requests: requests(0),
    setupClient: (client) => client.setRequests(requests(connection++)),
  })
  if (result.errors + result.timeouts + result.non2xx > 0)
    throw new Error(`${result.non2xx} answers other than 2xx, ${result.errors} errors`)
  return { perSecond: Math.round(result.requests.total / result.duration), p99Ms: result.latency.p99 }
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0
const medians = (runs: readonly Figures[]): Figures => ({
  perSecond: median(runs.map(({ perSecond }) => perSecond)),
  p99Ms: median(runs.map(({ p99Ms }) => p99Ms)),
})

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'cti-bench-http-'))
  const seedFile = join(folder, 'seed.yaml')
  writeFileSync(seedFile, SEED)
  const flows = join(folder, 'flows')
  writeFlow(flows)
  const limits = { READS: '1000000', COMMANDS: '1000000', URGENT: '1000000' }
  const bare = fork(fileURLToPath(import.meta.url), ['bare'], { execArgv: ['--import', 'tsx'] })
  const [port] = (await once(bare, 'message')) as [number]
  const system = await startSystem({
    durable: true,
    embeddedOnly: true,
    env: {
      CTI_LOG_LEVEL: 'info',
      CTI_SEED_FILE: seedFile,
      CTI_FLOWS_DIRECTORY: flows,
      CTI_FLOWS_OTHERWISE: 'flow_bench',
      ...Object.fromEntries(
        Object.entries(limits).map(([name, value]) => [`CTI_HTTP_RATE_LIMITS_${name}`, value]),
      ),
    },
  })
  try {
    for (const extension of AGENTS.slice(0, CONNECTIONS)) await system.ask(`agent_n${extension}`, 'log-on')
    const { apiUrl, apiToken } = system.trial
    const found = new Map<string, Figures[]>()
    // In turn, so that whatever else the machine does falls on all; the first round only warms up.
    for (let run = 0; run <= RUNS; run += 1) {
      const round: Record<string, Figures> = {
        bare: await measure(`http://127.0.0.1:${port}`, get('/v1/agents/agent_n1100'), apiToken),
      }
      for (const [name, requests] of Object.entries(CASES))
        round[name] = await measure(apiUrl, requests, apiToken)
      if (run === 0) continue
      console.log(`run ${run}`, JSON.stringify(round))
      for (const [name, figures] of Object.entries(round))
        found.set(name, [...(found.get(name) ?? []), figures])
    }
    report(found)
  } finally {
    bare.disconnect()
    await system.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A site has a flow for its number; nobody calls here. */
function writeFlow(folder: string): void {
  mkdirSync(folder)
  writeFileSync(
    join(folder, 'bench.yaml'),
    'id: flow_bench\nlanguages: [en]\nstart: done\nsteps:\n  done: { kind: hangUp }\n',
  )
}

function report(found: ReadonlyMap<string, readonly Figures[]>): void {
  const { bare = [], ...ours } = Object.fromEntries(found)
  const ratios = bare.map(
    ({ perSecond }, run) => (ours['readAgent']?.[run]?.perSecond ?? Number.NaN) / perSecond,
  )
  const figures = {
    connections: CONNECTIONS,
    ...Object.fromEntries(Object.entries(ours).map(([name, runs]) => [name, medians(runs)])),
  }
  const against = { what: 'a bare Express route', ...medians(bare) }
  const ratio = Math.round(median(ratios) * 100) / 100
  console.log(JSON.stringify({ bench: 'http', figures, against, ratio }))
}

if (process.argv[2] === 'bare') serveBare()
else await main()
