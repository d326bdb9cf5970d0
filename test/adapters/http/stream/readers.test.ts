/** How readers come, keep up, and go. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { JournalRow } from '../../../../src/domain/fact.ts'
import { siteId } from '../../../domain/support/story.ts'
import { codeOf, startApi, World } from '../support.ts'
import { StreamSites } from './support.ts'

const sites = new StreamSites()
beforeAll(() => sites.begin())
afterEach(() => sites.closeSites())
afterAll(() => sites.end())

/** Facts of the site, of any size. */
function facts(from: number, count: number, type = 'switchLost', chars = 0): JournalRow[] {
  return Array.from({ length: count }, (_, n) => ({
    siteId,
    pos: from + n,
    kind: 'site',
    subject: siteId,
    subjectSeq: from + n,
    at: 1_800_000_000_000,
    type,
    data: { nodeId: 'node_a', ...(chars > 0 && { text: 'x'.repeat(chars) }) },
  }))
}

test('a reader that doesn’t read is dropped with its cursor, and misses nothing when it comes back there', async () => {
  const site = await sites.start({ stallMs: 200, ringFacts: 8 })
  const reader = await site.open({ paused: true })
  let pos = 0
  // More than the sockets of both sides hold.
  const dropped = site.gone.until((all) => all.length > 0)
  let isDropped = false
  void dropped.then(() => {
    isDropped = true
  })
  while (!isDropped) {
    await site.append(facts(pos + 1, 5, 'switchLost', 100_000))
    pos += 5
  }
  expect(await dropped).toEqual(['slow'])
  reader.read()
  const { id, data } = await reader.notice('cti.stream.dropped')
  await reader.ended
  expect(data).toEqual({ cursor: id })
  expect(reader.ids.at(-1)).toBe(id)
  const again = await site.open({ headers: { 'last-event-id': id ?? '' } })
  const left = pos - reader.ids.length
  await again.untilEvents(left)
  expect([...reader.ids, ...again.ids]).toEqual(facts(1, pos).map((row) => `${siteId}-${row.pos}`))
})

test('a reader that hears nothing is told that the line is up, and how far it has come', async () => {
  const site = await sites.start({ heartbeatMs: 30 })
  const reader = await site.open({ query: '?types=cti.call.*' })
  await site.append(facts(1, 3))
  // Its filter lets none of them pass; its cursor moves on all the same.
  await reader.untilRaw(': here\nid: site_test-3\n\n')
  expect(reader.events).toEqual([])
  await reader.leave()
  expect(await site.gone.until((all) => all.length > 0)).toEqual(['left'])
})

test('no more readers than are allowed; who leaves makes room', async () => {
  const site = await sites.start({ maxReaders: 2 })
  const first = await site.open()
  await site.open()
  const refused = await site.api.ask('/v1/events')
  expect([refused.status, codeOf(refused), refused.headers.get('retry-after')]).toEqual([
    503,
    'stream-full',
    '5',
  ])
  await first.leave()
  await site.gone.until((all) => all.length > 0)
  // A look at the head of the answer is no reader, and takes no place.
  expect((await site.api.ask('/v1/events', { method: 'HEAD' })).status).toBe(200)
  const third = await site.open()
  expect(third.status).toBe(200)
})

test('when the service stops, readers are let go with their cursor, and the listener closes at once', async () => {
  const site = await sites.start()
  const reader = await site.open()
  await site.append(facts(1, 2))
  await reader.untilEvents(2)
  await site.feed.close()
  expect((await reader.notice('cti.stream.closed')).data).toEqual({ cursor: 'site_test-2' })
  await reader.ended
  expect(site.gone.all).toEqual(['shutdown'])
  await site.api.http.close()
})

test('while the journal can’t be read, the stream says so', async () => {
  // Not started: as while the database is away.
  const world = new World()
  const api = await startApi(world, { readTimeoutMs: 30 })
  const answer = await api.ask('/v1/events')
  expect([answer.status, codeOf(answer)]).toEqual([503, 'store-unavailable'])
})

test('facts of many readers are read from the journal once', async () => {
  const site = await sites.start()
  let reads = 0
  const { read } = site.store.journal
  site.store.journal.read = async (...asked) => {
    const rows = await read(...asked)
    if (rows.length > 0) reads += 1
    return rows
  }
  const readers = await Promise.all(Array.from({ length: 8 }, () => site.open()))
  for (let pos = 1; pos <= 20; pos += 1) {
    await site.append(facts(pos, 1))
    await Promise.all(readers.map((reader) => reader.untilEvents(pos)))
  }
  for (const reader of readers) expect(reader.ids).toEqual(readers[0]?.ids)
  // At the most one for each fact, however many hear of it.
  expect(reads).toBeGreaterThan(0)
  expect(reads).toBeLessThanOrEqual(20)
})
