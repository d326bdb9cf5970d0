import '../support/pure.ts'
import { describe, expect, it } from 'vitest'
import { agentIs, dataOf, hangsUp, makesCall, offered, orderOf, phaseOf } from '../support/given.ts'
import {
  agentId,
  agentLeg,
  aSite,
  callId,
  type Happened,
  orders,
  queueId,
  type Site,
  types,
} from '../support/story.ts'

const LEG = agentLeg(1, 1)

function accepts(site: Site, name = 'li'): Happened {
  return site.when({ type: 'acceptOffer', agentId: agentId(name) })
}

function rejects(site: Site, reasonCode?: string): Happened {
  return site.when({ type: 'rejectOffer', agentId: agentId('li'), ...(reasonCode && { reasonCode }) })
}

/** Who rejects a call of the queue is left alone for so long. */
function pauses(rejectPauseMs: number): Site {
  const site = aSite()
  const queue = {
    queueId: queueId('general'),
    names: { en: 'General' },
    ringMs: 20_000,
    wrapUpMs: 0,
    rejectPauseMs,
  }
  site.when({ type: 'defineQueue', queue })
  return site
}

describe('an offer accepted at the desk', () => {
  it('has the ringing phone asked to answer; it is won when the phone has', () => {
    const site = aSite()
    offered(site, 1)
    site.leg('legRinging', LEG)
    const accepted = accepts(site)
    expect(accepted).toMatchObject({ facts: [], outcome: { type: 'accepted' } })
    expect(accepted.commands).toMatchObject([{ type: 'answerPhone', legId: LEG }])
    expect(types(site.leg('legAnswered', LEG))).toEqual(['callOfferAnswered'])
    // Once more, by an impatient finger.
    expect(accepts(site)).toMatchObject({ commands: [], outcome: { type: 'accepted' } })
  })

  it.each([
    ['before the phone has said that it rings', (site: Site) => offered(site, 1)],
    ['by an agent who is ready', (site: Site) => site.agentReady('li')],
    ['by an agent who is logged off', () => {}],
    [
      'by an agent whose own call rings the phone',
      (site: Site) => {
        site.agentReady('li')
        makesCall(site, 1)
        site.leg('legRinging', LEG)
      },
    ],
  ])('is refused %s', (_, begins) => {
    const site = aSite()
    begins(site)
    for (const refused of [accepts(site), ...(_.startsWith('before') ? [] : [rejects(site)])])
      expect(refused).toMatchObject({
        facts: [],
        commands: [],
        outcome: { type: 'refused', code: 'agent-state' },
      })
  })
})

describe('an offer rejected at the desk', () => {
  it('leaves the agent not ready, and the caller to somebody else', () => {
    const site = aSite()
    offered(site, 1)
    site.leg('legRinging', LEG)
    site.agentReady('wang')
    const rejected = rejects(site)
    expect(types(rejected)).toEqual(['callOfferEnded', 'agentNotReady', 'callOffered', 'agentReserved'])
    expect(dataOf(rejected, 'callOfferEnded')).toMatchObject({ why: 'rejected', legId: LEG })
    expect(dataOf(rejected, 'agentNotReady')).toEqual({ reasonCode: 'rejected', callId: callId(1) })
    expect(dataOf(rejected, 'callOffered')).toMatchObject({ agentId: agentId('wang') })
    expect(orderOf(rejected, 'hangUp')).toMatchObject({ legId: LEG, cause: 'CALL_REJECTED' })
    expect(types(hangsUp(site, LEG, 'CALL_REJECTED'))).toEqual(['callLegEnded'])
    expect(agentIs(site, 'li')).toBe('notReady')
  })

  it('with a reason: not ready for it, whatever the queue says', () => {
    const site = pauses(5_000)
    offered(site, 1)
    expect(dataOf(rejects(site, 'paperwork'), 'agentNotReady')).toEqual({
      reasonCode: 'paperwork',
      callId: callId(1),
    })
    site.after(60_000)
    expect(agentIs(site, 'li')).toBe('notReady')
  })

  it.each([
    ['at the desk', (site: Site) => rejects(site)],
    ['at the phone', (site: Site) => hangsUp(site, LEG, 'CALL_REJECTED')],
  ])(
    '%s, where the queue says for how long: ready again after that, and offered the caller again',
    (_, reject) => {
      const site = pauses(5_000)
      offered(site, 1)
      const rejected = reject(site)
      expect(dataOf(rejected, 'agentNotReady')).toMatchObject({
        reasonCode: 'rejected',
        until: site.now + 5_000,
      })
      if (_ === 'at the desk') hangsUp(site, LEG, 'CALL_REJECTED')
      expect(site.after(4_999).facts).toEqual([])
      const again = site.after(1)
      expect(types(again)).toEqual(['agentReady', 'callOffered', 'agentReserved'])
      expect(phaseOf(site, 1)).toBe('offered')
    },
  )

  it('for a pause that the agent ends earlier, or uses for an own call, and is ready after it', () => {
    const site = pauses(5_000)
    offered(site, 1)
    rejects(site)
    site.when({ type: 'makeAgentReady', agentId: agentId('li') })
    expect(agentIs(site, 'li')).toBe('reserved')
    rejects(site)
    makesCall(site, 2)
    expect(agentIs(site, 'li')).toBe('reserved')
    // The own phone isn't picked up: the pause goes on, and ends.
    hangsUp(site, agentLeg(2, 1), 'ORIGINATOR_CANCEL')
    expect(agentIs(site, 'li')).toBe('notReady')
    site.after(5_000)
    expect(agentIs(site, 'li')).toBe('reserved')
  })
})

describe('an agent with a headset', () => {
  it('has the phone asked to answer by itself, for callers and for calls of the agent’s own', () => {
    const site = aSite()
    const agent = {
      agentId: agentId('li'),
      name: 'li',
      extension: '1001',
      queueIds: [queueId('general')],
      autoAnswer: true,
    }
    site.when({ type: 'defineAgent', agent })
    expect(orderOf(offered(site, 1), 'originate')).toMatchObject({ autoAnswer: true })
    rejects(site)
    hangsUp(site, LEG)
    expect(orderOf(makesCall(site, 2), 'originate')).toMatchObject({ autoAnswer: true })
  })

  it('is the exception: other phones ring', () => {
    expect(orderOf(offered(aSite(), 1), 'originate')).not.toHaveProperty('autoAnswer')
  })

  it('whose phone answers before it has rung is connected as any other', () => {
    const site = aSite()
    offered(site, 1)
    expect(orders(site.leg('legAnswered', LEG))).toEqual(['stopPlayback', 'bridge'])
  })
})
