import './support/pure.ts'
import { describe, expect, it } from 'vitest'
import {
  agentIs,
  callingParty,
  dataOf,
  fails,
  hangsUp,
  makesCall,
  orderOf,
  outboundTalk,
  phaseOf,
} from './support/given.ts'
import { agentId, agentLeg, aSite, callId, orders, type Site, types } from './support/story.ts'

const own = agentLeg(1, 1)
const party = agentLeg(1, 2)

function loggedOn(): Site {
  const site = aSite()
  site.when({ type: 'logOnAgent', agentId: agentId('li'), extension: undefined })
  return site
}

function told(site: Site) {
  const phase = site.state.calls.get(callId(1))?.phase
  return site.leg('promptFinished', own, { token: phase && 'token' in phase ? phase.token : '' })
}

describe('an agent makes a call', () => {
  it('by the agent’s own phone first', () => {
    const placed = makesCall(loggedOn(), 1)
    expect(types(placed)).toEqual(['callPlaced', 'agentReserved'])
    expect(orderOf(placed, 'originate')).toMatchObject({
      role: 'agent',
      legId: own,
      shownNumber: '139****0000',
    })
    expect(placed.outcome).toEqual({ type: 'accepted', callId: callId(1) })
  })

  it('then the party’s, by a number that only the shell can read', () => {
    const called = callingParty(aSite(), 1)
    expect(types(called)).toEqual(['callPartyCalled', 'agentBusy'])
    expect(orderOf(called, 'originate')).toMatchObject({
      role: 'party',
      legId: party,
      to: { kind: 'privateNumber', field: 'calledNumber' },
      earlyMedia: 'accept',
    })
  })

  it('while no switch is connected: refused', () => {
    const site = loggedOn()
    site.when({ type: 'switchLost' })
    expect(makesCall(site, 1).outcome).toMatchObject({ type: 'refused', code: 'switch-unavailable' })
  })

  it.each([
    ['USER_BUSY', 'busy', 'phoneBusy'],
    ['NO_ANSWER', 'noAnswer', 'noAnswer'],
    ['USER_NOT_REGISTERED', 'unreachable', 'phoneUnreachable'],
  ])('whose own phone fails with %s: the call ends', (cause, why, reasonCode) => {
    const site = loggedOn()
    makesCall(site, 1)
    const failed = hangsUp(site, own, cause)
    expect(types(failed)).toEqual(['callLegEnded', 'agentNotReady', 'callEnded'])
    expect(dataOf(failed, 'agentNotReady')).toMatchObject({ reasonCode })
    expect(dataOf(failed, 'callEnded')).toMatchObject({ by: 'agent', why })
  })

  it('whose own phone is not answered in time', () => {
    const site = loggedOn()
    makesCall(site, 1)
    const over = site.after(30_000)
    expect(types(over)).toEqual(['agentNotReady', 'callEnding'])
    expect(orderOf(over, 'hangUp')).toMatchObject({ cause: 'ORIGINATOR_CANCEL' })
    expect(dataOf(hangsUp(site, own), 'callEnded')).toMatchObject({ by: 'agent', why: 'noAnswer' })
  })
})

describe('the party', () => {
  it('answers: bridged then, and connected when the bridge is seen', () => {
    const site = aSite()
    callingParty(site, 1)
    const answered = site.leg('legAnswered', party)
    expect(types(answered)).toEqual(['callPartyAnswered', 'callPartyBridging'])
    expect(orderOf(answered, 'bridge')).toMatchObject({ legId: own, withLegId: party })
    const bridged = site.leg('legsBridged', own, { withLegId: party })
    expect(types(bridged)).toEqual(['callPartyBridged', 'callConnected'])
    expect(dataOf(bridged, 'callConnected')).toMatchObject({ waitedMs: null })
  })

  it('is heard before the answer: bridged once, and connected only with the answer', () => {
    const site = aSite()
    callingParty(site, 1)
    expect(orders(site.leg('legHeard', party))).toEqual(['bridge'])
    expect(types(site.leg('legsBridged', own, { withLegId: party }))).toEqual(['callPartyBridged'])
    expect(phaseOf(site, 1)).toBe('callingParty')
    const answered = site.leg('legAnswered', party)
    expect(types(answered)).toEqual(['callPartyAnswered', 'callConnected'])
    expect(orders(answered)).toEqual([])
  })

  it.each([
    ['USER_BUSY', 'busy', 'party-busy'],
    ['CALL_REJECTED', 'rejected', 'party-busy'],
    ['NO_ANSWER', 'noAnswer', 'party-no-answer'],
    ['UNALLOCATED_NUMBER', 'invalidNumber', 'party-invalid-number'],
    ['GATEWAY_DOWN', 'unreachable', 'party-unreachable'],
    ['SOMETHING_NEW', 'failed', 'party-unreachable'],
    ['LOST', 'lost', 'party-unreachable'],
  ])('fails with %s: the agent is told why, then the call ends', (cause, why, name) => {
    const site = aSite()
    callingParty(site, 1)
    site.leg('legHeard', party)
    const failed = hangsUp(site, party, cause)
    expect(types(failed)).toEqual(['callLegEnded', 'callFailureTold'])
    expect(orderOf(failed, 'play')).toMatchObject({
      legId: own,
      prompts: [
        { kind: 'prompt', name, language: 'zh', pace: 'standard' },
        { kind: 'prompt', name, language: 'en', pace: 'standard' },
      ],
    })
    expect(types(told(site))).toEqual(['callEnding'])
    const ended = hangsUp(site, own)
    expect(types(ended)).toEqual(['agentWrapUp', 'callLegEnded', 'callEnded'])
    expect(dataOf(ended, 'callEnded')).toMatchObject({ by: why === 'lost' ? 'switch' : 'trunk', why })
  })

  it('doesn’t answer in time: its phone stops, and that end doesn’t cut off the agent who hears why', () => {
    const site = aSite()
    callingParty(site, 1)
    const over = site.after(60_000)
    expect(types(over)).toEqual(['callFailureTold'])
    expect(orders(over)).toEqual(['play', 'hangUp'])
    expect(types(hangsUp(site, party, 'NO_ANSWER'))).toEqual(['callLegEnded'])
    expect(phaseOf(site, 1)).toBe('telling')
    expect(types(told(site))).toEqual(['callEnding'])
  })

  it('is refused by the switch: told like any failure', () => {
    const site = aSite()
    callingParty(site, 1)
    const refused = fails(site, party, 'originate', 'refused', { cause: 'INVALID_NUMBER_FORMAT' })
    expect(dataOf(refused, 'callFailureTold')).toMatchObject({
      ending: { by: 'trunk', why: 'invalidNumber' },
    })
  })

  it.each([
    ['refused by the switch', (site: Site) => fails(site, own, 'bridge', 'refused')],
    ['not seen in time', (site: Site) => site.after(3_000)],
  ])('answers, but the bridge is %s: the agent is told, the party let go', (_how, happens) => {
    const site = aSite()
    callingParty(site, 1)
    site.leg('legHeard', party)
    site.leg('legAnswered', party)
    const failed = happens(site)
    expect(dataOf(failed, 'callFailureTold')).toMatchObject({ ending: { by: 'switch', why: 'failed' } })
    expect(orderOf(failed, 'hangUp')).toMatchObject({ legId: party })
  })

  it('whose phone the switch no longer knew, and then ended, leaves no doubt behind', () => {
    const site = aSite()
    callingParty(site, 1)
    expect(types(fails(site, party, 'stopPlayback', 'noSuchLeg'))).toEqual(['callLegDoubted'])
    hangsUp(site, party, 'USER_BUSY')
    expect(site.after(2_000).facts).toEqual([])
    expect(phaseOf(site, 1)).toBe('telling')
  })

  it('hangs up in the talk: the trunk’s side ended it', () => {
    const site = aSite()
    outboundTalk(site, 1)
    expect(orderOf(hangsUp(site, party), 'hangUp')).toMatchObject({ legId: own })
    expect(dataOf(hangsUp(site, own), 'callEnded')).toMatchObject({ by: 'trunk', why: 'hungUp' })
  })
})

describe('the agent', () => {
  it('hangs up while the party’s phone rings: it stops', () => {
    const site = aSite()
    callingParty(site, 1)
    expect(orderOf(hangsUp(site, own), 'hangUp')).toMatchObject({ legId: party, cause: 'ORIGINATOR_CANCEL' })
    expect(dataOf(hangsUp(site, party, 'ORIGINATOR_CANCEL'), 'callEnded')).toMatchObject({
      by: 'agent',
      why: 'hungUp',
    })
  })

  it('hangs up while told why: the call ends with that reason', () => {
    const site = aSite()
    callingParty(site, 1)
    hangsUp(site, party, 'USER_BUSY')
    expect(dataOf(hangsUp(site, own), 'callEnded')).toMatchObject({ by: 'trunk', why: 'busy' })
  })

  it('is not kept by a prompt that never ends', () => {
    const site = aSite()
    callingParty(site, 1)
    hangsUp(site, party, 'USER_BUSY')
    expect(types(site.after(180_000))).toEqual(['callEnding'])
  })

  it.each(['NORMAL_CLEARING', 'MEDIA_TIMEOUT'])(
    'leaves the talk (%s): it ends, nobody is queued',
    (cause) => {
      const site = aSite()
      outboundTalk(site, 1)
      const left = types(hangsUp(site, own, cause)).filter((type) => type !== 'alarmRaised')
      expect(left).toEqual(['agentWrapUp', 'callLegEnded', 'callEnding'])
      expect(dataOf(hangsUp(site, party), 'callEnded')).toMatchObject({ by: 'agent', why: 'hungUp' })
    },
  )

  it('who made the call in a break is in the break again after it', () => {
    const site = loggedOn()
    site.when({ type: 'makeAgentNotReady', agentId: agentId('li'), reasonCode: 'meal' })
    makesCall(site, 1)
    site.leg('legAnswered', own)
    hangsUp(site, own)
    hangsUp(site, party)
    expect(dataOf(site.after(10_000), 'agentNotReady')).toMatchObject({ reasonCode: 'meal' })
  })

  it('who was ready is ready again after it', () => {
    const site = aSite()
    site.agentReady('li')
    makesCall(site, 1)
    site.leg('legAnswered', own)
    hangsUp(site, own)
    hangsUp(site, party)
    site.after(10_000)
    expect(agentIs(site, 'li')).toBe('ready')
  })
})
