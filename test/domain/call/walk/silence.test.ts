import '../../support/pure.ts'
import { describe, expect, it } from 'vitest'
import type { Flow, MenuStep, Step } from '../../../../src/domain/ivr/flow.ts'
import { asking, calls, ends, ordersOf, stepOf } from '../../support/flows.ts'
import { dataOf, heard, presses } from '../../support/given.ts'
import { types } from '../../support/story.ts'

const silence: Partial<Flow> = { silence: { afterMs: 12_000, step: 'help' } }
const menu = (more: Partial<MenuStep> = {}): Step => ({
  kind: 'menu',
  ...asking,
  attempts: 5,
  variants: {},
  options: { '1': { name: 'one', next: 'other' } },
  ...more,
})
const steps = (first = menu()) => ({
  first,
  other: menu(),
  help: { kind: 'announce', prompts: ['need-help'], next: 'first' } as Step,
  ...ends('otherwise'),
})

describe('a caller who presses nothing', () => {
  it('for longer than the flow allows is asked whether help is needed', () => {
    const { site } = calls(steps(), silence)
    presses(site, 1, 'none')
    expect(types(presses(site, 1, 'none'))).toEqual(['menuMissed', 'stepEntered'])
    const noticed = presses(site, 1, 'none')
    expect(types(noticed)).toEqual(['menuMissed', 'silenceNoticed', 'stepEntered'])
    expect(dataOf(noticed, 'silenceNoticed')).toEqual({ step: 'first', silentMs: 15_000 })
    expect(stepOf(site)).toBe('help')
  })

  it('is asked once in a call', () => {
    const { site } = calls(steps(), silence)
    for (let n = 0; n < 3; n += 1) presses(site, 1, 'none')
    heard(site, 1)
    for (let n = 0; n < 4; n += 1) presses(site, 1, 'none')
    expect(stepOf(site)).toBe('first')
    presses(site, 1, 'none')
    expect(stepOf(site)).toBe('otherwise')
    expect(site.journal.filter(({ type }) => type === 'silenceNoticed')).toHaveLength(1)
  })

  it('is never left to a longer silence by one question', () => {
    const { site, began } = calls(steps(menu({ timeoutMs: 60_000 })), silence)
    expect(ordersOf(began, 'collect')).toMatchObject([{ timeoutMs: 12_000 }])
    expect(types(presses(site, 1, 'none'))).toContain('silenceNoticed')
  })

  it('in one question and the next has been silent in both', () => {
    const { site } = calls(steps(menu({ attempts: 2, otherwise: 'other' })), silence)
    presses(site, 1, 'none')
    presses(site, 1, 'none')
    expect(stepOf(site)).toBe('other')
    expect(types(presses(site, 1, 'none'))).toContain('silenceNoticed')
  })

  it.each(['1', 'invalid', '7'])('and then %s is there, whatever the key was', (key) => {
    const { site } = calls(steps(), silence)
    presses(site, 1, 'none')
    presses(site, 1, 'none')
    presses(site, 1, key)
    expect(types(presses(site, 1, 'none'))).not.toContain('silenceNoticed')
  })

  it('is left in peace by a flow that doesn’t look', () => {
    const { site } = calls(steps())
    for (let n = 0; n < 4; n += 1) expect(types(presses(site, 1, 'none'))).not.toContain('silenceNoticed')
  })

  it('who is meant to have more time has it here too', () => {
    const slow = {
      ...silence,
      profiles: { elderly: { pace: 'slow', timeoutFactor: 2, extraAttempts: 0 } },
    } as const
    const first: Step = { kind: 'profile', profile: 'elderly', next: 'other' }
    const { site } = calls({ ...steps(), first }, slow)
    presses(site, 1, 'none')
    expect(types(presses(site, 1, 'none'))).not.toContain('silenceNoticed')
    expect(dataOf(presses(site, 1, 'none'), 'silenceNoticed')).toMatchObject({ silentMs: 30_000 })
  })
})
