import { describe, expect, it } from 'vitest'
import { argumentsOf } from '../scripts/lib/drill/arguments.ts'
import { kindNames } from '../scripts/lib/drill/kinds.ts'
import { planFaults } from '../scripts/lib/drill/plan.ts'
import { STATES } from '../scripts/lib/drill/states.ts'
import { percentile } from '../scripts/lib/drill/times.ts'

describe('the plan of a drill', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(planFaults(7, 40, 1)).toEqual(planFaults(7, 40, 1))
    expect(planFaults(7, 40, 1)).not.toEqual(planFaults(8, 40, 1))
  })

  it.each([1, 2] as const)(
    'with %d controllers meets every state and does everything before it does anything a third time more often',
    (controllers) => {
      const plan = planFaults(3, 200, controllers)
      const counts = (of: readonly string[]) =>
        [...new Set(of)].map((one) => of.filter((other) => other === one).length)
      expect(new Set(plan.map(({ kind }) => kind)).size).toBe(kindNames(controllers).length)
      expect(new Set(plan.map(({ state }) => state)).size).toBe(STATES.length)
      for (const all of [counts(plan.map(({ kind }) => kind)), counts(plan.map(({ state }) => state))])
        expect(Math.max(...all) - Math.min(...all)).toBeLessThanOrEqual(3)
      const pairs = plan.map(({ kind, state }) => `${kind} ${state}`)
      expect(new Set(pairs).size).toBe(pairs.length)
    },
  )

  it('kills, in its short form, the controller, both stores and the switch', () => {
    const kinds = planFaults(1, 10, 1).map(({ kind }) => kind)
    expect(kinds).toEqual(
      expect.arrayContaining(['controllerKilled', 'databaseKilled', 'redisKilled', 'switchKilled']),
    )
    expect(new Set(kinds).size).toBe(10)
  })

  it('breaks what takes two controllers only where there are two, and then first', () => {
    const kinds = (controllers: 1 | 2) => planFaults(5, 10, controllers).map(({ kind }) => kind)
    expect(kindNames(1)).not.toContain('waiterKilled')
    expect(kinds(2)).toEqual(
      expect.arrayContaining(['controllerKilled', 'controllerAsleep', 'redisFlushed', 'waiterKilled']),
    )
  })

  it('leaves a quiet time now and then', () => {
    const pauses = planFaults(9, 40, 1).map(({ pauseMs }) => pauseMs)
    expect(pauses.filter((ms) => ms > 5_000)).toHaveLength(3)
  })
})

describe('the arguments of a drill', () => {
  const asked = (...args: string[]) => argumentsOf(args, () => 42)

  it('are 200 faults on the embedded switch unless told', () => {
    expect(asked()).toEqual({
      faults: 200,
      seed: 42,
      switchKind: 'softswitch',
      controllers: 1,
      report: undefined,
    })
    expect(
      asked(
        ...['--short', '--seed', '9', '--switch', 'freeswitch', '--controllers', '2', '--report', 'x.json'],
      ),
    ).toEqual({
      faults: 10,
      seed: 9,
      switchKind: 'freeswitch',
      controllers: 2,
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
    [['--controllers', '3']],
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
