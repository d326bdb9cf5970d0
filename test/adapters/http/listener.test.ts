/** The socket under the API: broken and slow peers, and an orderly end. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import type { DispatchOutcome } from '../../../src/runtime/gateway.ts'
import { AGENT } from './examples.ts'
import { type Api, deferred, startApi, TOKEN, World } from './support.ts'

const sockets: Socket[] = []
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy()
})

async function dial({ port }: Api): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  sockets.push(socket)
  socket.on('error', () => {})
  await once(socket, 'connect')
  return socket
}

/** All that comes until the server ends the connection. */
async function untilEnd(socket: Socket): Promise<string> {
  const parts: Buffer[] = []
  socket.on('data', (part: Buffer) => parts.push(part))
  await once(socket, 'close')
  return Buffer.concat(parts).toString()
}

const HEAD = `Host: x\r\nAuthorization: Bearer ${TOKEN}\r\n`

test.each([
  ['noise', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\r\n\r\n', 400, 'malformed-request'],
  ['a method that is none', 'MAKE\u0000CALL / HTTP/1.1\r\n\r\n', 400, 'malformed-request'],
  ['a broken header', `GET /healthz HTTP/1.1\r\nHost x\r\n\r\n`, 400, 'malformed-request'],
  [
    'two lengths',
    `POST /v1/calls HTTP/1.1\r\n${HEAD}Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc`,
    400,
    'malformed-request',
  ],
  [
    'a length and chunks',
    `POST /v1/calls HTTP/1.1\r\n${HEAD}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc`,
    400,
    'malformed-request',
  ],
  [
    'endless header fields',
    `GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: ${'a'.repeat(20_000)}\r\n\r\n`,
    431,
    'headers-too-large',
  ],
])('%s is answered with a problem and the end of the connection', async (_, bytes, status, code) => {
  const api = await startApi()
  const socket = await dial(api)
  socket.write(bytes, 'latin1')
  const answer = await untilEnd(socket)
  expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
  expect(answer).toContain('Content-Type: application/problem+json')
  expect(answer).toContain(`urn:cti-bridge:problem:${code}`)
  expect((await api.ask('/healthz')).status).toBe(200)
})

test('chunks that break in mid-body do no harm, nor does a peer that hangs up', async () => {
  const api = await startApi()
  const path = `/v1/agents/${AGENT}/not-ready`
  const broken = await dial(api)
  broken.write(
    `POST ${path} HTTP/1.1\r\n${HEAD}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"rea\r\nZZ\r\n`,
  )
  await untilEnd(broken)
  const gone = await dial(api)
  gone.write(
    `POST ${path} HTTP/1.1\r\n${HEAD}Content-Type: application/json\r\nContent-Length: 50\r\n\r\n{"rea`,
  )
  gone.resetAndDestroy()
  expect((await api.ask('/healthz')).status).toBe(200)
  expect(api.world.dispatched).toEqual([])
})

test('HTTP/1.1 without a Host is refused; an expectation is no obstacle', async () => {
  const api = await startApi()
  const without = await dial(api)
  without.write('GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n')
  expect(await untilEnd(without)).toMatch(/^HTTP\/1\.1 400 [\s\S]*problem:malformed-request/)
  const expecting = await dial(api)
  expecting.write('GET /healthz HTTP/1.1\r\nHost: x\r\nExpect: wonders\r\nConnection: close\r\n\r\n')
  expect(await untilEnd(expecting)).toMatch(/^HTTP\/1\.1 200 /)
})

test('requests sent one behind the other are answered in order', async () => {
  const api = await startApi()
  const socket = await dial(api)
  const first = `GET /nowhere HTTP/1.1\r\n${HEAD}\r\n`
  socket.write(`${first}GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
  const statuses = [...(await untilEnd(socket)).matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)
  expect(statuses).toEqual(['404', '200'])
})

test.each([
  ['a header', 'GET /healthz HTTP/1.1\r\nHost: x\r\n'],
  [
    'a body',
    `POST /v1/agents/${AGENT}/ready HTTP/1.1\r\n${HEAD}Content-Type: application/json\r\nContent-Length: 9\r\n\r\n{`,
  ],
])('%s that never ends is not waited for', async (_, bytes) => {
  const api = await startApi(undefined, { limits: { headersTimeoutMs: 50, requestTimeoutMs: 100 } })
  const socket = await dial(api)
  socket.write(bytes)
  await untilEnd(socket)
  expect((await api.ask('/healthz')).status).toBe(200)
  expect(api.world.dispatched).toEqual([])
})

/** A request whose command is being carried out when the server is told to close. */
async function inProgress(closeMs: number) {
  const world = new World()
  const decided = deferred<DispatchOutcome>()
  const asked = deferred<void>()
  world.outcome = () => {
    asked.resolve()
    return decided.promise
  }
  const api = await startApi(world, { limits: { closeMs } })
  const socket = await dial(api)
  socket.write(`POST /v1/agents/${AGENT}/ready HTTP/1.1\r\n${HEAD}\r\n`)
  const answer = untilEnd(socket)
  await asked.promise
  return { api, decided, answer }
}

test('closing lets a request in progress finish, ends idle connections, takes no new ones', async () => {
  const { api, decided, answer } = await inProgress(60_000)
  const silent = untilEnd(await dial(api))
  const between = await dial(api)
  between.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n')
  await once(between, 'data')
  const closed = api.http.close()
  expect(api.http.close()).toBe(closed)
  await Promise.all([silent, untilEnd(between)])
  await expect(fetch(`${api.origin}/healthz`)).rejects.toThrow()
  decided.resolve({ type: 'accepted' })
  expect(await answer).toMatch(/^HTTP\/1\.1 202 [\s\S]*Connection: close/)
  await closed
})

test('closing does not wait for ever', async () => {
  const { api, answer } = await inProgress(20)
  await api.http.close()
  expect(await answer).toBe('')
})

test('an address that is taken is told, and closing what never listened is no fault', async () => {
  const first = await startApi()
  await expect(startApi(undefined, { port: first.port })).rejects.toThrow('EADDRINUSE')
})
