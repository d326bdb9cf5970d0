import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { ready } from '../../../src/adapters/http/schemas/operation.ts'
import { ask as askUrl, codeOf, READY, startApi, World } from './support.ts'

const PUBLIC = { token: null }

test('liveness, readiness, metrics and the document need no token', async () => {
  const { ask } = await startApi()
  expect((await ask('/healthz', PUBLIC)).json).toEqual({ status: 'alive' })
  const readiness = await ask('/readyz', PUBLIC)
  expect(readiness.status).toBe(200)
  ready.parse(readiness.json)
  const metrics = await ask('/metrics', PUBLIC)
  expect(metrics.text).toBe('cti_site_owner 1\n')
  expect(metrics.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
  expect((await ask('/openapi.json', PUBLIC)).json.info.version).toBe('0.0.0-test')
})

test('what is missing is named, check by check', async () => {
  const world = new World()
  world.readiness = async () => ({ ...READY, switch: { ok: false, detail: 'node_a is not connected' } })
  const { ask } = await startApi(world)
  const answer = await ask('/readyz', PUBLIC)
  expect([answer.status, codeOf(answer)]).toEqual([503, 'service-not-ready'])
  expect(answer.json.checks).toMatchObject({
    owner: { ok: true },
    switch: { ok: false, detail: 'node_a is not connected' },
  })
})

test.each([
  ['fail', () => Promise.reject(new Error('postgres://user:secret@host'))],
  ['never end', () => new Promise<never>(() => {})],
])('checks that %s mean not ready, and nothing leaks', async (_, readiness) => {
  const world = new World()
  world.readiness = readiness
  const { ask } = await startApi(world, { readTimeoutMs: 50 })
  const answer = await ask('/readyz', PUBLIC)
  expect([answer.status, codeOf(answer)]).toEqual([503, 'service-not-ready'])
  expect(answer.text).not.toContain('secret')
  expect((await ask('/healthz', PUBLIC)).status).toBe(200)
})

test('from another machine the metrics need a token', async () => {
  const { http } = await startApi()
  // Tests listen on loopback only, so the peer's address is put in its place.
  const server = createServer((req, res) => {
    Object.defineProperty(req.socket, 'remoteAddress', { value: '10.1.2.3' })
    http.app(req, res)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`
  const answer = await askUrl(url, PUBLIC)
  const withToken = await askUrl(url)
  server.closeAllConnections()
  server.close()
  expect([answer.status, codeOf(answer), withToken.status]).toEqual([401, 'unauthorised', 200])
})
