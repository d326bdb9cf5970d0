/** Whatever comes: never a 500, always a problem document from 400 on, and the server goes on. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PROBLEM_CODES } from '../../../src/adapters/http/problems.ts'
import { AGENT, CALL, callView, QUEUE, queueView, T0, wholeCall } from './examples.ts'
import { type Api, type Ask, codeOf, startApi, World } from './support.ts'

const RUNS = 300

const text = fc.string({ unit: 'binary', maxLength: 40 })
/** Lone surrogates, which no URL can carry, become U+FFFD on the way through UTF-8. */
const encoded = (raw: string) => encodeURIComponent(Buffer.from(raw).toString())
const segment = fc.oneof(
  fc.constantFrom('v1', 'calls', 'agents', 'queues', 'clear', 'ready', 'not-ready', 'log-on', '..', '.', ''),
  fc.constantFrom(CALL, AGENT, QUEUE, 'call_', '__proto__', 'constructor', '%', '%00', '%ff', '%2e%2e%2f'),
  text.map((raw) => encoded(raw)),
)
const path = fc.oneof(
  fc.array(segment, { maxLength: 5 }).map((segments) => `/${segments.join('/')}`),
  fc.constantFrom('/v1/calls', `/v1/calls/${CALL}`, '/v1/agents', `/v1/agents/${AGENT}/log-on`, '/v1/queues'),
  fc.constantFrom('/v1/call-records', '/v1/call-records.csv', '/v1/snapshot', '/v1/events/tickets'),
)
const member = fc.oneof(
  fc.constantFrom(
    'limit',
    'cursor',
    'state',
    'queueId',
    'agentId',
    '__proto__',
    'toString',
    'limit[]',
    'a[b]',
  ),
  text.map((raw) => encoded(raw)),
)
const value = fc.oneof(
  fc.constantFrom('50', '-1', '1e9', '0x10', 'queued', QUEUE, AGENT, '%', '%ff'),
  text.map((raw) => encoded(raw)),
  text.map((raw) => Buffer.from(`1.${raw}`).toString('base64url')),
)
const query = fc
  .array(fc.tuple(member, value), { maxLength: 4 })
  .map((pairs) => (pairs.length === 0 ? '' : `?${pairs.map(([name, of]) => `${name}=${of}`).join('&')}`))

const shaped = fc.record(
  {
    agentId: fc.oneof(fc.constant(AGENT), fc.jsonValue()),
    calledNumber: fc.oneof(fc.constant('13800005678'), fc.jsonValue()),
    extension: fc.jsonValue(),
    reasonCode: fc.oneof(fc.constant('meal'), fc.jsonValue()),
  },
  { requiredKeys: [] },
)
const body = fc.oneof(
  fc.constant(undefined),
  shaped.map((json) => JSON.stringify(json)),
  fc.json(),
  text,
  fc.nat({ max: 200 }).map((depth) => '['.repeat(depth * 100)),
)
/** What fetch lets through: visible ASCII and latin1. */
const headerValue = fc
  .string({
    unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)),
    maxLength: 60,
  })
  .map((raw) => raw.replace(/\x7f/g, ''))
const headers = fc.record(
  {
    'content-type': fc.oneof(fc.constant('application/json'), headerValue),
    'content-encoding': headerValue,
    'idempotency-key': fc.oneof(fc.stringMatching(/^[a-z]{8}$/), headerValue),
    'x-request-id': headerValue,
    traceparent: headerValue,
    accept: headerValue,
    'if-none-match': headerValue,
    range: headerValue,
  },
  { requiredKeys: [] },
)
const method = fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS')

async function judged(api: Api, target: string, ask: Ask): Promise<void> {
  const answer = await api.ask(target, ask)
  expect(answer.status, `${ask.method} ${target}`).not.toBe(500)
  if (answer.status < 400) return
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/)
  if (ask.method === 'HEAD') return
  const code = codeOf(answer)
  expect(PROBLEM_CODES).toContain(code)
  expect(answer.json.status).toBe(answer.status)
  if (code === 'invalid') expect(answer.json.errors.length).toBeGreaterThan(0)
}

async function fuzzed(token: string | null | undefined): Promise<void> {
  const world = new World()
  world.rows = wholeCall()
  world.views = [callView(CALL, T0), queueView(QUEUE)]
  const api = await startApi(world)
  const bodiless = new Set(['GET', 'HEAD'])
  await fc.assert(
    fc.asyncProperty(method, path, query, headers, body, async (verb, where, asked, fields, sent) => {
      const carries = sent !== undefined && !bodiless.has(verb)
      await judged(api, where + asked, {
        method: verb,
        headers: fields,
        ...(carries && { body: sent }),
        ...(token !== undefined && { token }),
      })
    }),
    { numRuns: RUNS },
  )
  expect((await api.ask('/healthz')).status).toBe(200)
  expect(world.logged.filter(({ level }) => level === 'error')).toEqual([])
}

test('requests of a system with a token', async ({ task }) => {
  await fuzzed(undefined)
  task.meta.tried = { 'API requests': RUNS }
}, 60_000)

test('requests of anyone', async ({ task }) => {
  await fuzzed(null)
  task.meta.tried = { 'API requests': RUNS }
}, 60_000)

test('bodies of a make-call in the right wrapping', async () => {
  const api = await startApi()
  await fc.assert(
    fc.asyncProperty(fc.oneof(shaped, fc.jsonValue()), fc.uuid(), async (json, key) => {
      await judged(api, '/v1/calls', {
        method: 'POST',
        body: JSON.stringify(json),
        headers: { 'content-type': 'application/json', 'idempotency-key': key },
      })
    }),
    { numRuns: RUNS },
  )
  for (const { command } of api.world.dispatched) expect(command).toMatchObject({ agentId: AGENT })
}, 60_000)
