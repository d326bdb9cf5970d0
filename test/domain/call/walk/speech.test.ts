import '../../support/pure.ts'
import { describe, expect, it } from 'vitest'
import type { Flow, MenuStep, ProfileStep, Speech, Step } from '../../../../src/domain/ivr/flow.ts'
import { asking, calls, ends, flowOf, heardIn, ordersOf, stepOf } from '../../support/flows.ts'
import { dataOf, heard, orderOf, presses } from '../../support/given.ts'
import { callId, orders, type Site, types } from '../../support/story.ts'

const both: Partial<Flow> = {
  languages: ['zh', 'en'],
  profiles: { elderly: { pace: 'slow', timeoutFactor: 2, extraAttempts: 1 } },
}
const says = (...prompts: readonly Speech[]): Step => ({ kind: 'announce', prompts, next: 'menu' })
const chooses = (step: Omit<ProfileStep, 'kind' | 'next'>): Step => ({
  kind: 'profile',
  next: 'menu',
  ...step,
})
const menu: MenuStep = {
  kind: 'menu',
  ...asking,
  options: {
    '1': { name: 'one', next: 'thanks' },
    '2': { name: 'two', next: 'thanks' },
    '3': { name: 'three', next: 'thanks' },
  },
  variants: {
    elderly: { prompts: ['short-question'], options: { '1': { name: 'person', next: 'thanks' } } },
  },
}
const steps = (first: Step) => ({ first, menu, ...ends('thanks', 'otherwise') })

const prompt = (name: string, language: string, pace = 'standard') => ({
  kind: 'prompt',
  name,
  language,
  pace,
})

describe('a caller without a language', () => {
  it('hears everything in each of the flow’s, one language after the other', () => {
    const { began } = calls(
      steps(
        says('welcome', { say: { zh: '你好', en: 'Hello' } }, { digits: 'number' }, { dataText: 'text' }),
      ),
      both,
    )
    expect(orderOf(began, 'play')).toMatchObject({
      prompts: [
        prompt('welcome', 'zh'),
        { kind: 'text', text: '你好', language: 'zh', pace: 'standard' },
        { kind: 'digits', data: 'number', language: 'zh', pace: 'standard' },
        { kind: 'dataText', data: 'text', language: 'zh', pace: 'standard' },
        prompt('welcome', 'en'),
        { kind: 'text', text: 'Hello', language: 'en', pace: 'standard' },
        { kind: 'digits', data: 'number', language: 'en', pace: 'standard' },
      ],
    })
  })

  it('hears first in each language that a question is put again, then the question', () => {
    const { site } = calls(steps(chooses({})), both)
    expect(orderOf(presses(site, 1, 'none'), 'collect')).toMatchObject({
      prompts: [
        prompt('no-input', 'zh'),
        prompt('no-input', 'en'),
        prompt('question', 'zh'),
        prompt('question', 'en'),
      ],
    })
  })

  it('waits for nothing that is silent in the flow’s languages', () => {
    const { site, began } = calls(steps(says({ say: { en: 'Only here' } })))
    expect(orders(began)).not.toContain('play')
    expect(stepOf(site)).toBe('menu')
  })
})

describe('a language that is chosen', () => {
  it('is that of everything said from then on', () => {
    const { site, began } = calls(steps(chooses({ language: 'en' })), both)
    expect(dataOf(began, 'profileChosen')).toEqual({ language: 'en', profile: null })
    expect(orderOf(began, 'collect')).toMatchObject({ prompts: [prompt('question', 'en')] })
    expect(orderOf(presses(site, 1, '2'), 'play')).toMatchObject({ prompts: [prompt('thanks', 'en')] })
    expect(site.state.calls.get(callId(1))?.language).toBe('en')
  })

  it('that the flow doesn’t have is no reason to say nothing', () => {
    const { began } = calls(steps(chooses({ language: 'en' })), { languages: ['zh'] })
    expect(orderOf(began, 'collect')).toMatchObject({ prompts: [prompt('question', 'zh')] })
  })
})

describe('a caller with a profile', () => {
  const elderly = steps(chooses({ profile: 'elderly', language: 'zh' }))

  it('hears slow speech, fewer choices, and has more time', () => {
    const { began } = calls(elderly, both)
    expect(ordersOf(began, 'collect')).toMatchObject([
      { prompts: [prompt('short-question', 'zh', 'slow')], digits: ['1'], timeoutMs: 10_000 },
    ])
  })

  it('chooses among those choices only', () => {
    const { site } = calls(elderly, both)
    expect(types(presses(site, 1, '2'))).toContain('menuMissed')
    expect(dataOf(presses(site, 1, '1'), 'menuChosen')).toEqual({ step: 'menu', option: 'person' })
  })

  it('is asked more often', () => {
    const { site } = calls(elderly, both)
    presses(site, 1, 'none')
    presses(site, 1, 'none')
    expect(stepOf(site)).toBe('menu')
    presses(site, 1, 'none')
    expect(stepOf(site)).toBe('otherwise')
  })

  it('has more time for each further key too', () => {
    const collect: Step = {
      kind: 'collect',
      ...asking,
      into: 'number',
      minLength: 1,
      maxLength: 4,
      terminator: null,
      interDigitMs: 2_000,
      check: null,
      next: 'thanks',
    }
    const { began, site } = calls({ ...elderly, menu: collect }, both)
    expect(ordersOf(began, 'collect')).toMatchObject([{ timeoutMs: 10_000, interDigitMs: 4_000 }])
    expect(dataOf(began, 'stepEntered')).toMatchObject({ dueAt: site.now + 180_000 + 10_000 + 3 * 4_000 })
  })

  it('that the flow doesn’t know is treated as any other', () => {
    const { began } = calls(steps(chooses({ profile: 'constructor' })), both)
    expect(ordersOf(began, 'collect')).toMatchObject([{ digits: ['1', '2', '3'], timeoutMs: 5_000 }])
  })
})

describe('a flow', () => {
  /** So that a flow can't keep a caller, or this service, busy with itself. */
  const limit = 100
  const fellBackAfter = (site: Site) => site.journal.filter(({ type }) => type === 'callFellBack').length

  it('that leads round at once, without a word, ends with people', () => {
    const { site, began } = calls({ first: { kind: 'profile', language: 'en', next: 'first' } })
    expect(types(began).filter((type) => type === 'profileChosen')).toHaveLength(limit)
    expect(types(began).at(-1)).toBe('callFellBack')
    expect(fellBackAfter(site)).toBe(1)
  })

  it('that only talks to a caller who presses nothing ends with people', () => {
    const { site } = calls({ first: { kind: 'announce', prompts: ['welcome'], next: 'first' } })
    for (let n = 0; n < 2 * limit && stepOf(site) !== undefined; n += 1) heard(site, 1)
    expect(site.journal.filter(({ type }) => type === 'stepEntered')).toHaveLength(limit)
    expect(fellBackAfter(site)).toBe(1)
  })

  it('in which the caller does something now and then may last', () => {
    const round = { ...menu, options: { '1': { name: 'one', next: 'first' } } }
    const { site } = calls({ ...steps(says('welcome')), menu: round })
    for (let n = 0; n < limit; n += 1) {
      heard(site, 1)
      presses(site, 1, '1')
    }
    expect(stepOf(site)).toBe('first')
  })

  it('that leads to what every object has ends with people', () => {
    const flow = flowOf({ first: { kind: 'announce', prompts: ['welcome'], next: 'toString' } })
    const { site } = calls(flow.steps)
    expect(types(heard(site, 1))).toEqual(['callFellBack'])
  })

  it('says what it has to say to the end of the call', () => {
    const { site } = calls({ first: { kind: 'hangUp', prompts: ['goodbye'], cause: 'USER_BUSY' } })
    expect(heardIn(heard(site, 1))).toEqual([])
    expect(site.state.calls.get(callId(1))?.phase.name).toBe('ending')
  })
})
