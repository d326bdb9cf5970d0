/** The outbox doesn't wait for the database's disk: a crash takes back its newest writes while the dispatcher runs. */
import type pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Receiver, startReceiver } from '../../../scripts/lib/webhook-receiver.ts'
import { plainClient } from '../../support/postgres.ts'
import { type OwnRedis, ownRedis } from '../../support/redis.ts'
import { type Site, startSite, until } from './support/site.ts'

let redis: OwnRedis
let site: Site
let receiver: Receiver
let client: pg.Client
/** `SUBJECT#SEQUENCE` of each event in the order received, by its id. */
const came: { id: string; what: string }[] = []

beforeAll(async () => {
  redis = await ownRedis()
})
afterAll(() => redis.remove())

beforeEach(async () => {
  came.length = 0
  const secrets: string[] = []
  receiver = await startReceiver({
    secrets: () => secrets,
    answer({ event }) {
      came.push({ id: event.id, what: `${event.subject}#${Number(event.sequence)}` })
      return 204
    },
  })
  site = await startSite({ redis: redis.server })
  client = await plainClient(site.store.database)
  secrets.push((await site.endpoint({ url: receiver.url })).secret)
  await site.happen(
    { subject: 'call_a' },
    { subject: 'call_b' },
    { subject: 'call_a' },
    { subject: 'call_b' },
    { subject: 'call_a' },
  )
  await allTold(5)
})

afterEach(async () => {
  await client.end()
  await site.close()
  await receiver.close()
})

const ids = () => [...new Set(came.map(({ id }) => id))].sort()

async function allTold(count: number): Promise<void> {
  await until(
    async () =>
      ids().length === count && (await site.store.webhooks.standings(site.siteId))[0]?.waiting === 0,
    ids,
  )
}

const takeBackTo = (pos: number) => client.query('update webhook_cursors set pos = $1', [pos])

/** Each id stands for one event, and none of a subject came before the one that precedes it. */
function expectWholeAndInOrder(): void {
  expect(new Set(came.map(({ id, what }) => `${id} ${what}`)).size).toBe(ids().length)
  for (const subject of ['call_a', 'call_b']) {
    const first = [...new Set(came.map(({ what }) => what).filter((what) => what.startsWith(subject)))]
    expect(first).toEqual(first.map((_, index) => `${subject}#${index + 1}`))
  }
}

test('taken back at the moment of a step, it goes on from where it is stored', async () => {
  // Its step waits for this lock, and finds the cursor elsewhere than where it read on.
  await client.query('begin')
  await takeBackTo(2)
  await site.happen({ subject: 'call_b' })
  await until(async () => {
    const { rows } = await client.query<{ waiting: boolean }>(
      'select exists (select from pg_locks where not granted and transactionid = pg_current_xact_id()::xid) waiting',
    )
    return rows[0]?.waiting === true
  })
  await client.query('commit')
  await allTold(6)
  await site.happen({ subject: 'call_a' }, { subject: 'call_b' })
  await allTold(8)
  expectWholeAndInOrder()
  expect((await site.store.webhookOutbox.state(site.siteId)).pos).toBe(8)
})

test('taken back while nothing happens, it notices by itself, and tells again under the same ids', async () => {
  await takeBackTo(2)
  await until(() => came.length === 8, ids)
  await allTold(5)
  expect(
    came
      .slice(5)
      .map(({ id }) => id)
      .sort(),
  ).toEqual(['site_main-3', 'site_main-4', 'site_main-5'])
  expectWholeAndInOrder()
  expect((await site.store.webhookOutbox.state(site.siteId)).pos).toBe(5)
})
