import './support/pure.ts'
import { describe, expect, it } from 'vitest'
import type { OverflowRule } from '../../src/domain/acd/overflow-rules.ts'
import { siteWith, waiting } from './support/flows.ts'
import { dataOf, hangsUp, orderOf, phaseOf } from './support/given.ts'
import {
  agentId,
  agentLeg,
  callerLeg,
  callId,
  directFlow,
  type Happened,
  orders,
  queueId,
  type Site,
  types,
} from './support/story.ts'

const [GENERAL, SECOND] = [queueId('general'), queueId('second')]

/** Callers of 8100 wait in `general`, which has these rules; `zhang` serves `second`. */
function overflowing(overflow: readonly OverflowRule[], second: readonly OverflowRule[] = []): Site {
  const site = siteWith({ first: waiting('routine') })
  const names = { en: 'x' }
  site.when({
    type: 'defineQueue',
    queue: { queueId: SECOND, names, ringMs: 20_000, wrapUpMs: 0, overflow: second },
  })
  site.when({
    type: 'defineQueue',
    queue: { queueId: GENERAL, names, ringMs: 20_000, wrapUpMs: 0, overflow },
  })
  const agent = { agentId: agentId('zhang'), name: 'zhang', extension: '1009', queueIds: [SECOND] }
  site.when({ type: 'defineAgent', agent })
  return site
}

/** Somebody is on for `general`, though not ready. */
function isOn(site: Site, name = 'li'): Happened {
  return site.when({ type: 'logOnAgent', agentId: agentId(name), extension: undefined })
}

const waitingIn = (site: Site, id: typeof GENERAL) =>
  [...(site.state.queues.get(id)?.waiting ?? [])].map(({ call }) => call.id)

describe('after so long a wait', () => {
  it('the caller goes to another queue and is served there as if it had been this one from the beginning', () => {
    const site = overflowing([{ afterMs: 30_000, to: { queueId: SECOND } }])
    isOn(site)
    site.arrives(1, '8100')
    site.now += 10_000
    site.arrives(2, '8100')
    expect(site.after(19_999).facts).toEqual([])
    const gone = site.after(1)
    expect(types(gone)).toEqual(['callOverflowed'])
    expect(dataOf(gone, 'callOverflowed')).toEqual({
      queueId: GENERAL,
      rule: 0,
      why: 'waited',
      waitedMs: 30_000,
      overflowAt: null,
      to: { queueId: SECOND },
    })
    expect(orders(gone)).toEqual([])
    expect(waitingIn(site, GENERAL)).toEqual([callId(2)])
    site.after(10_000)
    expect(waitingIn(site, SECOND)).toEqual([callId(1), callId(2)])
    site.agentReady('zhang')
    expect(phaseOf(site, 1)).toBe('offered')
    site.leg('legAnswered', agentLeg(1, 1))
    const bridged = site.leg('legsBridged', callerLeg(1), { withLegId: agentLeg(1, 1) })
    expect(dataOf(bridged, 'callConnected')).toMatchObject({ waitedMs: 40_000 })
    expect(site.state.calls.get(callId(1))?.queueId).toBe(SECOND)
  })

  it('and by the rules of the other queue from the moment of coming there, but never back', () => {
    const site = overflowing(
      [{ afterMs: 30_000, to: { queueId: SECOND } }],
      [{ afterMs: 5_000, to: { queueId: GENERAL } }],
    )
    isOn(site)
    site.arrives(1, '8100')
    expect(dataOf(site.after(30_000), 'callOverflowed')).toMatchObject({ overflowAt: site.now + 5_000 })
    const passed = site.after(5_000)
    expect(dataOf(passed, 'callOverflowPassed')).toEqual({
      queueId: SECOND,
      rule: 0,
      why: 'beenThere',
      overflowAt: null,
    })
    expect(site.after(600_000).facts).toEqual([])
    expect(waitingIn(site, SECOND)).toEqual([callId(1)])
  })

  it('not while an agent’s phone rings, but when that has come to nothing', () => {
    const site = overflowing([{ afterMs: 10_000, to: { queueId: SECOND } }])
    site.agentReady('li')
    site.arrives(1, '8100')
    expect(site.after(12_000).facts).toEqual([])
    hangsUp(site, agentLeg(1, 1), 'USER_BUSY')
    expect(types(site.after(0))).toEqual(['callOverflowed'])
  })

  it('nowhere, where the queue has been removed meanwhile: the next rule counts', () => {
    const site = overflowing([
      { afterMs: 1_000, to: { queueId: queueId('gone') } },
      { afterMs: 1_000, to: { flowId: directFlow.id } },
    ])
    isOn(site)
    site.arrives(1, '8100')
    const passed = site.after(1_000)
    expect(types(passed)).toEqual(['callOverflowPassed', 'callOverflowed', 'callHandedOn', 'callQueued'])
    expect(dataOf(passed, 'callOverflowPassed')).toMatchObject({ rule: 0, why: 'unknown' })
  })

  it('a number outside is rung with the music on, and whoever answers has the caller', () => {
    const site = overflowing([{ afterMs: 30_000, to: { number: '02155556666' } }])
    isOn(site)
    site.arrives(1, '8100')
    const rung = site.after(30_000)
    expect(types(rung)).toEqual(['callOverflowed', 'handOnBegan'])
    expect(orders(rung)).toEqual(['originate'])
    expect(orderOf(rung, 'originate')).toMatchObject({
      role: 'party',
      to: { kind: 'number', number: '02155556666' },
      shownNumber: '',
    })
    expect(orders(site.leg('legAnswered', agentLeg(1, 1)))).toEqual(['stopPlayback', 'bridge'])
    site.leg('legsBridged', callerLeg(1), { withLegId: agentLeg(1, 1) })
    expect(phaseOf(site, 1)).toBe('handedOn')
    expect(site.state.calls.get(callId(1))?.waitedMs).toBe(30_000)
  })

  it('a number at which nobody answers leaves the caller at the place, with music', () => {
    const site = overflowing([{ afterMs: 30_000, to: { number: '02155556666' } }])
    isOn(site)
    site.arrives(1, '8100')
    site.after(30_000)
    site.arrives(2, '8100')
    const back = hangsUp(site, agentLeg(1, 1), 'NO_ANSWER')
    expect(types(back)).toEqual(['callLegEnded', 'handOnEnded'])
    expect(orders(back)).toEqual(['stopPlayback', 'startMusic'])
    expect(waitingIn(site, GENERAL)).toEqual([callId(1), callId(2)])
    // Tried once.
    expect(site.after(29_999).facts).toEqual([])
    site.when({ type: 'makeAgentReady', agentId: agentId('li') })
    expect(phaseOf(site, 1)).toBe('offered')
  })

  it('the next number is rung when the one before has not been answered', () => {
    const site = overflowing([
      { afterMs: 30_000, to: { number: '02155556666' } },
      { afterMs: 30_000, to: { number: '02155557777' } },
    ])
    isOn(site)
    site.arrives(1, '8100')
    site.after(30_000)
    const overdue = site.after(30_000)
    expect(types(overdue)).toEqual(['handOnEnded', 'callOverflowed', 'handOnBegan'])
    expect(orderOf(overdue, 'originate')).toMatchObject({ to: { number: '02155557777' } })
  })

  it('another flow takes the caller from its start', () => {
    const site = overflowing([{ afterMs: 30_000, to: { flowId: directFlow.id } }])
    isOn(site)
    site.arrives(1, '8100')
    const away = site.after(30_000)
    expect(types(away)).toEqual(['callOverflowed', 'callHandedOn', 'callQueued'])
    expect(site.state.calls.get(callId(1))?.flow?.id).toBe(directFlow.id)
  })
})

describe('when nobody is on', () => {
  const rules: readonly OverflowRule[] = [{ when: 'nobodyOn', to: { queueId: SECOND } }]

  it('who comes goes on at once', () => {
    const site = overflowing(rules)
    expect(types(site.arrives(1, '8100'))).toEqual(['callAccepted', 'callQueued', 'callOverflowed'])
    expect(waitingIn(site, SECOND)).toEqual([callId(1)])
  })

  it('all who wait go on when the last agent logs off, the first first', () => {
    const site = overflowing(rules)
    isOn(site)
    isOn(site, 'wang')
    for (const n of [1, 2]) {
      expect(types(site.arrives(n, '8100'))).toEqual(['callAccepted', 'callQueued'])
      site.now += 10
    }
    expect(types(site.when({ type: 'logOffAgent', agentId: agentId('li') }))).toEqual(['agentLoggedOff'])
    const last = site.when({ type: 'logOffAgent', agentId: agentId('wang') })
    expect(types(last)).toEqual(['agentLoggedOff', 'callOverflowed', 'callOverflowed'])
    expect(dataOf(last, 'callOverflowed') ?? {}).toMatchObject({ why: 'nobodyOn', waitedMs: 20 })
    expect(waitingIn(site, SECOND)).toEqual([callId(1), callId(2)])
  })

  it('only after a while, where the rule says so', () => {
    const site = overflowing([{ when: 'nobodyOn', afterMs: 60_000, to: { queueId: SECOND } }])
    isOn(site)
    site.arrives(1, '8100')
    const passed = site.after(60_000)
    expect(dataOf(passed, 'callOverflowPassed')).toEqual({
      queueId: GENERAL,
      rule: null,
      why: 'somebodyOn',
      overflowAt: null,
    })
    site.arrives(2, '8100')
    const off = site.when({ type: 'logOffAgent', agentId: agentId('li') })
    expect(types(off)).toEqual(['agentLoggedOff', 'callOverflowed'])
    expect(waitingIn(site, GENERAL)).toEqual([callId(2)])
  })

  it('callers on a switch that is out of reach go on once it is back', () => {
    const site = overflowing(rules)
    isOn(site)
    site.arrives(1, '8100')
    site.when({ type: 'switchLost' })
    expect(types(site.when({ type: 'logOffAgent', agentId: agentId('li') }))).toEqual(['agentLoggedOff'])
    const back = site.reconnected([{ legId: callerLeg(1), role: 'caller', waiting: true }])
    expect(types(back).at(-1)).toBe('callOverflowed')
  })
})
