/** Who is to be called back, asked of a site's real memory. */
import { beforeEach, expect, test } from 'vitest'
import { callbackList } from '../../../src/adapters/http/schemas/callback.ts'
import { GENERAL, POLICY, promised, calling as siteCalling } from '../../domain/support/callbacks.ts'
import { callId, type Site, siteId } from '../../domain/support/story.ts'
import { type Api, codeOf, startApi, World } from './support.ts'

let site: Site
let world: World
let api: Api
beforeEach(async () => {
  site = siteCalling({ ...POLICY, most: 9 })
  promised(site, 1)
  site.after(POLICY.keepMs)
  promised(site, 2)
  world = new World()
  world.site = site.state
  api = await startApi(world, { siteId })
})

const url = (n?: number) => `/v1/queues/${GENERAL}/callbacks${n === undefined ? '' : `/${callId(n)}`}`

test('those who were not reached come first, then those who wait, with their numbers masked', async () => {
  const { status, json } = await api.ask(url())
  callbackList.parse(json)
  expect(status).toBe(200)
  expect(json.items).toMatchObject([
    { callId: callId(1), state: 'failed', attempts: 0, until: null, callingNumber: '138****5678' },
    { callId: callId(2), state: 'waiting', attempts: 0, nextAttemptAt: null },
  ])
  expect(json.items[1].until).toBe(new Date(site.now + POLICY.keepMs).toISOString())
})

test('a queue that isn’t there is said to be unknown', async () => {
  expect(codeOf(await api.ask('/v1/queues/queue_none/callbacks'))).toBe('queue-unknown')
})

test('that one needn’t be called back is told to the owner, with who says so', async () => {
  const answer = await api.ask(url(1), { method: 'DELETE' })
  expect(answer.status).toBe(204)
  expect(world.dispatched).toMatchObject([
    {
      command: {
        type: 'dropCallback',
        queueId: GENERAL,
        callId: callId(1),
        by: expect.stringMatching(/^[\w.:@/+*#-]+$/),
      },
    },
  ])
})
