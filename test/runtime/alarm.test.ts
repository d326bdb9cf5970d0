import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Alarm } from '../../src/runtime/alarm.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 })
})
afterEach(() => {
  vi.useRealTimers()
})

const clock = { now: () => Date.now(), wall: () => Date.now(), monotonic: () => performance.now() }

function anAlarm() {
  const rings: number[] = []
  return { rings, alarm: new Alarm(clock, () => rings.push(Date.now())) }
}

it('rings once at its moment, at once for one that is over', () => {
  const { alarm, rings } = anAlarm()
  const at = Date.now() + 500
  alarm.set(at)
  vi.advanceTimersByTime(499)
  expect(rings).toEqual([])
  vi.advanceTimersByTime(1_000)
  expect(rings).toEqual([at])
  alarm.set(at)
  vi.advanceTimersByTime(0)
  expect(rings).toHaveLength(2)
})

it('follows the newest moment it was given, and none', () => {
  const { alarm, rings } = anAlarm()
  const begin = Date.now()
  alarm.set(begin + 1_000)
  alarm.set(begin + 100)
  vi.advanceTimersByTime(100)
  expect(rings).toEqual([begin + 100])
  alarm.set(begin + 1_000)
  alarm.set(undefined)
  vi.advanceTimersByTime(10_000)
  expect(rings).toHaveLength(1)
  expect(vi.getTimerCount()).toBe(0)
})

it('waits for moments further away than a timer can', () => {
  const { alarm, rings } = anAlarm()
  const month = 32 * 86_400_000
  const at = Date.now() + month
  alarm.set(at)
  vi.advanceTimersByTime(month - 1)
  expect(rings).toEqual([])
  vi.advanceTimersByTime(1)
  expect(rings).toEqual([at])
})

it('leaves no timer behind', () => {
  const { alarm } = anAlarm()
  alarm.set(Date.now() + 1_000)
  alarm.clear()
  expect(vi.getTimerCount()).toBe(0)
})
