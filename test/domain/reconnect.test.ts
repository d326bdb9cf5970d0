import './support/pure.ts'
import { describe, expect, it } from 'vitest'
import type { LegId } from '../../src/domain/ids.ts'
import {
  agentIs,
  connecting,
  dataOf,
  heard,
  inFallback,
  makesCall,
  offered,
  orderOf,
  phaseOf,
  tokenOf,
} from './support/given.ts'
import { agent, agents, caller, facts, lost } from './support/reconnect.ts'
import {
  agentId,
  agentLeg,
  aSite,
  callerLeg,
  callId,
  orders,
  type Site,
  talking,
  types,
} from './support/story.ts'

describe('while the switch is out of reach', () => {
  it('no wait of its calls runs out, for nobody knows what happens there', () => {
    const site = lost((s) => connecting(s, 1))
    expect(site.after(60_000)).toMatchObject({ facts: [], commands: [] })
    expect(phaseOf(site, 1)).toBe('connecting')
  })

  it('nobody is offered anything; who waits is served as soon as it is back', () => {
    const site = lost((s) => s.arrives(1))
    site.agentReady('li')
    expect(phaseOf(site, 1)).toBe('queued')
    expect(facts(site.reconnected([caller]))).toEqual(['callAnswered', 'callOffered', 'agentReserved'])
  })

  it('an agent is not kept by a ringing phone of which nobody knows, and not blamed', () => {
    const site = lost((s) => offered(s, 1))
    expect(site.after(49_999).facts).toEqual([])
    const freed = site.after(1)
    expect(types(freed)).toEqual(['callOfferEnded', 'agentReady'])
    expect(dataOf(freed, 'callOfferEnded')).toMatchObject({ why: 'lost' })
    // Answered unseen, and of no use any more: it must not stay up.
    expect(site.reconnected([caller, agents]).commands).toContainEqual(
      expect.objectContaining({ type: 'hangUp', legId: agent }),
    )
  })

  it('an agent’s own call is given up likewise', () => {
    const site = lost((s) => {
      s.agentReady('li')
      makesCall(s, 1)
    })
    expect(types(site.after(60_000))).toEqual(['agentReady', 'callEnding'])
    expect(facts(site.reconnected([]))).toEqual(['callLegEnded', 'callEnded'])
  })

  it('a second loss is no news', () => {
    expect(lost(() => {}).when({ type: 'switchLost' })).toMatchObject({ facts: [], stale: true })
  })
})

describe('the switch is back, and a caller', () => {
  it('in the flow hears the step from its beginning', () => {
    const site = lost((s) => {
      s.arrives(1, '8001')
      heard(s, 1)
    })
    const before = tokenOf(site, 1)
    const back = site.reconnected([caller])
    expect(facts(back)).toEqual(['callAnswered', 'stepEntered'])
    expect(orders(back)).toEqual(['claimLeg', 'stopPlayback', 'collect'])
    expect(tokenOf(site, 1)).not.toBe(before)
  })

  it('who waits has music again, for the order may have been lost', () => {
    const site = lost((s) => s.arrives(1))
    expect(orders(site.reconnected([{ ...caller, answered: false }]))).toEqual([
      'answer',
      'stopPlayback',
      'startMusic',
    ])
  })

  it('who waits and was parked by the dialplan anew is claimed first', () => {
    const site = lost((s) => s.arrives(1))
    const back = site.reconnected([{ ...caller, waiting: false, arrival: site.arrival(1) }])
    expect(orders(back)).toEqual(['claimLeg', 'stopPlayback', 'startMusic'])
    expect(site.state.calls.size).toBe(1)
  })

  it('who waits on a switch that was restarted is claimed first: its dialplan has run again', () => {
    const site = lost((s) => s.arrives(1))
    const back = site.reconnected([caller], 'another-core')
    expect(orders(back)).toEqual(['claimLeg', 'stopPlayback', 'startMusic'])
  })

  it.each([
    ['walking', (s: Site) => s.arrives(1, '8001')],
    ['queued', (s: Site) => s.arrives(1)],
    ['fallback', (s: Site) => inFallback(s, 1)],
  ] as const)('who was %s has gone: the call ends as lost', (_phase, given) => {
    const back = lost(given).reconnected([])
    expect(facts(back)).toEqual(['callLegEnded', 'callEnded'])
    expect(dataOf(back, 'callEnded')).toMatchObject({ by: 'switch', why: 'lost' })
  })

  it('has gone while a phone rings: it is stopped', () => {
    const back = lost((s) => offered(s, 1)).reconnected([{ ...agents, answered: false }])
    expect(facts(back)).toEqual(['callLegEnded', 'callEnding'])
    expect(orderOf(back, 'hangUp')).toMatchObject({ legId: agent })
  })

  it.each([
    ['walking', (s: Site) => s.arrives(1, '8001'), []],
    ['queued', (s: Site) => s.arrives(1), []],
    ['offered', (s: Site) => offered(s, 1), ['callOfferEnded']],
    ['connecting', (s: Site) => connecting(s, 1), ['callOfferEnded']],
    ['connected', (s: Site) => talking(s, 1, 'li'), []],
  ] as const)(
    'who was %s is with the fallback group: its phones ring on without our music, and any phone is let go',
    (_phase, given, before) => {
      const site = lost(given)
      const legs = [
        { ...caller, waiting: false, fallback: true },
        ...(site.state.legs.has(agent) ? [agents] : []),
      ]
      const back = site.reconnected(legs)
      expect(facts(back)).toEqual([...before, 'callFellBack'])
      const ofCaller = back.commands.filter((command) => 'legId' in command && command.legId === callerLeg(1))
      expect(ofCaller.map(({ type }) => type)).toEqual(['stopPlayback'])
      expect(back.commands.some((command) => command.type === 'hangUp' && command.legId === agent)).toBe(
        legs.length > 1,
      )
      for (let n = 0; n < 4; n += 1) site.after(20_000)
      expect(['loggedOff', 'ready']).toContain(agentIs(site, 'li'))
    },
  )

  it('with the fallback group, whose agent’s phone has gone, is not called back from there', () => {
    const site = lost((s) => talking(s, 1, 'li'))
    const back = site.reconnected([{ ...caller, waiting: false, fallback: true }])
    expect(facts(back)).toEqual(['callFellBack', 'agentWrapUp', 'callLegEnded'])
    expect(orders(back).filter((order) => order !== 'hangUp')).toEqual(['stopPlayback'])
  })

  it('who talks with the fallback group is left alone there', () => {
    const site = lost((s) => s.arrives(1))
    const back = site.reconnected([
      { ...caller, waiting: false, fallback: true, bridgedTo: 'somebody' as LegId },
    ])
    expect(facts(back)).toEqual(['callFellBack'])
    expect(orders(back)).toEqual([])
  })

  it('whom the flow sent to the fallback group, and who never got there, is sent again', () => {
    const site = lost((s) => inFallback(s, 1))
    expect(orders(site.reconnected([caller]))).toEqual(['sendToFallback'])
    site.when({ type: 'switchLost' })
    expect(orders(site.reconnected([{ ...caller, waiting: false, fallback: true }]))).toEqual([])
  })
})

describe('the switch is back, and the phone that was rung', () => {
  it('still rings: nothing changes', () => {
    const site = lost((s) => offered(s, 1))
    expect(facts(site.reconnected([{ ...caller }, { ...agents, answered: false }]))).toEqual(['callAnswered'])
    expect(phaseOf(site, 1)).toBe('offered')
  })

  it('was answered unseen: bridged now', () => {
    const back = lost((s) => offered(s, 1)).reconnected([caller, agents])
    expect(facts(back)).toEqual(['callAnswered', 'callOfferAnswered'])
    expect(orderOf(back, 'bridge')).toMatchObject({ legId: callerLeg(1), withLegId: agent })
  })

  it('is gone: nobody is blamed, the caller is offered again', () => {
    const site = lost((s) => offered(s, 1))
    const back = site.reconnected([caller])
    expect(facts(back).slice(0, 3)).toEqual(['callLegEnded', 'callOfferEnded', 'agentReady'])
    expect(dataOf(back, 'callOfferEnded')).toMatchObject({ why: 'lost' })
    expect(dataOf(back, 'callOffered')).toMatchObject({ legId: agentLeg(1, 2) })
  })
})

describe('the switch is back with legs that no call knows', () => {
  it('a caller who was parked unseen is accepted now', () => {
    const site = lost(() => {})
    expect(facts(site.reconnected([{ legId: callerLeg(5), arrival: site.arrival(5) }]))).toEqual([
      'callAccepted',
      'callQueued',
    ])
  })

  it('a caller with the fallback group is entered, and left there', () => {
    const site = lost(() => {})
    const back = site.reconnected([{ legId: callerLeg(5), arrival: site.arrival(5), fallback: true }])
    expect(facts(back)).toEqual(['callAccepted', 'callFellBack'])
    expect(back.commands).toEqual([])
  })

  it.each(['agent', 'party'] as const)('a phone of ours (%s) that rings for nobody is hung up', (role) => {
    const legId = agentLeg(9, 1)
    expect(lost(() => {}).reconnected([{ legId, role, callId: callId(9) }]).commands).toMatchObject([
      { type: 'hangUpStray', legId },
    ])
  })

  it('those who talk are left alone', () => {
    const legId = agentLeg(9, 1)
    const talks = { legId, role: 'agent', callId: callId(9), bridgedTo: callerLeg(9) } as const
    expect(lost(() => {}).reconnected([talks, { legId: callerLeg(9), bridgedTo: legId }]).commands).toEqual(
      [],
    )
  })
})

describe('the switch', () => {
  it('that has another core says that it was restarted', () => {
    const site = aSite()
    expect(dataOf(site.reconnected([], 'core-1'), 'switchConnected')).toMatchObject({ restarted: false })
    expect(dataOf(site.reconnected([], 'core-2'), 'switchConnected')).toMatchObject({
      restarted: true,
      legs: 0,
    })
  })
})

describe('a new owner', () => {
  it('whose memory is the journal alone lets nothing run out before it has asked the switch', () => {
    const site = aSite()
    connecting(site, 1)
    site.when({ type: 'siteTaken', controllerId: 'other', address: 'elsewhere' })
    expect(site.after(30_000).facts).toEqual([])
    const back = site.reconnected([
      { ...caller, bridgedTo: agent },
      { ...agents, bridgedTo: callerLeg(1) },
    ])
    expect(facts(back)).toContain('callConnected')
    expect(site.replayed.calls.get(callId(1))).toEqual(site.state.calls.get(callId(1)))
    expect(site.state.epoch).toBe(2)
    expect(site.state.agents.get(agentId('li'))?.phase.name).toBe('busy')
  })
})
