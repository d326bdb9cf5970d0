import '../../support/pure.ts'
import { describe, expect, it } from 'vitest'
import type { SurveyStep } from '../../../../src/domain/ivr/flow.ts'
import { asking, calls, ends, heardIn, ordersOf, stepOf } from '../../support/flows.ts'
import { dataOf, fails, presses, tokenOf } from '../../support/given.ts'
import { caller } from '../../support/reconnect.ts'
import { callerLeg, type Site, types } from '../../support/story.ts'

const { prompts: _, otherwise: __, ...common } = asking
const survey: SurveyStep = {
  kind: 'survey',
  ...common,
  name: 'satisfaction',
  dimensions: [
    { name: 'friendliness', prompts: ['how-friendly'] },
    { name: 'waiting', prompts: ['how-long'] },
    { name: 'result', prompts: ['how-good'] },
  ],
  lowest: 1,
  highest: 5,
  next: 'thanks',
}
const steps = { first: survey, ...ends('thanks') }

function answers(site: Site): unknown[] {
  return site.journal.filter(({ type }) => type === 'surveyAnswered').map(({ data }) => data)
}

describe('a survey', () => {
  it('asks for a score in each dimension, one after the other', () => {
    const { site, began } = calls(steps)
    expect(ordersOf(began, 'collect')).toMatchObject([{ digits: ['1', '2', '3', '4', '5'] }])
    expect(heardIn(began)).toEqual(['how-friendly'])
    expect(heardIn(presses(site, 1, '5'))).toEqual(['how-long'])
    expect(heardIn(presses(site, 1, '1'))).toEqual(['how-good'])
    presses(site, 1, '3')
    expect(stepOf(site)).toBe('thanks')
    expect(answers(site)).toEqual([
      { step: 'first', survey: 'satisfaction', dimension: 'friendliness', score: 5 },
      { step: 'first', survey: 'satisfaction', dimension: 'waiting', score: 1 },
      { step: 'first', survey: 'satisfaction', dimension: 'result', score: 3 },
    ])
  })

  it('passes over a dimension that nobody answers, after its own attempts', () => {
    const { site } = calls(steps)
    for (const key of ['5', 'none', '9', '2']) presses(site, 1, key)
    expect(answers(site)).toMatchObject([{ dimension: 'friendliness' }, { dimension: 'result', score: 2 }])
    expect(stepOf(site)).toBe('thanks')
  })

  it('gives each question all of its attempts', () => {
    const { site } = calls(steps)
    presses(site, 1, 'none')
    expect(dataOf(presses(site, 1, '4'), 'stepEntered')).toMatchObject({ attempt: 1, part: 1 })
  })

  it('counts from nought where the flow says so', () => {
    const { began } = calls({ ...steps, first: { ...survey, lowest: 0, highest: 9 } })
    expect(ordersOf(began, 'collect')[0]?.digits).toHaveLength(10)
  })

  it('is over where its questions can’t be put', () => {
    const { site } = calls(steps)
    const failed = fails(site, callerLeg(1), 'collect', 'refused', { token: tokenOf(site, 1) })
    expect(types(failed)).toEqual(['menuMissed', 'stepEntered'])
    expect(stepOf(site)).toBe('thanks')
  })

  it('goes on with the question where it was after a reconnect', () => {
    const { site } = calls(steps)
    presses(site, 1, '5')
    site.when({ type: 'switchLost' })
    expect(heardIn(site.reconnected([caller]))).toEqual(['how-long'])
    presses(site, 1, '4')
    expect(answers(site)).toMatchObject([{ dimension: 'friendliness' }, { dimension: 'waiting', score: 4 }])
  })
})
