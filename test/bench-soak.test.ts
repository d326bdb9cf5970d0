import { expect, it } from 'vitest'
import { slopePerMinute } from './bench/soak/samples.ts'

const at = (minutes: number, n: number) => ({ minutes, values: { n } })

it('what grows by three a minute has a slope of three, what stays has none', () => {
  expect(slopePerMinute([at(0, 5), at(1, 8), at(2, 11), at(4, 17)], 'n')).toBeCloseTo(3)
  expect(slopePerMinute([at(0, 5), at(1, 7), at(2, 5), at(3, 7), at(4, 5)], 'n')).toBeCloseTo(0)
  expect(slopePerMinute([at(0, 5)], 'n')).toBe(0)
})
