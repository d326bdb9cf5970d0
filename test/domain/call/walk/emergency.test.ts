import '../../support/pure.ts'
import { describe, expect, it } from 'vitest'
import type { Flow, LookUpStep, MenuStep, Step } from '../../../../src/domain/ivr/flow.ts'
import {
  asking,
  calls,
  comesBack,
  ends,
  interrupts,
  ordersOf,
  siteWith,
  stepOf,
  waiting,
} from '../../support/flows.ts'
import { agentIs, dataOf, hangsUp, orderOf, phaseOf, presses, tokenOf } from '../../support/given.ts'
import { faultsOf } from '../../support/invariants.ts'
import { caller } from '../../support/reconnect.ts'
import { agentLeg, callerLeg, callId, orders, type Site, types } from '../../support/story.ts'

const emergency: Partial<Flow> = { emergency: { key: '*', step: 'urgent' } }
const menu: MenuStep = {
  kind: 'menu',
  ...asking,
  variants: {},
  options: { '1': { name: 'one', next: 'wait' } },
}
const lookUp: LookUpStep = {
  kind: 'lookUp',
  source: 'his',
  path: '/',
  query: {},
  into: {},
  candidates: null,
  timeoutMs: 4_000,
  waitPrompts: [],
  found: 'wait',
  notFound: 'wait',
  failed: 'wait',
}
const steps = (first: Step) => ({
  first,
  urgent: waiting('emergency'),
  ...ends('otherwise', 'thanks'),
})
const keyIn = (site: Site, key: string) => site.leg('keyPressed', callerLeg(1), { key })
const priority = (site: Site) => {
  const phase = site.state.calls.get(callId(1))?.phase
  return phase && 'place' in phase ? phase.place?.priority : undefined
}

describe('the emergency key', () => {
  it('is listened for wherever something is heard or asked', () => {
    const announce: Step = { kind: 'announce', prompts: ['welcome'], next: 'wait' }
    const heard: [Step, string][] = [
      [announce, 'play'],
      [menu, 'collect'],
      [lookUp, 'startMusic'],
      [waiting('routine'), 'startMusic'],
      [{ kind: 'hangUp', prompts: ['goodbye'], cause: 'NORMAL_CLEARING' }, 'play'],
    ]
    for (const [step, order] of heard) {
      expect(orderOf(calls(steps(step), emergency).began, order)).toMatchObject({ keys: ['*'] })
      expect(orderOf(calls(steps(step), {}).began, order) ?? { keys: [] }).toMatchObject({ keys: [] })
    }
  })

  it('is not listened for by those whom it can lead nowhere, nor where it is an answer', () => {
    const announced: Step = { kind: 'announce', prompts: ['stay-calm'], next: 'wait' }
    expect(orderOf(calls(steps(waiting('emergency')), emergency).began, 'startMusic')).toMatchObject({
      keys: [],
    })
    expect(
      orderOf(calls({ ...steps(announced) }, { emergency: { key: '*', step: 'first' } }).began, 'play'),
    ).toMatchObject({ keys: [] })
    const star = { ...menu, options: { '*': { name: 'star', next: 'wait' } } }
    const { site, began } = calls(steps(star), emergency)
    expect(orderOf(began, 'collect')).toMatchObject({ keys: [], digits: ['*'] })
    expect(types(presses(site, 1, '*'))).toEqual(['menuChosen', 'callQueued'])
  })

  it('ends what is said, and the caller waits as an emergency', () => {
    const { site } = calls(steps({ kind: 'announce', prompts: ['welcome'], next: 'wait' }), emergency)
    const jump = site.leg('promptFinished', callerLeg(1), { token: tokenOf(site, 1), key: '*' })
    expect(types(jump)).toEqual(['emergencyRaised', 'callQueued', 'alarmRaised'])
    expect(dataOf(jump, 'emergencyRaised')).toEqual({ step: 'first' })
    expect(priority(site)).toBe('emergency')
  })

  it('ends a question', () => {
    const { site } = calls(steps(menu), emergency)
    expect(types(interrupts(site, '*'))).toEqual(['emergencyRaised', 'callQueued', 'alarmRaised'])
  })

  it('is not what any other key is', () => {
    const { site } = calls(steps(menu), emergency)
    expect(types(interrupts(site, '#'))).toEqual(['menuMissed', 'stepEntered'])
    const other = calls(steps({ kind: 'announce', prompts: ['welcome'], next: 'thanks' }), emergency).site
    other.leg('promptFinished', callerLeg(1), { token: tokenOf(other, 1), key: '5' })
    expect(stepOf(other)).toBe('thanks')
  })

  it('ends a look-up, and what it comes to is nobody’s business any more', () => {
    const { site, began } = calls(steps(lookUp), emergency)
    expect(orderOf(began, 'startMusic')).toMatchObject({ music: 'silence_stream://-1', prompts: [] })
    const token = tokenOf(site, 1)
    expect(keyIn(site, '5')).toMatchObject({ stale: true, facts: [] })
    const jump = keyIn(site, '*')
    expect(types(jump)).toEqual(['emergencyRaised', 'callQueued', 'alarmRaised'])
    expect(orders(jump)).toEqual(['stopPlayback', 'startMusic'])
    const result = { kind: 'lookUp', found: 'found', names: [] }
    expect(site.when({ type: 'errandDone', callId: callId(1), token, result }).stale).toBe(true)
  })

  it('silences what is heard during a look-up when that is over', () => {
    const { site } = calls(steps(lookUp), emergency)
    expect(orders(comesBack(site, { kind: 'lookUp', found: 'found', names: [] }))).toEqual([
      'stopPlayback',
      'startMusic',
    ])
  })

  it('leads out of a queue of another class', () => {
    const { site } = calls(steps(waiting('routine')), emergency)
    const jump = keyIn(site, '*')
    expect(types(jump)).toEqual(['emergencyRaised', 'callQueued', 'alarmRaised'])
    expect(orders(jump)).toEqual(['stopPlayback', 'startMusic'])
    expect(priority(site)).toBe('emergency')
    expect(keyIn(site, '*')).toMatchObject({ stale: true, facts: [] })
    expect(faultsOf(site.state)).toEqual([])
  })

  it('stops a phone that rings for the caller, who then is offered as an emergency', () => {
    const site = siteWith(steps(waiting('routine')), emergency)
    site.agentReady('li')
    site.arrives(1, '8100')
    expect(phaseOf(site, 1)).toBe('offered')
    const jump = keyIn(site, '*')
    expect(types(jump)).toEqual(['callOfferEnded', 'emergencyRaised', 'callQueued', 'alarmRaised'])
    expect(dataOf(jump, 'callOfferEnded')).toMatchObject({ why: 'cancelled' })
    expect(ordersOf(jump, 'hangUp')).toMatchObject([{ legId: agentLeg(1, 1), cause: 'ORIGINATOR_CANCEL' }])
    expect(faultsOf(site.state)).toEqual([])
    // Free when the phone has stopped, without blame, and at once rung again for the same caller.
    const stopped = hangsUp(site, agentLeg(1, 1), 'ORIGINATOR_CANCEL')
    expect(types(stopped)).toEqual(['agentReady', 'callLegEnded', 'callOffered', 'agentReserved'])
    expect(dataOf(stopped, 'callOffered')).toMatchObject({ legId: agentLeg(1, 2) })
    expect(agentIs(site, 'li')).toBe('reserved')
  })

  it('lets go of a phone of which nothing is heard any more', () => {
    const site = siteWith(steps(waiting('routine')), emergency)
    site.agentReady('li')
    site.arrives(1, '8100')
    keyIn(site, '*')
    site.after(5_000)
    expect(agentIs(site, 'li')).toBe('reserved')
    expect(site.state.calls.get(callId(1))?.legs.has(agentLeg(1, 1))).toBe(false)
    expect(phaseOf(site, 1)).toBe('offered')
  })

  it('comes too late for a caller who is being connected, or talks', () => {
    const site = siteWith(steps(waiting('routine')), emergency)
    site.agentReady('li')
    site.arrives(1, '8100')
    site.leg('legAnswered', agentLeg(1, 1))
    expect(keyIn(site, '*')).toMatchObject({ stale: true, facts: [], commands: [] })
    site.leg('legsBridged', callerLeg(1), { withLegId: agentLeg(1, 1) })
    expect(keyIn(site, '*')).toMatchObject({ stale: true, facts: [], commands: [] })
  })

  it('is listened for again after a reconnect', () => {
    const { site } = calls(steps(waiting('routine')), emergency)
    site.when({ type: 'switchLost' })
    expect(orderOf(site.reconnected([caller]), 'startMusic')).toMatchObject({ keys: ['*'] })
  })
})
