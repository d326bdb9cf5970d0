/** The switch gives a caller to its fallback group by itself, while we are connected and hold the caller to wait. */
import './support/pure.ts'
import { describe, expect, it } from 'vitest'
import { agentIs, connecting, dataOf, hangsUp, inFallback, offered, phaseOf } from './support/given.ts'
import { agentLeg, aSite, callerLeg, orders, queueId, type Site, talking, types } from './support/story.ts'

const LI = agentLeg(1, 1)

function given(bring: (site: Site) => void): Site {
  const site = aSite()
  bring(site)
  return site
}

const falls = (site: Site) => site.leg('legFellBack', callerLeg(1))

describe('the switch has given a caller to the fallback group', () => {
  it.each([
    ['walking', (s: Site) => s.arrives(1, '8001'), []],
    ['queued', (s: Site) => s.arrives(1), []],
    ['offered', (s: Site) => offered(s, 1), ['callOfferEnded']],
    ['connecting', (s: Site) => connecting(s, 1), ['callOfferEnded']],
    ['connected', (s: Site) => talking(s, 1, 'li'), []],
  ] as const)('who was %s: that is where the call is, and any phone is let go', (_phase, bring, before) => {
    const site = given(bring)
    const fell = falls(site)
    const ended = [...site.state.recordings.keys()].length > 0 ? ['recordingTakeEnded'] : []
    expect(types(fell)).toEqual([...before, 'callFellBack', ...ended])
    expect(dataOf(fell, 'callFellBack')).toMatchObject({ why: 'switch' })
    expect(phaseOf(site, 1)).toBe('fallback')
    const rung = site.state.legs.has(LI)
    expect(fell.commands.some((one) => one.type === 'hangUp' && one.legId === LI)).toBe(rung)
  })

  it('who hears our music: it is broken off, or the group would ring in vain', () => {
    const site = given((s) => s.arrives(1))
    expect(falls(site).commands).toMatchObject([{ type: 'stopPlayback', legId: callerLeg(1) }])
  })

  it('who waited: nobody is offered the caller any more', () => {
    const site = given((s) => s.arrives(1))
    falls(site)
    expect([...(site.state.queues.get(queueId('general'))?.waiting ?? [])]).toEqual([])
    site.agentReady('li')
    expect(agentIs(site, 'li')).toBe('ready')
  })

  it('who hangs up there has had the fallback group', () => {
    const site = given((s) => s.arrives(1))
    falls(site)
    expect(dataOf(hangsUp(site, callerLeg(1)), 'callEnded')).toMatchObject({ by: 'caller', why: 'fellBack' })
  })

  it('and says so again, or was told to: that is no news', () => {
    const site = given((s) => inFallback(s, 1))
    expect(falls(site)).toMatchObject({ facts: [], commands: [] })
    expect(falls(site)).toMatchObject({ facts: [], commands: [] })
  })

  it('in the moment in which the bridge was ordered: the bridge is refused, and nobody is cut off for it', () => {
    const site = given((s) => connecting(s, 1))
    falls(site)
    const refused = site.leg('commandFailed', callerLeg(1), { command: 'bridge', reason: 'refused' })
    expect(refused).toMatchObject({ facts: [], commands: [] })
    hangsUp(site, LI)
    expect([phaseOf(site, 1), agentIs(site, 'li')]).toEqual(['fallback', 'ready'])
  })

  it('whose bridge was refused before the move was heard of: found in the group all the same', () => {
    const site = given((s) => connecting(s, 1))
    site.leg('commandFailed', callerLeg(1), { command: 'bridge', reason: 'refused' })
    expect(phaseOf(site, 1)).toBe('queued')
    expect(orders(falls(site))).toContain('stopPlayback')
    expect(phaseOf(site, 1)).toBe('fallback')
  })
})

it('a phone of ours in the fallback is nothing that we know of', () => {
  const site = given((s) => offered(s, 1))
  expect(site.leg('legFellBack', LI)).toMatchObject({ facts: [], commands: [], stale: true })
})
