/** The feed when the journal is slow, away or wrong; how it serves readers is shown by the stream's tests. */
import { afterEach, expect, it } from 'vitest'
import type { JournalRow } from '../../src/domain/fact.ts'
import { silentLog } from '../../src/lib/log.ts'
import type { FeedReader } from '../../src/runtime/feed-reader.ts'
import { createLiveFeed, type LiveFeed, type LiveFeedOptions } from '../../src/runtime/live-feed.ts'
import { PortUnavailable } from '../../src/runtime/ports.ts'
import { unobservedStream } from '../../src/runtime/stream.ts'
import { aSite, siteId } from '../domain/support/story.ts'

const feeds: LiveFeed[] = []
afterEach(async () => {
  for (const feed of feeds.splice(0)) await feed.close()
})

/** A journal in memory that a test can take away. */
class Journal {
  rows: JournalRow[] = []
  /** So many questions more are answered with silence. */
  failures = 0
  readonly asked: string[] = []

  #answer<T>(what: string, value: T): Promise<T> {
    this.asked.push(what)
    if (this.failures === 0) return Promise.resolve(value)
    this.failures -= 1
    return Promise.reject(new PortUnavailable('away'))
  }

  head = () => this.#answer('head', this.rows.at(-1)?.pos ?? 0)
  read = (_: string, after: number, limit: number) =>
    this.#answer('read', this.rows.filter(({ pos }) => pos > after).slice(0, limit))
  readSubject = (_: string, subject: string) =>
    this.#answer(
      'readSubject',
      this.rows.filter((row) => row.subject === subject),
    )
}

function feedOn(journal: Journal, more: Partial<LiveFeedOptions> = {}): LiveFeed {
  const feed = createLiveFeed({
    siteId,
    journal,
    doorbell: { listen: () => () => {} },
    clock: Date,
    observer: unobservedStream,
    maxReaders: 5,
    log: silentLog,
    pollMs: 5,
    ...more,
  })
  feeds.push(feed)
  feed.start()
  return feed
}

/** Positions that the reader gets until it has `until`. */
async function positions(reader: FeedReader, until: number): Promise<number[]> {
  const got: number[] = []
  const { signal } = new AbortController()
  while ((got.at(-1) ?? 0) < until) {
    const next = await reader.next({ timeoutMs: 20, signal })
    if (next.type === 'facts') got.push(...next.facts.map(({ pos }) => pos))
    else if (next.type !== 'nothing') throw new Error(next.type)
  }
  return got
}

/** A site's journal of some length. */
function rows(count: number): JournalRow[] {
  const site = aSite()
  while (site.journal.length < count) site.arrives(site.journal.length)
  return site.journal.slice(0, count)
}

const from = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, n) => first + n)

it('begins when the journal can be read, however long that takes', async () => {
  const journal = new Journal()
  journal.rows = rows(30)
  journal.failures = 2
  const feed = feedOn(journal)
  expect(feed.pos).toBeUndefined()
  expect(await feed.begun(10_000)).toBe(true)
  expect(feed.pos).toBe(30)
  expect(journal.asked.slice(0, 3)).toEqual(['head', 'head', 'head'])
})

it('says so when it hasn’t begun in time', async () => {
  const journal = new Journal()
  journal.failures = Number.POSITIVE_INFINITY
  const feed = feedOn(journal)
  expect(await feed.begun(20)).toBe(false)
})

it('a journal that goes away in the middle costs its readers nothing but time', async () => {
  const journal = new Journal()
  const all = rows(60)
  journal.rows = all.slice(0, 20)
  const feed = feedOn(journal)
  await feed.begun(10_000)
  const reader = feed.open(0, true)
  expect(await positions(reader, 20)).toEqual(from(1, 20))
  journal.failures = 4
  journal.rows = all
  expect(await positions(reader, 60)).toEqual(from(21, 60))
})

it('a reader who catches up while the journal goes away goes on where it was', async () => {
  const journal = new Journal()
  journal.rows = rows(2_100)
  const feed = feedOn(journal, { ringFacts: 1 })
  await feed.begun(10_000)
  const reader = feed.open(0, true)
  const got = await positions(reader, 500)
  journal.failures = 2
  got.push(...(await positions(reader, 2_100)))
  expect(got).toEqual(from(1, 2_100))
})

it('who has kept up and falls behind what memory holds is overtaken; who has not is caught up', async () => {
  const journal = new Journal()
  const all = rows(300)
  journal.rows = all.slice(0, 10)
  const feed = feedOn(journal, { ringFacts: 20 })
  await feed.begun(10_000)
  const reader = feed.open(0, false)
  await positions(reader, 10)
  journal.rows = all
  const { signal } = new AbortController()
  while (feed.pos !== 300) await new Promise((resolve) => setImmediate(resolve))
  expect(await reader.next({ timeoutMs: 20, signal })).toEqual({ type: 'overtaken' })
  const again = feed.open(10, false)
  expect(await positions(again, 300)).toEqual(from(11, 300))
})

it('a reader who waits is woken when the feed closes, and counted once', async () => {
  const journal = new Journal()
  const went: string[] = []
  const feed = feedOn(journal, { observer: { ...unobservedStream, readerWent: (why) => went.push(why) } })
  await feed.begun(10_000)
  const reader = feed.open(0, false)
  const waiting = reader.next({ timeoutMs: 3_600_000, signal: new AbortController().signal })
  await feed.close()
  expect(await waiting).toEqual({ type: 'closed' })
  reader.leave('shutdown')
  reader.leave('failed')
  expect(went).toEqual(['shutdown'])
})
