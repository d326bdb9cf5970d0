import './support/pure.ts'
import { describe, expect, it } from 'vitest'
import { dataOf, fails, hangsUp, heard, inFallback, phaseOf, presses } from './support/given.ts'
import {
  agentId,
  agentLeg,
  aSite,
  callerLeg,
  callId,
  emergencyFlow,
  orders,
  queueId,
  types,
} from './support/story.ts'

function line(site: ReturnType<typeof aSite>): string[] {
  return [...(site.state.queues.get(queueId('general'))?.waiting ?? [])].map(({ call }) => call.id)
}

describe('a caller waits', () => {
  it('with music, behind those who came before', () => {
    const site = aSite()
    for (const n of [1, 2, 3]) site.arrives(n)
    expect(line(site)).toEqual([1, 2, 3].map(callId))
    const first = site.state.queues.get(queueId('general'))?.waiting.first()
    expect(first?.call.id).toBe(callId(1))
  })

  it('as long as the flow allows, then goes on elsewhere', () => {
    const site = aSite()
    site.arrives(1, '8001')
    heard(site, 1)
    presses(site, 1, '1')
    expect(site.after(59_999).facts).toEqual([])
    const over = site.after(1)
    expect(dataOf(over, 'callWaitedTooLong')).toEqual({ queueId: queueId('general'), waitedMs: 60_000 })
    expect(line(site)).toEqual([])
  })

  it('at the original place again when an offer came to nothing', () => {
    const site = aSite()
    site.agentReady('li')
    site.arrives(1)
    site.after(1_000)
    site.arrives(2)
    expect(line(site)).toEqual([callId(2)])
    hangsUp(site, agentLeg(1, 1), 'USER_BUSY')
    expect(line(site)).toEqual([callId(1), callId(2)])
  })

  it('whose wait is over while a phone rings is not cut off from the agent who answers', () => {
    const site = aSite()
    site.arrives(1, '8001')
    heard(site, 1)
    presses(site, 1, '1')
    site.after(59_000)
    site.agentReady('li')
    expect(site.after(2_000).facts).toEqual([])
    site.leg('legAnswered', agentLeg(1, 1))
    expect(phaseOf(site, 1)).toBe('connecting')
  })

  it('and whose phone has gone, by what the switch says to an order, is believed gone after two seconds', () => {
    const site = aSite()
    site.arrives(1)
    expect(types(fails(site, callerLeg(1), 'startMusic', 'noSuchLeg'))).toEqual(['callLegDoubted'])
    expect(fails(site, callerLeg(1), 'answer', 'noSuchLeg').facts).toEqual([])
    const lost = site.after(2_000)
    expect(types(lost)).toEqual(['callLegEnded', 'callEnded'])
    expect(dataOf(lost, 'callEnded')).toMatchObject({ by: 'switch', why: 'lost' })
  })
})

describe('an emergency', () => {
  it('overtakes ten waiting callers, behind the emergency that came first', () => {
    const site = aSite()
    for (let n = 1; n <= 10; n += 1) {
      site.after(100)
      site.arrives(n)
    }
    site.arrives(11, '8999')
    site.after(100)
    site.arrives(12, '8999')
    site.agentReady('li')
    expect(phaseOf(site, 11)).toBe('offered')
    site.agentReady('wang')
    expect(phaseOf(site, 12)).toBe('offered')
    expect(line(site)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map(callId))
  })

  it('in another queue is served before whoever waited longer here, by an agent of both', () => {
    const site = aSite()
    const queue = { queueId: queueId('other'), names: {}, ringMs: 20_000, wrapUpMs: 0 }
    site.when({ type: 'defineQueue', queue })
    const agent = { agentId: agentId('both'), name: 'both', extension: '1009' }
    site.when({ type: 'defineAgent', agent: { ...agent, queueIds: [queueId('general'), queueId('other')] } })
    const wait = { ...emergencyFlow.steps['wait'], queueId: queueId('other') }
    site.when({ type: 'publishFlow', flow: { ...emergencyFlow, version: 'emergency-2', steps: { wait } } })
    site.arrives(1)
    site.after(1_000)
    site.arrives(2, '8999')
    site.agentReady('both')
    expect(phaseOf(site, 2)).toBe('offered')
    expect(phaseOf(site, 1)).toBe('queued')
  })
})

describe('the agent who is rung', () => {
  it('is the one who has been idle longest', () => {
    const site = aSite()
    site.agentReady('wang')
    site.after(1_000)
    site.agentReady('li')
    expect(dataOf(site.arrives(1), 'callOffered')).toMatchObject({ agentId: agentId('wang') })
    expect(dataOf(site.arrives(2), 'callOffered')).toMatchObject({ agentId: agentId('li') })
  })

  it('by the id where two became idle at once', () => {
    const site = aSite()
    site.agentReady('wang')
    site.agentReady('li')
    expect(dataOf(site.arrives(1), 'callOffered')).toMatchObject({ agentId: agentId('li') })
  })

  it('keeps the idle time when a caller gives up first', () => {
    const site = aSite()
    site.agentReady('wang')
    site.after(1_000)
    site.agentReady('li')
    site.arrives(1)
    site.after(3_000)
    hangsUp(site, callerLeg(1))
    hangsUp(site, agentLeg(1, 1), 'ORIGINATOR_CANCEL')
    expect(dataOf(site.arrives(2), 'callOffered')).toMatchObject({ agentId: agentId('wang') })
  })

  it('serves the queue: others are never rung', () => {
    const site = aSite()
    site.when({
      type: 'defineAgent',
      agent: { agentId: agentId('li'), name: 'li', extension: '1001', queueIds: [] },
    })
    site.agentReady('li')
    expect(types(site.arrives(1))).not.toContain('callOffered')
    const member = { agentId: agentId('li'), name: 'li', extension: '1001', queueIds: [queueId('general')] }
    expect(types(site.when({ type: 'defineAgent', agent: member }))).toEqual([
      'agentDefined',
      'callOffered',
      'agentReserved',
    ])
  })
})

describe('the fallback group', () => {
  it('gets the caller whom the flow sends there', () => {
    const site = aSite()
    const sent = inFallback(site, 1)
    expect(types(sent)).toEqual(['callWaitedTooLong', 'callFellBack', 'alarmCleared'])
    expect(orders(sent)).toEqual(['stopPlayback', 'sendToFallback'])
    expect(dataOf(sent, 'callFellBack')).toEqual({ why: 'flow', legsDueAt: null })
    const over = hangsUp(site, callerLeg(1))
    expect(dataOf(over, 'callEnded')).toMatchObject({ by: 'caller', why: 'fellBack' })
  })

  it('that the switch cannot reach ends the call, so that nobody waits there for ever', () => {
    const site = aSite()
    inFallback(site, 1)
    const refused = fails(site, callerLeg(1), 'sendToFallback', 'refused')
    expect(types(refused)).toEqual(['callEnding'])
    expect(refused.commands).toMatchObject([{ type: 'hangUp', cause: 'NORMAL_TEMPORARY_FAILURE' }])
    expect(dataOf(hangsUp(site, callerLeg(1)), 'callEnded')).toMatchObject({ by: 'switch', why: 'failed' })
  })

  it('whose answer to the order never came may have the caller: nothing is done', () => {
    const site = aSite()
    inFallback(site, 1)
    expect(fails(site, callerLeg(1), 'sendToFallback', 'timedOut')).toMatchObject({ facts: [], commands: [] })
  })

  it('that took the caller by itself: the call knows it', () => {
    const site = aSite()
    site.arrives(1)
    const taken = site.leg('legsBridged', callerLeg(1), { withLegId: 'somebody-else' })
    expect(types(taken)).toEqual(['callFellBack'])
    expect(line(site)).toEqual([])
    expect(site.agentReady('li')).toBeUndefined()
    expect(phaseOf(site, 1)).toBe('fallback')
  })

  it('that took the caller while a phone rang: the phone stops, the agent is free, nobody tears the caller away', () => {
    const site = aSite()
    site.agentReady('li')
    site.arrives(1)
    const taken = site.leg('legsBridged', callerLeg(1), { withLegId: 'somebody-else' })
    expect(types(taken)).toEqual(['callOfferEnded', 'callFellBack'])
    expect(taken.commands).toMatchObject([
      { type: 'hangUp', legId: agentLeg(1, 1), cause: 'ORIGINATOR_CANCEL' },
    ])
    expect(orders(site.leg('legAnswered', agentLeg(1, 1)))).toEqual(['hangUpStray'])
    expect(types(hangsUp(site, agentLeg(1, 1)))).toEqual(['agentReady', 'callLegEnded'])
  })

  it('while the agent stays rung by a phone of which nothing is heard: free after five seconds', () => {
    const site = aSite()
    site.agentReady('li')
    site.arrives(1)
    site.leg('legsBridged', callerLeg(1), { withLegId: 'somebody-else' })
    expect(types(site.after(5_000))).toEqual(['agentReady', 'callLegEnded'])
  })
})
