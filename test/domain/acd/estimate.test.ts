import '../support/pure.ts'
import { describe, expect, it } from 'vitest'
import { expectedWaitMs } from '../../../src/domain/acd/estimate.ts'
import {
  answeredAfter,
  entersLine,
  leavesLine,
  manned,
  NO_PACE,
  type Pace,
  paceUntil,
} from '../../../src/domain/acd/pace.ts'

/** Somebody is on; `callers` wait, and one of them is served every `gapMs`, `times` times; answered in 5 s. */
function servedEvery(gapMs: number, times: number, callers = times + 1): Pace {
  let pace = manned(NO_PACE, true, 0)
  for (let n = 0; n < callers; n += 1) pace = entersLine(pace, 0, false)
  for (let n = 1; n <= times; n += 1) pace = leavesLine(pace, n * gapMs, true)
  return answeredAfter(pace, 5_000)
}

describe('the expected wait', () => {
  it('is that of all who are ahead, one after the other, and the time that a phone rings', () => {
    const pace = servedEvery(30_000, 10)
    expect(expectedWaitMs(pace, 0, 300_000)).toBeCloseTo(35_000, -2)
    expect(expectedWaitMs(pace, 3, 300_000)).toBeCloseTo(125_000, -2)
  })

  it('is shorter where people leave by themselves', () => {
    const patient = servedEvery(30_000, 10, 40)
    let impatient = patient
    for (let n = 0; n < 10; n += 1) impatient = leavesLine(impatient, 300_000, false)
    const [all, fewer] = [expectedWaitMs(patient, 20, 300_000), expectedWaitMs(impatient, 20, 300_000)]
    expect(fewer).toBeGreaterThan(60_000)
    expect(fewer).toBeLessThan(all ?? 0)
  })

  it('goes on smoothly where the sum ends and the integral begins', () => {
    let pace = servedEvery(30_000, 10, 400)
    for (let n = 0; n < 10; n += 1) pace = leavesLine(pace, 300_000, false)
    const at = (ahead: number) => expectedWaitMs(pace, ahead, 300_000) ?? 0
    const steps = Array.from({ length: 128 }, (_, ahead) => at(ahead + 1) - at(ahead))
    // Rounded to milliseconds.
    for (let n = 1; n < steps.length; n += 1) expect(steps[n]).toBeLessThanOrEqual((steps[n - 1] ?? 0) + 2)
    expect(steps.at(-1)).toBeGreaterThan(0)
  })

  it('takes part in a change of pace', () => {
    const slow = servedEvery(60_000, 20, 200)
    let faster = slow
    for (let n = 1; n <= 40; n += 1) faster = leavesLine(faster, 1_200_000 + n * 10_000, true)
    expect(expectedWaitMs(slow, 0, 1_200_000)).toBeGreaterThan(60_000)
    expect(expectedWaitMs(faster, 0, 1_600_000)).toBeLessThan(25_000)
  })
})

describe('nothing is said of the wait', () => {
  it('while nobody has been served, or too few', () => {
    expect(expectedWaitMs(NO_PACE, 0, 1)).toBeUndefined()
    expect(expectedWaitMs(servedEvery(30_000, 2), 0, 60_000)).toBeUndefined()
    expect(expectedWaitMs(servedEvery(30_000, 4), 0, 120_000)).toBeDefined()
  })

  it('while nobody is on', () => {
    const pace = servedEvery(30_000, 10)
    expect(expectedWaitMs(manned(pace, false, 300_000), 0, 300_001)).toBeUndefined()
    expect(expectedWaitMs(manned(pace, true, 300_000), 0, 300_001)).toBeDefined()
  })

  it('once nobody has been served for much longer than usual: the pace is another one', () => {
    const pace = servedEvery(30_000, 10)
    expect(expectedWaitMs(pace, 0, 300_000 + 60_000)).toBeGreaterThan(35_000)
    expect(expectedWaitMs(pace, 0, 300_000 + 900_000)).toBeUndefined()
  })

  it('by a pace of hours ago, though nobody has waited since', () => {
    const empty = servedEvery(30_000, 10, 10)
    expect(expectedWaitMs(empty, 0, 300_000 + 3_600_000)).toBeDefined()
    expect(expectedWaitMs(empty, 0, 300_000 + 3_600_001)).toBeUndefined()
  })
})

describe('of the pace', () => {
  it('a night in which callers waited for nobody tells nothing', () => {
    const evening = manned(servedEvery(30_000, 10), false, 300_000)
    const morning = manned(paceUntil(evening, 40_000_000), true, 40_000_000)
    expect(morning.servedMs).toBe(evening.servedMs)
  })

  it('who is offered an agent at once tells nothing: no agent became free for that', () => {
    const idle = entersLine(manned(NO_PACE, true, 0), 10, false)
    expect(leavesLine(idle, 10, true)).toMatchObject({ served: 0, inLine: 0 })
  })

  it('an offer that came to nothing served nobody', () => {
    const pace = servedEvery(30_000, 10)
    expect(entersLine(pace, 300_000, true).served).toBe(pace.served - 1)
  })
})
