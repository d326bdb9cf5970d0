/**
 * Facts a second through the journal port with group commit and 100 writers waiting, beside single-row inserts with
 * synchronous commit into the same table on the same server in the same run. The last line is one JSON object.
 *
 *     npm run -s bench:journal
 */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { createCallSealing } from '../../src/adapters/crypto/call-private.ts'
import { createStore, type Store } from '../../src/adapters/store/create-store.ts'
import { silentLog } from '../../src/lib/log.ts'
import { startPostgres, type TrialPostgres } from '../../src/trial/postgres.ts'
import { groupCommit, type Unplaced } from './group-commit.ts'

const RUNS = 5
const RUN_MS = 2_000
const WRITERS = 100
const LEAST_RATIO = 5

interface Figures {
  readonly factsPerSecond: number
  readonly commitP50Ms: number
  readonly commitP99Ms: number
}

/** Facts of one writer's calls: ten a call, as a short call through a menu and a queue has. */
function* factsOf(siteId: string, writer: number): Generator<Unplaced> {
  for (let n = 0; ; n += 1) {
    const call = `call_01J9${String(writer).padStart(4, '0')}${String(Math.floor(n / 10)).padStart(18, '0')}`
    yield {
      siteId,
      kind: 'call',
      subject: call,
      subjectSeq: (n % 10) + 1,
      at: Date.now(),
      type: 'callOffered',
      data: {
        agentId: 'agent_1001',
        queueId: 'queue_appointments',
        legId: '0190a0b0-1111-8222-8333-abcdefabcdef',
        offer: n,
        ringUntil: Date.now() + 20_000,
      },
    }
  }
}

/** Lets `writers` write one fact after another for one run, each waiting for its own. */
async function measure(
  siteId: string,
  writers: number,
  write: (fact: Unplaced) => Promise<void>,
): Promise<Figures> {
  const waits: number[] = []
  const began = performance.now()
  await Promise.all(
    Array.from({ length: writers }, async (_, writer) => {
      const facts = factsOf(siteId, writer)
      while (performance.now() - began < RUN_MS) {
        const { value } = facts.next()
        const asked = performance.now()
        await write(value)
        waits.push(performance.now() - asked)
      }
    }),
  )
  const seconds = (performance.now() - began) / 1_000
  waits.sort((a, b) => a - b)
  const at = (share: number) => round(waits[Math.floor(waits.length * share)] ?? 0)
  return { factsPerSecond: Math.round(waits.length / seconds), commitP50Ms: at(0.5), commitP99Ms: at(0.99) }
}

/** One row an insert, each its own transaction, prepared, on one connection: what a plain program would do. */
async function singleRows(client: pg.Client, siteId: string): Promise<Figures> {
  let pos = 0
  return measure(siteId, 1, async (fact) => {
    pos += 1
    await client.query({
      name: 'single',
      text: 'insert into journal values ($1, $2, $3, $4, $5, $6, $7, $8)',
      values: [
        siteId,
        pos,
        fact.kind,
        fact.subject,
        fact.subjectSeq,
        fact.at,
        fact.type,
        JSON.stringify(fact.data),
      ],
    })
  })
}

async function grouped(store: Store, siteId: string, writers: number): Promise<Figures> {
  return measure(siteId, writers, groupCommit(store.journal, siteId, await store.journal.head(siteId)))
}

function medians(runs: readonly Figures[]): Figures {
  return {
    factsPerSecond: median(runs.map((run) => run.factsPerSecond)),
    commitP50Ms: median(runs.map((run) => run.commitP50Ms)),
    commitP99Ms: median(runs.map((run) => run.commitP99Ms)),
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}

async function compare(server: TrialPostgres): Promise<void> {
  const { host, port, user, password, database } = server
  const client = new pg.Client({ host, port, user, password, database })
  await client.connect()
  const sealing = createCallSealing([randomBytes(32)])
  const store = createStore({ address: server, sealing, log: silentLog, appendTimeoutMs: 10_000 })
  const migrated = await store.migrate()
  if (migrated.type !== 'migrated') throw new Error(JSON.stringify(migrated))
  const ours: Figures[] = []
  const oneWriter: Figures[] = []
  const against: Figures[] = []
  // In turn, so that whatever else the machine does falls on both; the first round only warms up.
  for (let run = 0; run <= RUNS; run += 1) {
    const figures = {
      ours: await grouped(store, `site_ours-${run}`, WRITERS),
      oneWriter: await grouped(store, `site_one-${run}`, 1),
      against: await singleRows(client, `site_single-${run}`),
    }
    if (run === 0) continue
    ours.push(figures.ours)
    oneWriter.push(figures.oneWriter)
    against.push(figures.against)
    console.log(`run ${run}`, JSON.stringify(figures))
  }
  await store.close()
  await client.end()
  const ratios = ours.map((run, index) => run.factsPerSecond / (against[index]?.factsPerSecond ?? Number.NaN))
  report(medians(ours), medians(oneWriter), medians(against), round(median(ratios)))
}

/** `ratio` is the median of the runs' own, since what else the machine does falls on both halves of a run. */
function report(ours: Figures, oneWriter: Figures, against: Figures, ratio: number): void {
  const figures = { writers: WRITERS, ...ours, oneWriter }
  console.log(
    JSON.stringify({ bench: 'journal', figures, against: { what: 'single-row inserts', ...against }, ratio }),
  )
  if (ratio < LEAST_RATIO) {
    console.error(`the ratio is below ${LEAST_RATIO}`)
    process.exitCode = 1
  }
}

const dataDir = mkdtempSync(join(tmpdir(), 'cti-bench-journal-'))
const server = await startPostgres({ dataDir, durableSetup: false })
try {
  await compare(server)
} finally {
  await server.stop()
  rmSync(dataDir, { recursive: true, force: true })
}
