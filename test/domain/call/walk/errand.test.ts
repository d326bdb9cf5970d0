import '../../support/pure.ts'
import { describe, expect, it } from 'vitest'
import type { BranchStep, HoursStep, LookUpStep, SetStep, Step } from '../../../../src/domain/ivr/flow.ts'
import type { ErrandFailure } from '../../../../src/domain/site/errands.ts'
import { calls, comesBack, ends, heardIn, ordersOf, stepOf } from '../../support/flows.ts'
import { dataOf, hangsUp, phaseOf, tokenOf } from '../../support/given.ts'
import { caller } from '../../support/reconnect.ts'
import { callerLeg, callId, orders, types } from '../../support/story.ts'

const hours: HoursStep = { kind: 'hours', calendar: 'clinic', open: 'day', closed: 'night', holiday: 'feast' }
const branch: BranchStep = {
  kind: 'branch',
  cases: [
    { when: 'data.age > 65', next: 'old' },
    { when: 'data.age < 14', next: 'young' },
  ],
  otherwise: 'others',
}
const set: SetStep = {
  kind: 'set',
  values: { ward: { value: 'B2' }, next: { expression: 'data.age + 1' } },
  next: 'then',
  otherwise: 'unset',
}
const lookUp: LookUpStep = {
  kind: 'lookUp',
  source: 'his',
  path: '/patients/{{patientId}}',
  query: {},
  into: { patientName: '/name' },
  candidates: null,
  timeoutMs: 4_000,
  waitPrompts: ['one-moment'],
  found: 'known',
  several: 'which',
  notFound: 'unknown',
  failed: 'broken',
}

describe('opening hours', () => {
  const steps = { first: hours, ...ends('day', 'night', 'feast') }

  it('are an errand with a deadline, and without a sound', () => {
    const { site, began } = calls(steps)
    expect(orders(began)).toEqual(['claimLeg', 'answer', 'runErrand'])
    const [order] = ordersOf(began, 'runErrand')
    expect(order).toMatchObject({
      callId: callId(1),
      token: tokenOf(site, 1),
      errand: { kind: 'hours', calendar: 'clinic' },
      known: { language: null, profile: null, serviceNumber: '8100', startedAt: site.now, queueId: null },
    })
    expect(dataOf(began, 'stepEntered')).toMatchObject({ dueAt: site.now + (order?.timeoutMs ?? 0) + 3_000 })
  })

  it.each([
    ['open', 'day'],
    ['closed', 'night'],
    ['holiday', 'feast'],
  ] as const)('%s lead to %s', (is, next) => {
    const { site } = calls(steps)
    const came = comesBack(site, { kind: 'hours', is })
    expect(dataOf(came, 'hoursLooked')).toEqual({ step: 'first', calendar: 'clinic', is })
    expect(stepOf(site)).toBe(next)
  })

  it('of a holiday without a way of its own are closed ones', () => {
    const { holiday: _, ...plain } = hours
    const { site } = calls({ ...steps, first: plain })
    comesBack(site, { kind: 'hours', is: 'holiday' })
    expect(stepOf(site)).toBe('night')
  })

  it('that nobody knows turn no patient away', () => {
    const { site } = calls(steps)
    comesBack(site, { kind: 'failed', why: 'unknown' })
    expect(stepOf(site)).toBe('day')
  })
})

describe('a branch', () => {
  const steps = { first: branch, ...ends('old', 'young', 'others') }

  it.each([
    [0, 'old'],
    [1, 'young'],
    [null, 'others'],
    [7, 'others'],
    [-1, 'others'],
  ])('takes case %s to %s', (index, next) => {
    const { site, began } = calls(steps)
    expect(ordersOf(began, 'runErrand')[0]?.errand).toEqual({
      kind: 'branch',
      expressions: ['data.age > 65', 'data.age < 14'],
    })
    expect(types(comesBack(site, { kind: 'branch', index }))).toEqual(['branchTaken', 'stepEntered'])
    expect(stepOf(site)).toBe(next)
  })
})

describe('data that the flow sets', () => {
  const steps = { first: set, ...ends('then', 'unset') }

  it('is known by its names', () => {
    const { site } = calls(steps)
    const came = comesBack(site, { kind: 'set', names: ['ward', 'next'] })
    expect(dataOf(came, 'dataSet')).toEqual({ names: ['ward', 'next'], by: 'flow', step: 'first' })
    expect([...(site.state.calls.get(callId(1))?.data ?? [])]).toEqual(['ward', 'next'])
    expect(stepOf(site)).toBe('then')
  })

  it('is never more than a call may have', () => {
    const { site } = calls(steps)
    site.when({
      type: 'setAttachedData',
      callId: callId(1),
      names: Array.from({ length: 63 }, (_, n) => `name${n}`),
    })
    expect(dataOf(comesBack(site, { kind: 'set', names: ['ward', 'next'] }), 'errandFailed')).toEqual({
      step: 'first',
      errand: 'set',
      why: 'invalid',
    })
    expect(stepOf(site)).toBe('unset')
  })
})

describe('a look-up', () => {
  const steps = { first: lookUp, ...ends('known', 'which', 'unknown', 'broken') }

  it('lets the caller hear a word and music, and stops them when the answer is there', () => {
    const { site, began } = calls(steps)
    expect(orders(began)).toEqual(['claimLeg', 'answer', 'startMusic', 'runErrand'])
    expect(heardIn(began)).toEqual(['one-moment'])
    const came = comesBack(site, { kind: 'lookUp', found: 'found', names: ['patientName'] })
    expect(orders(came)).toEqual(['stopPlayback', 'play'])
    expect(types(came)).toEqual(['lookedUp', 'dataSet', 'stepEntered'])
    expect(dataOf(came, 'lookedUp')).toEqual({ step: 'first', source: 'his', found: 'found' })
    expect(dataOf(came, 'dataSet')).toEqual({ names: ['patientName'], by: 'his', step: 'first' })
  })

  it.each([
    ['found', 'known'],
    ['several', 'which'],
    ['notFound', 'unknown'],
  ] as const)('that found %s leads to %s', (found, next) => {
    const { site } = calls(steps)
    comesBack(site, { kind: 'lookUp', found, names: [] })
    expect(stepOf(site)).toBe(next)
  })

  it('of several without a way of its own has found nobody', () => {
    const { several: _, ...plain } = lookUp
    const { site } = calls({ ...steps, first: plain })
    comesBack(site, { kind: 'lookUp', found: 'several', names: [] })
    expect(stepOf(site)).toBe('unknown')
  })

  it.each(['timedOut', 'unavailable', 'invalid', 'unknown'] as const)('that failed (%s) says so', (why) => {
    const { site } = calls(steps)
    const came = comesBack(site, { kind: 'failed', why })
    expect(orders(came)).toEqual(['stopPlayback', 'play'])
    expect(dataOf(came, 'errandFailed')).toEqual({ step: 'first', errand: 'lookUp', why })
    expect(stepOf(site)).toBe('broken')
  })

  it('without a word to say is silent while it lasts', () => {
    const { began } = calls({ ...steps, first: { ...lookUp, waitPrompts: [] } })
    expect(orders(began)).toEqual(['claimLeg', 'answer', 'runErrand'])
  })
})

const FAILS: readonly [Step, string][] = [
  [hours, 'day'],
  [branch, 'others'],
  [set, 'unset'],
  [lookUp, 'broken'],
]

describe.each(FAILS)('an errand ($kind)', (step, next) => {
  const steps = {
    first: step,
    ...ends(
      'day',
      'others',
      'unset',
      'broken',
      'known',
      'night',
      'old',
      'then',
      'young',
      'which',
      'unknown',
      'feast',
    ),
  }

  it('from which nothing is heard is given up in time', () => {
    const { site, began } = calls(steps)
    const [order] = ordersOf(began, 'runErrand')
    expect(site.after((order?.timeoutMs ?? 0) + 2_999).facts).toEqual([])
    expect(dataOf(site.after(1), 'errandFailed')).toMatchObject({ step: 'first', why: 'timedOut' })
    expect(stepOf(site)).toBe(next)
  })

  it.each<ErrandFailure>(['timedOut', 'unavailable', 'invalid', 'unknown'])(
    'that fails (%s) has its way',
    (why) => {
      const { site } = calls(steps)
      comesBack(site, { kind: 'failed', why })
      expect(stepOf(site)).toBe(next)
    },
  )

  it('that comes back as another kind is no answer', () => {
    const { site } = calls(steps)
    const came = comesBack(site, { kind: 'ask', start: 'x', steps: {}, names: [] })
    expect(dataOf(came, 'errandFailed')).toMatchObject({ why: 'invalid' })
    expect(stepOf(site)).toBe(next)
  })

  it('that comes back late, twice, or to nobody says nothing', () => {
    const { site } = calls(steps)
    const token = tokenOf(site, 1)
    const result = { kind: 'failed', why: 'unavailable' } as const
    comesBack(site, result)
    const done = { type: 'errandDone', callId: callId(1), token, result } as const
    expect(site.when(done)).toMatchObject({ stale: true, facts: [], commands: [] })
    hangsUp(site, callerLeg(1))
    expect(site.when(done)).toMatchObject({ stale: true, facts: [], commands: [] })
  })

  it('is run again after a reconnect, and the answer to the first is none', () => {
    const { site, began } = calls(steps)
    const before = tokenOf(site, 1)
    site.when({ type: 'switchLost' })
    const back = site.reconnected([caller])
    const [order] = ordersOf(back, 'runErrand')
    expect(order?.errand).toEqual(ordersOf(began, 'runErrand')[0]?.errand)
    expect(order?.token).not.toBe(before)
    const result = { kind: 'failed', why: 'unavailable' } as const
    expect(site.when({ type: 'errandDone', callId: callId(1), token: before, result }).stale).toBe(true)
    expect(stepOf(site)).toBe('first')
  })

  it('is no reason to keep a caller who has hung up', () => {
    const { site } = calls(steps)
    hangsUp(site, callerLeg(1))
    expect(phaseOf(site, 1)).toBe('ended')
  })
})
