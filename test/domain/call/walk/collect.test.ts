import '../../support/pure.ts'
import { describe, expect, it } from 'vitest'
import type { CollectStep } from '../../../../src/domain/ivr/flow.ts'
import { asking, calls, ends, ordersOf, stepOf } from '../../support/flows.ts'
import { dataOf, fails, presses, tokenOf } from '../../support/given.ts'
import { callerLeg, callId, type Site, types } from '../../support/story.ts'

const idNumber: CollectStep = {
  kind: 'collect',
  ...asking,
  into: 'patientId',
  minLength: 18,
  maxLength: 18,
  terminator: '#',
  interDigitMs: 3_000,
  check: 'idNumber',
  next: 'thanks',
}
const steps = (step: Partial<CollectStep> = {}) => ({
  first: { ...idNumber, ...step },
  ...ends('thanks', 'otherwise'),
})

/** Everything that left the core, as text. */
function outside(site: Site, happened: readonly object[]): string {
  return JSON.stringify([site.journal, happened])
}

describe('keys that are collected', () => {
  it('are asked for with their length, their end and their time', () => {
    const [order] = ordersOf(calls(steps()).began, 'collect')
    expect(order).toMatchObject({
      min: 18,
      max: 18,
      terminator: '#',
      digits: [],
      timeoutMs: 5_000,
      interDigitMs: 3_000,
    })
  })

  it('are sealed as the step’s data, X in the place of the star; facts say how many there were', () => {
    const { site } = calls(steps())
    const taken = presses(site, 1, '11010519491231002*')
    expect(taken.sealed).toEqual([
      { callId: callId(1), name: 'data:patientId', value: '"11010519491231002X"' },
    ])
    expect(types(taken)).toEqual(['digitsTaken', 'stepEntered'])
    expect(dataOf(taken, 'digitsTaken')).toEqual({ step: 'first', into: 'patientId', length: 18 })
    expect(stepOf(site)).toBe('thanks')
    expect([...(site.state.calls.get(callId(1))?.data ?? [])]).toEqual(['patientId'])
    expect(outside(site, [taken.facts, taken.commands])).not.toContain('110105')
  })

  it.each(['110105194912310021', '1101', '12345678901234567890123', 'toString', ''])(
    'that cannot be what is asked for (%s) are asked for again, and kept nowhere',
    (digits) => {
      const { site } = calls(steps())
      const again = presses(site, 1, digits)
      expect(types(again)).toEqual(['menuMissed', 'stepEntered'])
      expect(dataOf(again, 'menuMissed')).toEqual({ step: 'first', attempt: 1, why: 'invalid' })
      expect(again.sealed).toEqual([])
      presses(site, 1, digits)
      expect(stepOf(site)).toBe('otherwise')
      if (digits.length > 3) expect(outside(site, [again.facts, again.commands])).not.toContain(digits)
    },
  )

  it('may be fewer than the most, and end by time alone', () => {
    const { site } = calls(steps({ minLength: 2, maxLength: 6, check: null, terminator: null }))
    const taken = presses(site, 1, '042')
    expect(taken.sealed).toMatchObject([{ value: '"042"' }])
    expect(dataOf(taken, 'digitsTaken')).toMatchObject({ length: 3 })
  })

  it('are checked against the day on which they were pressed', () => {
    const { site } = calls(steps({ minLength: 8, maxLength: 8, check: 'futureDate' }))
    expect(types(presses(site, 1, '20200101'))).toContain('menuMissed')
    expect(types(presses(site, 1, '20990101'))).toContain('digitsTaken')
  })

  it('are not asked for again by a switch that cannot ask: the caller goes on', () => {
    const { site } = calls(steps())
    fails(site, callerLeg(1), 'collect', 'refused', { token: tokenOf(site, 1) })
    expect(stepOf(site)).toBe('otherwise')
  })

  it('take no place where a call has all the data that it may have', () => {
    const { site } = calls(steps())
    const names = Array.from({ length: 64 }, (_, n) => `name${n}`)
    site.when({ type: 'setAttachedData', callId: callId(1), names })
    const full = presses(site, 1, '11010519491231002*')
    expect(full.sealed).toEqual([])
    expect(stepOf(site)).toBe('otherwise')
  })
})
