import './support/pure.ts'
import { describe, expect, it } from 'vitest'
import { agentIs, hangsUp, offered, phaseOf } from './support/given.ts'
import { agentLeg, aSite, callerLeg, type Site, types } from './support/story.ts'

/** The caller has gone while the phone rang, and its switch before it said that the phone has stopped. */
function ringsOnNowhere(): Site {
  const site = aSite()
  offered(site, 1)
  hangsUp(site, callerLeg(1))
  site.when({ type: 'switchLost' })
  expect([phaseOf(site, 1), agentIs(site, 'li')]).toEqual(['ending', 'reserved'])
  return site
}

describe('an agent whose phone was told to stop on a switch that went out of reach', () => {
  it('is free again after a while, for callers of other switches', () => {
    const site = ringsOnNowhere()
    site.after(30_000)
    expect(agentIs(site, 'li')).toBe('reserved')
    const gone = site.after(10_000)
    expect(types(gone)).toEqual(['agentReady', 'callLegEnded', 'callEnded'])
    expect(agentIs(site, 'li')).toBe('ready')
  })

  it('has no phone that rings when the switch is back: what it has of the call is a stray', () => {
    const site = ringsOnNowhere()
    site.after(60_000)
    const back = site.reconnected([{ legId: agentLeg(1, 1), role: 'agent', answered: false }])
    expect(back.commands).toContainEqual(
      expect.objectContaining({ type: 'hangUpStray', legId: agentLeg(1, 1) }),
    )
    expect(agentIs(site, 'li')).toBe('ready')
  })
})
