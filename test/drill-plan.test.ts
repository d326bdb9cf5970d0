import { describe, expect, it } from 'vitest'
import { argumentsOf } from '../scripts/lib/drill/arguments.ts'
import { KIND_NAMES } from '../scripts/lib/drill/kinds.ts'
import { planFaults } from '../scripts/lib/drill/plan.ts'
import { STATES } from '../scripts/lib/drill/states.ts'
import { percentile } from '../scripts/lib/drill/times.ts'

describe('the plan of a drill', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(planFaults(7, 40)).toEqual(planFaults(7, 40))
    expect(planFaults(7, 40)).not.toEqual(planFaults(8, 40))
  })

  it('meets every state and does everything before it does anything a third time more often', () => {
    const plan = planFaults(3, 200)
    const counts = (of: readonly string[]) =>
      [...new Set(of)].map((one) => of.filter((other) => other === one).length)
    expect(new Set(plan.map(({ kind }) => kind)).size).toBe(KIND_NAMES.length)
    expect(new Set(plan.map(({ state }) => state)).size).toBe(STATES.length)
    for (const all of [counts(plan.map(({ kind }) => kind)), counts(plan.map(({ state }) => state))])
      expect(Math.max(...all) - Math.min(...all)).toBeLessThanOrEqual(3)
    const pairs = plan.map(({ kind, state }) => `${kind} ${state}`)
    expect(new Set(pairs).size).toBe(pairs.length)
  })

  it('kills, in its short form, the controller, both stores and the switch', () => {
    const kinds = planFaults(1, 10).map(({ kind }) => kind)
    expect(kinds).toEqual(
      expect.arrayContaining(['controllerKilled', 'databaseKilled', 'redisKilled', 'switchKilled']),
    )
    expect(new Set(kinds).size).toBe(10)
  })
})

describe('the arguments of a drill', () => {
  const asked = (...args: string[]) => argumentsOf(args, () => 42)

  it('are 200 faults on the embedded switch unless told', () => {
    expect(asked()).toEqual({ faults: 200, seed: 42, switchKind: 'softswitch', report: undefined })
    expect(asked('--short', '--seed', '9', '--switch', 'freeswitch', '--report', 'x.json')).toEqual({
      faults: 10,
      seed: 9,
      switchKind: 'freeswitch',
      report: 'x.json',
    })
    expect(asked('--faults', '3')).toMatchObject({ faults: 3 })
  })

  it.each([
    [['--faults', '0']],
    [['--faults', 'many']],
    [['--seed', '-1']],
    [['--seed', '4294967296']],
    [['--switch', 'asterisk']],
    [['--short', '--faults', '3']],
    [['--fast']],
    [['more']],
  ])('%j is refused with what is wrong', (args) => {
    expect(asked(...args)).toEqual(expect.any(String))
  })
})

it('a percentile is a value that was there', () => {
  expect(percentile([5, 1, 9], 50)).toBe(5)
  expect(percentile([5, 1, 9], 99)).toBe(9)
  expect(percentile([], 50)).toBeNull()
})
