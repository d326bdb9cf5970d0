import '../support/pure.ts'
import { describe, expect, it } from 'vitest'
import type { LegId } from '../../../src/domain/ids.ts'
import { agentIs, dataOf, hangsUp, phaseOf } from '../support/given.ts'
import { definesAgent, definesQueue, licence, ringing, siteOf, TODAY } from '../support/matching.ts'
import { agentId, agentLeg, callerLeg, callId, orders, queueId, type Site, types } from '../support/story.ts'

const GENERAL = ['general'] as const

function plain(queue: object = {}, agents: readonly string[] = ['li', 'wang', 'zhao']) {
  return siteOf({ general: queue }, Object.fromEntries(agents.map((name) => [name, { queues: GENERAL }])), {
    '8000': ['general'],
    '8999': ['general', { priority: 'emergency' }],
  })
}

/** Caller n talks with whoever is rung, and hangs up; both legs end. */
function served(site: Site, n: number): void {
  const leg = agentLeg(n, site.state.calls.get(callId(n))?.legsMade ?? 1)
  site.leg('legAnswered', leg)
  site.leg('legsBridged', callerLeg(n), { withLegId: leg })
  hangsUp(site, callerLeg(n))
  hangsUp(site, leg)
}

describe('the strategy of a queue', () => {
  it('longestIdle, unless the queue says otherwise: who has had nothing to do for longest', () => {
    const site = plain()
    for (const name of ['wang', 'li', 'zhao']) {
      site.agentReady(name)
      site.now += 1_000
    }
    site.arrives(1)
    expect(ringing(site)).toEqual({ wang: 1 })
  })

  it('fewestCalls: who has talked least today; yesterday doesn’t count', () => {
    const site = plain({ strategy: 'fewestCalls' }, ['li', 'wang'])
    site.agentReady('li')
    site.arrives(1)
    served(site, 1)
    site.now += 1_000
    site.agentReady('wang')
    site.arrives(2)
    expect(ringing(site)).toEqual({ wang: 2 })
    served(site, 2)
    site.now += 86_400_000
    site.arrives(3)
    // Both had one, li's was longer ago.
    expect(ringing(site)).toEqual({ li: 3 })
  })

  it('roundRobin: whose phone has not rung for longest, answered or not', () => {
    const site = plain({ strategy: 'roundRobin' }, ['li', 'wang'])
    site.agentReady('li')
    site.agentReady('wang')
    site.arrives(1)
    expect(ringing(site)).toEqual({ li: 1 })
    hangsUp(site, callerLeg(1), 'ORIGINATOR_CANCEL')
    hangsUp(site, agentLeg(1, 1), 'ORIGINATOR_CANCEL')
    expect(agentIs(site, 'li')).toBe('ready')
    site.arrives(2)
    expect(ringing(site)).toEqual({ wang: 2 })
  })

  it('bestSkill: who masters best what the caller needs', () => {
    const site = siteOf(
      { general: { strategy: 'bestSkill', skills: [{ skill: 'stroke', level: 2 }] } },
      {
        li: { queues: GENERAL, skills: [{ skill: 'stroke', level: 3 }] },
        wang: { queues: GENERAL, skills: [{ skill: 'stroke', level: 9 }] },
      },
      { '8000': ['general'] },
    )
    site.agentReady('li')
    site.now += 60_000
    site.agentReady('wang')
    site.arrives(1)
    expect(ringing(site)).toEqual({ wang: 1 })
  })

  it('sequential: always the same order, by the agents’ weights for the queue', () => {
    const site = plain({ strategy: 'sequential' }, ['li', 'wang'])
    definesAgent(site, 'wang', { queues: GENERAL, extension: '1077', weights: { [queueId('general')]: 9 } })
    site.agentReady('li')
    site.now += 60_000
    site.agentReady('wang')
    site.arrives(1)
    expect(ringing(site)).toEqual({ wang: 1 })
    site.arrives(2)
    expect(ringing(site)).toEqual({ wang: 1, li: 2 })
  })

  it('ringSeveral: so many of the longest idle at once, but none whom the next caller could have', () => {
    const site = plain({ strategy: 'ringSeveral', ringAtOnce: 2 })
    for (const name of ['li', 'wang', 'zhao']) site.agentReady(name)
    site.arrives(1)
    expect(Object.values(ringing(site))).toEqual([1, 1])
    site.arrives(2)
    expect(ringing(site)).toEqual({ li: 1, wang: 1, zhao: 2 })
  })

  it('may change while agents are idle', () => {
    const site = plain({}, ['li', 'wang'])
    site.agentReady('li')
    site.now += 1_000
    site.agentReady('wang')
    definesAgent(site, 'wang', { queues: GENERAL, extension: '1077', weights: { [queueId('general')]: 9 } })
    definesQueue(site, 'general', { strategy: 'sequential' })
    site.arrives(1)
    expect(ringing(site)).toEqual({ wang: 1 })
  })
})

describe('ranks', () => {
  const ways = {
    '8000': ['general'],
    '8001': ['general', { rank: 0 }],
    '8009': ['general', { rank: 9 }],
    '8999': ['general', { priority: 'emergency', rank: 9 }],
  } as const

  it('are worth so much waiting each, so the last is served too', () => {
    const site = siteOf({ general: { ageingMs: 60_000 } }, { li: { queues: GENERAL } }, ways)
    site.arrives(1, '8009')
    site.now += 1_000
    site.arrives(2, '8000')
    site.now += 4 * 60_000
    // Rank 9 is worth four minutes less than the usual 5: now the first comes before a fifth.
    site.arrives(3, '8000')
    site.arrives(4, '8001')
    site.arrives(5, '8999')
    const order = [...site.state.queues.values()].flatMap(({ waiting }) =>
      [...waiting].map(({ call }) => Number(call.id.slice(-6))),
    )
    expect(order).toEqual([5, 4, 2, 1, 3])
  })
})

describe('weights', () => {
  it('let an agent’s queue come first as if its callers had waited so much longer', () => {
    const site = siteOf(
      { general: {}, stroke: {} },
      { li: { queues: ['general', 'stroke'], weights: { [queueId('stroke')]: 3 } } },
      { '8000': ['general'], '8001': ['stroke'] },
    )
    site.arrives(1, '8000')
    site.now += 20_000
    site.arrives(2, '8001')
    site.now += 20_000
    // 40 s against three times 20 s.
    site.agentReady('li')
    expect(ringing(site)).toEqual({ li: 2 })
    hangsUp(site, callerLeg(2), 'ORIGINATOR_CANCEL')
    site.arrives(3, '8001')
    site.now += 1_000
    hangsUp(site, agentLeg(2, 1), 'ORIGINATOR_CANCEL')
    expect(ringing(site)).toEqual({ li: 1 })
  })
})

describe('skills', () => {
  const stroke = (level: number) => [{ skill: 'stroke', level }]

  it('are demanded by the queue and by the flow’s step together', () => {
    const site = siteOf(
      { general: { skills: stroke(2) } },
      {
        li: { queues: GENERAL, skills: stroke(5) },
        wang: { queues: GENERAL, skills: [...stroke(2), { skill: 'uyghur', level: 1 }] },
      },
      { '8000': ['general', { skills: [{ skill: 'uyghur', level: 1 }] }] },
    )
    site.agentReady('li')
    const came = site.arrives(1)
    expect(dataOf(came, 'callQueued')).toMatchObject({
      needs: {
        skills: [
          { skill: 'stroke', level: 2 },
          { skill: 'uyghur', level: 1 },
        ],
      },
    })
    expect(ringing(site)).toEqual({})
    site.agentReady('wang')
    expect(ringing(site)).toEqual({ wang: 1 })
  })

  it('are relaxed step by step while the caller waits, and never more than that', () => {
    const relax = [
      { afterMs: 60_000, skill: 'stroke', level: 0 },
      { afterMs: 30_000, skill: 'stroke', level: 3 },
    ]
    const site = siteOf(
      { general: { skills: stroke(5), relax } },
      { li: { queues: GENERAL, skills: stroke(3) }, wang: { queues: GENERAL } },
      { '8000': ['general'] },
    )
    site.agentReady('wang')
    site.arrives(1)
    site.agentReady('li')
    expect(ringing(site)).toEqual({})
    const relaxed = site.after(30_000)
    expect(types(relaxed)).toEqual(['callNeedsRelaxed', 'callOffered', 'agentReserved'])
    expect(ringing(site)).toEqual({ li: 1 })
    site.arrives(2)
    site.after(60_000)
    expect(ringing(site)).toMatchObject({ wang: 1 })
  })

  it('that an agent gets while a caller waits for them bring the two together at once', () => {
    const site = siteOf(
      { general: { skills: stroke(5) } },
      { li: { queues: GENERAL } },
      { '8000': ['general'] },
    )
    site.agentReady('li')
    site.arrives(1)
    definesAgent(site, 'li', { queues: GENERAL, skills: stroke(5) })
    expect(ringing(site)).toEqual({ li: 1 })
  })
})

describe('a licence that is needed', () => {
  const need = { licence: { kind: 'physician', jurisdiction: 'CN-11' } }
  const withLicence = (one: ReturnType<typeof licence>) =>
    siteOf({ general: need }, { li: { queues: GENERAL, licences: [one] } }, { '8000': ['general'] })

  it.each([
    ['of another kind', licence('nurse')],
    ['of another jurisdiction', { ...licence('physician'), jurisdiction: 'CN-31' }],
    ['that is suspended', licence('physician', {}, true)],
    ['that expired yesterday', licence('physician', { validTo: '2027-01-14' })],
    ['that begins tomorrow', licence('physician', { validFrom: '2027-01-16' })],
    ['with a day that can’t be read', licence('physician', { validTo: 'never' })],
  ])('isn’t replaced by one %s, however long it takes', (_, one) => {
    const site = withLicence(one)
    site.agentReady('li')
    site.arrives(1)
    site.after(60_000)
    expect(phaseOf(site, 1)).toBe('queued')
  })

  it('counts on its last day to midnight of the site, and from the midnight of its first', () => {
    const site = siteOf(
      { general: need },
      {
        li: { queues: GENERAL, licences: [licence('physician', { validTo: TODAY })] },
        wang: { queues: GENERAL, licences: [licence('physician', { validFrom: '2027-01-16' })] },
      },
      { '8000': ['general'] },
    )
    site.agentReady('li')
    site.agentReady('wang')
    const midnight = Date.parse('2027-01-16T00:00:00+08:00')
    site.now = midnight - 1
    site.arrives(1)
    expect(ringing(site)).toEqual({ li: 1 })
    hangsUp(site, callerLeg(1), 'ORIGINATOR_CANCEL')
    hangsUp(site, agentLeg(1, 1), 'ORIGINATOR_CANCEL')
    definesAgent(site, 'wang', {
      queues: GENERAL,
      extension: '1077',
      licences: [licence('physician', { validFrom: '2027-01-16' })],
    })
    // The clock is behind its deadline: nobody has looked since midnight, and li is out all the same.
    site.now = midnight
    site.arrives(2)
    expect(phaseOf(site, 2)).toBe('queued')
    const day = site.after(0)
    expect(types(day)).toContain('agentLicencesChanged')
    expect(ringing(site)).toEqual({ wang: 2 })
  })

  it('that is suspended while the phone rings ends the offer, and blames nobody', () => {
    const site = withLicence(licence('physician'))
    site.agentReady('li')
    site.arrives(1)
    const agent = { queues: GENERAL, extension: '1010', licences: [licence('physician', {}, true)] }
    definesAgent(site, 'li', agent)
    expect(phaseOf(site, 1)).toBe('queued')
    hangsUp(site, agentLeg(1, 1), 'LOSE_RACE')
    expect([agentIs(site, 'li'), phaseOf(site, 1)]).toEqual(['ready', 'queued'])
  })

  it('that nobody has who is on raises an alarm, until somebody comes or the caller goes', () => {
    const site = withLicence(licence('nurse'))
    definesAgent(site, 'wang', { queues: GENERAL, extension: '1077', licences: [licence('physician')] })
    const came = site.arrives(1)
    expect(dataOf(came, 'alarmRaised')).toEqual({
      alarm: 'noLicensedAgent',
      nodeId: null,
      detail: 'queue_general needs physician (CN-11)',
    })
    const on = site.when({ type: 'logOnAgent', agentId: agentId('wang'), extension: undefined })
    expect(types(on)).toEqual(['agentLoggedOn', 'alarmCleared'])
    const off = site.when({ type: 'logOffAgent', agentId: agentId('wang') })
    expect(types(off)).toEqual(['agentLoggedOff', 'alarmRaised'])
    expect(types(hangsUp(site, callerLeg(1)))).toContain('alarmCleared')
  })
})

describe('the agent who served a caller last', () => {
  function knows(): Site {
    const site = plain({ preferAgentMs: 30_000 }, ['li', 'wang'])
    site.agentReady('wang')
    site.arrives(1)
    served(site, 1)
    return site
  }
  /** The same person rings again as caller n. */
  function again(site: Site, n: number) {
    const arrival = { ...site.arrival(n), calling: site.arrival(1).calling }
    return site.when({ type: 'legParked', arrival })
  }

  it('is rung though another has been idle for longer', () => {
    const site = knows()
    site.agentReady('li')
    site.when({ type: 'makeAgentNotReady', agentId: agentId('wang'), reasonCode: 'break' })
    site.now += 60_000
    site.agentReady('wang')
    again(site, 2)
    expect(ringing(site)).toEqual({ wang: 2 })
  })

  it('is waited for while busy, for so long and no longer', () => {
    const site = knows()
    site.arrives(2)
    site.leg('legAnswered', agentLeg(2, 1))
    site.leg('legsBridged', callerLeg(2), { withLegId: agentLeg(2, 1) })
    site.agentReady('li')
    again(site, 3)
    expect(ringing(site)).toEqual({})
    site.after(29_999)
    expect(ringing(site)).toEqual({})
    expect(types(site.after(1))).toContain('callNeedsRelaxed')
    expect(ringing(site)).toEqual({ li: 3 })
  })

  it('isn’t waited for when gone', () => {
    const site = knows()
    site.now += 1_000
    site.agentReady('li')
    site.arrives(2)
    expect(ringing(site)).toEqual({ wang: 2 })
    again(site, 3)
    expect(ringing(site)).toEqual({ wang: 2 })
    hangsUp(site, agentLeg(2, 1), 'NO_ANSWER')
    expect(agentIs(site, 'wang')).toBe('notReady')
    expect(ringing(site)).toEqual({ li: 2 })
    hangsUp(site, callerLeg(2), 'ORIGINATOR_CANCEL')
    hangsUp(site, agentLeg(2, 2) as LegId, 'ORIGINATOR_CANCEL')
    expect(ringing(site)).toEqual({ li: 3 })
  })
})

describe('an emergency', () => {
  it('takes the offer of the routine caller who is served last; that caller keeps the place', () => {
    const site = plain({}, ['li', 'wang'])
    site.agentReady('li')
    site.agentReady('wang')
    site.arrives(1)
    site.now += 1_000
    site.arrives(2)
    expect(ringing(site)).toEqual({ li: 1, wang: 2 })
    const place = site.state.calls.get(callId(2))?.phase
    const came = site.arrives(3, '8999')
    expect(dataOf(came, 'callOfferEnded')).toMatchObject({ agentId: agentId('wang'), why: 'preempted' })
    expect(orders(came)).toContain('hangUp')
    expect(ringing(site)).toEqual({ li: 1 })
    expect(site.state.calls.get(callId(2))?.phase).toEqual({
      name: 'queued',
      place: place && 'place' in place ? place.place : undefined,
    })
    const free = hangsUp(site, agentLeg(2, 1), 'LOSE_RACE')
    expect(types(free)).toEqual(expect.arrayContaining(['agentReady', 'callOffered', 'agentReserved']))
    expect(ringing(site)).toEqual({ li: 1, wang: 3 })
  })

  it('takes one offer, not every one; a second takes a second', () => {
    const site = plain()
    for (const [index, name] of ['li', 'wang', 'zhao'].entries()) {
      site.agentReady(name)
      site.arrives(index + 1)
      site.now += 1_000
    }
    site.arrives(4, '8999')
    expect(Object.keys(ringing(site))).toEqual(['li', 'wang'])
    site.after(10)
    expect(Object.keys(ringing(site))).toEqual(['li', 'wang'])
    site.arrives(5, '8999')
    expect(Object.keys(ringing(site))).toEqual(['li'])
  })

  it('takes nothing from another emergency, from a talk, or from whom it can’t be offered', () => {
    const site = siteOf(
      { general: {}, stroke: {} },
      { li: { queues: GENERAL }, wang: { queues: ['stroke'] } },
      { '8000': ['general'], '8001': ['stroke'], '8999': ['general', { priority: 'emergency' }] },
    )
    site.agentReady('li')
    site.agentReady('wang')
    site.arrives(1, '8999')
    site.arrives(2, '8001')
    site.arrives(3, '8999')
    expect(ringing(site)).toEqual({ li: 1, wang: 2 })
    site.leg('legAnswered', agentLeg(1, 1))
    expect(types(site.arrives(4, '8999'))).not.toContain('callOfferEnded')
  })

  it('rather takes an agent who becomes idle meanwhile', () => {
    const site = plain({}, ['li', 'wang'])
    site.agentReady('li')
    site.arrives(1)
    site.arrives(2, '8999')
    expect(ringing(site)).toEqual({})
    site.agentReady('wang')
    expect(ringing(site)).toEqual({ wang: 2 })
    hangsUp(site, agentLeg(1, 1), 'LOSE_RACE')
    expect(ringing(site)).toEqual({ wang: 2, li: 1 })
  })

  it('has its phone too where an agent has answered just then: the late answer is hung up', () => {
    const site = plain({}, ['li'])
    site.agentReady('li')
    site.arrives(1)
    site.arrives(2, '8999')
    site.leg('legAnswered', agentLeg(1, 1))
    expect([phaseOf(site, 1), agentIs(site, 'li')]).toEqual(['queued', 'reserved'])
    hangsUp(site, agentLeg(1, 1))
    expect(ringing(site)).toEqual({ li: 2 })
  })
})
