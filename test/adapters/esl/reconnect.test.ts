import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { freePort } from '../../support/free-ports.ts'
import { answerOf, connected, startClient, startSwitch } from './support/client.ts'

/** Ends all of a test's real sockets' doings before its fake clock goes. */
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
  onTestFinished(() => {
    const left = vi.getTimerCount()
    vi.useRealTimers()
    expect(left, 'timers left behind').toBe(0)
  })
})

test('while nothing listens the waits grow with jitter up to the cap; then it connects, and starts anew', async () => {
  const port = await freePort()
  const dice = [0, 0.5, 0.999_999, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5]
  let monotonic = 0
  const { client, states } = startClient({
    port,
    random: () => dice.shift() ?? 0.5,
    monotonic: () => monotonic,
    limits: { backoff: { firstMs: 100, capMs: 1000 }, soundAfterMs: 10_000 },
  })
  const waits: number[] = []
  for (let n = 0; n < 6; n++) {
    const down = await states.first((state) => state.type === 'down', states.items.length - (n === 0 ? 1 : 0))
    if (down.type !== 'down') throw new Error('unreachable')
    expect(down).toMatchObject({ reason: 'connectFailed', detail: 'ECONNREFUSED' })
    waits.push(down.retryMs)
    expect(vi.getTimerCount()).toBe(1)
    if (n < 5) vi.advanceTimersByTime(down.retryMs)
  }
  expect(waits).toEqual([50, 150, 400, 600, 750, 750])

  const back = await startSwitch(port)
  vi.advanceTimersByTime(750)
  await states.first((state) => state.type === 'up')
  expect(client.up).toBe(true)

  // Lost at once, it goes on being patient; lost after a sound while, it hurries.
  ;(await back.peers.first()).socket.destroy()
  const early = await states.first((state) => state.type === 'down', states.items.length)
  expect(early).toMatchObject({ reason: 'socketClosed', retryMs: 750 })
  vi.advanceTimersByTime(750)
  await states.first((state) => state.type === 'up', states.items.length)
  monotonic += 10_000
  const [, second] = await back.peers.count(2)
  second?.socket.destroy()
  const late = await states.first((state) => state.type === 'down', states.items.length)
  expect(late).toMatchObject({ reason: 'socketClosed', retryMs: 75 })
  await client.close()
})

test('a node that is down is tried each second at first, for callers wait on it; later less often', async () => {
  const { client, states } = startClient({ port: await freePort() })
  const waits: number[] = []
  for (let n = 0; n < 66; n++) {
    const down = await states.first((state) => state.type === 'down', states.items.length - (n === 0 ? 1 : 0))
    if (down.type !== 'down') throw new Error('unreachable')
    waits.push(down.retryMs)
    vi.advanceTimersByTime(down.retryMs)
  }
  expect(Math.max(...waits.slice(0, 60))).toBe(750)
  expect(waits.slice(60)).toEqual(Array(6).fill(7500))
  await client.close()
})

test('a command while there is no connection is answered at once, as not sent', async () => {
  const { client, states } = startClient({ port: await freePort() })
  await states.first((state) => state.type === 'down')
  const lost = { type: 'connectionLost', sent: false }
  const options = { timeoutMs: 1000 }
  expect(await answerOf((done) => client.api('status', options, done))).toEqual(lost)
  expect(await answerOf((done) => client.bgapi('status', options, done))).toEqual(lost)
  const leg = '11111111-2222-4333-8444-555555555555'
  expect(await answerOf((done) => client.sendmsgHangup(leg, 'NORMAL_CLEARING', options, done))).toEqual(lost)
  expect(
    await answerOf((done) => client.execute(leg, 'answer', '', { ...options, token: 't' }, done)),
  ).toEqual(lost)
  client.expectEvent()()
  await client.close()
})

test('close ends the wait for a reconnect, a log-in under way, and a connection that is up', async () => {
  const waiting = startClient({ port: await freePort() })
  await waiting.states.first((state) => state.type === 'down')
  await waiting.client.close()
  expect(waiting.states.items.at(-1)).toEqual({ type: 'closed' })

  const freeswitch = await startSwitch()
  freeswitch.greeting = Buffer.from('\n')
  const loggingIn = startClient({ port: freeswitch.port })
  await freeswitch.peers.first()
  await loggingIn.client.close()
  expect(loggingIn.states.items.map((state) => state.type)).toEqual(['connecting', 'closed'])

  const up = await connected()
  const pending = answerOf((done) => up.client.bgapi('status', { timeoutMs: 60_000 }, done))
  await up.freeswitch.commands.first()
  await Promise.all([up.client.close(), up.client.close()])
  expect(await pending).toEqual({ type: 'connectionLost', sent: true })
  expect(up.states.items.map((state) => state.type)).toEqual(['connecting', 'up', 'closed'])
})

test('a switch that doesn’t answer the goodbye doesn’t hold up the close', async () => {
  const { client, freeswitch, peer, states } = await connected()
  peer.socket.pause()
  const closed = client.close()
  vi.advanceTimersByTime(500)
  await closed
  expect(states.items.at(-1)).toEqual({ type: 'closed' })
  expect(freeswitch.commands.items).toEqual([])
})
