import './support/pure.ts'
import { describe, expect, it } from 'vitest'
import { agentId, agentLeg, aSite, callerLeg, callId, orders, talking, types } from './support/story.ts'

describe('a call from beginning to end', () => {
  it('is accepted, offered to the idle agent, answered, bridged, and ends with one final fact', () => {
    const site = aSite()
    site.agentReady('li')
    const arrived = site.arrives(1)
    expect(types(arrived)).toEqual(['callAccepted', 'callQueued', 'callOffered', 'agentReserved'])
    expect(orders(arrived)).toEqual(['claimLeg', 'answer', 'startMusic', 'originate'])
    expect(types(site.leg('legAnswered', callerLeg(1)))).toEqual(['callAnswered'])
    expect(types(site.leg('legRinging', agentLeg(1, 1)))).toEqual(['callAlerting'])
    const answered = site.leg('legAnswered', agentLeg(1, 1))
    expect(types(answered)).toEqual(['callOfferAnswered'])
    expect(orders(answered)).toEqual(['stopPlayback', 'bridge'])
    const bridged = site.leg('legsBridged', callerLeg(1), { withLegId: agentLeg(1, 1) })
    expect(types(bridged)).toEqual(['callConnected', 'agentBusy'])
    const hungUp = site.leg('legHungUp', callerLeg(1), { cause: 'NORMAL_CLEARING' })
    expect(types(hungUp)).toEqual(['callLegEnded', 'callEnding'])
    const over = site.leg('legHungUp', agentLeg(1, 1), { cause: 'NORMAL_CLEARING' })
    expect(types(over)).toEqual(['agentWrapUp', 'callLegEnded', 'callEnded'])
    expect(over.facts.at(-1)?.data).toMatchObject({ by: 'caller', why: 'hungUp' })
    expect(site.state.calls.size).toBe(0)
    expect(types(site.after(10_000))).toEqual(['agentReady'])
  })

  it('goes on after a takeover exactly as the journal says', () => {
    const site = aSite()
    talking(site, 1, 'li')
    site.arrives(2)
    expect(site.replayed.calls.get(callId(1))?.phase).toEqual(site.state.calls.get(callId(1))?.phase)
    expect(site.replayed.calls.get(callId(2))?.phase).toEqual(site.state.calls.get(callId(2))?.phase)
    expect(site.replayed.agents.get(agentId('li'))?.phase).toEqual(
      site.state.agents.get(agentId('li'))?.phase,
    )
  })
})
