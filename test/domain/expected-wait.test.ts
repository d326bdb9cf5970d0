import './support/pure.ts'
import { describe, expect, it } from 'vitest'
import type { Step } from '../../src/domain/ivr/flow.ts'
import { calls, heardIn, siteWith, waiting } from './support/flows.ts'
import { dataOf, hangsUp, phaseOf } from './support/given.ts'
import { agentId, agentLeg, callerLeg, type Happened, type Site } from './support/story.ts'

const NUMBER = '8100'

function queueing(announcements: object): Record<string, Step> {
  return { first: waiting('routine', { announcements: { everyMs: 20_000, prompts: [], ...announcements } }) }
}

/** Caller n, who is offered now, talks with the agent. */
function connects(site: Site, n: number): Happened {
  site.leg('legAnswered', agentLeg(n, 1))
  return site.leg('legsBridged', callerLeg(n), { withLegId: agentLeg(n, 1) })
}

/** One agent, who serves a caller every 30 s, of which the phone rings 2 s; the callers from 100 on. */
function served(site: Site, times: number): void {
  site.agentReady('li')
  for (let n = 0; n <= times; n += 1) site.arrives(100 + n, NUMBER)
  for (let n = 0; n < times; n += 1) {
    site.now += 2_000
    connects(site, 100 + n)
    site.now += 28_000
    hangsUp(site, agentLeg(100 + n, 1))
    hangsUp(site, callerLeg(100 + n))
    // No wrap-up.
    site.when({ type: 'endWrapUp', agentId: agentId('li') })
  }
  expect(phaseOf(site, 100 + times)).toBe('offered')
}

describe('how long it will take', () => {
  it('is expected when a caller is queued, and held against what it took', () => {
    const site = siteWith(queueing({ position: false }))
    served(site, 6)
    expect(dataOf(site.arrives(1, NUMBER), 'callQueued')).toMatchObject({ expectedMs: 32_000 })
    expect(dataOf(site.arrives(2, NUMBER), 'callQueued')).toMatchObject({ expectedMs: 62_000 })
    site.now += 2_000
    connects(site, 106)
    site.now += 40_000
    hangsUp(site, agentLeg(106, 1))
    site.when({ type: 'endWrapUp', agentId: agentId('li') })
    site.now += 3_000
    expect(dataOf(connects(site, 1), 'callConnected')).toMatchObject({ waitedMs: 45_000, expectedMs: 32_000 })
  })

  it('is not expected while it cannot be known', () => {
    const site = siteWith(queueing({ position: false }))
    expect(dataOf(site.arrives(1, NUMBER), 'callQueued')).not.toHaveProperty('expectedMs')
    site.agentReady('li')
    expect(dataOf(connects(site, 1), 'callConnected')).not.toHaveProperty('expectedMs')
  })

  it('nor while an agent is idle, who will have the caller at once', () => {
    const site = siteWith(queueing({ position: false }))
    served(site, 6)
    hangsUp(site, callerLeg(106))
    hangsUp(site, agentLeg(106, 1), 'ORIGINATOR_CANCEL')
    expect(dataOf(site.arrives(1, NUMBER), 'callQueued')).not.toHaveProperty('expectedMs')
  })

  it('is said to who waits, rounded up, behind the place', () => {
    const site = siteWith(queueing({ position: true, expectedWait: true, prompts: ['please-wait'] }))
    served(site, 6)
    for (const n of [1, 2, 3, 4]) site.arrives(n, NUMBER)
    connects(site, 106)
    const said = site.after(20_000)
    // 20 s of the time until somebody is free have passed, but who can know when a talk ends?
    const expected = said.facts.map(({ data }) => (data as { expectedMs?: number }).expectedMs)
    expect(expected).toHaveLength(4)
    for (let n = 1; n < 4; n += 1) expect(expected[n]).toBeGreaterThan(expected[n - 1] ?? 0)
    expect(heardIn(said)).toEqual([
      ...['queue-position', '1', 'wait-under-1', 'please-wait'],
      ...['queue-position', '2', 'wait-minutes-2', 'please-wait'],
      ...['queue-position', '3', 'wait-minutes-2', 'please-wait'],
      ...['queue-position', '4', 'wait-minutes-3', 'please-wait'],
    ])
  })

  it('is passed over in silence where nobody has been served of late', () => {
    const { site } = calls(queueing({ expectedWait: true, prompts: ['please-wait'] }))
    const said = site.after(20_000)
    expect(heardIn(said)).toEqual(['please-wait'])
    expect(dataOf(said, 'callAnnounced')).not.toHaveProperty('expectedMs')
  })

  it('is expected alike by who folds the journal', () => {
    const site = siteWith(queueing({ position: false }))
    served(site, 6)
    expect([...site.replayed.queues.values()].map(({ pace }) => pace)).toEqual(
      [...site.state.queues.values()].map(({ pace }) => pace),
    )
  })
})

describe('words of comfort', () => {
  it('are said in turn, behind what is said each time', () => {
    const comfort = [{ prompts: ['drink-water'] }, { prompts: ['bring-your-card', 'and-papers'] }]
    const { site } = calls(queueing({ prompts: ['please-wait'], comfort }))
    expect(heardIn(site.after(20_000))).toEqual(['please-wait', 'drink-water'])
    expect(heardIn(site.after(20_000))).toEqual(['please-wait', 'bring-your-card', 'and-papers'])
    expect(heardIn(site.after(20_000))).toEqual(['please-wait', 'drink-water'])
  })
})
