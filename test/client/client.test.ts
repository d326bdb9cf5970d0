/** The client as an integrator uses it, against the API over ports in memory. */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { clientTypes } from '../../scripts/lib/client-types.ts'
import { ApiProblem, createClient, items, newIdempotencyKey, unwrap } from '../../src/client/client.ts'
import { AGENT, agentView, callView, T0 } from '../adapters/http/examples.ts'
import { startApi, TOKEN, World } from '../adapters/http/support.ts'

const file = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

async function connected(world = new World(), more: { token?: string } = {}) {
  const { origin } = await startApi(world)
  return { world, client: createClient({ baseUrl: origin, token: TOKEN, ...more }) }
}

describe('the typed client', () => {
  it('has the types of the document as it is: if not, npm run client', { timeout: 60_000 }, async () => {
    expect(file('src/client/schema.d.ts')).toBe(await clientTypes(file('config/openapi.json')))
  })

  it('gives what was asked for', async () => {
    const { world, client } = await connected()
    world.views = [agentView(AGENT)]
    const agent = await unwrap(client.GET('/v1/agents/{agentId}', { params: { path: { agentId: AGENT } } }))
    expect(agent.name).toBe('李娜')
    expect(agent.state).toBe('agentWorkingAfterCall')
  })

  it('throws problems by their code', async () => {
    const { client } = await connected()
    const asking = unwrap(client.GET('/v1/agents/{agentId}', { params: { path: { agentId: AGENT } } }))
    const problem = await asking.catch((error: unknown) => error)
    expect(problem).toBeInstanceOf(ApiProblem)
    expect(problem).toMatchObject({ status: 404, code: 'agent-unknown', retryAfterMs: undefined })
    expect((problem as ApiProblem).requestId).not.toBe('')
  })

  it('says when to come back', async () => {
    const { world, client } = await connected()
    world.outcome = () => ({ type: 'notOwner', retryAfterMs: 3_000 })
    const asking = unwrap(client.POST('/v1/agents/{agentId}/ready', { params: { path: { agentId: AGENT } } }))
    await expect(asking).rejects.toMatchObject({ code: 'not-owner', retryAfterMs: 3_000 })
  })

  it('places a call once, however often it is asked with the same key', async () => {
    const { world, client } = await connected()
    const place = (key: string) =>
      unwrap(
        client.POST('/v1/calls', {
          params: { header: { 'Idempotency-Key': key } },
          body: { agentId: AGENT, calledNumber: '+8613800005678' },
        }),
      )
    const key = newIdempotencyKey()
    const first = await place(key)
    expect(await place(key)).toEqual(first)
    expect(await place(newIdempotencyKey())).not.toEqual(first)
    expect(world.dispatched).toHaveLength(2)
  })

  it('walks a list to its end', async () => {
    const { world, client } = await connected()
    const idOf = (n: number) => `call_01JD8Z4Q6W3V5T7R9P0N2M4K${String(n).padStart(2, '0')}`
    world.views = Array.from({ length: 7 }, (_, n) => callView(idOf(n), T0 + n))
    const seen: string[] = []
    for await (const call of items((cursor) =>
      client.GET('/v1/calls', { params: { query: { limit: 3, ...(cursor && { cursor }) } } }),
    ))
      seen.push(call.callId)
    expect(seen).toEqual([6, 5, 4, 3, 2, 1, 0].map(idOf))
    expect(world.viewed).toHaveLength(3)
  })

  it('tells the API’s own answer from a proxy’s, and gives up a request in time', async () => {
    const proxy = createServer((req, res) => {
      if (req.url !== '/healthz')
        res.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>')
    })
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => {
      proxy.closeAllConnections()
      proxy.close()
    })
    const { port } = proxy.address() as AddressInfo
    const baseUrl = `http://127.0.0.1:${port}`
    const client = createClient({ baseUrl, token: TOKEN, timeoutMs: 200 })
    const patient = createClient({ baseUrl, token: TOKEN })
    await expect(unwrap(patient.GET('/v1/agents'))).rejects.toThrow('502 without a problem document')
    await expect(unwrap(client.GET('/healthz'))).rejects.toMatchObject({ name: 'TimeoutError' })
  })
})
