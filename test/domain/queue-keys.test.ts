import './support/pure.ts'
import { describe, expect, it } from 'vitest'
import { beyondSite, calls, key } from './support/beyond.ts'
import { agentIs, dataOf, hangsUp, orderOf, phaseOf } from './support/given.ts'
import { agentId, agentLeg, callerLeg, callId, orders, queueId, types } from './support/story.ts'

describe('a key leads a waiting caller out of the queue', () => {
  it('to where the queue says; the place is given up', () => {
    const site = beyondSite('wait')
    expect(orderOf(calls(site), 'startMusic')).toMatchObject({ keys: ['1', '2', '0'] })
    site.after(7_000)
    const left = key(site, 1, '1')
    expect(types(left)).toEqual(['callLeftQueue', 'stepEntered'])
    expect(dataOf(left, 'callLeftQueue')).toEqual({
      queueId: queueId('general'),
      option: 'leaveMessage',
      waitedMs: 7_000,
    })
    expect(orders(left)).toEqual(['stopPlayback', 'play'])
    expect(site.state.queues.get(queueId('general'))?.waiting.length).toBe(0)
    expect(site.state.calls.get(callId(1))?.waitedMs).toBe(7_000)
  })

  it('while a phone rings: it is cancelled, and the agent is ready again with the idle time kept', () => {
    const site = beyondSite('wait')
    const since = site.now
    site.agentReady('li')
    calls(site)
    site.after(4_000)
    const left = key(site, 1, '1')
    expect(types(left)).toEqual(['callOfferEnded', 'callLeftQueue', 'stepEntered'])
    expect(dataOf(left, 'callOfferEnded')).toMatchObject({ why: 'cancelled' })
    expect(orderOf(left, 'hangUp')).toMatchObject({ legId: agentLeg(1, 1), cause: 'ORIGINATOR_CANCEL' })
    expect(agentIs(site, 'li')).toBe('reserved')
    const over = hangsUp(site, agentLeg(1, 1), 'ORIGINATOR_CANCEL')
    expect(dataOf(over, 'agentReady')).toEqual({ since })
    expect(phaseOf(site, 1)).toBe('walking')
  })

  it('and whose phone was answered in that very moment: the agent is let go', () => {
    const site = beyondSite('wait')
    site.agentReady('li')
    calls(site)
    key(site, 1, '1')
    expect(orders(site.leg('legAnswered', agentLeg(1, 1)))).toEqual(['hangUpStray'])
    expect(phaseOf(site, 1)).toBe('walking')
  })

  it('no longer, once the agent has answered', () => {
    const site = beyondSite('wait')
    site.agentReady('li')
    calls(site)
    site.leg('legAnswered', agentLeg(1, 1))
    expect(key(site, 1, '1')).toMatchObject({ facts: [], commands: [], stale: true })
  })

  it('that stands for nothing there: the caller waits on', () => {
    const site = beyondSite('wait')
    calls(site)
    expect(key(site, 1, '7')).toMatchObject({ facts: [], commands: [] })
    expect(phaseOf(site, 1)).toBe('queued')
  })

  it('of the emergency: to the front', () => {
    const site = beyondSite('wait')
    calls(site, 1)
    calls(site, 2)
    expect(types(key(site, 2, '0'))).toEqual(['emergencyRaised', 'callQueued', 'alarmRaised'])
    site.agentReady('li')
    expect(site.state.calls.get(callId(2))?.phase).toMatchObject({
      name: 'offered',
      offers: [{ agentId: agentId('li') }],
    })
  })

  it('into another flow, from its start', () => {
    const site = beyondSite('wait')
    calls(site)
    const away = key(site, 1, '2')
    expect(types(away)).toEqual(['callLeftQueue', 'callHandedOn', 'callQueued'])
    expect(site.state.calls.get(callId(1))?.flow).toMatchObject({ id: 'flow_direct' })
    expect(hangsUp(site, callerLeg(1)).facts.at(-1)?.data).toMatchObject({ by: 'caller', why: 'abandoned' })
  })
})

describe('a callback that is offered', () => {
  it('is not to be had yet: the flow goes on as it says', () => {
    const site = beyondSite('later')
    const arrived = calls(site)
    expect(dataOf(arrived, 'callbackOffered')).toEqual({ queueId: queueId('general'), outcome: 'notYet' })
    expect(phaseOf(site, 1)).toBe('queued')
  })
})
