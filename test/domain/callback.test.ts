import './support/pure.ts'
import { describe, expect, it } from 'vitest'
import { type FrozenSite, freeze, thaw } from '../../src/domain/site/freeze.ts'
import { calling, GENERAL, ONE, presses, promised, ready, steps } from './support/callbacks.ts'
import { canonical } from './support/canonical.ts'
import { heardIn, waiting } from './support/flows.ts'
import { dataOf, hangsUp, orderOf, phaseOf } from './support/given.ts'
import { faultsOf } from './support/invariants.ts'
import { agentLeg, callerLeg, callId, orders, siteId, types } from './support/story.ts'

describe('a caller who wishes to be called back', () => {
  it('keeps the place after hanging up: the call goes on without a leg', () => {
    const site = calling()
    const enqueuedAt = site.now
    const wished = promised(site, 1)
    expect(types(wished)).toEqual(['callLeftQueue', 'callbackOffered', 'stepEntered'])
    expect(dataOf(wished, 'callbackOffered')).toMatchObject({ outcome: 'accepted', servedAs: enqueuedAt })
    expect(heardIn(wished)).toContain('goodbye')
    expect(phaseOf(site, 1)).toBe('awaitingCallback')
    expect(site.journal.filter(({ type }) => type === 'callEnded')).toEqual([])
    expect(faultsOf(site.state)).toEqual([])
  })

  it('is rung when it is the place’s turn, before those who came later, and is the next to be served', () => {
    const site = calling()
    promised(site, 1)
    site.arrives(2, '8100')
    const freed = ready(site)
    // The agent doesn't wait for a phone that may never be answered: who waits is served meanwhile.
    expect(types(freed)).toEqual(['agentReady', 'callbackDialled', 'callOffered', 'agentReserved'])
    expect(freed.commands[0]).toMatchObject({
      type: 'originate',
      role: 'party',
      to: { kind: 'privateNumber', field: 'callingNumber' },
      // The hospital's own, as the caller has rung it.
      shownNumber: '8100',
    })
    site.arrives(3, '8100')
    const asked = site.leg('legAnswered', agentLeg(1, 1))
    expect(types(asked)).toEqual(['callAnswered', 'callbackAsked'])
    const confirmed = presses(site, 1, agentLeg(1, 1), ONE)
    expect(types(confirmed)).toEqual(['callbackConfirmed'])
    expect(orders(confirmed)).toEqual(['claimLeg', 'startMusic'])
    expect([...(site.state.queues.get(GENERAL)?.waiting ?? [])].map(({ call }) => call.id)).toEqual(
      [1, 3].map(callId),
    )
  })

  it('talks with an agent and has one end, like everybody', () => {
    const site = calling()
    promised(site, 1)
    ready(site)
    site.leg('legAnswered', agentLeg(1, 1))
    presses(site, 1, agentLeg(1, 1), ONE)
    expect(phaseOf(site, 1)).toBe('offered')
    site.leg('legAnswered', agentLeg(1, 2))
    site.now += 3_000
    const talk = site.leg('legsBridged', agentLeg(1, 1), { withLegId: agentLeg(1, 2) })
    // From the answer on; the time without a phone at the ear is no wait of the queue's.
    expect(dataOf(talk, 'callConnected')).toMatchObject({ waitedMs: 3_000 })
    hangsUp(site, agentLeg(1, 2))
    const over = hangsUp(site, agentLeg(1, 1))
    expect(types(over)).toEqual(['callLegEnded', 'callEnded'])
    expect(site.state.calls.size).toBe(0)
    expect(site.state.legs.size).toBe(0)
  })

  it('counts as one who is ahead', () => {
    const site = calling()
    promised(site, 1)
    const step = waiting('routine', { announcements: { everyMs: 20_000, prompts: [], position: true } })
    site.when({
      type: 'publishFlow',
      flow: {
        ...[...site.state.flows.values()].find(({ id }) => id === 'flow_trial'),
        version: 'trial-2',
        steps: { ...steps, first: step },
      },
      origin: 'file',
    })
    site.arrives(2, '8100')
    expect(dataOf(site.after(20_000), 'callAnnounced')).toMatchObject({ position: 2 })
  })

  it('is promised nothing where the queue calls nobody back, the number is withheld, or too many wait for it', () => {
    const none = calling(null)
    none.arrives(1, '8100')
    expect(dataOf(none.leg('keyPressed', callerLeg(1), { key: '2' }), 'callbackOffered')).toMatchObject({
      outcome: 'notYet',
    })
    const site = calling()
    const withheld = { ...site.arrival(9, '8100'), calling: { masked: 'hidden', hash: 'h' } }
    site.when({ type: 'legParked', arrival: withheld })
    expect(dataOf(site.leg('keyPressed', callerLeg(9), { key: '2' }), 'callbackOffered')).toMatchObject({
      outcome: 'noNumber',
    })
    for (const n of [1, 2]) promised(site, n)
    site.arrives(3, '8100')
    const full = site.leg('keyPressed', callerLeg(3), { key: '2' })
    expect(dataOf(full, 'callbackOffered')).toMatchObject({ outcome: 'full' })
    expect(phaseOf(site, 3)).toBe('walking')
  })
})

describe('whoever answers', () => {
  it('hears a question that names nobody and nothing, twice', () => {
    const site = calling()
    promised(site, 1)
    ready(site)
    const asked = site.leg('legAnswered', agentLeg(1, 1))
    expect(heardIn(asked)).toEqual(['callback-identity', 'callback-identity'])
    expect(orderOf(asked, 'collect')).toMatchObject({ digits: ['1'], min: 1, max: 1 })
  })

  it.each([
    ['no key: a voicemail', { kind: 'none' }],
    ['another key', { kind: 'invalid' }],
  ])('and presses %s, is left without a word, and rung again after a pause', (_, result) => {
    const site = calling()
    promised(site, 1)
    ready(site)
    site.leg('legAnswered', agentLeg(1, 1))
    const left = presses(site, 1, agentLeg(1, 1), result)
    expect(types(left)).toEqual(['callbackFailed'])
    expect(orders(left)).toEqual(['hangUp'])
    expect(dataOf(left, 'callbackFailed')).toMatchObject({ why: 'notConfirmed', retryAt: site.now + 600_000 })
    hangsUp(site, agentLeg(1, 1))
    expect(site.after(599_999).facts).toEqual([])
    expect(types(site.after(1))).toEqual(['callbackAwaited', 'callbackDialled'])
  })
})

describe('a callback that nobody answers', () => {
  it('is tried again, then given up, and somebody is told', () => {
    const site = calling()
    promised(site, 1)
    ready(site)
    expect(types(hangsUp(site, agentLeg(1, 1), 'NO_ANSWER'))).toEqual(['callLegEnded', 'callbackFailed'])
    site.after(600_000)
    expect(phaseOf(site, 1)).toBe('callingBack')
    const last = site.after(30_000)
    expect(types(last)).toEqual(['callbackFailed', 'callbackGivenUp', 'callEnding', 'alarmRaised'])
    expect(dataOf(last, 'alarmRaised')).toMatchObject({
      alarm: 'callbackFailed',
      detail: `${GENERAL} ${callId(1)}`,
    })
    const over = hangsUp(site, agentLeg(1, 2), 'NO_ANSWER')
    expect(dataOf(over, 'callEnded')).toMatchObject({ by: 'caller', why: 'noAnswer' })
    expect(site.state.calls.size).toBe(0)
  })

  it('is given up when the promise holds no longer, though it never was its turn', () => {
    const site = calling()
    promised(site, 1)
    expect(types(site.after(3_600_000))).toEqual(['callbackGivenUp', 'callEnded', 'alarmRaised'])
  })

  it('to a number that isn’t one is given up at once', () => {
    const site = calling()
    promised(site, 1)
    ready(site)
    const failed = hangsUp(site, agentLeg(1, 1), 'INVALID_NUMBER_FORMAT')
    expect(types(failed)).toEqual([
      'callLegEnded',
      'callbackFailed',
      'callbackGivenUp',
      'callEnded',
      'alarmRaised',
    ])
  })

  it('because the switch died counts for no attempt', () => {
    const site = calling()
    promised(site, 1)
    ready(site)
    site.when({ type: 'switchLost' })
    const back = site.reconnected([], 'core-2')
    expect(dataOf(back, 'callbackFailed')).toMatchObject({ why: 'lost', attempt: 0 })
    expect(phaseOf(site, 1)).toBe('awaitingCallback')
  })
})

describe('a promise', () => {
  it('outlives its owner and the switch on which it was given', () => {
    const site = calling()
    promised(site, 1)
    site.when({ type: 'switchLost' })
    site.when({ type: 'siteTaken', controllerId: 'other', address: 'elsewhere' })
    expect(canonical(site.replayed)).toBe(canonical(site.state))
    const thawed = thaw(JSON.parse(JSON.stringify(freeze(site.state))) as FrozenSite, siteId)
    expect(thawed && [...(thawed.queues.get(GENERAL)?.callbacks ?? [])].map(({ call }) => call.id)).toEqual([
      callId(1),
    ])
    site.when({ type: 'switchConnected', nodeId: 'node_b', coreUuid: 'core-b', legs: [] })
    expect(ready(site).commands[0]).toMatchObject({ type: 'originate', nodeId: 'node_b' })
  })

  it('is asked about anew after a reconnect that may have lost the question', () => {
    const site = calling()
    promised(site, 1)
    ready(site)
    site.leg('legAnswered', agentLeg(1, 1))
    site.when({ type: 'switchLost' })
    const back = site.reconnected([{ legId: agentLeg(1, 1), callId: callId(1), role: 'party' }])
    expect(orders(back)).toEqual(['collect'])
    expect(types(presses(site, 1, agentLeg(1, 1), ONE))[0]).toBe('callbackConfirmed')
  })

  it('is void once the caller has waited on instead, and has been served', () => {
    const site = calling()
    site.arrives(1, '8100')
    site.leg('keyPressed', callerLeg(1), { key: '2' })
    expect(hangsUp(site, callerLeg(1)).facts.at(-1)?.type).toBe('callbackAwaited')
    site.when({ type: 'clearCall', callId: callId(1) })
    expect(site.state.calls.size).toBe(0)
  })
})
