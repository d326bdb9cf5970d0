/** Requests that are wrong in one way each, as bytes on a socket: what says so, and that the next one is served. */
import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { AGENT } from './examples.ts'
import { type Api, startApi, TOKEN } from './support.ts'

const HEAD = `Host: x\r\nAuthorization: Bearer ${TOKEN}\r\nConnection: close\r\n`
const MAKE = `/v1/agents/${AGENT}/not-ready`

function post(path: string, body: string | Buffer, type = 'application/json', more = ''): Buffer {
  const bytes = Buffer.from(body)
  const head = `POST ${path} HTTP/1.1\r\n${HEAD}Content-Type: ${type}\r\nContent-Length: ${bytes.length}\r\n${more}\r\n`
  return Buffer.concat([Buffer.from(head), bytes])
}
const get = (target: string) => Buffer.from(`GET ${target} HTTP/1.1\r\n${HEAD}\r\n`)

async function exchange({ port }: Api, request: Buffer): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  const parts: Buffer[] = []
  socket.on('data', (part: Buffer) => parts.push(part))
  socket.on('error', () => undefined)
  socket.write(request)
  await once(socket, 'close')
  return Buffer.concat(parts).toString()
}

const FAULTS: readonly (readonly [string, Buffer, number, string])[] = [
  ['JSON that breaks off', post(MAKE, '{"reasonCode":'), 400, 'malformed-json'],
  ['JSON with a comma too many', post(MAKE, '{"reasonCode":"break",}'), 400, 'malformed-json'],
  ['a bare word', post(MAKE, 'null'), 400, 'malformed-json'],
  ['a bare number', post(MAKE, '7'), 400, 'malformed-json'],
  ['two documents', post(MAKE, '{}{}'), 400, 'malformed-json'],
  ['single quotes', post(MAKE, "{'reasonCode':'break'}"), 400, 'malformed-json'],
  ['a list', post(MAKE, '[]'), 422, 'invalid'],
  ['an empty object', post(MAKE, '{}'), 422, 'invalid'],
  ['brackets in brackets', post(MAKE, '['.repeat(40_000) + ']'.repeat(40_000)), 422, 'invalid'],
  ['a member too many', post(MAKE, '{"reasonCode":"break","more":1}'), 422, 'invalid'],
  [
    'a form',
    post(MAKE, 'reasonCode=break', 'application/x-www-form-urlencoded'),
    415,
    'unsupported-media-type',
  ],
  ['XML', post(MAKE, '<reason/>', 'text/xml'), 415, 'unsupported-media-type'],
  ['no type', post(MAKE, '{}', ''), 415, 'unsupported-media-type'],
  [
    'another character set',
    post(MAKE, '{}', 'application/json; charset=gb18030'),
    415,
    'unsupported-media-type',
  ],
  [
    'a compressed body',
    post(MAKE, 'x', 'application/json', 'Content-Encoding: gzip\r\n'),
    415,
    'unsupported-media-type',
  ],
  ['too much', post(MAKE, `{"a":"${'a'.repeat(110_000)}"}`), 413, 'too-large'],
  ['a path with half an escape', get('/v1/agents/%E0%A4%A'), 400, 'malformed-request'],
  ['a path that is no UTF-8', get('/v1/agents/%ff'), 400, 'malformed-request'],
  ['a query with half an escape', get('/v1/calls?state=%'), 400, 'malformed-request'],
  ['a query that is no UTF-8', get('/v1/calls?state=%c3%28'), 400, 'malformed-request'],
  ['the same parameter twice', get('/v1/calls?limit=1&limit=2'), 422, 'invalid'],
  ['a parameter that isn’t there', get('/v1/calls?limt=1'), 422, 'invalid'],
  ['a parameter as a list', get('/v1/calls?limit[]=1'), 422, 'invalid'],
  ['no limit at all', get('/v1/calls?limit='), 422, 'invalid'],
  ['a limit of nothing', get('/v1/calls?limit=0'), 422, 'invalid'],
  ['a limit above the highest', get('/v1/calls?limit=201'), 422, 'invalid'],
  ['an altered cursor', get('/v1/calls?cursor=abcdefghijklmnop'), 422, 'invalid'],
  ['a day that isn’t there', get('/v1/calls?from=2026-02-30T00:00:00Z'), 422, 'invalid'],
  ['a moment without its zone', get('/v1/calls?from=2026-02-03T00:00:00'), 422, 'invalid'],
  [
    'a call without a key',
    post('/v1/calls', `{"agentId":"${AGENT}","calledNumber":"12320"}`),
    400,
    'idempotency-key-missing',
  ],
]

test('any fault is answered with a problem document that names it, and the next request is served', async () => {
  const api = await startApi()
  for (const [what, request, status, code] of FAULTS) {
    const answer = await exchange(api, request)
    const [head = '', body = ''] = answer.split('\r\n\r\n')
    expect([what, head.split('\r\n')[0]]).toEqual([what, expect.stringContaining(` ${status} `)])
    expect([what, head]).toEqual([what, expect.stringMatching(/content-type: application\/problem\+json/i)])
    expect([what, JSON.parse(body)]).toEqual([
      what,
      expect.objectContaining({ type: `urn:cti-bridge:problem:${code}`, status }),
    ])
    expect(body).not.toContain('12320')
  }
  expect(await exchange(api, get('/healthz'))).toContain(' 200 ')
  expect(api.world.dispatched).toEqual([])
})
