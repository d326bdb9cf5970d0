/** The webhooks' tables: what is noted, who holds a pair, what an endpoint's change does to both. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { JournalRow } from '../../../src/domain/fact.ts'
import type { WebhookEndpoint, WebhookPair } from '../../../src/runtime/webhooks.ts'
import { plainClient } from '../../support/postgres.ts'
import { batch, freshStore, rows, type TestStore } from './support.ts'

const TERMS = { url: 'https://his.test/hook', types: null, queueIds: null, description: '' }
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
let store: TestStore
let made = 0
beforeAll(async () => {
  store = await freshStore()
})
afterAll(() => store.close())

const newId = () => `webhook_01J9${String(++made).padStart(22, '0')}`
const newSite = () => `site_${++made}`

/** A site whose journal has `count` facts of one call, all dispatched to one endpoint. */
async function dispatched(count: number, more: Partial<JournalRow> = {}) {
  const siteId = newSite()
  const endpoint = await created(siteId)
  await store.journal.append(batch(rows(1, count, { siteId, ...more })))
  const { pos, revision } = await store.webhookOutbox.state(siteId)
  const pair = { webhookId: endpoint.webhookId, subject: rows(1, 1, more)[0]?.subject ?? '' }
  const advanced = await store.webhookOutbox.advance(siteId, { fromPos: pos, toPos: count, revision }, [
    { ...pair, firstSeq: 1, lastSeq: count, at: 1_000 },
  ])
  return { siteId, endpoint, pair, advanced, revision }
}

async function created(siteId: string): Promise<WebhookEndpoint> {
  const endpoint = await store.webhooks.create(siteId, newId(), TERMS, SECRET)
  if (endpoint === 'full') throw new Error('full')
  return endpoint
}

const claim = (siteId: string, pair: WebhookPair, holder: string, holdMs = 60_000) =>
  store.webhookOutbox.claim(siteId, pair, holder, holdMs)

test('an endpoint hears of what happens after it was made', async () => {
  const siteId = newSite()
  await store.journal.append(batch(rows(1, 5, { siteId })))
  await created(siteId)
  expect(await store.webhookOutbox.state(siteId)).toMatchObject({ pos: 5, endpoints: [TERMS] })
})

test('what was noted is claimed by one, passed step by step, and then gone', async () => {
  const { siteId, pair, advanced } = await dispatched(3)
  expect(advanced).toEqual({ type: 'advanced', ready: [pair] })
  const mine = await claim(siteId, pair, 'me')
  expect(mine).toMatchObject({ doneSeq: 0, wantedSeq: 3, attempts: 0, secrets: [SECRET] })
  expect(await claim(siteId, pair, 'another')).toBeUndefined()
  const passed = (seq: number) =>
    store.webhookOutbox.passed(siteId, pair, 'me', { seq, at: 9, holdMs: 1_000 })
  expect(await passed(1)).toEqual({ type: 'more', wantedSeq: 3 })
  expect(await passed(3)).toEqual({ type: 'finished' })
  expect(await passed(3)).toEqual({ type: 'lost' })
  expect(await store.webhooks.standings(siteId)).toMatchObject([{ waiting: 0, behindSince: null }])
})

test('a claim that has run out goes to the next, and the first can do no more', async () => {
  const { siteId, pair } = await dispatched(2)
  await claim(siteId, pair, 'dead', 0)
  expect(await store.webhookOutbox.overdue(siteId, 10, 5_000)).toEqual([pair])
  expect(await claim(siteId, pair, 'alive')).toMatchObject({ doneSeq: 0 })
  const late = await store.webhookOutbox.passed(siteId, pair, 'dead', { seq: 2, at: 9, holdMs: 1_000 })
  expect(late).toEqual({ type: 'lost' })
  expect(await store.webhookOutbox.overdue(siteId, 10, 5_000)).toEqual([])
})

test('a failed try keeps everybody off until the next one is due, also when more happens meanwhile', async () => {
  const { siteId, pair, revision } = await dispatched(1)
  await claim(siteId, pair, 'me')
  await store.webhookOutbox.retryLater(siteId, pair, 'me', 60_000)
  const more = await store.webhookOutbox.advance(siteId, { fromPos: 1, toPos: 2, revision }, [
    { ...pair, firstSeq: 2, lastSeq: 2, at: 1_001 },
  ])
  expect(more).toEqual({ type: 'advanced', ready: [] })
  expect(await claim(siteId, pair, 'me')).toBeUndefined()
  const client = await plainClient(store.database)
  await client.query(`update webhook_pairs set retry_at = now(), look_at = now() where site_id = '${siteId}'`)
  await client.end()
  expect(await store.webhookOutbox.overdue(siteId, 10, 5_000)).toEqual([pair])
  expect(await claim(siteId, pair, 'me')).toMatchObject({ attempts: 1, wantedSeq: 2 })
})

test('a dispatcher that knows an older state notes nothing', async () => {
  const { siteId, pair, revision } = await dispatched(1)
  const wanted = [{ ...pair, firstSeq: 2, lastSeq: 2, at: 1_001 }]
  const step = (fromPos: number, known: number) =>
    store.webhookOutbox.advance(siteId, { fromPos, toPos: 2, revision: known }, wanted)
  expect(await step(0, revision)).toEqual({ type: 'moved' })
  await created(siteId)
  expect(await step(1, revision)).toEqual({ type: 'moved' })
  expect(await step(1, (await store.webhookOutbox.state(siteId)).revision)).toMatchObject({
    type: 'advanced',
  })
})

test('while it is disabled an endpoint gathers what happens, and gets it when it is enabled', async () => {
  const { siteId, pair, endpoint } = await dispatched(1)
  const { webhookId, url } = endpoint
  expect(await store.webhooks.setState(siteId, webhookId, 'disabled', 'gone', 'https://else')).toBeUndefined()
  const off = await store.webhooks.setState(siteId, webhookId, 'disabled', 'gone', url)
  expect(off).toMatchObject({ state: 'disabled', disabledWhy: 'gone', version: 2 })
  const { revision } = await store.webhookOutbox.state(siteId)
  const other = { webhookId, subject: 'call_other' }
  const advanced = await store.webhookOutbox.advance(siteId, { fromPos: 1, toPos: 2, revision }, [
    { ...other, firstSeq: 1, lastSeq: 1, at: 1 },
  ])
  expect(advanced).toEqual({ type: 'advanced', ready: [] })
  expect(await claim(siteId, pair, 'me')).toBeUndefined()
  expect(await store.webhookOutbox.overdue(siteId, 10, 1)).toEqual([])
  await store.webhooks.setState(siteId, webhookId, 'enabled', 'asked')
  const late = await store.webhookOutbox.overdue(siteId, 10, 5_000)
  expect(late.map(({ subject }) => subject).sort()).toEqual([pair.subject, other.subject].sort())
})

test('a replay sets each subject back to its first fact after the position, and takes it from its holder', async () => {
  const { siteId, pair, endpoint } = await dispatched(5, { type: 'callOffered' })
  await claim(siteId, pair, 'me')
  await store.webhookOutbox.passed(siteId, pair, 'me', { seq: 4, at: 9, holdMs: 60_000 })
  expect(await store.webhooks.replayFrom(endpoint, 2)).toEqual({ type: 'noted', subjects: 1 })
  const late = await store.webhookOutbox.passed(siteId, pair, 'me', { seq: 5, at: 9, holdMs: 60_000 })
  expect(late).toEqual({ type: 'lost' })
  expect(await claim(siteId, pair, 'next')).toMatchObject({ doneSeq: 2, wantedSeq: 5 })
  expect(await store.webhooks.replayFrom(endpoint, -100_000)).toEqual({ type: 'tooLong' })
})

test('a replay leaves out types that the endpoint does not want', async () => {
  const { siteId, endpoint } = await dispatched(3, { type: 'callOffered' })
  const narrow = { ...TERMS, types: ['cti.agent.*'] }
  const changed = await store.webhooks.replace(siteId, endpoint.webhookId, narrow, endpoint.version)
  if (changed.type !== 'changed') throw new Error(changed.type)
  expect(await store.webhooks.replayFrom(changed.endpoint, 0)).toEqual({ type: 'noted', subjects: 0 })
})

test('terms change only for whoever has seen the present version', async () => {
  const siteId = newSite()
  const { webhookId } = await created(siteId)
  const terms = { ...TERMS, url: 'https://else.test/', types: ['cti.call.*'], queueIds: ['queue_a'] }
  expect(await store.webhooks.replace(siteId, webhookId, terms, 1)).toMatchObject({
    type: 'changed',
    endpoint: { ...terms, version: 2 },
  })
  expect(await store.webhooks.replace(siteId, webhookId, TERMS, 1)).toEqual({ type: 'conflict', version: 2 })
  expect(await store.webhooks.replace(siteId, newId(), TERMS, 1)).toEqual({ type: 'unknown' })
  expect(await store.webhooks.list(siteId, 10)).toMatchObject([terms])
})

test('a new secret comes first, the one before stays valid for a while; none lies there in clear', async () => {
  const siteId = newSite()
  const { webhookId } = await created(siteId)
  const next = `whsec_${Buffer.alloc(32, 8).toString('base64')}`
  expect(await store.webhooks.addSecret(siteId, webhookId, next, 60_000)).toBe('added')
  expect(await store.webhooks.secrets(siteId, webhookId)).toEqual([
    { secret: next, validUntil: null },
    { secret: SECRET, validUntil: expect.any(Number) },
  ])
  const client = await plainClient(store.database)
  const { rows: kept } = await client.query('select secrets::text from webhook_endpoints where id = $1', [
    webhookId,
  ])
  await client.end()
  expect(kept[0].secrets).not.toContain(next.slice(6, 20))
  expect(await store.webhooks.addSecret(siteId, webhookId, SECRET, 0)).toBe('added')
  expect(await store.webhooks.secrets(siteId, webhookId)).toMatchObject([{ secret: SECRET }])
  for (let n = 0; n < 4; n += 1) await store.webhooks.addSecret(siteId, webhookId, SECRET, 60_000)
  expect(await store.webhooks.addSecret(siteId, webhookId, SECRET, 60_000)).toBe('full')
})

test('a dead letter is counted until it is replayed; all goes with the endpoint', async () => {
  const { siteId, pair } = await dispatched(1)
  const row = await store.webhooks.row(siteId, 1)
  if (!row) throw new Error('no row')
  await store.webhookOutbox.bury(row, pair, { attempts: 10, why: 'serverError', status: 503 })
  expect(await store.webhooks.standings(siteId)).toMatchObject([{ waiting: 1, deadLetters: 1 }])
  expect(await store.webhooks.deadLetters(siteId, pair.webhookId, 10)).toMatchObject([
    { pos: 1, subject: pair.subject, attempts: 10, failure: 'serverError', status: 503, replayedAt: null },
  ])
  await store.webhooks.deadLetterReplayed(siteId, pair.webhookId, 1)
  expect(await store.webhooks.standings(siteId)).toMatchObject([{ deadLetters: 0 }])
  expect(await store.webhooks.remove(siteId, pair.webhookId)).toBe(true)
  expect(await store.webhooks.remove(siteId, pair.webhookId)).toBe(false)
  expect(await store.webhooks.standings(siteId)).toEqual([])
})

test('the queue of a call is the one that its facts have named last', async () => {
  const siteId = newSite()
  const facts = rows(1, 4, { siteId }).map((row, n) => ({
    ...row,
    data: n === 1 ? { queueId: 'queue_a' } : n === 3 ? { queueId: 'queue_b' } : {},
  }))
  await store.journal.append(batch(facts))
  const queueAt = (seq: number) => store.webhookOutbox.queueAt(siteId, facts[0]?.subject ?? '', seq)
  expect([await queueAt(1), await queueAt(3), await queueAt(4)]).toEqual([undefined, 'queue_a', 'queue_b'])
})
