import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { RateLimits } from '../../../src/adapters/http/deps.ts'
import { BoundedStore } from '../../../src/adapters/http/rate-limits.ts'
import { CALL } from './examples.ts'
import { codeOf, OTHER_TOKEN, startApi } from './support.ts'

const LIMITS: RateLimits = { windowMs: 60_000, reads: 3, commands: 2, urgent: 2, anonymous: 2 }
const start = (limits = {}) => startApi(undefined, { rateLimits: { ...LIMITS, ...limits } })

describe('a client that asks too much', () => {
  it('is told how much is left, then when to come back', async () => {
    const { ask } = await start()
    const first = await ask('/v1/agents')
    expect(first.headers.get('ratelimit-limit')).toBe('3')
    expect(first.headers.get('ratelimit-remaining')).toBe('2')
    await ask('/v1/queues')
    await ask('/v1/calls')
    const fourth = await ask('/v1/agents')
    expect([fourth.status, codeOf(fourth)]).toEqual([429, 'rate-limited'])
    const retryAfter = Number(fourth.headers.get('retry-after'))
    expect(retryAfter).toBeGreaterThan(0)
    expect(retryAfter).toBeLessThanOrEqual(60)
  })

  it('leaves other clients alone', async () => {
    const { ask } = await start({ reads: 1 })
    await ask('/v1/agents')
    expect((await ask('/v1/agents')).status).toBe(429)
    expect((await ask('/v1/agents', { token: OTHER_TOKEN })).status).toBe(200)
  })

  it('can still command, and what ends or masks a call works however much was commanded', async () => {
    const { ask } = await start({ reads: 1, commands: 1 })
    const command = () => ask('/v1/agents/agent_li-na/ready', { method: 'POST' })
    await ask('/v1/agents')
    expect((await ask('/v1/agents')).status).toBe(429)
    expect((await command()).status).toBe(202)
    expect((await command()).status).toBe(429)
    expect((await ask(`/v1/calls/${CALL}/recording/mask`, { method: 'POST' })).status).toBe(202)
    expect((await ask(`/v1/calls/${CALL}/clear`, { method: 'POST' })).status).toBe(202)
    expect((await ask(`/v1/calls/${CALL}/clear`, { method: 'POST' })).status).toBe(429)
  })

  it('is known by its address where no token is asked for, which leaves those with tokens alone', async () => {
    const { ask } = await start()
    const document = () => ask('/openapi.json', { token: null })
    expect([(await document()).status, (await document()).status]).toEqual([200, 200])
    expect((await document()).status).toBe(429)
    expect((await ask('/v1/agents')).status).toBe(200)
  })

  it('never keeps probes and scrapes away', async () => {
    const { ask } = await start({ anonymous: 1 })
    for (const path of ['/healthz', '/readyz', '/metrics'])
      for (let n = 0; n < 5; n += 1) expect((await ask(path, { token: null })).status).toBe(200)
  })
})

describe('the counts', () => {
  it('are bounded, however many addresses ask', () => {
    const store = new BoundedStore()
    store.init({ windowMs: 60_000 })
    for (let n = 0; n < 25_000; n += 1) store.increment(`client ${n}`)
    expect(store.size).toBe(10_000)
    expect(store.increment('client 24999').totalHits).toBe(2)
  })

  it.each([
    ['forth', 3_600_000],
    ['back', -3_600_000],
  ])('last as long as their window, though the wall clock is set %s by an hour', (_, stepMs) => {
    let now = 5_000
    const store = new BoundedStore(() => now)
    store.init({ windowMs: 60_000 })
    const counts = () => {
      const { totalHits, resetTime } = store.increment('a')
      return [totalHits, Math.round((resetTime.getTime() - Date.now()) / 1_000)]
    }
    expect(counts()).toEqual([1, 60])
    const wall = Date.now
    const spy = vi.spyOn(Date, 'now').mockImplementation(() => wall() + stepMs)
    onTestFinished(() => spy.mockRestore())
    now += 59_000
    expect(counts()).toEqual([2, 1])
    now += 1_000
    expect(counts()).toEqual([1, 60])
  })

  it('begin anew with each window', () => {
    const store = new BoundedStore()
    store.init({ windowMs: 0 })
    expect([store.increment('a').totalHits, store.increment('a').totalHits]).toEqual([1, 1])
  })
})
