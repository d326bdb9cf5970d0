import { expect, test } from 'vitest'
import { nextDelayMs, STANDARD_DELAYS_MS } from '../../../src/adapters/webhook/timetable.ts'

test('tries come after 0 s, 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h, and then no more', () => {
  const seconds = STANDARD_DELAYS_MS.map((ms) => ms / 1_000)
  expect(seconds).toEqual([0, 5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400])
  expect(nextDelayMs(STANDARD_DELAYS_MS, 9, () => 0)).toBe(86_400_000)
  expect(nextDelayMs(STANDARD_DELAYS_MS, 10, () => 0)).toBeUndefined()
})

test('a delay is up to a tenth longer than the table says', () => {
  expect(nextDelayMs([0, 1_000], 1, () => 0.999)).toBe(1_100)
})
