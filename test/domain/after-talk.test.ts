import './support/pure.ts'
import { describe, expect, it } from 'vitest'
import { viewCall } from '../../src/domain/site/view.ts'
import { beyondSite, collected, talks } from './support/beyond.ts'
import { agentIs, dataOf, hangsUp, orderOf, phaseOf } from './support/given.ts'
import { agentLeg, callerLeg, callId, orders, siteId, types } from './support/story.ts'

describe('the agent hangs up and the flow leads on', () => {
  it('once the switch has parked the caller again; the agent is in wrap-up at once, the take is over', () => {
    const site = beyondSite('wait')
    talks(site)
    site.leg('recordingBegan', callerLeg(1), {
      recordingId: site.state.recordings.keys().next().value,
      take: 0,
    })
    site.after(30_000)
    const left = hangsUp(site, agentLeg(1, 1))
    expect(types(left)).toEqual(['agentWrapUp', 'callLegEnded', 'afterTalkBegan', 'recordingTakeEnded'])
    expect(dataOf(left, 'recordingTakeEnded')).toMatchObject({ why: 'unbridged' })
    expect(orders(left)).toEqual(['stopRecording'])
    expect(agentIs(site, 'li')).toBe('wrapUp')
    const parked = site.arrives(1)
    expect(orders(parked)).toEqual(['claimLeg', 'collect'])
    expect(types(parked)).toEqual(['stepEntered'])
  })

  it('at once, where the caller was parked before the agent’s hang-up was heard of', () => {
    const site = beyondSite('wait', false)
    talks(site)
    site.arrives(1)
    const left = hangsUp(site, agentLeg(1, 1))
    expect(types(left)).toEqual(['agentWrapUp', 'callLegEnded', 'afterTalkBegan', 'stepEntered'])
    expect(orders(left)).toEqual(['claimLeg', 'collect'])
  })

  it('after two seconds, where nothing is heard of the caller’s park', () => {
    const site = beyondSite('wait', false)
    talks(site)
    hangsUp(site, agentLeg(1, 1))
    expect(site.after(1_999).facts).toEqual([])
    const on = site.after(1)
    expect(types(on)).toEqual(['stepEntered'])
    expect(orders(on)).toEqual(['claimLeg', 'collect'])
  })

  it('and ends the call as the flow’s own; only the talk counts as talked', () => {
    const site = beyondSite('wait', false)
    site.after(5_000)
    talks(site)
    site.after(30_000)
    hangsUp(site, agentLeg(1, 1))
    site.after(500)
    site.arrives(1)
    site.after(9_500)
    const rated = collected(site, 1, { kind: 'digits', digits: '5' })
    expect(dataOf(rated, 'surveyAnswered')).toMatchObject({ dimension: 'kindness', score: 5 })
    const call = site.state.calls.get(callId(1))
    const over = hangsUp(site, callerLeg(1))
    expect(dataOf(over, 'callEnded')).toEqual({
      by: 'system',
      why: 'flowEnded',
      durationMs: 40_000,
      talkedMs: 30_000,
    })
    const ending = { by: 'system', why: 'flowEnded' } as const
    expect(call && viewCall(siteId, call, { at: site.now, ending })).toMatchObject({
      talkedMs: 30_000,
      agentId: 'agent_li',
    })
  })

  it('and the caller hangs up in that very moment: the call is the caller’s to end, once', () => {
    const site = beyondSite('wait')
    talks(site)
    hangsUp(site, agentLeg(1, 1))
    const over = hangsUp(site, callerLeg(1))
    expect(types(over)).toEqual(['callLegEnded', 'callEnded', 'recordingClosed'])
    expect(dataOf(over, 'callEnded')).toMatchObject({ by: 'caller', why: 'hungUp' })
    expect(agentIs(site, 'li')).toBe('wrapUp')
  })

  it('unless the caller has hung up first', () => {
    const site = beyondSite('wait', false)
    talks(site)
    hangsUp(site, callerLeg(1))
    const over = hangsUp(site, agentLeg(1, 1))
    expect(types(over)).toEqual(['agentWrapUp', 'callLegEnded', 'callEnded'])
    expect(dataOf(over, 'callEnded')).toMatchObject({ by: 'caller' })
  })

  it('but not where the agent’s phone vanished: the caller goes to the next agent', () => {
    const site = beyondSite('wait', false)
    talks(site)
    expect(types(hangsUp(site, agentLeg(1, 1), 'MEDIA_TIMEOUT'))).toContain('callRequeued')
  })

  it('also where the connection breaks in between: the caller is claimed and asked', () => {
    const site = beyondSite('wait', false)
    talks(site)
    hangsUp(site, agentLeg(1, 1))
    site.when({ type: 'switchLost' })
    expect(types(site.after(60_000))).toEqual(['agentReady'])
    const back = site.reconnected([{ legId: callerLeg(1), role: 'caller' }])
    expect(orders(back)).toEqual(['claimLeg', 'stopPlayback', 'collect'])
    expect(orderOf(back, 'collect')).toMatchObject({ prompts: [{ name: 'rate-kindness' }] })
    expect(phaseOf(site, 1)).toBe('walking')
  })

  it('also where a new owner takes the site in between', () => {
    const site = beyondSite('wait', false)
    talks(site)
    site.when({ type: 'siteTaken', controllerId: 'other', address: 'elsewhere' })
    // Nobody saw why the agent's leg ended: the caller isn't led out of the hospital for it.
    const back = site.reconnected([{ legId: callerLeg(1), role: 'caller' }])
    expect(types(back)).toContain('callRequeued')
  })
})
