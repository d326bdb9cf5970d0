import './support/pure.ts'
import { describe, expect, it } from 'vitest'
import { viewCall } from '../../src/domain/site/view.ts'
import { agentIs, dataOf, hangsUp, phaseOf } from './support/given.ts'
import { faultsOf } from './support/invariants.ts'
import {
  agentId,
  agentLeg,
  aSite,
  callerLeg,
  callId,
  type Happened,
  nodeId,
  orders,
  queueId,
  type Site,
  siteId,
  types,
} from './support/story.ts'

/** A site whose queue rings two phones at once, both agents ready. */
function ringsTwo(): Site {
  const site = aSite()
  const queue = {
    queueId: queueId('general'),
    names: { en: 'General' },
    ringMs: 20_000,
    wrapUpMs: 10_000,
    strategy: 'ringSeveral',
    ringAtOnce: 2,
  }
  site.when({ type: 'defineQueue', queue })
  for (const name of ['li', 'wang']) site.agentReady(name)
  return site
}

/** Caller 1 rings both phones: li's by the first leg, wang's by the second. */
function rung(): Site {
  const site = ringsTwo()
  site.arrives(1)
  return site
}

const LI = agentLeg(1, 1)
const WANG = agentLeg(1, 2)

function hungUp(happened: Happened): object[] {
  return happened.commands.flatMap((order) =>
    order.type === 'hangUp' ? [{ legId: order.legId, cause: order.cause }] : [],
  )
}

describe('several phones ring for one caller', () => {
  it('with one fact for each, each agent reserved, and each with an own deadline', () => {
    const site = ringsTwo()
    const happened = site.arrives(1)
    const offered = happened.facts.filter(({ type }) => type === 'callOffered')
    expect(offered.map(({ data }) => data)).toMatchObject([
      { agentId: agentId('li'), legId: LI },
      { agentId: agentId('wang'), legId: WANG },
    ])
    expect(orders(happened).filter((type) => type === 'originate')).toHaveLength(2)
    expect([agentIs(site, 'li'), agentIs(site, 'wang')]).toEqual(['reserved', 'reserved'])
    expect(faultsOf(site.state)).toEqual([])
  })

  it('and whoever looks at the call sees whose, until one has answered', () => {
    const site = rung()
    const view = () => {
      const call = site.state.calls.get(callId(1))
      return call && viewCall(siteId, call).offers
    }
    const rings = { since: site.now, until: site.now + 20_000 }
    expect(view()).toEqual([
      { agentId: agentId('li'), ...rings },
      { agentId: agentId('wang'), ...rings },
    ])
    site.leg('legAnswered', WANG)
    expect(view()).toBeUndefined()
  })

  it('and the first who answers has it; the other is told that it was answered elsewhere, and keeps the idle time', () => {
    const site = rung()
    const won = site.leg('legAnswered', WANG)
    expect(types(won)).toEqual(['callOfferAnswered', 'callOfferEnded'])
    expect(dataOf(won, 'callOfferEnded')).toMatchObject({
      agentId: agentId('li'),
      legId: LI,
      why: 'answeredElsewhere',
    })
    // The caller's bridge first.
    expect(orders(won)).toEqual(['stopPlayback', 'bridge', 'hangUp'])
    expect(hungUp(won)).toEqual([{ legId: LI, cause: 'LOSE_RACE' }])
    site.after(2_000)
    const freed = hangsUp(site, LI, 'LOSE_RACE')
    expect(types(freed)).toEqual(['agentReady', 'callLegEnded'])
    const since = site.now - 2_000
    expect((dataOf(freed, 'agentReady') as { since: number }).since).toBeLessThanOrEqual(since)
    const bridged = site.leg('legsBridged', WANG, { withLegId: callerLeg(1) })
    expect(dataOf(bridged, 'callConnected')).toMatchObject({ agentId: agentId('wang') })
    expect(faultsOf(site.state)).toEqual([])
  })

  it('and answer in the same moment: the second isn’t connected to anybody, and isn’t blamed', () => {
    const site = rung()
    site.leg('legAnswered', LI)
    const late = site.leg('legAnswered', WANG)
    expect(late).toMatchObject({
      facts: [],
      stale: true,
      commands: [{ type: 'hangUpStray', nodeId, legId: WANG }],
    })
    expect(phaseOf(site, 1)).toBe('connecting')
    expect(types(hangsUp(site, WANG, 'LOSE_RACE'))).toEqual(['agentReady', 'callLegEnded'])
    expect(agentIs(site, 'wang')).toBe('ready')
  })

  it('and the winner goes before the bridge: the caller rings the others again, at the original place', () => {
    const site = rung()
    site.leg('legAnswered', LI)
    hangsUp(site, WANG, 'LOSE_RACE')
    const died = hangsUp(site, LI, 'RECOVERY_ON_TIMER_EXPIRE')
    expect(types(died)).toEqual([
      'callLegEnded',
      'callOfferEnded',
      'agentNotReady',
      'callOffered',
      'agentReserved',
    ])
    expect(dataOf(died, 'callOffered')).toMatchObject({ agentId: agentId('wang'), legId: agentLeg(1, 3) })
    expect(faultsOf(site.state)).toEqual([])
  })

  it('and one is busy: the other rings on, and the caller’s music with it', () => {
    const site = rung()
    const busy = hangsUp(site, LI, 'USER_BUSY')
    expect(types(busy)).toEqual(['callLegEnded', 'callOfferEnded', 'agentNotReady'])
    expect(busy.commands).toEqual([])
    expect(phaseOf(site, 1)).toBe('offered')
    expect(types(site.leg('legAnswered', WANG))).toEqual(['callOfferAnswered'])
  })

  it('and nobody answers: both stop, both agents are not ready, the caller waits on', () => {
    const site = rung()
    const over = site.after(20_000)
    expect(types(over)).toEqual(['callOfferEnded', 'agentNotReady', 'callOfferEnded', 'agentNotReady'])
    expect(hungUp(over)).toEqual([
      { legId: LI, cause: 'NO_ANSWER' },
      { legId: WANG, cause: 'NO_ANSWER' },
    ])
    expect(phaseOf(site, 1)).toBe('queued')
  })

  it('and the caller hangs up: every phone stops, nobody is blamed', () => {
    const site = rung()
    const gone = hangsUp(site, callerLeg(1))
    expect(hungUp(gone)).toEqual([
      { legId: LI, cause: 'ORIGINATOR_CANCEL' },
      { legId: WANG, cause: 'ORIGINATOR_CANCEL' },
    ])
    hangsUp(site, LI, 'ORIGINATOR_CANCEL')
    expect(types(hangsUp(site, WANG, 'ORIGINATOR_CANCEL'))).toEqual([
      'agentReady',
      'callLegEnded',
      'callEnded',
    ])
    expect([agentIs(site, 'li'), agentIs(site, 'wang')]).toEqual(['ready', 'ready'])
  })

  it('and the switch’s fallback takes the caller: every offer is withdrawn', () => {
    const site = rung()
    const taken = site.leg('legsBridged', callerLeg(1), { withLegId: 'somebody-of-the-switch' })
    expect(types(taken)).toEqual(['callOfferEnded', 'callOfferEnded', 'callFellBack'])
    expect(hungUp(taken)).toHaveLength(2)
  })

  it('and one has answered while nobody listened: found after the reconnect, the other is sent away', () => {
    const site = rung()
    site.when({ type: 'switchLost' })
    const mine = { callId: callId(1), role: 'agent' } as const
    const back = site.reconnected([
      { legId: callerLeg(1), callId: callId(1), role: 'caller', waiting: true },
      { legId: LI, ...mine, answered: false },
      { legId: WANG, ...mine },
    ])
    expect(types(back).slice(-2)).toEqual(['callOfferAnswered', 'callOfferEnded'])
    expect(hungUp(back)).toContainEqual({ legId: LI, cause: 'LOSE_RACE' })
    expect(phaseOf(site, 1)).toBe('connecting')
  })
})
