import { describe, expect, it } from 'vitest'
import { expected } from '../scripts/lib/day/erlang.ts'

const MINUTE_MS = 60_000

describe('queueing theory', () => {
  it('of one agent: whoever comes waits as often as the agent is busy (M/M/1)', () => {
    const talkMs = 3 * MINUTE_MS
    const theory = expected({ agents: 1, arrivalsPerMs: 0.6 / talkMs, talkMs, patienceMs: undefined })
    expect(theory?.waits).toBeCloseTo(0.6, 9)
    expect(theory?.meanWaitMs).toBeCloseTo((0.6 / 0.4) * talkMs, 3)
    expect(theory?.givesUp).toBe(0)
  })

  it('of ten agents with eight erlangs: Erlang’s C is 0.4092', () => {
    const talkMs = 3 * MINUTE_MS
    const theory = expected({ agents: 10, arrivalsPerMs: 8 / talkMs, talkMs, patienceMs: undefined })
    expect(theory?.waits).toBeCloseTo(0.4092, 4)
    expect(theory?.meanWaitMs).toBeCloseTo(((theory?.waits ?? 0) * talkMs) / (10 - 8), 3)
  })

  it('of a hundred agents doesn’t overflow', () => {
    const theory = expected({ agents: 1_000, arrivalsPerMs: 0.98, talkMs: 1_000, patienceMs: undefined })
    expect(theory?.waits).toBeGreaterThan(0)
    expect(theory?.waits).toBeLessThan(1)
  })

  it('of patience as long as a talk: as many are there as if there were agents for all (Palm)', () => {
    // Each leaves at the same rate, talking or waiting: the number who are there is a Poisson variable.
    const load = 12
    const theory = expected({ agents: 10, arrivalsPerMs: load, talkMs: 1, patienceMs: 1 })
    let term = Math.exp(-load)
    let below = 0
    let waiting = 0
    for (let n = 0; n < 200; n += 1) {
      if (n < 10) below += term
      else waiting += (n - 10) * term
      term *= load / (n + 1)
    }
    expect(theory?.waits).toBeCloseTo(1 - below, 9)
    expect(theory?.givesUp).toBeCloseTo(waiting / load, 9)
    expect(theory?.meanWaitMs).toBeCloseTo(waiting / load, 9)
  })

  it('says nothing of a queue that would grow without end', () => {
    expect(expected({ agents: 2, arrivalsPerMs: 2, talkMs: 1, patienceMs: undefined })).toBeUndefined()
    expect(expected({ agents: 2, arrivalsPerMs: 2, talkMs: 1, patienceMs: 1 })).toBeDefined()
  })
})
