import './support/pure.ts'
import { describe, expect, it } from 'vitest'
import { dataOf, fails, heard, orderOf, phaseOf, presses, tokenOf } from './support/given.ts'
import { aSite, callerLeg, callId, orders, type Site, types } from './support/story.ts'

function inMenu(): Site {
  const site = aSite()
  site.arrives(1, '8001')
  heard(site, 1)
  return site
}

const stepOf = (site: Site) => site.state.calls.get(callId(1))?.phase

describe('an announcement', () => {
  it('leads on when it has been heard', () => {
    const site = aSite()
    site.arrives(1, '8001')
    const after = heard(site, 1)
    expect(types(after)).toEqual(['stepEntered'])
    expect(orderOf(after, 'collect')).toMatchObject({ digits: ['1', '9'], timeoutMs: 5_000 })
  })

  it.each(['refused', 'timedOut', 'invalid'])('that cannot be played (%s) leads on too', (reason) => {
    const site = aSite()
    site.arrives(1, '8001')
    fails(site, callerLeg(1), 'play', reason, { token: tokenOf(site, 1) })
    expect(stepOf(site)).toMatchObject({ step: 'menu' })
  })

  it('whose end is never reported is given up after three minutes', () => {
    const site = aSite()
    site.arrives(1, '8001')
    expect(site.after(179_999).facts).toEqual([])
    site.after(1)
    expect(stepOf(site)).toMatchObject({ step: 'menu' })
  })

  it('of an old token says nothing', () => {
    const site = inMenu()
    expect(site.leg('promptFinished', callerLeg(1), { token: `${callId(1)}.1` })).toMatchObject({
      stale: true,
      facts: [],
    })
  })
})

describe('a menu', () => {
  it('takes a key by the name of its option', () => {
    const chosen = presses(inMenu(), 1, '1')
    expect(types(chosen)).toEqual(['menuChosen', 'callQueued'])
    expect(dataOf(chosen, 'menuChosen')).toEqual({ step: 'menu', option: 'general' })
    expect(orderOf(chosen, 'startMusic')).toMatchObject({ music: 'local_stream://moh' })
  })

  it.each([
    ['none', 'no-input'],
    ['invalid', 'invalid-choice'],
    ['5', 'invalid-choice'],
    ['toString', 'invalid-choice'],
  ])('is said again after %s, with a word before it', (key, word) => {
    const site = inMenu()
    const again = presses(site, 1, key)
    expect(types(again)).toEqual(['menuMissed', 'stepEntered'])
    expect(orderOf(again, 'collect')).toMatchObject({
      prompts: expect.arrayContaining([{ kind: 'prompt', name: word, language: 'zh', pace: 'standard' }]),
    })
    expect(stepOf(site)).toMatchObject({ step: 'menu', attempt: 2 })
  })

  it('goes on elsewhere when its attempts are used up', () => {
    const site = inMenu()
    presses(site, 1, 'none')
    presses(site, 1, 'invalid')
    const last = presses(site, 1, 'none')
    expect(types(last)).toEqual(['menuMissed', 'callQueued'])
    expect(dataOf(last, 'menuMissed')).toMatchObject({ attempt: 3, why: 'none' })
  })

  it('that cannot be played is not tried again: the caller goes on to a person', () => {
    const site = inMenu()
    const failed = fails(site, callerLeg(1), 'collect', 'refused', { token: tokenOf(site, 1) })
    expect(types(failed)).toEqual(['menuMissed', 'callQueued'])
    expect(phaseOf(site, 1)).toBe('queued')
  })

  it('that never reports anything is given up in time', () => {
    const site = inMenu()
    site.after(185_000)
    expect(phaseOf(site, 1)).toBe('queued')
  })

  it('takes no key twice', () => {
    const site = inMenu()
    const token = tokenOf(site, 1)
    presses(site, 1, '1')
    const late = site.leg('digitsCollected', callerLeg(1), { token, result: { kind: 'digits', digits: '9' } })
    expect(late).toMatchObject({ stale: true, facts: [], commands: [] })
  })
})

describe('the end of a flow', () => {
  it('says its last words, hangs up, and ends the call with the leg', () => {
    const site = inMenu()
    presses(site, 1, '1')
    const waited = site.after(60_000)
    expect(types(waited)).toEqual(['callWaitedTooLong', 'stepEntered'])
    expect(orders(waited)).toEqual(['stopPlayback', 'play'])
    const over = heard(site, 1)
    expect(orderOf(over, 'hangUp')).toMatchObject({ cause: 'NORMAL_CLEARING' })
    const ended = site.leg('legHungUp', callerLeg(1), { cause: 'NORMAL_CLEARING' })
    expect(dataOf(ended, 'callEnded')).toMatchObject({ by: 'system', why: 'flowEnded', talkedMs: 0 })
  })
})
