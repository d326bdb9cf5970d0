import './support/pure.ts'
import { describe, expect, it } from 'vitest'
import { callFact } from '../../src/domain/call/facts.ts'
import { detailOf, followOwed, MOST_OWED, type Owed } from '../../src/domain/call/owed.ts'
import type { CallId } from '../../src/domain/ids.ts'
import type { Step } from '../../src/domain/ivr/flow.ts'
import { viewCallbacks } from '../../src/domain/site/view-callbacks.ts'
import { calling, GENERAL, POLICY, promised, ready, ringsAgain, steps } from './support/callbacks.ts'
import { flowOf } from './support/flows.ts'
import { dataOf, hangsUp, phaseOf } from './support/given.ts'
import { kept } from './support/kept.ts'
import { agentId, agentLeg, callerLeg, callId, queueId, type Site, types } from './support/story.ts'

const alarm = (site: Site) => [...site.state.alarms.values()].find((one) => one.alarm === 'callbackFailed')
const drops = (site: Site, n: number) =>
  site.when({ type: 'dropCallback', queueId: GENERAL, callId: callId(n), by: 'key_boss' })

/** Callers 1 to n were promised it, and weren't reached. */
function failed(n: number): Site {
  const site = calling({ ...POLICY, most: n })
  for (let one = 1; one <= n; one += 1) promised(site, one)
  site.after(POLICY.keepMs)
  return site
}

describe('a caller who was promised to be called back and wasn’t reached', () => {
  it('is named by an alarm, with the others, until each of them is seen to', () => {
    const site = failed(2)
    expect(alarm(site)?.detail).toBe(`${GENERAL} ${callId(1)}, ${GENERAL} ${callId(2)}`)
    const first = drops(site, 1)
    expect(types(first)).toEqual(['callbackSettled', 'alarmRaised'])
    expect(dataOf(first, 'callbackSettled')).toEqual({ queueId: GENERAL, callId: callId(1), by: 'key_boss' })
    expect(alarm(site)?.detail).toBe(`${GENERAL} ${callId(2)}`)
    expect(types(drops(site, 2))).toEqual(['callbackSettled', 'alarmCleared'])
    expect(drops(site, 2).outcome).toMatchObject({ type: 'refused', code: 'call-unknown' })
  })

  it('is seen to by whoever talks with that number, in whichever call; another caller’s success says nothing', () => {
    const site = failed(2)
    ringsAgain(site, 3, 1)
    ready(site)
    site.leg('legAnswered', agentLeg(3, 1))
    site.leg('legsBridged', callerLeg(3), { withLegId: agentLeg(3, 1) })
    expect(alarm(site)?.detail).toBe(`${GENERAL} ${callId(2)}`)
    hangsUp(site, callerLeg(3))
    hangsUp(site, agentLeg(3, 1))
    const called = site.arrival(2).calling
    site.when({ type: 'makeCall', agentId: agentId('li'), callId: callId(4), called })
    site.leg('legAnswered', agentLeg(4, 1))
    site.leg('legAnswered', agentLeg(4, 2))
    const talk = site.leg('legsBridged', agentLeg(4, 1), { withLegId: agentLeg(4, 2) })
    expect(types(talk)).toEqual(['callPartyBridged', 'callConnected', 'alarmCleared'])
  })

  it('is known to the next owner, by folding and by thawing', () => {
    const site = failed(1)
    expect(site.state.owedCallbacks.size).toBe(1)
    expect([...site.replayed.owedCallbacks]).toEqual([...site.state.owedCallbacks])
    expect([...kept(site.state).owedCallbacks]).toEqual([...site.state.owedCallbacks])
  })

  it('keeps the queue from being removed', () => {
    const site = calling()
    const other = queueId('other')
    const queue = { queueId: other, names: {}, ringMs: 20_000, wrapUpMs: 0, callback: POLICY }
    site.when({ type: 'defineQueue', queue })
    const first = { kind: 'callback', queueId: other, accepted: 'bye', notYet: 'bye' } as const
    const flow = (version: string, more: Record<string, Step>) =>
      site.when({ type: 'publishFlow', flow: flowOf({ ...steps, ...more }, { version }), origin: 'file' })
    flow('trial-2', { first })
    site.arrives(1, '8100')
    hangsUp(site, callerLeg(1))
    site.after(POLICY.keepMs)
    flow('trial-3', {})
    const removes = () => site.when({ type: 'removeQueue', queueId: other }).outcome
    expect(removes()).toMatchObject({
      code: 'queue-in-use',
      detail: `${other} is needed by ${callId(1)}.`,
    })
    site.when({ type: 'dropCallback', queueId: other, callId: callId(1), by: 'key_boss' })
    expect(removes()).toMatchObject({ type: 'accepted' })
  })

  it('is forgotten only among very many, the oldest first', () => {
    const site = calling()
    site.arrives(1, '8100')
    const call = site.state.calls.get(callId(1))
    if (!call) throw new Error('nobody has come')
    const owed = new Map<CallId, Owed>()
    for (let n = 1; n <= MOST_OWED + 1; n += 1) {
      const given = callFact(callId(n), 'callbackGivenUp', site.now, { queueId: GENERAL, attempts: 3 })
      followOwed(owed, { ...call, id: callId(n) }, given)
    }
    expect([owed.size, owed.has(callId(1)), owed.has(callId(2))]).toEqual([MOST_OWED, false, true])
    expect(detailOf(owed)).toContain(`and ${MOST_OWED - 5} more`)
  })
})

describe('who is to be called back', () => {
  it('is listed with what has come of it so far', () => {
    const site = calling({ ...POLICY, most: 9 })
    for (const n of [1, 2]) promised(site, n)
    ready(site)
    hangsUp(site, agentLeg(1, 1), 'USER_BUSY')
    site.when({ type: 'makeAgentNotReady', agentId: agentId('li'), reasonCode: 'break' })
    site.arrives(3, '8100')
    site.leg('keyPressed', callerLeg(3), { key: '2' })
    const seen = viewCallbacks(site.state, GENERAL)?.map(({ state, attempts }) => [state, attempts])
    expect(seen).toEqual([
      ['paused', 1],
      ['calling', 1],
      ['promised', 0],
    ])
    hangsUp(site, callerLeg(3))
    expect(viewCallbacks(site.state, GENERAL)?.at(-1)).toMatchObject({
      callId: callId(3),
      state: 'waiting',
      callingNumber: '138****5678',
    })
    expect(viewCallbacks(site.state, queueId('none'))).toBeNull()
  })

  it('can be told that it isn’t needed any more, waiting or while the phone rings', () => {
    const site = calling({ ...POLICY, most: 9 })
    for (const n of [1, 2]) promised(site, n)
    ready(site)
    expect([1, 2].map((n) => phaseOf(site, n))).toEqual(['callingBack', 'awaitingCallback'])
    expect(dataOf(drops(site, 2), 'callEnded')).toMatchObject({ by: 'system', why: 'cleared' })
    expect(types(drops(site, 1))).toEqual(['callEnding'])
    hangsUp(site, agentLeg(1, 1))
    expect(site.state.calls.size).toBe(0)
    expect(alarm(site)).toBeUndefined()
  })

  it('is refused where there is no such callback', () => {
    const site = calling()
    expect(drops(site, 1).outcome).toMatchObject({ code: 'call-unknown' })
    site.arrives(1, '8100')
    expect(drops(site, 1).outcome).toMatchObject({ code: 'call-unknown' })
    site.leg('keyPressed', callerLeg(1), { key: '2' })
    expect(drops(site, 1).outcome).toMatchObject({ code: 'call-state' })
    const elsewhere = { type: 'dropCallback', queueId: queueId('none'), callId: callId(1), by: 'x' } as const
    expect(site.when(elsewhere).outcome).toMatchObject({ code: 'queue-unknown' })
  })
})
