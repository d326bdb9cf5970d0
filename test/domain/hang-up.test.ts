import './support/pure.ts'
import { describe, expect, it } from 'vitest'
import { agentIs, dataOf, fails, hangsUp, inFallback, offered, orderOf, phaseOf } from './support/given.ts'
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

describe('the caller hangs up', () => {
  const phases: [string, (site: Site) => void, string][] = [
    ['in the flow', (site) => site.arrives(1, '8001'), 'hungUp'],
    ['in the queue', (site) => site.arrives(1), 'abandoned'],
    ['in the fallback group', (site) => inFallback(site, 1), 'fellBack'],
  ]
  it.each(phases)('%s: the call ends at once', (_where, given, why) => {
    const site = aSite()
    given(site)
    const ended = hangsUp(site, callerLeg(1))
    expect(types(ended)).toEqual(['callLegEnded', 'callEnded'])
    expect(dataOf(ended, 'callEnded')).toMatchObject({ by: 'caller', why })
    expect(site.state.legs.size).toBe(0)
  })

  it('while a phone rings: it is cancelled, and the agent is ready again with the idle time kept', () => {
    const site = aSite()
    const since = site.now
    offered(site, 1)
    site.after(4_000)
    const gone = hangsUp(site, callerLeg(1), 'ORIGINATOR_CANCEL')
    expect(types(gone)).toEqual(['callLegEnded', 'callEnding'])
    expect(orderOf(gone, 'hangUp')).toMatchObject({ legId: agentLeg(1, 1), cause: 'ORIGINATOR_CANCEL' })
    const over = hangsUp(site, agentLeg(1, 1), 'ORIGINATOR_CANCEL')
    expect(dataOf(over, 'agentReady')).toEqual({ since })
    expect(dataOf(over, 'callEnded')).toMatchObject({ why: 'abandoned', durationMs: 4_000 })
  })

  it('in the talk: the agent’s leg is hung up, the talk is measured', () => {
    const site = aSite()
    talking(site, 1, 'li')
    site.after(61_000)
    expect(orders(hangsUp(site, callerLeg(1)))).toEqual(['hangUp'])
    const over = hangsUp(site, agentLeg(1, 1))
    expect(dataOf(over, 'callEnded')).toEqual({
      by: 'caller',
      why: 'hungUp',
      durationMs: 61_000,
      talkedMs: 61_000,
    })
  })
})

describe('a hang-up that was ordered and is not seen', () => {
  it('is ordered three times; then the call is closed, its legs count as lost and the agent goes on', () => {
    const site = aSite()
    talking(site, 1, 'li')
    hangsUp(site, callerLeg(1))
    for (let attempt = 2; attempt <= 3; attempt += 1) {
      const again = site.after(5_000)
      expect(dataOf(again, 'callEnding')).toMatchObject({ attempt })
      expect(orders(again)).toEqual(['hangUp'])
    }
    const closed = site.after(5_000)
    expect(types(closed)).toEqual(['agentWrapUp', 'callLegEnded', 'callEnded'])
    expect(dataOf(closed, 'callLegEnded')).toMatchObject({ cause: 'LOST', role: 'agent' })
    expect(agentIs(site, 'li')).toBe('wrapUp')
    expect(site.state.legs.size).toBe(0)
  })

  it('because there is no such leg any more: that was its end', () => {
    const site = aSite()
    talking(site, 1, 'li')
    hangsUp(site, callerLeg(1))
    expect(types(fails(site, agentLeg(1, 1), 'hangUp', 'noSuchLeg'))).toEqual([
      'agentWrapUp',
      'callLegEnded',
      'callEnded',
    ])
  })
})

describe('the agent’s leg of a talk ends', () => {
  it.each(['NORMAL_CLEARING', 'NORMAL_UNSPECIFIED'])(
    'by a person (%s): the caller’s leg is hung up',
    (cause) => {
      const site = aSite()
      talking(site, 1, 'li')
      const ended = hangsUp(site, agentLeg(1, 1), cause)
      expect(types(ended)).toEqual(['agentWrapUp', 'callLegEnded', 'callEnding'])
      expect(orderOf(ended, 'hangUp')).toMatchObject({ legId: callerLeg(1) })
      // Parked by the switch in the same moment: hung up all the same.
      expect(orders(site.arrives(1))).toEqual(['hangUp'])
      expect(dataOf(hangsUp(site, callerLeg(1)), 'callEnded')).toMatchObject({ by: 'agent', why: 'hungUp' })
    },
  )

  it.each(['RECOVERY_ON_TIMER_EXPIRE', 'MEDIA_TIMEOUT', 'DESTINATION_OUT_OF_ORDER'])(
    'because the phone vanished (%s): the caller goes to the next agent from the original place',
    (cause) => {
      const site = aSite()
      talking(site, 1, 'li')
      site.after(1_000)
      site.arrives(2)
      const lost = hangsUp(site, agentLeg(1, 1), cause)
      const happened = types(lost).filter((type) => type !== 'alarmRaised')
      expect(happened).toEqual(['agentWrapUp', 'callLegEnded', 'callRequeued'])
      expect(orders(lost)).toEqual(['claimLeg', 'startMusic'])
      site.agentReady('wang')
      expect(site.state.calls.get(callId(1))?.phase).toMatchObject({
        name: 'offered',
        offers: [{ agentId: agentId('wang') }],
      })
      expect(phaseOf(site, 2)).toBe('queued')
    },
  )
})

describe('the caller’s leg comes back from the bridge', () => {
  it('and the agent’s leg ends: nothing is lost of what that means', () => {
    const site = aSite()
    talking(site, 1, 'li')
    const back = site.arrives(1)
    expect(types(back)).toEqual(['callReturned'])
    expect(orders(back)).toEqual(['claimLeg'])
    hangsUp(site, agentLeg(1, 1), 'MEDIA_TIMEOUT')
    expect(phaseOf(site, 1)).toBe('queued')
  })

  it('and is parked twice: the deadline stays', () => {
    const site = aSite()
    talking(site, 1, 'li')
    site.arrives(1)
    site.after(1_500)
    expect(types(site.arrives(1))).toEqual([])
    expect(types(site.after(500))).toEqual(['callEnding'])
  })

  it('and the agent’s leg stays: after two seconds the talk is over', () => {
    const site = aSite()
    talking(site, 1, 'li')
    site.arrives(1)
    const over = site.after(2_000)
    expect(dataOf(over, 'callEnding')).toMatchObject({ ending: { by: 'switch', why: 'failed' } })
    expect(orders(over)).toEqual(['hangUp', 'hangUp'])
  })
})
