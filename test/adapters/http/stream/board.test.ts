import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { QueueBoard } from '../../../../src/runtime/figures/wallboard.ts'
import { aSite } from '../../../domain/support/story.ts'
import type { EventReader } from '../../../support/event-stream.ts'
import { World } from '../support.ts'
import { StreamSites } from './support.ts'

const sites = new StreamSites()
beforeAll(() => sites.begin())
afterEach(() => sites.closeSites())
afterAll(() => sites.end())

function board(queueId: string, waiting: number): QueueBoard {
  return {
    queueId,
    waiting,
    emergenciesWaiting: 0,
    callbacksWaiting: 0,
    longestWaitSince: waiting > 0 ? 1_800_000_000_000 : null,
    agents: { loggedOn: 0, ready: 0, ringing: 0, talking: 0, wrapUp: 0, notReady: 0 },
    target: { percent: 80, withinMs: 20_000 },
    today: null,
    lastHalfHour: null,
  }
}

/** What the reader was told of the wallboard: queue and callers waiting. */
function told({ events }: EventReader): string[] {
  return events.map(({ type, data }) => {
    if (type !== 'cti.wallboard.queue.v1') return type ?? 'a heartbeat'
    const { queueId, waiting } = data['data'] as unknown as QueueBoard
    return `${queueId} ${waiting}`
  })
}

test('who asks for the wallboard gets each queue as it is, and then those that look otherwise', async () => {
  const world = new World()
  world.wallboard = () => [board('queue_a', 0), board('queue_b', 3)]
  const { journal } = aSite()
  const site = await sites.start({ world, before: journal })
  const reader = await site.open({ query: '?types=cti.wallboard.*' })
  const [first, second] = await reader.untilEvents(2)
  expect(told(reader)).toEqual(['queue_a 0', 'queue_b 3'])
  const cursor = `site_test-${journal.length}`
  expect([first?.id, second?.id]).toEqual([cursor, cursor])
  expect(first?.data).toMatchObject({
    type: 'cti.wallboard.queue.v1',
    subject: 'queue_a',
    source: '/sites/site_test',
  })
  expect(second?.data).toMatchObject({ data: { longestWaitSince: '2027-01-15T08:00:00.000Z' } })

  world.wallboard = () => [board('queue_a', 1), board('queue_b', 3)]
  await reader.untilEvents(3)
  world.wallboard = () => [board('queue_a', 1), board('queue_b', 2)]
  await reader.untilEvents(4)
  expect(told(reader).slice(2)).toEqual(['queue_a 1', 'queue_b 2'])
})

test('of one queue, among its facts; who doesn’t ask for it isn’t told', async () => {
  const world = new World()
  world.wallboard = () => [board('queue_a', 0), board('queue_b', 3)]
  const site = await sites.start({ world })
  const both = await site.open({ query: '?types=cti.wallboard.queue.v1,cti.queue.*&queueId=queue_general' })
  const only = await site.open({ query: '?types=cti.wallboard.queue.v1&queueId=queue_b' })
  const none = await site.open()
  await only.untilEvents(1)
  const { journal } = aSite()
  await site.append(journal)
  const last = journal.findLast(({ kind }) => kind === 'queue')
  await both.until(({ id }) => id === `site_test-${last?.pos}`)
  await none.until(({ id }) => id === `site_test-${journal.length}`)
  expect(told(only)).toEqual(['queue_b 3'])
  expect(both.types).toContain('cti.queue.defined.v1')
  for (const reader of [both, none]) expect(reader.types).not.toContain('cti.wallboard.queue.v1')
})

test('a key that may not read queues hears nothing of them', async () => {
  const world = new World()
  world.wallboard = () => [board('queue_a', 0)]
  const site = await sites.start({ world })
  const { token } = world.keys.give({ roles: ['supervisor'], scopes: ['events:read', 'calls:read'] })
  const reader = await site.open({ query: '?types=cti.wallboard.*,cti.call.*', token })
  const allowed = await site.open({ query: '?types=cti.wallboard.*' })
  await allowed.untilEvents(1)
  expect(reader.events).toEqual([])
})
