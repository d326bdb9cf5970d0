/** What every request passes, whatever it asks for. */
import { expect, test } from 'vitest'
import { createTokens } from '../../../src/adapters/http/tokens.ts'
import { PortUnavailable } from '../../../src/runtime/ports.ts'
import { AGENT, CALL } from './examples.ts'
import { codeOf, OTHER_TOKEN, startApi, TOKEN, World } from './support.ts'

const JSON_TYPE = { 'content-type': 'application/json' }

test.each([
  ['nothing', undefined, 'Bearer realm="cti-bridge"'],
  ['a wrong token', 'Bearer wrong', 'Bearer realm="cti-bridge", error="invalid_token"'],
  ['part of one', `Bearer ${TOKEN.slice(0, -1)}`, 'Bearer realm="cti-bridge", error="invalid_token"'],
  ['more than one', `Bearer ${TOKEN} ${OTHER_TOKEN}`, 'Bearer realm="cti-bridge", error="invalid_token"'],
  ['another scheme', `Basic ${btoa(`his:${TOKEN}`)}`, 'Bearer realm="cti-bridge", error="invalid_token"'],
])('with %s for a token nothing under /v1 is told, not even what is there', async (_, header, challenge) => {
  const { ask, world } = await startApi()
  const headers: Record<string, string> = header === undefined ? {} : { authorization: header }
  for (const [method, path] of [
    ['GET', '/v1/calls'],
    ['POST', `/v1/calls/${CALL}/clear`],
    ['DELETE', '/v1/calls'],
    ['GET', '/v1/no-such-thing'],
    ['GET', '/v1'],
  ] as const) {
    const answer = await ask(path, { method, headers, token: null })
    expect([answer.status, codeOf(answer)]).toEqual([401, 'unauthorised'])
    expect(answer.headers.get('www-authenticate')).toBe(challenge)
    expect(answer.text).not.toContain(TOKEN)
  }
  expect(world.dispatched).toEqual([])
  expect(JSON.stringify(world.logged)).not.toContain(TOKEN)
})

test('the scheme is written in any case', async () => {
  const { ask } = await startApi()
  expect(
    (await ask('/v1/calls', { headers: { authorization: `bEARER ${TOKEN}` }, token: null })).status,
  ).toBe(200)
})

test('a token that can be guessed is refused when the service starts', () => {
  expect(() => createTokens([{ principalId: 'his', token: 'secret' }])).toThrow('his')
})

test('what is not there is 404, whatever the method; a trailing slash is another address', async () => {
  const { ask } = await startApi()
  for (const path of [
    '/',
    '/v1',
    '/v1/',
    '/v2/calls',
    '/v1/calls/',
    '/V1/calls',
    '/v1/calls/a/b',
    '/healthz/x',
  ]) {
    const answer = await ask(path)
    expect([path, answer.status, codeOf(answer)]).toEqual([path, 404, 'not-found'])
  }
})

test.each([
  ['DELETE', '/v1/calls', 'GET, HEAD, POST, OPTIONS'],
  ['PUT', '/v1/calls/x', 'GET, HEAD, OPTIONS'],
  ['GET', `/v1/agents/${AGENT}/ready`, 'POST, OPTIONS'],
  ['POST', '/healthz', 'GET, HEAD, OPTIONS'],
])('%s %s is not allowed; Allow says what is', async (method, path, allow) => {
  const { ask } = await startApi()
  const answer = await ask(path, { method })
  expect([answer.status, codeOf(answer), answer.headers.get('allow')]).toEqual([
    405,
    'method-not-allowed',
    allow,
  ])
  const options = await ask(path, { method: 'OPTIONS' })
  expect([options.status, options.headers.get('allow')]).toEqual([204, allow])
})

test.each([
  ['{', 'malformed-json', 400],
  ['"a string"', 'malformed-json', 400],
  ['{"reasonCode":"meal"}}', 'malformed-json', 400],
  ['\u{FEFF}\u0000', 'malformed-json', 400],
  [`{"reasonCode":"${'x'.repeat(101 * 1024)}"}`, 'too-large', 413],
])('a body that begins %.20s is %s', async (body, code, status) => {
  const { ask, world } = await startApi()
  const answer = await ask(`/v1/agents/${AGENT}/not-ready`, { body, headers: JSON_TYPE })
  expect([answer.status, codeOf(answer)]).toEqual([status, code])
  expect(world.dispatched).toEqual([])
})

test.each<Record<string, string>>([
  { 'content-type': 'text/plain' },
  { 'content-type': 'application/x-www-form-urlencoded' },
  { 'content-type': 'application/json; charset=gbk' },
  { 'content-type': 'application/json', 'content-encoding': 'gzip' },
  {},
])('a body sent as %j is not understood', async (headers) => {
  const { ask, world } = await startApi()
  const answer = await ask(`/v1/agents/${AGENT}/not-ready`, { body: '{"reasonCode":"meal"}', headers })
  expect([answer.status, codeOf(answer)]).toEqual([415, 'unsupported-media-type'])
  expect(world.dispatched).toEqual([])
})

test('an address that cannot be decoded is malformed', async () => {
  const { ask } = await startApi()
  const answer = await ask('/v1/calls/%E0%A4%A')
  expect([answer.status, codeOf(answer)]).toEqual([400, 'malformed-request'])
})

test('what JSON calls __proto__ is a member like any other: unknown', async () => {
  const { ask } = await startApi()
  const answer = await ask(`/v1/agents/${AGENT}/ready`, { body: '{"__proto__":{"a":1}}', headers: JSON_TYPE })
  expect([answer.status, codeOf(answer)]).toEqual([422, 'invalid'])
})

test('the request’s id and trace are taken over and given back, in the problem and the log too', async () => {
  const { ask, world } = await startApi()
  const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'
  const answer = await ask(`/v1/calls/${CALL}`, { headers: { 'x-request-id': 'his-42', traceparent } })
  expect(answer.headers.get('x-request-id')).toBe('his-42')
  expect(answer.headers.get('traceparent')).toBe(traceparent)
  expect(answer.json.requestId).toBe('his-42')
  expect(world.logged.at(-1)?.obj).toMatchObject({ requestId: 'his-42', traceparent })
})

test.each([
  ['a b', '00-00000000000000000000000000000000-00f067aa0ba902b7-01'],
  ['x'.repeat(65), '00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01'],
  ['<script>', 'ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'],
  ['', 'nonsense'],
])('an id %j or a trace %s that is malformed gives way to a new one', async (requestId, traceparent) => {
  const { ask } = await startApi()
  const { headers } = await ask('/healthz', { headers: { 'x-request-id': requestId, traceparent } })
  expect(headers.get('x-request-id')).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  expect(headers.get('traceparent')).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/)
  expect(headers.get('traceparent')).not.toBe(traceparent)
})

test('the log and the metrics name the route, never the address', async () => {
  const { ask, world, http } = await startApi()
  await ask(`/v1/calls/${CALL}?number=13812345678`)
  await ask('/v1/13812345678/x')
  await http.close()
  expect(world.finished).toMatchObject([
    { method: 'GET', route: '/v1/calls/{callId}', status: 422, durationMs: expect.any(Number) },
    { method: 'GET', route: 'unmatched', status: 404 },
  ])
  expect(world.logged.map(({ obj, msg }) => ({ ...obj, msg }))).toMatchObject([
    { msg: 'request', route: '/v1/calls/{callId}', status: 422, problem: 'invalid' },
    { msg: 'request', route: 'unmatched', status: 404, problem: 'not-found' },
  ])
  expect(JSON.stringify([world.logged, world.finished])).not.toContain('13812345678')
})

test('probes and scrapes are logged for those who look for them only', async () => {
  const { ask, world, http } = await startApi()
  await ask('/healthz', { token: null })
  await http.close()
  expect(world.logged).toMatchObject([{ level: 'debug', obj: { route: '/healthz', status: 200 } }])
})

test('answers are guarded, stored nowhere, and do not say what made them', async () => {
  const { ask } = await startApi()
  for (const path of ['/v1/calls', '/nowhere', '/healthz']) {
    const { headers } = await ask(path)
    expect(headers.get('x-powered-by')).toBeNull()
    expect(headers.get('server')).toBeNull()
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('content-security-policy')).toContain("default-src 'self'")
  }
})

test.each([
  ['does not answer', () => new Promise<never>(() => {})],
  ['is not there', () => Promise.reject(new PortUnavailable('ECONNREFUSED 10.0.0.7:5432'))],
])('while the store %s, reads say so and when to ask again', async (_, failing) => {
  const world = new World()
  world.viewsPort.list = failing
  world.viewsPort.get = failing
  world.journal.readSubject = failing
  const { ask } = await startApi(world, { readTimeoutMs: 30 })
  for (const path of ['/v1/calls', `/v1/calls/${CALL}`, '/v1/agents', `/v1/agents/${AGENT}`, '/v1/queues']) {
    const answer = await ask(path)
    expect([answer.status, codeOf(answer), answer.headers.get('retry-after')]).toEqual([
      503,
      'store-unavailable',
      '2',
    ])
    expect(answer.text).not.toContain('5432')
  }
})
