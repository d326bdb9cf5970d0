/** Redis forgets who has a site, and the site's owner can't be told: what switches hear meanwhile, and from whom. */
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { openStore } from '../adapters/store/support.ts'
import { eventually } from '../support/eventually.ts'
import { freshDatabase, plainClient, type TestDatabase } from '../support/postgres.ts'
import { type OwnRedis, ownRedis } from '../support/redis.ts'
import { anOwner, type Sent, type TestOwner } from './support/owner.ts'

/** It never renews: of what becomes of its lease it hears nothing. */
const DEAF = { ttlMs: 2_000, renewMs: 600_000 }
const LISTENING = { ttlMs: 2_000, renewMs: 500 }

let redis: OwnRedis
let database: TestDatabase
let wire: Sent[]
let parking: NodeJS.Timeout
const owners: TestOwner[] = []

beforeAll(async () => {
  redis = await ownRedis()
})
afterAll(() => redis.remove())
beforeEach(async () => {
  database = await freshDatabase()
  const store = openStore(database)
  await store.migrate()
  await store.close()
  await flush()
  wire = []
  // A caller whose leg is parked again and again: each time there are orders for it, and no fact that they wait for.
  parking = setInterval(() => {
    for (const one of owners) one.park('leg-1')
  }, 10)
})
afterEach(async () => {
  clearInterval(parking)
  for (const one of owners.splice(0)) await one.end()
})

function start(controllerId: string, timing: typeof DEAF): TestOwner {
  const made = anOwner(database, redis, controllerId, { ...timing, wire })
  owners.push(made)
  return made
}

async function flush(): Promise<void> {
  const { host, port, password } = redis.server
  const client = new Redis({ host, port, password })
  await client.flushall()
  client.disconnect()
}

const until = (what: string, holds: () => boolean) =>
  eventually(async () => (holds() ? { found: undefined } : { waiting: what }), 60_000)

const sentBy = (name: string) => wire.filter(({ by }) => by === name).length

/** Until it has sent so many more. */
async function sendsMore(name: string, count = 20): Promise<void> {
  const before = sentBy(name)
  await until(`${name} to send`, () => sentBy(name) >= before + count)
}

/** Epochs in the order in which switches met them, without repetitions: each once, and none before one that is older. */
function expectOneAfterTheOther(names: readonly string[]): void {
  const turns = wire.filter(({ by, epoch }, index) => {
    const before = wire[index - 1]
    return before?.by !== by || before.epoch !== epoch
  })
  expect(turns.map(({ by }) => by)).toEqual(names)
  const epochs = turns.map(({ epoch }) => epoch)
  expect(epochs).toEqual(epochs.toSorted((a = 0, b = 0) => a - b))
}

async function newestFacts(): Promise<readonly string[]> {
  const client = await plainClient(database)
  const { rows } = await client.query('select type from journal order by pos')
  await client.end()
  return rows.map(({ type }) => type)
}

it('forgotten, and taken by one that knows of nobody: it orders when the first can no more', async () => {
  const first = start('first', DEAF)
  await until('the first', () => first.owner.owned)
  await sendsMore('first')
  await flush()
  const second = start('second', LISTENING)
  await until('the second', () => second.owner.owned)
  expect(first.owner.owned).toBe(false)
  await sendsMore('second')
  expectOneAfterTheOther(['first', 'second'])
})

it('forgotten while another waits for it: its owner gets it again, and no order changes hands', async () => {
  const unhurried = { ttlMs: 60_000, renewMs: 3_000 }
  const first = start('first', unhurried)
  await until('the first', () => first.owner.owned)
  const second = start('second', unhurried)
  await sendsMore('first', 100)
  await flush()
  const { host, port, password } = redis.server
  const client = new Redis({ host, port, password })
  await eventually(async () => {
    const holder = await client.get('cti:lease:site_main')
    return holder === 'first' ? { found: holder } : { waiting: `${holder} holds it` }
  }, 60_000)
  client.disconnect()
  await sendsMore('first', 100)
  expect([first.history, second.history]).toEqual([['ours'], []])
  expectOneAfterTheOther(['first'])
})

it('forgotten while another waits, and its owner doesn’t come: the other has it when the owner can order no more', async () => {
  const first = start('first', DEAF)
  await until('the first', () => first.owner.owned)
  const second = start('second', LISTENING)
  await sendsMore('first', 50)
  await flush()
  await until('the second', () => second.owner.owned)
  expect(first.owner.owned).toBe(false)
  await sendsMore('second')
  expectOneAfterTheOther(['first', 'second'])
})

it('given up in order: that is the journal’s last word, and the next has it without waiting', async () => {
  const first = start('first', { ttlMs: 600_000, renewMs: 200_000 })
  await until('the first', () => first.owner.owned)
  await sendsMore('first')
  await first.owner.stop()
  expect((await newestFacts()).at(-1)).toBe('siteReleased')
  // Were it waited for, that would be for ten minutes.
  start('second', { ttlMs: 600_000, renewMs: 200_000 })
  await sendsMore('second')
  expectOneAfterTheOther(['first', 'second'])
})

it('handed over: another has it, and the first waits for its turn', async () => {
  const first = start('first', LISTENING)
  await until('the first', () => first.owner.owned)
  const second = start('second', LISTENING)
  await sendsMore('first')
  first.owner.handOver()
  await until('an owner again', () => first.history.length > 1 && (first.owner.owned || second.owner.owned))
  const next = second.owner.owned ? 'second' : 'first'
  await sendsMore(next)
  expectOneAfterTheOther(['first', next])
})
