import '../../support/pure.ts'
import { describe, expect, it } from 'vitest'
import type { ConfirmStep, ConsentStep } from '../../../../src/domain/ivr/flow.ts'
import { asking, calls, ends, heardIn, ordersOf, siteWith, stepOf, waiting } from '../../support/flows.ts'
import { dataOf, presses } from '../../support/given.ts'
import { caller } from '../../support/reconnect.ts'
import { agentLeg, callerLeg, callId, orders, type Site, types } from '../../support/story.ts'

const confirm = (times: 1 | 2): ConfirmStep => ({
  kind: 'confirm',
  ...asking,
  prompts: ['medicine-is', { digits: 'medicine' }],
  about: 'medication',
  times,
  yes: '1',
  no: '2',
  confirmed: 'thanks',
  refused: 'again',
})
const steps = (times: 1 | 2) => ({ first: confirm(times), ...ends('thanks', 'again', 'otherwise') })

describe('what a caller confirms', () => {
  it('is said back, and yes leads on', () => {
    const { site, began } = calls(steps(1))
    expect(heardIn(began)).toEqual(['medicine-is', 'digits of medicine'])
    expect(ordersOf(began, 'collect')).toMatchObject([{ min: 1, max: 1, digits: ['1', '2'] }])
    const yes = presses(site, 1, '1')
    expect(dataOf(yes, 'confirmationGiven')).toEqual({ step: 'first', about: 'medication', nth: 1 })
    expect(stepOf(site)).toBe('thanks')
  })

  it('twice is said anew before the second yes', () => {
    const { site } = calls(steps(2))
    const once = presses(site, 1, '1')
    expect(types(once)).toEqual(['confirmationGiven', 'stepEntered'])
    expect(dataOf(once, 'stepEntered')).toMatchObject({ step: 'first', attempt: 1, part: 1 })
    expect(heardIn(once)).toEqual(['medicine-is', 'digits of medicine'])
    expect(dataOf(presses(site, 1, '1'), 'confirmationGiven')).toMatchObject({ nth: 2 })
    expect(stepOf(site)).toBe('thanks')
  })

  it.each([0, 1])('is refused by one no, after %s times yes', (before) => {
    const { site } = calls(steps(2))
    for (let n = 0; n < before; n += 1) presses(site, 1, '1')
    expect(types(presses(site, 1, '2'))).toEqual(['confirmationRefused', 'stepEntered'])
    expect(stepOf(site)).toBe('again')
  })

  it.each(['5', 'none', 'invalid', '11', ''])('is neither confirmed nor refused by %s', (key) => {
    const { site } = calls(steps(2))
    presses(site, 1, '1')
    expect(dataOf(presses(site, 1, key), 'stepEntered')).toMatchObject({ step: 'first', attempt: 2, part: 1 })
    presses(site, 1, key)
    expect(stepOf(site)).toBe('otherwise')
    expect(site.journal.filter(({ type }) => type === 'confirmationGiven')).toHaveLength(1)
  })

  it('twice begins anew after a reconnect: nobody knows what was heard', () => {
    const { site } = calls(steps(2))
    presses(site, 1, '1')
    site.when({ type: 'switchLost' })
    site.reconnected([caller])
    presses(site, 1, '1')
    expect(stepOf(site)).toBe('first')
    presses(site, 1, '1')
    expect(stepOf(site)).toBe('thanks')
  })
})

const consent = (about: string): ConsentStep => ({
  kind: 'consent',
  ...asking,
  about,
  yes: '1',
  no: '2',
  given: 'wait',
  refused: 'wait',
})

/** A talk of caller 1, whom the flow has asked. */
function talk(about: string, key: string): { site: Site; ordered: string[] } {
  const site = siteWith({ first: consent(about), otherwise: waiting('routine'), wait: waiting('routine') })
  site.when({ type: 'setRecordingPolicy', enabled: true, inbound: true, outbound: true })
  site.agentReady('li')
  site.arrives(1, '8100')
  presses(site, 1, key)
  site.leg('legAnswered', agentLeg(1, 1))
  const bridged = site.leg('legsBridged', callerLeg(1), { withLegId: agentLeg(1, 1) })
  return { site, ordered: orders(bridged) }
}

describe('leave to record', () => {
  it('that is refused keeps the whole call from being recorded', () => {
    const { site, ordered } = talk('recording', '2')
    expect(site.journal.map(({ type }) => type)).toContain('consentRefused')
    expect(ordered).not.toContain('startRecording')
    expect(site.state.calls.get(callId(1))).toMatchObject({ noRecording: true, phase: { name: 'connected' } })
  })

  it.each([
    ['recording', '1'],
    ['research', '2'],
    ['research', '1'],
  ])('%s answered with %s: it is recorded', (about, key) => {
    expect(talk(about, key).ordered).toContain('startRecording')
  })

  it('without an answer is none, and no refusal', () => {
    const { site } = calls({ first: consent('recording'), ...ends('otherwise') })
    presses(site, 1, 'none')
    presses(site, 1, '7')
    expect(stepOf(site)).toBe('otherwise')
    expect(site.state.calls.get(callId(1))?.noRecording).toBe(false)
  })
})
