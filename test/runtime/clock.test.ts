import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { machineClock } from '../../src/runtime/clock.ts'

const START = 1_800_000_000_000

beforeEach(() => {
  vi.useFakeTimers({ now: START, toFake: ['Date', 'performance', 'setTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** Only the wall clock is set; what the processor counts goes on. */
const setWall = (at: number) => vi.setSystemTime(at)

it('goes with the wall clock', () => {
  const clock = machineClock()
  vi.advanceTimersByTime(1_234)
  expect(clock.now()).toBe(START + 1_234)
})

it('never steps back: a wall clock that was set back is waited for', () => {
  const clock = machineClock()
  vi.advanceTimersByTime(10_000)
  const before = clock.now()
  setWall(START - 3_600_000)
  expect(clock.now()).toBeGreaterThanOrEqual(before)
  vi.advanceTimersByTime(500)
  expect(clock.now()).toBe(before + 500)
})

it('follows a wall clock that was set forwards, and not for less than a second', () => {
  const clock = machineClock()
  setWall(START + 900)
  expect(clock.now()).toBe(START)
  setWall(START + 60_000)
  expect(clock.now()).toBe(START + 60_000)
  setWall(START)
  expect(clock.now()).toBe(START + 60_000)
})
