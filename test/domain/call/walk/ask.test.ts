import '../../support/pure.ts'
import { describe, expect, it } from 'vitest'
import type { QueueId } from '../../../../src/domain/ids.ts'
import type { AskStep, Step } from '../../../../src/domain/ivr/flow.ts'
import { asking, calls, comesBack, ends, heardIn, ordersOf, stepOf, waiting } from '../../support/flows.ts'
import { dataOf, heard, presses } from '../../support/given.ts'
import { caller } from '../../support/reconnect.ts'
import { callId, orders, type Site, types } from '../../support/story.ts'

const ask: AskStep = {
  kind: 'ask',
  source: 'guide',
  path: '/next',
  send: ['patientId'],
  timeoutMs: 3_000,
  attempts: 2,
  waitPrompts: ['one-moment'],
  otherwise: 'own-way',
}
const steps = { first: ask, ...ends('own-way', 'thanks') }

const told: Record<string, Step> = {
  'first.tell': { kind: 'announce', prompts: [{ dataText: 'text1' }], next: 'first.choose' },
  'first.choose': {
    kind: 'menu',
    ...asking,
    otherwise: 'thanks',
    variants: {},
    options: { '1': { name: 'again', next: 'first' }, '2': { name: 'enough', next: 'thanks' } },
  },
}

function answers(site: Site, with_: Readonly<Record<string, Step>> = told, start = 'first.tell') {
  return comesBack(site, { kind: 'ask', start, steps: with_, names: ['text1'] })
}

describe('an endpoint that is asked what to do next', () => {
  it('is given time for all its attempts', () => {
    const { began } = calls(steps)
    const [order] = ordersOf(began, 'runErrand')
    expect(order?.timeoutMs).toBeGreaterThan(6_000)
    expect(order?.errand).toEqual({
      kind: 'ask',
      step: 'first',
      source: 'guide',
      path: '/next',
      send: ['patientId'],
      attempts: 2,
    })
  })

  it('answers with steps, which are walked before the flow’s own and lead back into it', () => {
    const { site } = calls(steps)
    const came = answers(site)
    expect(types(came)).toEqual(['stepsAnswered', 'dataSet', 'stepEntered'])
    expect(dataOf(came, 'stepsAnswered')).toEqual({
      step: 'first',
      source: 'guide',
      start: 'first.tell',
      steps: told,
    })
    expect(orders(came)).toEqual(['stopPlayback', 'play'])
    expect(heardIn(came)).toEqual(['dataText of text1'])
    heard(site, 1)
    expect(stepOf(site)).toBe('first.choose')
    presses(site, 1, '2')
    expect(stepOf(site)).toBe('thanks')
  })

  it('may lead straight back into the flow', () => {
    const { site } = calls(steps)
    answers(site, {}, 'thanks')
    expect(stepOf(site)).toBe('thanks')
  })

  it('is heard on after a reconnect', () => {
    const { site } = calls(steps)
    answers(site)
    site.when({ type: 'switchLost' })
    expect(heardIn(site.reconnected([caller]))).toEqual(['dataText of text1'])
  })

  it('has its steps forgotten for those of the next answer', () => {
    const { site } = calls(steps)
    answers(site)
    heard(site, 1)
    presses(site, 1, '1')
    const last: Step = { kind: 'announce', prompts: [], next: 'first.choose' }
    const again = answers(site, { 'first.last': last }, 'first.last')
    // `first.choose` was the first answer's.
    expect(dataOf(again, 'errandFailed')).toMatchObject({ why: 'invalid' })
    expect(stepOf(site)).toBe('own-way')
  })

  it.each<[string, Record<string, Step>, string?]>([
    ['begins nowhere', told, 'first.nothing'],
    ['leads nowhere', { 'first.tell': { kind: 'announce', prompts: [], next: 'first.gone' } }],
    ['begins at what every object has', {}, 'constructor'],
    ['asks in turn', { 'first.tell': ask }],
    [
      'knows a queue that isn’t there',
      { 'first.tell': { ...waiting('routine'), queueId: 'queue_gone' as QueueId } as Step },
    ],
    [
      'has too many steps',
      Object.fromEntries(
        Array.from({ length: 51 }, (_, n) => [n === 0 ? 'first.tell' : `first.n${n}`, waiting('routine')]),
      ),
    ],
  ])('is not followed when its answer %s', (_what, with_, start = 'first.tell') => {
    const { site } = calls(steps)
    const came = answers(site, with_, start)
    expect(types(came)).toEqual(['errandFailed', 'stepEntered'])
    expect(dataOf(came, 'errandFailed')).toEqual({ step: 'first', errand: 'ask', why: 'invalid' })
    expect(stepOf(site)).toBe('own-way')
    expect(site.state.calls.get(callId(1))?.answered).toBeUndefined()
  })

  it('is asked twenty times in a call at most, whatever the caller presses', () => {
    const { site } = calls(steps)
    let last = site.arrives(2, '8100')
    for (let n = 0; n < 20; n += 1) {
      answers(site)
      heard(site, 1)
      last = presses(site, 1, '1')
    }
    expect(ordersOf(last, 'runErrand')).toEqual([])
    expect(dataOf(last, 'errandFailed')).toMatchObject({ errand: 'ask', why: 'tooMany' })
    expect(stepOf(site)).toBe('own-way')
  })
})
