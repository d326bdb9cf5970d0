import fc from 'fast-check'
import { expect, test } from 'vitest'
import { backoffMs } from '../../src/lib/backoff.ts'

const limits = { firstMs: 200, capMs: 10_000 }

test('waits double up to the cap, and the dice decide the upper half only', () => {
  const least = [0, 1, 2, 3, 10, 5000].map((attempt) => backoffMs(attempt, limits, () => 0))
  expect(least).toEqual([100, 200, 400, 800, 5000, 5000])
  const most = [0, 1, 2, 3, 10, 5000].map((attempt) => backoffMs(attempt, limits, () => 0.999_999))
  expect(most).toEqual([200, 400, 800, 1600, 10_000, 10_000])
})

test('two clients that lost the same server return at different moments', () => {
  expect(backoffMs(3, limits, () => 0.1)).not.toBe(backoffMs(3, limits, () => 0.8))
})

test('whatever the attempt, the wait is a whole number between half of the first wait and the cap', () => {
  const dice = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000_000 }), dice, (attempt, rolled) => {
      const wait = backoffMs(attempt, limits, () => rolled)
      expect(Number.isInteger(wait)).toBe(true)
      expect(wait).toBeGreaterThanOrEqual(limits.firstMs / 2)
      expect(wait).toBeLessThanOrEqual(limits.capMs)
    }),
  )
})
