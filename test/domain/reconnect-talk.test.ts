import './support/pure.ts'
import { describe, expect, it } from 'vitest'
import {
  callingParty,
  connecting,
  dataOf,
  hangsUp,
  makesCall,
  orderOf,
  outboundTalk,
  phaseOf,
} from './support/given.ts'
import { agent, agents, caller, facts, lost } from './support/reconnect.ts'
import { agentLeg, callerLeg, callId, orders, talking, types } from './support/story.ts'

describe('the switch is back, and caller and agent', () => {
  it('were bridged unseen: connected', () => {
    const site = lost((s) => connecting(s, 1))
    site.after(30_000)
    const back = site.reconnected([
      { ...caller, bridgedTo: agent },
      { ...agents, bridgedTo: callerLeg(1) },
    ])
    expect(facts(back)).toEqual(['callAnswered', 'callConnected', 'agentBusy'])
    expect(orders(back)).toEqual([])
  })

  it('are not bridged yet: ordered again, with its own three seconds', () => {
    const site = lost((s) => connecting(s, 1))
    site.after(30_000)
    const back = site.reconnected([caller, agents])
    expect(facts(back)).toEqual(['callAnswered', 'callBridging'])
    expect(orders(back)).toEqual(['claimLeg', 'stopPlayback', 'bridge'])
    expect(site.after(2_999).facts).toEqual([])
    expect(types(site.after(1))).toEqual(['callOfferEnded'])
  })

  it('still talk: they notice nothing', () => {
    const site = lost((s) => talking(s, 1, 'li'))
    const back = site.reconnected([
      { ...caller, bridgedTo: agent },
      { ...agents, bridgedTo: callerLeg(1) },
    ])
    expect(facts(back)).toEqual([])
    expect(back.commands).toEqual([])
  })

  it('were torn apart: bridged again, and they talk on', () => {
    const site = lost((s) => talking(s, 1, 'li'))
    const back = site.reconnected([caller, agents])
    expect(facts(back)).toEqual(['callBridging'])
    expect(types(site.leg('legsBridged', callerLeg(1), { withLegId: agent }))).toEqual(['callRejoined'])
    expect(site.after(600_000).facts).toEqual([])
    expect(phaseOf(site, 1)).toBe('connected')
  })

  it('were torn apart and can’t be brought together: the talk is over after three seconds', () => {
    const site = lost((s) => talking(s, 1, 'li'))
    site.reconnected([caller, agents])
    expect(types(site.after(3_000))).toEqual(['callEnding'])
  })

  it('had come apart just before: bridged, the old deadline doesn’t tear them apart again', () => {
    const site = lost((s) => {
      talking(s, 1, 'li')
      s.arrives(1)
    })
    expect(facts(site.reconnected([{ ...caller, bridgedTo: agent }, agents]))).toEqual(['callRejoined'])
    expect(site.after(60_000).facts).toEqual([])
  })

  it('talked, and the agent’s phone has gone: the caller is served again', () => {
    const site = lost((s) => talking(s, 1, 'li'))
    expect(facts(site.reconnected([{ ...caller, waiting: false }]))).toEqual([
      'agentWrapUp',
      'callLegEnded',
      'callRequeued',
    ])
    expect(phaseOf(site, 1)).toBe('queued')
  })

  it('were being hung up: ordered again', () => {
    const site = lost((s) => {
      talking(s, 1, 'li')
      s.when({ type: 'clearCall', callId: callId(1) })
    })
    // Time alone sets the agent free; the caller's end is known when the switch is back.
    expect(types(site.after(600_000))).toEqual(['agentWrapUp', 'callLegEnded'])
    expect(orders(site.reconnected([caller, agents]))).toEqual(['hangUp', 'hangUpStray'])
  })
})

describe('the switch is back, and a call that an agent makes', () => {
  const partyLeg = agentLeg(1, 2)
  const party = { legId: partyLeg, callId: callId(1), role: 'party' } as const

  it('has an agent who answered unseen: the party is called', () => {
    const site = lost((s) => {
      s.agentReady('li')
      makesCall(s, 1)
    })
    expect(facts(site.reconnected([agents]))).toEqual(['callPartyCalled', 'agentBusy'])
  })

  it('lost the agent’s own ringing phone: ended, nobody blamed', () => {
    const back = lost((s) => {
      s.agentReady('li')
      makesCall(s, 1)
    }).reconnected([])
    expect(facts(back)).toEqual(['callLegEnded', 'agentReady', 'callEnded'])
    expect(dataOf(back, 'callEnded')).toMatchObject({ by: 'switch', why: 'lost' })
  })

  it('has a party who answered unseen: bridged', () => {
    const back = lost((s) => callingParty(s, 1)).reconnected([agents, party])
    expect(facts(back)).toEqual(['callPartyAnswered', 'callPartyBridging'])
    expect(orders(back)).toContain('bridge')
  })

  it('was bridged unseen: connected, and not given up when the ring time is over', () => {
    const site = lost((s) => {
      callingParty(s, 1)
      s.leg('legAnswered', partyLeg)
    })
    const back = site.reconnected([
      { ...agents, bridgedTo: partyLeg },
      { ...party, bridgedTo: agent },
    ])
    expect(facts(back)).toEqual(['callPartyBridged', 'callConnected'])
    expect(site.after(600_000).facts).toEqual([])
  })

  it('has a bridge ordered of which nothing came: ordered again', () => {
    const site = lost((s) => {
      callingParty(s, 1)
      s.leg('legHeard', partyLeg)
    })
    const back = site.reconnected([agents, { ...party, answered: false }])
    expect(facts(back)).toEqual([])
    expect(orderOf(back, 'bridge')).toMatchObject({ legId: agent, withLegId: partyLeg })
  })

  it('talks, torn apart: bridged again, the agent’s leg first; the party’s leg is nobody’s to claim', () => {
    const back = lost((s) => outboundTalk(s, 1)).reconnected([agents, party])
    expect(orders(back)).toEqual(['bridge'])
    expect(orderOf(back, 'bridge')).toMatchObject({ legId: agent, withLegId: partyLeg })
  })

  it('failed, and the agent may not have heard why: said again', () => {
    const site = lost((s) => {
      callingParty(s, 1)
      hangsUp(s, partyLeg, 'USER_BUSY')
    })
    const back = site.reconnected([agents])
    expect(facts(back)).toEqual(['callFailureTold'])
    expect(orderOf(back, 'play')).toMatchObject({ prompts: [{ name: 'party-busy' }, {}] })
  })
})
