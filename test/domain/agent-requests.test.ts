import './support/pure.ts'
import { describe, expect, it } from 'vitest'
import { agentIs, connecting, dataOf, hangsUp, makesCall, offered, talkedWith } from './support/given.ts'
import {
  agentId,
  agentLeg,
  aSite,
  callerLeg,
  callId,
  type Happened,
  type Site,
  talking,
  types,
} from './support/story.ts'

type Wish = 'logOnAgent' | 'makeAgentReady' | 'makeAgentNotReady' | 'logOffAgent' | 'endWrapUp'

function asks(site: Site, type: Wish, name = 'li'): Happened {
  return site.when({ type, agentId: agentId(name), extension: undefined, reasonCode: 'meal' })
}

const given: Readonly<Record<string, (site: Site) => void>> = {
  loggedOff: () => {},
  notReady: (site) => asks(site, 'logOnAgent'),
  ready: (site) => site.agentReady('li'),
  reserved: (site) => offered(site, 1),
  busy: (site) => talking(site, 1, 'li'),
  wrapUp: (site) => {
    talking(site, 1, 'li')
    hangsUp(site, agentLeg(1, 1))
  },
}

/** What each wish comes to in each phase: the fact, `''` for accepted without one, or the refusal. */
const outcomes: readonly [string, Wish, string][] = [
  ['loggedOff', 'logOnAgent', 'agentLoggedOn'],
  ['loggedOff', 'makeAgentReady', 'agent-state'],
  ['loggedOff', 'makeAgentNotReady', 'agent-state'],
  ['loggedOff', 'logOffAgent', ''],
  ['loggedOff', 'endWrapUp', 'agent-state'],
  ['notReady', 'logOnAgent', 'agent-state'],
  ['notReady', 'makeAgentReady', 'agentReady'],
  ['notReady', 'makeAgentNotReady', 'agentNotReady'],
  ['notReady', 'logOffAgent', 'agentLoggedOff'],
  ['notReady', 'endWrapUp', 'agent-state'],
  ['ready', 'logOnAgent', 'agent-state'],
  ['ready', 'makeAgentReady', ''],
  ['ready', 'makeAgentNotReady', 'agentNotReady'],
  ['ready', 'logOffAgent', 'agentLoggedOff'],
  ['ready', 'endWrapUp', 'agent-state'],
  ['reserved', 'logOnAgent', 'agent-state'],
  ['reserved', 'makeAgentReady', 'agentChangePending'],
  ['reserved', 'makeAgentNotReady', 'agentChangePending'],
  ['reserved', 'logOffAgent', 'agentChangePending'],
  ['reserved', 'endWrapUp', 'agent-state'],
  ['busy', 'logOnAgent', 'agent-state'],
  ['busy', 'makeAgentReady', 'agentChangePending'],
  ['busy', 'makeAgentNotReady', 'agentChangePending'],
  ['busy', 'logOffAgent', 'agentChangePending'],
  ['busy', 'endWrapUp', 'agent-state'],
  ['wrapUp', 'logOnAgent', 'agent-state'],
  ['wrapUp', 'makeAgentReady', 'agentReady'],
  ['wrapUp', 'makeAgentNotReady', 'agentNotReady'],
  ['wrapUp', 'logOffAgent', 'agentLoggedOff'],
  ['wrapUp', 'endWrapUp', 'agentReady'],
]

describe('an agent asks', () => {
  it.each(outcomes)('while %s: %s gives %j', (phase, wish, result) => {
    const site = aSite()
    given[phase]?.(site)
    expect(agentIs(site, 'li')).toBe(phase)
    const happened = asks(site, wish)
    if (result.includes('-'))
      expect(happened).toMatchObject({ facts: [], outcome: { type: 'refused', code: result } })
    else {
      expect(happened.outcome).toEqual({ type: 'accepted' })
      expect(types(happened)).toEqual(result === '' ? [] : [result])
    }
  })

  it('whom nobody knows: refused', () => {
    expect(asks(aSite(), 'logOnAgent', 'nobody').outcome).toMatchObject({
      type: 'refused',
      code: 'agent-unknown',
    })
  })

  it.each(['reserved', 'busy', 'wrapUp', 'loggedOff'])('to make a call while %s: refused', (phase) => {
    const site = aSite()
    given[phase]?.(site)
    expect(makesCall(site, 9).outcome).toMatchObject({ type: 'refused', code: 'agent-state' })
  })
})

describe('logging on', () => {
  it('takes another extension for this time only', () => {
    const site = aSite()
    site.when({ type: 'logOnAgent', agentId: agentId('li'), extension: '1050' })
    expect(site.state.agents.get(agentId('li'))?.extension).toBe('1050')
    asks(site, 'logOffAgent')
    expect(site.state.agents.get(agentId('li'))?.extension).toBe('1001')
  })

  it('at an extension in use is refused, and says by whom; free again, it is taken', () => {
    const site = aSite()
    asks(site, 'logOnAgent')
    const second = () => site.when({ type: 'logOnAgent', agentId: agentId('wang'), extension: '1001' })
    const detail = 'Extension 1001 is in use by agent_li.'
    expect(second().outcome).toEqual({ type: 'refused', code: 'agent-extension-taken', detail })
    asks(site, 'logOffAgent')
    expect(second().outcome).toEqual({ type: 'accepted' })
  })
})

describe('what was asked for during a call', () => {
  it.each([
    ['makeAgentNotReady', 'agentNotReady'],
    ['logOffAgent', 'agentLoggedOff'],
    ['makeAgentReady', 'agentReady'],
  ] as const)('(%s) takes effect after the wrap-up', (wish, fact) => {
    const site = aSite()
    talking(site, 1, 'li')
    asks(site, wish)
    expect(types(hangsUp(site, agentLeg(1, 1)))).toContain('agentWrapUp')
    hangsUp(site, callerLeg(1))
    expect(types(site.after(10_000))).toEqual([fact])
  })

  it('takes effect at once where there is no wrap-up', () => {
    const site = aSite(0)
    talking(site, 1, 'li')
    asks(site, 'logOffAgent')
    expect(types(hangsUp(site, agentLeg(1, 1)))[0]).toBe('agentLoggedOff')
  })

  it('last counts', () => {
    const site = aSite(0)
    talking(site, 1, 'li')
    asks(site, 'logOffAgent')
    asks(site, 'makeAgentReady')
    expect(types(hangsUp(site, agentLeg(1, 1)))[0]).toBe('agentReady')
  })

  it('takes effect when the offer comes to nothing', () => {
    const site = aSite()
    offered(site, 1)
    asks(site, 'makeAgentNotReady')
    hangsUp(site, callerLeg(1))
    expect(dataOf(hangsUp(site, agentLeg(1, 1)), 'agentNotReady')).toEqual({
      reasonCode: 'meal',
      callId: null,
    })
  })

  it('does not hide that the phone was not answered, but logging off goes before', () => {
    const site = aSite()
    offered(site, 1)
    asks(site, 'makeAgentNotReady')
    expect(dataOf(site.after(20_000), 'agentNotReady')).toMatchObject({ reasonCode: 'noAnswer' })
    const other = aSite()
    offered(other, 1)
    asks(other, 'logOffAgent')
    expect(types(other.after(20_000))).toEqual(['callOfferEnded', 'agentLoggedOff'])
  })
})

describe('wrap-up', () => {
  it('lasts as long as the queue says, from the end of the agent’s leg', () => {
    const site = aSite()
    talkedWith(site, 1)
    site.arrives(2)
    expect(site.after(9_999).facts).toEqual([])
    expect(types(site.after(1))).toEqual(['agentReady', 'callOffered', 'agentReserved'])
  })

  it('is not owed for a call that never connected', () => {
    const site = aSite()
    connecting(site, 1)
    hangsUp(site, callerLeg(1))
    expect(types(hangsUp(site, agentLeg(1, 1)))[0]).toBe('agentReady')
  })

  it('that was ended early doesn’t end again', () => {
    const site = aSite()
    talkedWith(site, 1)
    asks(site, 'endWrapUp')
    expect(site.after(60_000).facts.filter(({ type }) => type.startsWith('agent'))).toEqual([])
  })
})

describe('clearing a call', () => {
  it('that isn’t there, or is ending already, is refused', () => {
    const site = aSite()
    const clear = () => site.when({ type: 'clearCall', callId: callId(1) })
    expect(clear().outcome).toMatchObject({ type: 'refused', code: 'call-unknown' })
    site.arrives(1)
    expect(clear().outcome).toEqual({ type: 'accepted', callId: callId(1) })
    expect(clear().outcome).toMatchObject({ type: 'refused', code: 'call-state' })
    expect(dataOf(hangsUp(site, callerLeg(1)), 'callEnded')).toMatchObject({ by: 'system', why: 'cleared' })
  })
})
