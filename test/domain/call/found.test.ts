import '../support/pure.ts'
import { describe, expect, it } from 'vitest'
import { hangsUp } from '../support/given.ts'
import {
  aSite,
  callerLeg,
  callId,
  directFlow,
  nodeId,
  orders,
  queueId,
  type Site,
  types,
} from '../support/story.ts'

/** A caller came while no controller was there, and is with the fallback group. */
function found(site: Site, n = 1, number = '8000') {
  const arrival = site.arrival(n, number)
  return site.reconnected([{ legId: callerLeg(n), arrival, fallback: true }])
}

describe('a caller found in the fallback group', () => {
  it('has a record from then on, and nothing is ordered', () => {
    const site = aSite()
    const happened = found(site)
    expect(types(happened)).toEqual(['switchConnected', 'callAccepted', 'callFellBack'])
    expect(happened.facts.at(-1)?.data).toEqual({ why: 'unattended', legsDueAt: null })
    expect(orders(happened)).toEqual([])
    expect(site.state.calls.get(callId(1))).toMatchObject({ nodeId, phase: { name: 'fallback' } })
  })

  it('ends exactly once, when the leg does', () => {
    const site = aSite()
    found(site)
    const over = hangsUp(site, callerLeg(1))
    expect(types(over)).toEqual(['callLegEnded', 'callEnded'])
    expect(over.facts.at(-1)?.data).toMatchObject({ by: 'caller', why: 'fellBack' })
    expect(orders(over)).toEqual([])
    expect(hangsUp(site, callerLeg(1)).facts).toEqual([])
  })

  it('is the same call for the next owner, and left alone by it', () => {
    const site = aSite()
    found(site)
    site.when({ type: 'siteTaken', controllerId: 'another', address: 'nowhere' })
    const again = site.reconnected([{ legId: callerLeg(1), arrival: site.arrival(2), fallback: true }])
    expect(types(again)).toEqual(['switchConnected'])
    expect(orders(again)).toEqual([])
  })

  it('that is gone when the next owner looks has an end that says so', () => {
    const site = aSite()
    found(site)
    site.when({ type: 'switchLost' })
    const back = site.reconnected([])
    expect(back.facts.at(-1)).toMatchObject({ type: 'callEnded', data: { by: 'switch', why: 'lost' } })
  })

  it('talks undisturbed with whom the group rings, and is offered to nobody', () => {
    const site = aSite()
    found(site)
    site.agentReady('li')
    const bridged = site.leg('legsBridged', callerLeg(1), { withLegId: 'desk-phone' })
    expect(orders(bridged)).toEqual([])
    expect(bridged.facts).toEqual([])
    expect(site.state.queues.get(queueId('general'))?.waiting.length).toBe(0)
    expect(site.after(600_000)).toMatchObject({ facts: [], commands: [] })
  })

  it('of a flow that is urgent is an emergency', () => {
    const site = aSite()
    site.when({
      type: 'publishFlow',
      flow: { ...directFlow, version: 'direct-2', urgent: true },
      origin: 'file',
    })
    found(site)
    expect(site.state.calls.get(callId(1))?.urgent).toBe(true)
  })

  it('whose leg carries a call’s id was a call of ours, which has had its end: it gets no second one', () => {
    const site = aSite()
    const arrival = site.arrival(1)
    const legs = [
      { legId: callerLeg(1), callId: callId(7), role: 'caller' as const, arrival, fallback: true },
    ]
    expect(types(site.reconnected(legs))).toEqual(['switchConnected'])
  })
})
