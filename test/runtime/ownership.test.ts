import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { leaseHolder } from '../../src/configuration/lease-holder.ts'
import { openStore } from '../adapters/store/support.ts'
import { eventually } from '../support/eventually.ts'
import { freshDatabase, plainClient, type TestDatabase } from '../support/postgres.ts'
import { type OwnRedis, ownRedis } from '../support/redis.ts'
import { scratch } from '../support/scratch.ts'
import { anOwner, SITE, type TestOwner, type Timing } from './support/owner.ts'

let redis: OwnRedis
let database: TestDatabase
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
})
afterEach(async () => {
  for (const one of owners.splice(0)) await one.end()
})

function start(controllerId: string, timing?: Timing, holder?: string): TestOwner {
  const made = anOwner(database, redis, controllerId, timing, holder)
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
  eventually(async () => (holds() ? { found: undefined } : { waiting: what }))

/** Who has taken the site, in order; and that the journal has no hole. */
async function takers(): Promise<string[]> {
  const client = await plainClient(database)
  const { rows } = await client.query('select pos, type, data from journal where site_id = $1 order by pos', [
    SITE,
  ])
  await client.end()
  expect(rows.map(({ pos }) => Number(pos))).toEqual(rows.map((_, index) => index + 1))
  return rows.filter(({ type }) => type === 'siteTaken').map(({ data }) => data.controllerId)
}

it('is one of several at a time; when it stops, another has the site at once', async () => {
  const all = [start('one'), start('two'), start('three')]
  const owning = () => all.filter(({ owner }) => owner.owned)
  await until('an owner', () => owning().length === 1)
  const [first] = owning()
  if (!first) throw new Error('nobody')
  expect(await first.logOn()).toEqual({ type: 'accepted' })
  const idle = all.filter((one) => one !== first)
  for (const one of idle) expect(one.logOn()).toBeUndefined()
  await first.owner.stop()
  await until('a successor', () => owning().length === 1)
  expect(idle).toContain(owning()[0])
  expect(await takers()).toHaveLength(2)
  for (const one of idle.filter((other) => !owning().includes(other))) expect(one.beats).toBe(0)
})

it('is followed by another when it dies, and has stopped commanding before', async () => {
  const first = start('first')
  await until('the first', () => first.owner.owned)
  const second = start('second')
  await first.cutOff()
  await until('the second', () => {
    // At no moment both.
    if (second.owner.owned) expect(first.owner.owned).toBe(false)
    return second.owner.owned
  })
  expect(await takers()).toEqual(['first', 'second'])
})

it('takes its own lease at once when it comes back under its name', async () => {
  const long = { ttlMs: 60_000, renewMs: 20_000 }
  const before = start('same', long)
  await until('it', () => before.owner.owned)
  await before.cutOff()
  const after = start('same', long)
  await until('it again', () => after.owner.owned)
  expect(await takers()).toEqual(['same', 'same'])
})

it('is two controllers when one host runs it on two data directories under one id: the other waits', async () => {
  const long = { ttlMs: 60_000, renewMs: 200 }
  const [one, other] = [scratch().path, scratch().path].map((dataDir) => () => {
    const holder = leaseHolder({ controllerId: 'host', dataDir })
    if (!holder.ok) throw new Error(holder.reason)
    return start('host', long, holder.value)
  })
  if (!one || !other) throw new Error('none')
  const first = one()
  await until('the first', () => first.owner.owned)
  const second = other()
  // More than a few of its tries, and of the first one's renewals.
  for (const answer of ['accepted', 'refused', 'refused']) {
    await new Promise((resolve) => setTimeout(resolve, 400))
    expect((await first.logOn())?.type).toBe(answer)
  }
  expect([first.history, second.history]).toEqual([['ours'], []])
  await first.owner.stop()
  await until('the second', () => second.owner.owned)
  await second.cutOff()
  // The lease of the dead one lasts a minute: only its own data directory has it at once.
  const third = one()
  const fourth = other()
  await until('its successor', () => fourth.owner.owned)
  expect([third.history, fourth.history]).toEqual([[], ['ours']])
  expect(await takers()).toEqual(['host', 'host', 'host'])
})

it('finds itself fenced when it wakes from a pause, orders nothing, and takes the site anew', async () => {
  const paused = start('paused')
  await until('it', () => paused.owner.owned)
  paused.sleep(6_000)
  expect(paused.owner.owned).toBe(false)
  expect(paused.logOn()).toBeUndefined()
  await until('its return', () => paused.history.length === 3 && paused.owner.owned)
  expect(paused.history).toEqual(['ours', 'not ours', 'ours'])
  expect(await takers()).toEqual(['paused', 'paused'])
  expect(await paused.logOn()).toEqual({ type: 'accepted' })
})

it('wakes to a site that is another one’s, and keeps away', async () => {
  const paused = start('paused')
  await until('the first', () => paused.owner.owned)
  paused.sleep(6_000)
  await flush()
  const other = start('other', { ttlMs: 60_000, renewMs: 200 })
  await until('one of them', () => paused.owner.owned !== other.owner.owned)
  await until('the stale one let go', () => paused.history.includes('not ours'))
  await until('one of them', () => paused.owner.owned !== other.owner.owned)
  const names = await takers()
  expect(names.length).toBeGreaterThanOrEqual(2)
})

it('keeps the site by its appends while Redis is away, and by its lease when Redis is back', async () => {
  const keeper = start('keeper')
  await until('it', () => keeper.owner.owned)
  await redis.server.stop()
  const client = await plainClient(database)
  await eventually(async () => {
    const { rows } = await client.query("select count(*)::int as n from journal where type = 'siteKept'")
    return rows[0].n >= 3 ? { found: true } : { waiting: `${rows[0].n} appends` }
  })
  expect(keeper.owner.owned).toBe(true)
  await redis.restart()
  const kept = async () =>
    (await client.query("select count(*)::int as n from journal where type = 'siteKept'")).rows[0].n
  await eventually(async () => {
    const before = await kept()
    await new Promise((resolve) => setTimeout(resolve, 600))
    return (await kept()) === before ? { found: true } : { waiting: 'it still appends to keep the site' }
  })
  await client.end()
  expect(keeper.history).toEqual(['ours'])
  expect(await takers()).toEqual(['keeper'])
})

it('keeps the site when Redis forgets everything', async () => {
  const keeper = start('keeper')
  await until('it', () => keeper.owner.owned)
  await flush()
  expect(await keeper.logOn()).toEqual({ type: 'accepted' })
  const rival = start('rival')
  await until('the lease again', () => keeper.owner.owned)
  expect(rival.owner.owned !== keeper.owner.owned).toBe(true)
})

it('stops at the first append that another’s facts forbid, and orders nothing for it', async () => {
  // It renews nothing in this time, and so hears nothing of the other.
  const deaf = { ttlMs: 3_000, renewMs: 60_000 }
  const stale = start('stale', deaf)
  await until('the first', () => stale.owner.owned)
  await flush()
  const fresh = start('fresh', deaf)
  await eventually(async () => {
    const names = await takers()
    return names.length === 2 ? { found: names } : { waiting: names.join() }
  })
  // The other waits for as long as the first may hold its lease for live.
  expect(fresh.owner.owned && stale.owner.owned).toBe(false)
  void stale.logOn()
  await until('the second', () => {
    if (fresh.owner.owned) expect(stale.owner.owned).toBe(false)
    return fresh.owner.owned
  })
  expect(stale.orders).toEqual([])
  expect(await fresh.logOn()).toEqual({ type: 'accepted' })
  expect(await takers()).toEqual(['stale', 'fresh'])
})

it('dates no fact before those it follows, though the owner before had a clock an hour ahead', async () => {
  const ahead = start('ahead', { ttlMs: 1_000, renewMs: 250, aheadMs: 3_600_000 })
  await until('the first', () => ahead.owner.owned)
  await ahead.owner.stop()
  const right = start('right')
  await until('the second', () => right.owner.owned)
  expect(await right.logOn()).toEqual({ type: 'accepted' })
  const client = await plainClient(database)
  const { rows } = await client.query('select type, at from journal order by pos')
  await client.end()
  const moments = rows.map(({ at }) => Number(at))
  expect(moments).toEqual(moments.toSorted((a, b) => a - b))
  expect(moments.at(-1)).toBeGreaterThan(Date.now() + 3_500_000)
  expect([...(right.owner.state?.alarms.keys() ?? [])].join()).toContain('clockStepped')
})
