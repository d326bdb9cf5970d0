/** A new owner finds the switch further than the journal: the facts of whoever owned the site before were set aside. */
import './support/pure.ts'
import { describe, expect, it } from 'vitest'
import type { LegId } from '../../src/domain/ids.ts'
import type { LegSnapshot } from '../../src/domain/site/inputs.ts'
import { agentIs, dataOf, hangsUp, offered, phaseOf } from './support/given.ts'
import { caller, facts, lost } from './support/reconnect.ts'
import {
  agentId,
  agentLeg,
  aSite,
  callerLeg,
  callId,
  orders,
  queueId,
  type Site,
  talking,
  types,
} from './support/story.ts'

/** The third phone that was rung for the first caller, of which nobody here knows. */
const THIRD = agentLeg(1, 3)
const withLi: readonly Partial<LegSnapshot>[] = [
  { ...caller, bridgedTo: THIRD },
  { legId: THIRD, callId: callId(1), role: 'agent', agentId: agentId('li'), bridgedTo: callerLeg(1) },
]

function found(bring: (site: Site) => void, legs: readonly Partial<LegSnapshot>[] = withLi) {
  const site = lost(bring)
  return { site, back: site.reconnected(legs) }
}

const orderedFor = (back: ReturnType<Site['reconnected']>, legId: LegId) =>
  back.commands.flatMap((one) => ('legId' in one && one.legId === legId ? [one.type] : []))

const newestOffer = (site: Site) => site.journal.findLast(({ type }) => type === 'callOffered')?.data

function queuedWith(...ready: string[]) {
  return (site: Site) => {
    site.arrives(1)
    site.when({ type: 'switchLost' })
    for (const name of ready) site.agentReady(name)
  }
}

describe('the switch shows that a caller who is held to wait talks', () => {
  it('with an agent of ours: that is the talk, and nothing is played into it', () => {
    const { site, back } = found(queuedWith('li'))
    expect(facts(back)).toEqual([
      'callAnswered',
      'callOffered',
      'agentReserved',
      'callOfferAnswered',
      'callConnected',
      'agentBusy',
    ])
    expect(orders(back)).toEqual([])
    expect([phaseOf(site, 1), agentIs(site, 'li')]).toEqual(['connected', 'busy'])
    const over = hangsUp(site, THIRD)
    expect(types(over)).toContain('agentWrapUp')
    hangsUp(site, callerLeg(1))
    expect(site.state.calls.size).toBe(0)
  })

  it('with an agent, while another’s phone rings: that phone stops, and shows no missed call', () => {
    const site = aSite()
    offered(site, 1, 'wang')
    site.agentReady('li')
    site.when({ type: 'switchLost' })
    const ringing = { legId: agentLeg(1, 1), callId: callId(1), role: 'agent', answered: false } as const
    const back = site.reconnected([...withLi, ringing])
    expect(dataOf(back, 'callOfferEnded')).toMatchObject({
      why: 'answeredElsewhere',
      agentId: agentId('wang'),
    })
    expect(orderedFor(back, agentLeg(1, 1))).toContain('hangUp')
    expect(orderedFor(back, callerLeg(1))).toEqual([])
    expect(phaseOf(site, 1)).toBe('connected')
  })

  it('the next phone has a number of its own', () => {
    const { site } = found(queuedWith('li'))
    hangsUp(site, THIRD, 'RECOVERY_ON_TIMER_EXPIRE')
    site.agentReady('wang')
    expect(newestOffer(site)).toMatchObject({
      legId: agentLeg(1, 4),
    })
  })

  it.each<[string, Partial<LegSnapshot>]>([
    ['an agent who has another call by now', { agentId: agentId('wang') }],
    ['an agent whom nobody knows', { agentId: agentId('nobody') }],
    ['a phone of which it isn’t known whose it is', {}],
    ['somebody who isn’t of the call', { agentId: agentId('li'), callId: callId(7) }],
  ])('with %s: the caller is left there', (_who, leg) => {
    const bring = (site: Site) => {
      talking(site, 2, 'wang')
      site.arrives(1)
      site.when({ type: 'switchLost' })
      site.agentReady('li')
    }
    const others = [
      { legId: callerLeg(2), callId: callId(2), role: 'caller', bridgedTo: agentLeg(2, 1) },
      { legId: agentLeg(2, 1), callId: callId(2), role: 'agent', bridgedTo: callerLeg(2) },
    ] as const
    const [patient] = withLi
    const mate = { legId: THIRD, callId: callId(1), role: 'agent', bridgedTo: callerLeg(1) } as const
    const { site, back } = found(bring, [patient ?? {}, { ...mate, ...leg }, ...others])
    expect(dataOf(back, 'callFellBack')).toMatchObject({ why: 'switch' })
    expect([...orderedFor(back, callerLeg(1)), ...orderedFor(back, THIRD)]).toEqual([])
    expect([...(site.state.queues.get(queueId('general'))?.waiting ?? [])]).toEqual([])
  })

  it('though the call is in its menu: nothing is played into the talk', () => {
    const { site, back } = found((s) => {
      s.arrives(1, '8001')
      s.agentReady('li')
    })
    expect(facts(back)).toEqual(['callAnswered', 'callFellBack'])
    expect(orders(back)).toEqual([])
    expect(phaseOf(site, 1)).toBe('fallback')
  })
})

describe('the switch shows a phone that rings for a caller, and nobody knows of it', () => {
  const ringing = { legId: agentLeg(1, 1), callId: callId(1), role: 'agent', answered: false } as const

  it('it is hung up, and its number isn’t given again: what it still says is no other phone’s', () => {
    const { site, back } = found(queuedWith(), [caller, ringing])
    expect(orderedFor(back, agentLeg(1, 1))).toEqual(['hangUpStray'])
    expect(dataOf(back, 'callLegEnded')).toMatchObject({ legId: agentLeg(1, 1), role: 'agent' })
    site.agentReady('li')
    expect(newestOffer(site)).toMatchObject({
      legId: agentLeg(1, 2),
    })
    expect(hangsUp(site, agentLeg(1, 1), 'NO_ANSWER')).toMatchObject({ facts: [], stale: true })
    expect(phaseOf(site, 1)).toBe('offered')
  })
})

it('a caller who is bridged with a phone that is being hung up hears no music in it; it comes when he is parked', () => {
  const site = aSite()
  site.agentReady('li')
  site.arrives(1)
  site.leg('legAnswered', callerLeg(1))
  site.leg('legAnswered', agentLeg(1, 1))
  // The bridge isn't seen in time.
  site.after(10_000)
  expect(phaseOf(site, 1)).toBe('queued')
  site.when({ type: 'switchLost' })
  const back = site.reconnected([
    { ...caller, bridgedTo: agentLeg(1, 1) },
    { legId: agentLeg(1, 1), callId: callId(1), role: 'agent', bridgedTo: callerLeg(1) },
  ])
  expect(orders(back)).toEqual(['hangUp'])
  const parked = site.when({ type: 'legParked', arrival: { ...site.arrival(1), answered: true } })
  expect(orders(parked)).toContain('startMusic')
})
