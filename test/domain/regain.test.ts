import './support/pure.ts'
import { describe, expect, it } from 'vitest'
import { MOST_LEAVERS } from '../../src/domain/call/regain.ts'
import { type FrozenSite, freeze, thaw } from '../../src/domain/site/freeze.ts'
import { dataOf, hangsUp, phaseOf } from './support/given.ts'
import { aSite, callerLeg, callId, type Happened, queueId, type Site, siteId } from './support/story.ts'

const GENERAL = queueId('general')

function regaining(): Site {
  const site = aSite()
  const queue = { queueId: GENERAL, names: { en: 'x' }, ringMs: 20_000, wrapUpMs: 0, regainMs: 300_000 }
  site.when({ type: 'defineQueue', queue })
  return site
}

/** Call n, from the number of the caller of call `as`. */
function ringsAgain(site: Site, n: number, as: number, calling: object = {}): Happened {
  const { calling: first } = site.arrival(as)
  return site.when({ type: 'legParked', arrival: { ...site.arrival(n), calling: { ...first, ...calling } } })
}

/** Callers 1 and 2 have come, 1 has hung up, 3 has come since. */
function leaves(site: Site): void {
  for (const n of [1, 2]) {
    site.arrives(n)
    site.now += 1_000
  }
  hangsUp(site, callerLeg(1))
  site.now += 1_000
  site.arrives(3)
}

const order = (site: Site) => [...(site.state.queues.get(GENERAL)?.waiting ?? [])].map(({ call }) => call.id)

describe('a caller who hung up while waiting and rings again', () => {
  it('is served as if nothing had happened; the wait counts anew', () => {
    const site = regaining()
    leaves(site)
    site.now += 297_000
    expect(dataOf(ringsAgain(site, 4, 1), 'callQueued')).toHaveProperty('regained')
    expect(order(site)).toEqual([4, 2, 3].map(callId))
    site.agentReady('li')
    expect(phaseOf(site, 4)).toBe('offered')
    expect(site.state.calls.get(callId(4))?.phase).toMatchObject({ place: { enqueuedAt: site.now } })
  })

  it('too late, is the last', () => {
    const site = regaining()
    leaves(site)
    site.now += 300_001
    expect(dataOf(ringsAgain(site, 4, 1), 'callQueued')).not.toHaveProperty('regained')
    expect(order(site)).toEqual([2, 3, 4].map(callId))
  })

  it('gets the place once: who rings a second time meanwhile is the last', () => {
    const site = regaining()
    leaves(site)
    ringsAgain(site, 4, 1)
    ringsAgain(site, 5, 1)
    expect(order(site)).toEqual([4, 2, 3, 5].map(callId))
    hangsUp(site, callerLeg(4))
    ringsAgain(site, 6, 1)
    expect(order(site)).toEqual([6, 2, 3, 5].map(callId))
  })

  it('from a phone that an agent’s phone was ringing for, too', () => {
    const site = regaining()
    site.agentReady('li')
    site.arrives(1)
    expect(phaseOf(site, 1)).toBe('offered')
    hangsUp(site, callerLeg(1))
    site.arrives(2)
    site.arrives(3)
    ringsAgain(site, 4, 1)
    expect(order(site)[0]).toBe(callId(4))
  })

  it('is nobody else: neither another number nor one that is withheld', () => {
    const site = regaining()
    ringsAgain(site, 1, 1, { masked: 'hidden', hash: 'hash-of-nothing' })
    site.now += 1_000
    hangsUp(site, callerLeg(1))
    site.arrives(2)
    ringsAgain(site, 3, 1, { masked: 'hidden', hash: 'hash-of-nothing' })
    ringsAgain(site, 4, 9)
    expect(order(site)).toEqual([2, 3, 4].map(callId))
  })

  it('where the queue doesn’t say so, is the last', () => {
    const site = aSite()
    leaves(site)
    ringsAgain(site, 4, 1)
    expect(order(site)).toEqual([2, 3, 4].map(callId))
  })

  it('is known to the next owner, by folding and by thawing', () => {
    const site = regaining()
    leaves(site)
    const left = (state: Site['state'] | undefined) => [...(state?.queues.get(GENERAL)?.leavers ?? [])]
    expect(left(site.state)).toHaveLength(1)
    expect(left(site.replayed)).toEqual(left(site.state))
    expect(left(thaw(JSON.parse(JSON.stringify(freeze(site.state))) as FrozenSite, siteId))).toEqual(
      left(site.state),
    )
  })

  it('is forgotten in time, and among too many', () => {
    const site = regaining()
    for (let n = 1; n <= MOST_LEAVERS + 5; n += 1) {
      site.arrives(n)
      hangsUp(site, callerLeg(n))
    }
    const leavers = site.state.queues.get(GENERAL)?.leavers
    expect(leavers?.size).toBe(MOST_LEAVERS)
    site.now += 300_001
    site.arrives(9_000)
    hangsUp(site, callerLeg(9_000))
    expect(leavers?.size).toBe(1)
  })
})
