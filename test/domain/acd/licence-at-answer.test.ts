import '../support/pure.ts'
import { describe, expect, it } from 'vitest'
import { dataOf, orderOf } from '../support/given.ts'
import { definesAgent, licence, ringing, siteOf, TODAY } from '../support/matching.ts'
import {
  agentId,
  agentLeg,
  callerLeg,
  callId,
  type Happened,
  orders,
  type Site,
  types,
} from '../support/story.ts'

const UNTIL_MIDNIGHT_MS = 8 * 3_600_000
const queues = ['advice']

/** A phone rings for a caller who needs a physician, ten seconds before the licence is over. */
function rings(): Site {
  const site = siteOf(
    { advice: { licence: { kind: 'physician' } } },
    { li: { queues, licences: [licence('physician', { validTo: TODAY })] }, wang: { queues } },
    { '8002': ['advice'] },
  )
  site.now += UNTIL_MIDNIGHT_MS - 10_000
  site.agentReady('li')
  site.agentReady('wang')
  site.arrives(1, '8002')
  expect(ringing(site)).toEqual({ li: 1 })
  return site
}

/** Nobody is bridged, the phone is let go of without blame, the caller waits at the place. */
function isBack(site: Site, answered: Happened, enqueuedAt: number): void {
  expect(orders(answered)).toEqual(['hangUp'])
  expect(orderOf(answered, 'hangUp')).toMatchObject({ legId: agentLeg(1, 1) })
  expect(dataOf(answered, 'callOfferEnded')).toMatchObject({ agentId: agentId('li'), why: 'unlicensed' })
  expect(site.state.calls.get(callId(1))?.phase).toMatchObject({ name: 'queued', place: { enqueuedAt } })
  const gone = site.leg('legHungUp', agentLeg(1, 1), { cause: 'LOSE_RACE' })
  expect(types(gone)).toEqual(['agentReady', 'callLegEnded'])
  expect(ringing(site)).toEqual({})
}

describe('a phone that is answered', () => {
  it('after midnight by whose licence was over with the day, isn’t bridged', () => {
    const site = rings()
    const enqueuedAt = site.now
    // The answer is there before the clock has rung.
    site.now += 10_001
    isBack(site, site.leg('legAnswered', agentLeg(1, 1)), enqueuedAt)
  })

  it('while nobody drove the switch, is looked at all the same by whoever does next', () => {
    const site = rings()
    const enqueuedAt = site.now
    site.when({ type: 'switchLost' })
    site.now += 15_000
    const leg = { callId: callId(1), waiting: false, answered: true }
    const found = site.reconnected([
      { ...leg, legId: callerLeg(1), role: 'caller', waiting: true },
      { ...leg, legId: agentLeg(1, 1), role: 'agent' },
    ])
    expect(orders(found)).not.toContain('bridge')
    expect(dataOf(found, 'callOfferEnded')).toMatchObject({ why: 'unlicensed' })
    expect(site.state.calls.get(callId(1))?.phase).toMatchObject({ name: 'queued', place: { enqueuedAt } })
  })

  it('by somebody who has been suspended meanwhile finds the offer taken back', () => {
    const site = rings()
    const { enqueuedAt } = { enqueuedAt: site.now }
    definesAgent(site, 'li', { queues, extension: '1010', licences: [licence('physician', {}, true)] })
    const late = site.leg('legAnswered', agentLeg(1, 1))
    expect(orders(late)).toEqual(['hangUpStray'])
    expect(site.state.calls.get(callId(1))?.phase).toMatchObject({ name: 'queued', place: { enqueuedAt } })
  })

  it('in time is bridged', () => {
    const site = rings()
    site.now += 9_999
    expect(orders(site.leg('legAnswered', agentLeg(1, 1)))).toContain('bridge')
  })
})
