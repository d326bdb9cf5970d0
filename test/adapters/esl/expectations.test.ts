import { expect, onTestFinished, test, vi } from 'vitest'
import { createExpectations } from '../../../src/adapters/esl/expectations.ts'
import { createPoke } from '../../../src/adapters/esl/poke.ts'
import { connectedNode } from './support/node.ts'

function setUp() {
  vi.useFakeTimers()
  onTestFinished(() => {
    const left = vi.getTimerCount()
    vi.useRealTimers()
    expect(left, 'timers left behind').toBe(0)
  })
  const poke = createPoke({ write: () => {}, monotonic: () => Date.now(), everyMs: 2, maxMs: 120_000 })
  return { poke, expectations: createExpectations<string>(poke.expect) }
}

test('a leg is awaited until it has come, or its time is over; the same leg twice counts once', () => {
  const { poke, expectations } = setUp()
  expectations.expect('a', 1000)
  expectations.expect('a', 1000)
  expectations.expect('b', 1000)
  expectations.arrived('a')
  expectations.arrived('nobody')
  expect(poke.active).toBe(true)
  expectations.arrived('b')
  expect(poke.active).toBe(false)
  expectations.expect('c', 1000)
  vi.advanceTimersByTime(1002)
  expect(poke.active).toBe(false)
})

test('a lost connection ends all of it, the constant one too', () => {
  const { poke, expectations } = setUp()
  expectations.always()
  expectations.expect('a', 1000)
  vi.advanceTimersByTime(600_000)
  expect(poke.active).toBe(true)
  expectations.forget()
  poke.close()
  vi.advanceTimersByTime(200_000)
  expect(poke.active).toBe(false)
})

test('a node that is to be poked always is poked though nothing is under way', async () => {
  const node = await connectedNode({ pokeAlways: true })
  await (await node.freeswitch.peers.first()).pokes.count(5)
  expect(node.orders.items).toEqual([])
})
