import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { cloudEvent } from '../../../../src/adapters/http/schemas/event.ts'
import type { JournalRow } from '../../../../src/domain/fact.ts'
import { toCloudEvent } from '../../../../src/runtime/cloud-event.ts'
import { hangsUp } from '../../../domain/support/given.ts'
import { agentId, agentLeg, aSite, callerLeg, callId, talking } from '../../../domain/support/story.ts'
import type { Event } from '../../../support/event-stream.ts'
import { StreamSites } from './support.ts'

const sites = new StreamSites()
beforeAll(() => sites.begin())
afterEach(() => sites.closeSites())
afterAll(() => sites.end())

/** Two calls: li talks with the first caller to the end, the second waits for her, and gives up. */
function aDay(): JournalRow[] {
  const site = aSite()
  talking(site, 1, 'li')
  site.arrives(2)
  site.now += 5_000
  hangsUp(site, callerLeg(2))
  hangsUp(site, callerLeg(1))
  hangsUp(site, agentLeg(1, 1))
  return site.journal
}

/** The ids of all events of these facts. */
function idsOf(rows: readonly JournalRow[]): string[] {
  return rows.flatMap((row) => toCloudEvent(row)?.id ?? [])
}

test('a reader is told where it stands, and then of everything as it happens', async () => {
  const day = aDay()
  const site = await sites.start({ before: day.slice(0, 5) })
  const reader = await site.open()
  expect([reader.status, reader.headers['content-type']]).toEqual([200, 'text/event-stream; charset=utf-8'])
  expect(await reader.notice('cti.stream.opened')).toMatchObject({
    id: 'site_test-5',
    data: { cursor: 'site_test-5' },
  })
  for (const row of day.slice(5)) await site.append([row])
  const expected = idsOf(day.slice(5))
  const events = await reader.untilEvents(expected.length)
  expect(reader.ids).toEqual(expected)
  for (const { id, type, data } of events) {
    cloudEvent.parse(data)
    expect([data.id, data.type]).toEqual([id, type])
  }
  expect(reader.types).toContain('cti.call.connected.v1')
  // The site's own housekeeping isn't told, and leaves no trace but a step in the cursor.
  expect(day.map(({ type }) => type)).toContain('flowPublished')
  expect(reader.types.join()).not.toContain('published')
})

test('a reader that goes and comes back with its last id misses nothing and hears nothing twice', async () => {
  const day = aDay()
  const site = await sites.start({ ringFacts: 3 })
  const heard: (string | undefined)[] = []
  let cursor = 'site_test-0'
  for (let from = 0; from < day.length; from += 4) {
    const reader = await site.open({ headers: { 'last-event-id': cursor } })
    const batch = day.slice(from, from + 4)
    await site.append(batch.slice(0, 2))
    await reader.untilEvents(idsOf(batch.slice(0, 2)).length)
    heard.push(...reader.ids)
    cursor = reader.ids.at(-1) ?? cursor
    await reader.leave()
    // While nobody listens.
    if (batch.length > 2) await site.append(batch.slice(2))
  }
  const last = await site.open({ query: `?after=${cursor}` })
  const left = idsOf(day).length - heard.length
  await last.untilEvents(left)
  expect([...heard, ...last.ids]).toEqual(idsOf(day))
})

test('what memory no longer holds is read from the journal, and the present follows without a seam', async () => {
  const story = aSite()
  for (let n = 1; n <= 700; n += 1) {
    story.when({ type: 'switchLost' })
    story.reconnected([])
  }
  const rows = story.journal
  const before = rows.length - 90
  // Memory holds all that is appended here, and none of what was before.
  const site = await sites.start({ before: rows.slice(0, before), ringFacts: 100 })
  const reader = await site.open({ query: '?after=site_test-0' })
  for (let from = before; from < rows.length; from += 9) await site.append(rows.slice(from, from + 9))
  const expected = idsOf(rows)
  expect(expected.length).toBeGreaterThan(1_400)
  await reader.untilEvents(expected.length)
  expect(reader.ids).toEqual(expected)
})

test('a browser’s header goes before the address it first used', async () => {
  const day = aDay()
  const site = await sites.start({ before: day })
  const after = day.length - 2
  const reader = await site.open({
    query: '?after=site_test-0',
    headers: { 'last-event-id': `site_test-${after}` },
  })
  expect((await reader.notice('cti.stream.opened')).id).toBe(`site_test-${after}`)
  await reader.untilEvents(2)
  expect(reader.ids).toEqual(idsOf(day.slice(after)))
})

test('a position that is none of this journal’s is refused, with the place', async () => {
  const site = await sites.start({ before: aDay() })
  for (const given of ['site_other-3', 'site_test-999', 'site_test-', '999', '']) {
    const byHeader = await site.api.ask('/v1/events', { headers: { 'last-event-id': given } })
    const byQuery = await site.api.ask(`/v1/events?after=${given}`)
    expect([given, byHeader.status, byQuery.status]).toEqual([given, 422, 422])
    expect(byHeader.json.errors).toMatchObject([{ in: 'header', pointer: '#/Last-Event-ID' }])
    expect(byQuery.json.errors).toMatchObject([{ in: 'query', pointer: '#/after' }])
    expect(byQuery.text).not.toContain('999')
  }
})

const CALL_1 = [
  'cti.call.accepted.v1',
  'cti.call.queued.v1',
  'cti.call.offered.v1',
  'cti.call.answered.v1',
  'cti.call.offer-answered.v1',
  'cti.call.connected.v1',
]
const isCall = ({ data }: Event, n: number) => data.subject === callId(n)

/** What passes the filter: live, and the same out of the journal. */
async function filtered(query: string, count: number): Promise<Event[]> {
  const day = aDay()
  const now = await sites.start()
  const live = await now.open({ query: `?after=site_test-0&${query}` })
  for (const row of day) await now.append([row])
  const then = await sites.start({ before: day, ringFacts: 1 })
  const later = await then.open({ query: `?after=site_test-0&${query}` })
  for (const [reader, site] of [
    [live, now],
    [later, then],
  ] as const) {
    await reader.untilEvents(count)
    await site.feed.close()
    await reader.notice('cti.stream.closed')
    expect(reader.events).toHaveLength(count)
  }
  expect(later.events).toEqual(live.events)
  return live.events
}

test('by call: its own events, and those of the agent who has it', async () => {
  const day = aDay()
  const count = day.filter(
    ({ subject, data }) => subject === callId(1) || ('callId' in data && data.callId === callId(1)),
  ).length
  const events = await filtered(`callId=${callId(1)}`, count)
  expect(events.filter((event) => isCall(event, 1)).map(({ type }) => type)).toEqual(
    expect.arrayContaining([...CALL_1, 'cti.call.ended.v1']),
  )
  expect(events.map(({ type }) => type)).toEqual(expect.arrayContaining(['cti.agent.busy.v1']))
  expect(events.some((event) => isCall(event, 2))).toBe(false)
})

test('by agent: the agent’s own events and those of the call from its offer on', async () => {
  const day = aDay()
  const own = day.filter(({ subject }) => subject === agentId('li')).length
  const offered = day.findIndex(({ type }) => type === 'callOffered')
  const ofCall = day.slice(offered).filter(({ subject }) => subject === callId(1)).length
  const events = await filtered(`agentId=${agentId('li')}`, own + ofCall)
  const types = events.filter((event) => isCall(event, 1)).map(({ type }) => type)
  expect(types.slice(0, 4)).toEqual(CALL_1.slice(2))
  expect(types.at(-1)).toBe('cti.call.ended.v1')
})

test('by queue: the queue’s own events and those of its calls, but not how they came to it', async () => {
  const day = aDay()
  const calls = day.filter(({ kind, type }) => kind === 'call' && type !== 'callAccepted').length
  const events = await filtered('queueId=queue_general', calls + 1)
  expect(events[0]?.type).toBe('cti.queue.defined.v1')
  expect(events.map(({ type }) => type)).not.toContain('cti.call.accepted.v1')
  expect(events.filter(({ type }) => type === 'cti.call.ended.v1')).toHaveLength(2)
})

test('by type, and by several filters at once', async () => {
  const events = await filtered(
    `types=cti.call.ended.v1,cti.agent.*&callId=${callId(1)}`,
    aDay().filter(
      ({ type, subject, kind, data }) =>
        (type === 'callEnded' && subject === callId(1)) ||
        (kind === 'agent' && 'callId' in data && data.callId === callId(1)),
    ).length,
  )
  expect(new Set(events.map(({ type }) => type))).toContain('cti.call.ended.v1')
  expect(events.every(({ type }) => type === 'cti.call.ended.v1' || type?.startsWith('cti.agent.'))).toBe(
    true,
  )
})

test('a filter that can’t be understood is refused, with the place', async () => {
  const site = await sites.start()
  for (const [query, pointer] of [
    ['types=cti.call.eaten.v1', '#/types'],
    ['types=', '#/types'],
    ['callId=call_1', '#/callId'],
    ['queueId=general', '#/queueId'],
    ['siteId=site_other', '#/siteId'],
    ['color=red', '#/color'],
  ]) {
    const { status, json } = await site.api.ask(`/v1/events?${query}`)
    expect([query, status, json.errors[0].pointer]).toEqual([query, 422, pointer])
  }
})
