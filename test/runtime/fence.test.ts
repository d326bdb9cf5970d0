import { expect, it } from 'vitest'
import { Fence } from '../../src/runtime/fence.ts'
import { HandClock } from './support/clock.ts'

const TTL_MS = 2_000

function aFence() {
  const clock = new HandClock()
  return { clock, fence: new Fence(clock, TTL_MS) }
}

it('lets nobody command before a site has been taken', () => {
  const { clock, fence } = aFence()
  fence.leaseHeld(clock.monotonic(), TTL_MS)
  fence.appended(clock.monotonic())
  expect(fence.mayCommand).toBe(false)
})

it('is open for as long as the lease, from when it was asked for', () => {
  const { clock, fence } = aFence()
  const askedAt = clock.monotonic()
  clock.pass(300)
  fence.begin(askedAt, TTL_MS)
  fence.open()
  clock.pass(1_699)
  expect(fence.mayCommand).toBe(true)
  clock.pass(1)
  expect(fence.mayCommand).toBe(false)
})

it('is kept open by appends alone, from when they began', () => {
  const { clock, fence } = aFence()
  fence.begin(clock.monotonic(), TTL_MS)
  fence.open()
  for (let n = 0; n < 5; n += 1) {
    clock.pass(1_500)
    fence.appended(clock.monotonic() - 100)
  }
  expect({ may: fence.mayCommand, lease: fence.leaseLive }).toEqual({ may: true, lease: false })
  clock.pass(1_900)
  expect(fence.mayCommand).toBe(false)
})

it('stays shut after a pause, whatever succeeds then, until the site is taken anew', () => {
  const { clock, fence } = aFence()
  fence.begin(clock.monotonic(), TTL_MS)
  fence.open()
  const appendBegan = clock.monotonic()
  clock.pass(6_000)
  fence.appended(appendBegan)
  fence.appended(clock.monotonic())
  fence.leaseHeld(clock.monotonic(), TTL_MS)
  expect(fence.mayCommand).toBe(false)
  fence.begin(clock.monotonic(), TTL_MS)
  fence.open()
  expect(fence.mayCommand).toBe(true)
})

it('is shut while the owner before may still order, though the site is ours', () => {
  const { clock, fence } = aFence()
  fence.begin(clock.monotonic(), TTL_MS)
  fence.appended(clock.monotonic())
  expect({ ours: fence.isOurs, may: fence.mayCommand }).toEqual({ ours: true, may: false })
  fence.open()
  expect(fence.mayCommand).toBe(true)
  fence.begin(clock.monotonic(), TTL_MS)
  expect({ ours: fence.isOurs, may: fence.mayCommand }).toEqual({ ours: true, may: false })
})

it('does not open when both proofs are over by then', () => {
  const { clock, fence } = aFence()
  fence.begin(clock.monotonic(), TTL_MS)
  clock.pass(TTL_MS)
  fence.open()
  fence.leaseHeld(clock.monotonic(), TTL_MS)
  expect({ ours: fence.isOurs, may: fence.mayCommand }).toEqual({ ours: false, may: false })
})

it('is shut at once by dropping it', () => {
  const { clock, fence } = aFence()
  fence.begin(clock.monotonic(), TTL_MS)
  fence.open()
  fence.appended(clock.monotonic())
  fence.drop()
  expect(fence.mayCommand).toBe(false)
})
