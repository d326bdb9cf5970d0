import { expect, it } from 'vitest'
import type { JournalRow } from '../../src/domain/fact.ts'
import { positionOf, toCloudEvent } from '../../src/runtime/cloud-event.ts'
import { EVENT_TYPES, eventTypeOf } from '../../src/runtime/event-types.ts'
import { agentId, aSite, callId, siteId, talking } from '../domain/support/story.ts'

it('tells a call as CloudEvents, numbered without a gap', () => {
  const site = aSite()
  talking(site, 1, 'li')
  const events = site.journal.filter(({ subject }) => subject === callId(1)).map(toCloudEvent)
  expect(events.map((event) => event?.type)).toEqual([
    'cti.call.accepted.v1',
    'cti.call.queued.v1',
    'cti.call.offered.v1',
    'cti.call.answered.v1',
    'cti.call.offer-answered.v1',
    'cti.call.connected.v1',
  ])
  expect(events.map((event) => Number(event?.sequence))).toEqual([1, 2, 3, 4, 5, 6])
  expect([...events.map((event) => event?.sequence)].sort()).toEqual(events.map((event) => event?.sequence))
})

it('is what CloudEvents 1.0 asks for, with moments as text', () => {
  const row: JournalRow = {
    siteId,
    pos: 42,
    kind: 'agent',
    subject: agentId('li'),
    subjectSeq: 7,
    at: Date.UTC(2026, 2, 2, 8, 15, 30, 250),
    type: 'agentWrapUp',
    data: { callId: callId(1), until: Date.UTC(2026, 2, 2, 8, 15, 40) },
  }
  expect(toCloudEvent(row)).toEqual({
    specversion: '1.0',
    id: 'site_test-42',
    source: '/sites/site_test',
    type: 'cti.agent.wrap-up.v1',
    subject: 'agent_li',
    time: '2026-03-02T08:15:30.250Z',
    sequence: '0000000007',
    datacontenttype: 'application/json',
    data: { callId: callId(1), until: '2026-03-02T08:15:40.000Z' },
  })
})

it('shows numbers masked, and no keyed hash of one', () => {
  const site = aSite()
  site.arrives(1, '8001')
  const accepted = site.journal.find(({ type }) => type === 'callAccepted')
  expect(JSON.stringify(accepted?.data)).toContain('"hash"')
  const told = JSON.stringify(accepted && toCloudEvent(accepted))
  expect(told).not.toContain('hash')
  expect(told).toContain('****')
})

it('keeps inside what controllers and configuration do', () => {
  const site = aSite()
  const told = site.journal.filter((row) => toCloudEvent(row)).map(({ type }) => type)
  expect(site.journal.map(({ type }) => type)).toEqual(
    expect.arrayContaining(['siteTaken', 'flowPublished', 'numbersAssigned']),
  )
  for (const type of ['siteTaken', 'siteKept', 'flowPublished', 'numbersAssigned'])
    expect(told).not.toContain(type)
  expect(eventTypeOf('opening', 'recordingOpened')).toBeUndefined()
  expect(eventTypeOf('call', 'callFromTheFuture')).toBeUndefined()
})

it('names the site’s own events in full', () => {
  expect(eventTypeOf('site', 'switchLost')).toBe('cti.site.switch-lost.v1')
  expect(eventTypeOf('queue', 'queueDefined')).toBe('cti.queue.defined.v1')
  expect(new Set(EVENT_TYPES).size).toBe(EVENT_TYPES.length)
  for (const type of EVENT_TYPES)
    expect(type).toMatch(/^cti\.(call|agent|queue|recording|site)\.[a-z]+(-[a-z]+)*\.v1$/)
})

it('reads positions out of ids of its own site only', () => {
  expect(positionOf('site_a-1', 'site_a-1-77')).toBe(77)
  expect(positionOf('site_a', 'site_a-0')).toBe(0)
  for (const not of ['site_b-7', 'site_a-07', 'site_a--7', 'site_a-7 ', 'site_a-99999999999999999', '7', ''])
    expect(positionOf('site_a', not)).toBeUndefined()
})
