import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { connected } from './support/client.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
  onTestFinished(() => {
    vi.useRealTimers()
  })
})

const limits = { heartbeatEveryMs: 2000, heartbeatTimeoutMs: 5000, backoff: { firstMs: 200, capMs: 200 } }

test('a silent switch is asked, and one that answers is kept', async () => {
  const { client, freeswitch, peer, events } = await connected({ limits })
  for (let asked = 1; asked <= 3; asked++) {
    vi.advanceTimersByTime(4000)
    await freeswitch.heartbeats.count(asked)
    peer.event([['Event-Name', 'HEARTBEAT']])
    await events.count(asked)
  }
  expect(client.up).toBe(true)
})

test('a switch that talks isn’t asked', async () => {
  const { freeswitch, peer, events } = await connected({ limits })
  for (let n = 1; n <= 5; n++) {
    peer.event([['Event-Name', 'HEARTBEAT']])
    await events.count(n)
    vi.advanceTimersByTime(2000)
  }
  expect(freeswitch.heartbeats.items).toEqual([])
})

test('one that is silent and doesn’t answer is given up, and connected to anew', async () => {
  const { freeswitch, states } = await connected({ limits })
  freeswitch.answersHeartbeat = false
  vi.advanceTimersByTime(4000)
  await freeswitch.heartbeats.first()
  vi.advanceTimersByTime(5000)
  expect(await states.first((state) => state.type === 'down')).toMatchObject({ reason: 'heartbeatMissed' })
  vi.advanceTimersByTime(200)
  await states.first((state) => state.type === 'up', 3)
})
