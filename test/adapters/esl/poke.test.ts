import { expect, onTestFinished, test, vi } from 'vitest'
import { createPoke } from '../../../src/adapters/esl/poke.ts'
import { answerOf, connected } from './support/client.ts'
import { apiResponse } from './support/wire.ts'

function setUp() {
  vi.useFakeTimers()
  onTestFinished(() => {
    vi.useRealTimers()
  })
  let written = 0
  const write = () => {
    written++
  }
  const poke = createPoke({ write, monotonic: () => Date.now(), everyMs: 2, maxMs: 100 })
  return { poke, written: () => written }
}

test('newlines go out every 2 ms while an event is awaited, and only then', () => {
  const { poke, written } = setUp()
  vi.advanceTimersByTime(50)
  expect(written()).toBe(0)
  const release = poke.expect()
  vi.advanceTimersByTime(20)
  expect(written()).toBe(10)
  release()
  vi.advanceTimersByTime(50)
  expect(written()).toBe(10)
  expect(vi.getTimerCount()).toBe(0)
})

test('several awaited events share one newline; the last release ends it; releasing twice is harmless', () => {
  const { poke, written } = setUp()
  const first = poke.expect()
  const second = poke.expect()
  first()
  first()
  vi.advanceTimersByTime(20)
  expect(written()).toBe(10)
  second()
  expect(poke.active).toBe(false)
})

test('an event that doesn’t come isn’t awaited for ever, whoever forgets to let go', () => {
  const { poke, written } = setUp()
  poke.expect(10_000)
  vi.advanceTimersByTime(60_000)
  expect(written()).toBe(49)
  expect(vi.getTimerCount()).toBe(0)
})

test('close ends all of it', () => {
  const { poke } = setUp()
  poke.expect()
  poke.expect()
  poke.close()
  expect(vi.getTimerCount()).toBe(0)
})

test('on the wire: newlines only while awaited, and commands between them are whole', async () => {
  const { client, freeswitch, peer } = await connected()
  freeswitch.onCommand = ({ line, peer: asker }) => asker.write(apiResponse(line))
  const ask = () => answerOf((done) => client.api('status', { timeoutMs: 60_000 }, done))
  await ask()
  expect(peer.pokes.items).toEqual([])
  const release = client.expectEvent()
  await peer.pokes.count(3)
  expect(await ask()).toEqual({ type: 'ok', body: 'api status' })
  await peer.pokes.count(6)
  release()
  await ask()
  const before = peer.pokes.items.length
  await ask()
  await ask()
  expect(peer.pokes.items).toHaveLength(before)
})
