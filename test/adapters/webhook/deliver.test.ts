/** From the journal to the receiver, over real PostgreSQL, Redis and HTTP. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Received, type Receiver, startReceiver } from '../../../scripts/lib/webhook-receiver.ts'
import { type OwnRedis, ownRedis } from '../../support/redis.ts'
import { type Site, startSite, until } from './support/site.ts'

let redis: OwnRedis
beforeAll(async () => {
  redis = await ownRedis()
})
afterAll(() => redis.remove())

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

interface Bench {
  readonly site: Site
  readonly receiver: Receiver
  readonly received: Received[]
  readonly secrets: string[]
  /** `SUBJECT#SEQUENCE` of what was answered with success, in order. */
  accepted(): string[]
}

async function bench(
  answer: (received: Received, nth: number) => number = () => 204,
  more = {},
): Promise<Bench> {
  const received: Received[] = []
  const good: Received[] = []
  const secrets: string[] = []
  const receiver = await startReceiver({
    secrets: () => secrets,
    answer(one) {
      received.push(one)
      const status = answer(one, received.length)
      if (status < 300) good.push(one)
      return status
    },
  })
  const site = await startSite({ redis: redis.server, ...more })
  closing.push(receiver.close, site.close)
  const accepted = () => good.map(({ event }) => `${event.subject}#${Number(event.sequence)}`)
  return { site, receiver, received, secrets, accepted }
}

const call = (subject: string, count: number) => Array.from({ length: count }, () => ({ subject }))

test('a fact arrives as a signed CloudEvent', async () => {
  const { site, receiver, received, secrets } = await bench()
  const endpoint = await site.endpoint({ url: `${receiver.url}his?x=1` })
  secrets.push(endpoint.secret)
  await site.happen({
    subject: 'call_a',
    type: 'callAccepted',
    at: Date.UTC(2026, 2, 2),
    data: { calling: { masked: '138****5678', hash: 'h' } },
  })
  await until(() => received.length === 1)
  expect(received[0]).toMatchObject({
    path: '/his?x=1',
    headers: { 'content-type': 'application/cloudevents+json; charset=utf-8', 'webhook-id': 'site_main-1' },
    event: {
      specversion: '1.0',
      id: 'site_main-1',
      source: '/sites/site_main',
      type: 'cti.call.accepted.v1',
      subject: 'call_a',
      time: '2026-03-02T00:00:00.000Z',
      sequence: '0000000001',
      data: { calling: '138****5678' },
    },
  })
  expect(received[0]?.headers.traceparent).toBe(received[0]?.event.traceparent)
})

test('a call that is retried holds up its own later events, and no other call', async () => {
  let failures = 3
  const { site, receiver, secrets, received, accepted } = await bench(({ event }) =>
    event.subject === 'call_a' && event.sequence.endsWith('2') && failures-- > 0 ? 500 : 204,
  )
  secrets.push((await site.endpoint({ url: receiver.url })).secret)
  await site.happen(...call('call_a', 3), ...call('call_b', 2))
  await until(() => accepted().length === 5, accepted)
  const ofA = received.filter(({ event }) => event.subject === 'call_a')
  expect(ofA.map(({ event }) => Number(event.sequence))).toEqual([1, 2, 2, 2, 2, 3])
  expect(accepted().filter((one) => one.startsWith('call_b'))).toEqual(['call_b#1', 'call_b#2'])
  const last = accepted()
  expect(last.indexOf('call_b#2')).toBeLessThan(last.indexOf('call_a#2'))
})

test('an event whose last try fails is a dead letter, and the call goes on', async () => {
  const { site, receiver, secrets, received, accepted } = await bench(({ event }) =>
    event.sequence.endsWith('2') ? 503 : 204,
  )
  const endpoint = await site.endpoint({ url: receiver.url })
  secrets.push(endpoint.secret)
  await site.happen(...call('call_a', 3))
  await until(() => accepted().length === 2, accepted)
  expect(accepted()).toEqual(['call_a#1', 'call_a#3'])
  expect(received.filter(({ event }) => event.id === 'site_main-2')).toHaveLength(6)
  expect(await site.store.webhooks.deadLetters(site.siteId, endpoint.webhookId, 10)).toMatchObject([
    { pos: 2, subject: 'call_a', subjectSeq: 2, attempts: 6, failure: 'serverError', status: 503 },
  ])
})

test('a receiver that says it is gone is disabled with an alarm; enabled, it gets what it missed', async () => {
  let status = 410
  const { site, receiver, secrets, accepted } = await bench(() => status)
  const { webhookId, secret } = await site.endpoint({ url: receiver.url })
  secrets.push(secret)
  await site.happen(...call('call_a', 1))
  await until(() => site.alarms.some(({ on }) => on))
  expect(site.alarms.at(-1)).toEqual({ on: true, webhookId })
  expect(await site.store.webhooks.get(site.siteId, webhookId)).toMatchObject({
    state: 'disabled',
    disabledWhy: 'gone',
  })
  await site.happen(...call('call_a', 1), ...call('call_b', 1))
  status = 204
  await site.store.webhooks.setState(site.siteId, webhookId, 'enabled', 'asked')
  await until(() => accepted().length === 3, accepted)
  expect(accepted().filter((one) => one.startsWith('call_a'))).toEqual(['call_a#1', 'call_a#2'])
  await until(() => site.alarms.at(-1)?.on === false)
})

test('a redirect is a failure and is not followed', async () => {
  const { site, receiver, secrets, received } = await bench((_, nth) => (nth === 1 ? 302 : 204))
  secrets.push((await site.endpoint({ url: receiver.url })).secret)
  await site.happen(...call('call_a', 1))
  await until(() => site.tried.length === 2)
  expect(received).toHaveLength(2)
  expect(site.tried.map(({ outcome }) => outcome)).toEqual(['redirected', 'delivered'])
})

test('an endpoint hears of the types and the queues that it asked for', async () => {
  const { site, receiver, secrets, accepted } = await bench()
  const narrow = { url: receiver.url, types: ['cti.call.offered.v1', 'cti.queue.*'], queueIds: ['queue_a'] }
  secrets.push((await site.endpoint(narrow)).secret)
  const queued = (queueId: string) => ({ subject: 'call_a', type: 'callQueued', data: { queueId } })
  await site.happen(
    { subject: 'call_a' },
    queued('queue_a'),
    { subject: 'call_a' },
    { subject: 'agent_li', kind: 'agent', type: 'agentReady', data: {} },
    { subject: 'queue_b', kind: 'queue', type: 'queueDefined', data: {} },
    { subject: 'queue_a', kind: 'queue', type: 'queueDefined', data: {} },
    queued('queue_b'),
    { subject: 'call_a' },
    queued('queue_a'),
    { subject: 'call_a' },
  )
  await until(() => accepted().length >= 3, accepted)
  expect(accepted().sort()).toEqual(['call_a#3', 'call_a#7', 'queue_a#1'])
  await until(async () => (await site.store.webhooks.standings(site.siteId))[0]?.waiting === 0)
  expect(accepted()).toHaveLength(3)
})

test('while secrets change, both sign', async () => {
  const { site, receiver, secrets, received, accepted } = await bench()
  const { webhookId, secret } = await site.endpoint({ url: receiver.url })
  const next = site.webhooks.desk.newSecret()
  await site.store.webhooks.addSecret(site.siteId, webhookId, next, 60_000)
  secrets.push(secret)
  await site.happen(...call('call_a', 1))
  await until(() => accepted().length === 1)
  secrets.splice(0, 1, next)
  await site.happen(...call('call_a', 1))
  await until(() => accepted().length === 2)
  expect(String(received[0]?.headers['webhook-signature']).split(' ')).toHaveLength(2)
  await site.store.webhooks.addSecret(site.siteId, webhookId, site.webhooks.desk.newSecret(), 0)
  await site.happen(...call('call_a', 1))
  await until(() => site.tried.some(({ outcome }) => outcome === 'clientError'))
})

test('an address that is not allowed gets nothing', async () => {
  const { allowing } = await import('./support/site.ts')
  const { site, receiver, received } = await bench(() => 204, { allow: allowing('10.0.0.0/8') })
  const endpoint = await site.endpoint({ url: receiver.url })
  await site.happen(...call('call_a', 1))
  await until(() => site.tried.length > 0)
  expect([site.tried[0]?.outcome, received.length]).toEqual(['targetRefused', 0])
  expect(await site.webhooks.desk.targetFault(endpoint.url)).toContain('webhooks.allow')
})

test('a test event is sent at once, also to a disabled endpoint, and only once', async () => {
  const { site, receiver, secrets, received } = await bench((_, nth) => (nth === 1 ? 500 : 204))
  const endpoint = await site.endpoint({ url: receiver.url })
  secrets.push(endpoint.secret)
  await site.store.webhooks.setState(site.siteId, endpoint.webhookId, 'disabled', 'asked')
  expect(await site.webhooks.desk.test(endpoint)).toMatchObject({
    type: 'failed',
    why: 'serverError',
    status: 500,
  })
  expect(await site.webhooks.desk.test(endpoint)).toMatchObject({ type: 'delivered', status: 204 })
  expect(received.map(({ event }) => event.type)).toEqual(['cti.webhook.test.v1', 'cti.webhook.test.v1'])
})

test('a replay delivers everything after a position again, under the same ids', async () => {
  const { site, receiver, secrets, received, accepted } = await bench()
  const endpoint = await site.endpoint({ url: receiver.url })
  secrets.push(endpoint.secret)
  await site.happen(...call('call_a', 3), ...call('call_b', 2))
  await until(() => accepted().length === 5, accepted)
  await site.store.webhooks.replayFrom(endpoint, 1)
  await until(() => accepted().length === 9, accepted)
  const again = received.slice(5).map(({ event }) => event.id)
  expect(again.filter((id) => /-[23]$/.test(id))).toEqual(['site_main-2', 'site_main-3'])
  expect(again.filter((id) => /-[45]$/.test(id))).toEqual(['site_main-4', 'site_main-5'])
  expect(await site.webhooks.desk.redeliver(endpoint, 5)).toMatchObject({ type: 'delivered' })
  expect(received.at(-1)?.event.id).toBe('site_main-5')
  expect(await site.webhooks.desk.redeliver(endpoint, 99)).toBeUndefined()
})
