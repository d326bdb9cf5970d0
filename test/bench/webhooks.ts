/**
 * Webhooks delivered a second from the journal on, and the lag from a fact to the receiver's answer, beside a bare fetch
 * of the same bodies to the same receiver. PostgreSQL, Redis and the receiver share the machine. The last line is one
 * JSON object.
 *
 *     npm run -s bench:webhooks
 */
import { fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { createCallSealing } from '../../src/adapters/crypto/call-private.ts'
import { createStore, type Store } from '../../src/adapters/store/create-store.ts'
import { parseAllowList } from '../../src/adapters/webhook/allow-list.ts'
import { createWebhooks } from '../../src/adapters/webhook/create-webhooks.ts'
import type { JournalRow } from '../../src/domain/fact.ts'
import { silentLog } from '../../src/lib/log.ts'
import { machineClock } from '../../src/runtime/clock.ts'
import { startPostgres } from '../../src/trial/postgres.ts'
import { startRedis, type TrialRedis } from '../../src/trial/redis.ts'

const CALLS = 500
const EVENTS = 12
const CONCURRENCY = 20
/** Facts a second in the part that measures the lag: far from what can be delivered. */
const CALM_PER_SECOND = 100
const CALM_S = 10
const SITE = 'site_bench'

/** In a process of its own, so that it takes nothing from what is measured but the machine. */
function receive(): void {
  const server = createServer((req, res) => {
    req.resume()
    req.on('end', () => res.writeHead(204).end())
  })
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
  process.on('disconnect', () => process.exit())
}

function factsOf(call: number, from: number, count: number, firstPos: number): JournalRow[] {
  return Array.from({ length: count }, (_, n) => ({
    siteId: SITE,
    pos: firstPos + n,
    kind: 'call',
    subject: `call_01J9${String(call).padStart(22, '0')}`,
    subjectSeq: from + n,
    at: Date.now(),
    type: 'callOffered',
    data: {
      agentId: 'agent_1001',
      legId: '0190a0b0-1111-8222-8333-abcdefabcdef',
      dueAt: Date.now() + 20_000,
    },
  }))
}

const append = async (store: Store, rows: readonly JournalRow[]) => {
  const outcome = await store.journal.append({ siteId: SITE, rows, views: [], privateFields: [] })
  if (outcome.type !== 'appended') throw new Error(JSON.stringify(outcome))
}

/** Posts of a body like the webhooks', as many at a time, by Node's own fetch. */
async function bareFetch(url: string, count: number): Promise<number> {
  const body = JSON.stringify({ ...factsOf(1, 1, 1, 1)[0], specversion: '1.0', source: '/sites/site_bench' })
  const began = performance.now()
  let left = count
  await Promise.all(
    Array.from({ length: CONCURRENCY }, async () => {
      while (left-- > 0) {
        const answer = await fetch(url, {
          method: 'POST',
          body,
          headers: { 'content-type': 'application/json' },
        })
        await answer.arrayBuffer()
      }
    }),
  )
  return count / ((performance.now() - began) / 1_000)
}

async function measure(store: Store, redis: TrialRedis, url: string): Promise<object> {
  const allowed = parseAllowList(['127.0.0.1'])
  if (!allowed.ok) throw new Error('allow-list')
  const lags: number[] = []
  const ears = new Set<(site: string, pos: number) => void>()
  const webhooks = createWebhooks({
    siteId: SITE,
    journal: store.journal,
    doorbell: {
      listen(ear) {
        ears.add(ear)
        return () => ears.delete(ear)
      },
    },
    registry: store.webhooks,
    outbox: store.webhookOutbox,
    redis,
    allow: allowed.list,
    timeoutMs: 10_000,
    concurrency: CONCURRENCY,
    observer: {
      tried: () => undefined,
      delivered: (_, lagMs) => lags.push(lagMs),
      deadLettered: () => undefined,
      standings: () => undefined,
    },
    alarm: async () => true,
    clock: machineClock(),
    log: silentLog,
  })
  const terms = { url, types: null, queueIds: null, description: '' }
  await store.webhooks.create(SITE, webhooks.desk.newWebhookId(), terms, webhooks.desk.newSecret())
  webhooks.start()
  let pos = 1
  const ring = () => {
    for (const ear of ears) ear(SITE, pos - 1)
  }
  const delivered = async (count: number) => {
    while (lags.length < count) await setTimeout(5)
  }

  // A backlog: as after a receiver's outage.
  for (let call = 0; call < CALLS; call += 50) {
    const rows = Array.from({ length: 50 }, (_, n) => factsOf(call + n, 1, EVENTS, pos + n * EVENTS)).flat()
    await append(store, rows)
    pos += rows.length
  }
  const began = performance.now()
  ring()
  await delivered(CALLS * EVENTS)
  const perSecond = lags.length / ((performance.now() - began) / 1_000)

  // A calm day: each fact by itself.
  lags.length = 0
  const calmBegan = performance.now()
  for (let n = 0; n < CALM_PER_SECOND * CALM_S; n += 1) {
    await append(store, factsOf(CALLS + (n % 50), Math.floor(n / 50) + 1, 1, pos))
    pos += 1
    ring()
    await setTimeout(Math.max(0, calmBegan + ((n + 1) * 1_000) / CALM_PER_SECOND - performance.now()))
  }
  await delivered(CALM_PER_SECOND * CALM_S)
  await webhooks.close()
  lags.sort((a, b) => a - b)
  const at = (share: number) => lags[Math.floor(lags.length * share)] ?? 0
  return {
    deliveriesPerSecond: Math.round(perSecond),
    lagP50Ms: at(0.5),
    lagP99Ms: at(0.99),
    atFactsPerSecond: CALM_PER_SECOND,
    concurrency: CONCURRENCY,
  }
}

async function main(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'cti-bench-webhooks-'))
  const receiver = fork(fileURLToPath(import.meta.url), ['receive'], { execArgv: ['--import', 'tsx'] })
  const [port] = (await once(receiver, 'message')) as [number]
  const url = `http://127.0.0.1:${port}/`
  const postgres = await startPostgres({ dataDir, durableSetup: false })
  const redis = await startRedis({ dataDir })
  const sealing = createCallSealing([randomBytes(32)])
  const store = createStore({ address: postgres, sealing, log: silentLog, appendTimeoutMs: 10_000 })
  try {
    const migrated = await store.migrate()
    if (migrated.type !== 'migrated') throw new Error(JSON.stringify(migrated))
    await bareFetch(url, 500)
    const bare = await bareFetch(url, CALLS * EVENTS)
    const figures = (await measure(store, redis, url)) as { deliveriesPerSecond: number }
    const ratio = Math.round((figures.deliveriesPerSecond / bare) * 100) / 100
    const against = { what: 'bare fetch, as many at a time', deliveriesPerSecond: Math.round(bare) }
    console.log(JSON.stringify({ bench: 'webhooks', figures, against, ratio }))
  } finally {
    receiver.disconnect()
    await store.close()
    await redis.stop()
    await postgres.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

if (process.argv[2] === 'receive') receive()
else await main()
