import { expect, test } from 'vitest'
import { queue, queuePage } from '../../../src/adapters/http/schemas/queue.ts'
import { QUEUE, queueView, T0 } from './examples.ts'
import { codeOf, startApi, World } from './support.ts'

function worldWithQueues(): World {
  const world = new World()
  world.views = [queueView('queue_reports'), queueView(QUEUE)]
  world.figures = async () => [
    {
      queueId: QUEUE,
      waiting: 2,
      longestWaitSince: T0,
      agentsReady: 0,
      agentsLoggedOn: 3,
      callbacksWaiting: 4,
      oldestCallbackSince: T0,
      callbacksFailed: 1,
    },
  ]
  return world
}

test('queues come with what goes on there now; one without figures says so', async () => {
  const { ask } = await startApi(worldWithQueues())
  const { json } = await ask('/v1/queues')
  queuePage.parse(json)
  expect(json.items).toMatchObject([
    {
      queueId: QUEUE,
      names: { zh: '预约挂号' },
      figures: {
        waiting: 2,
        longestWaitSince: '2026-03-02T08:15:30.250Z',
        agentsReady: 0,
        agentsLoggedOn: 3,
        callbacksWaiting: 4,
        oldestCallbackSince: '2026-03-02T08:15:30.250Z',
        callbacksFailed: 1,
      },
    },
    { queueId: 'queue_reports', figures: null },
  ])
})

test('one queue is read alike', async () => {
  const { ask } = await startApi(worldWithQueues())
  const { json } = await ask(`/v1/queues/${QUEUE}`)
  queue.parse(json)
  expect(json.figures.waiting).toBe(2)
})

test.each([
  ['nobody owns the site', async () => undefined],
  ['its owner fails', () => Promise.reject(new Error('gone'))],
  ['its owner says nothing', () => new Promise<undefined>(() => {})],
])('while %s, the definition is shown alone', async (_, figures) => {
  const world = worldWithQueues()
  world.figures = figures
  const { ask } = await startApi(world, { readTimeoutMs: 50 })
  const { status, json } = await ask(`/v1/queues/${QUEUE}`)
  expect([status, json.queueId, json.figures]).toEqual([200, QUEUE, null])
})

test.each(['queue_none', 'nothing'])('there is no queue %s', async (id) => {
  const { ask } = await startApi()
  const answer = await ask(`/v1/queues/${id}`)
  expect([answer.status, codeOf(answer)]).toEqual([404, 'queue-unknown'])
})
