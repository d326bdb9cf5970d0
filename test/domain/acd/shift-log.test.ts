import '../support/pure.ts'
import { describe, expect, it } from 'vitest'
import { beginOfDay, dayOf } from '../../../src/domain/acd/days.ts'
import { shiftDays } from '../../../src/domain/acd/shift-log.ts'
import { hangsUp, talkedWith } from '../support/given.ts'
import { agentId, agentLeg, aSite, type Site, talking } from '../support/story.ts'

const LI = agentId('li')
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const TODAY = dayOf(1_800_000_000_000)

/** A site whose clock stands at this hour of today. */
function at(hour: number): Site {
  const site = aSite()
  site.now = beginOfDay(TODAY) + hour * HOUR
  return site
}

function asks(site: Site, type: 'makeAgentReady' | 'makeAgentNotReady' | 'logOffAgent' | 'logOnAgent'): void {
  site.when({ type, agentId: LI, extension: undefined, reasonCode: 'meal' })
}

function days(site: Site, from = TODAY, to = from) {
  const rows = site.journal.filter(({ subject }) => subject === LI)
  return shiftDays(rows, from, to, site.now)
}

function durations(site: Site, day = TODAY): Record<string, number> {
  const totals = days(site, day)[0]?.totals ?? []
  return Object.fromEntries(totals.map((one) => [one.reasonCode ?? one.phase, one.durationMs]))
}

describe('a shift', () => {
  it('lasts from log-on to log-off, and its states fill it', () => {
    const site = at(8)
    const began = site.now
    asks(site, 'logOnAgent')
    site.after(5 * MINUTE)
    asks(site, 'makeAgentReady')
    site.after(55 * MINUTE)
    asks(site, 'makeAgentNotReady')
    site.after(30 * MINUTE)
    asks(site, 'logOffAgent')
    site.after(HOUR)
    const [day] = days(site)
    expect(day).toMatchObject({
      loggedOnMs: 90 * MINUTE,
      shifts: [{ extension: '1001', loggedOnAt: began, loggedOffAt: began + 90 * MINUTE }],
      totals: [
        { phase: 'notReady', reasonCode: 'loggedOn', times: 1, durationMs: 5 * MINUTE },
        { phase: 'ready', reasonCode: null, times: 1, durationMs: 55 * MINUTE },
        { phase: 'notReady', reasonCode: 'meal', times: 1, durationMs: 30 * MINUTE },
      ],
    })
    expect(day?.states.at(-1)).toMatchObject({ since: began + HOUR, until: began + 90 * MINUTE })
  })

  it('that goes on is counted until now, and its last state has no end', () => {
    const site = at(8)
    site.agentReady('li')
    site.after(20 * MINUTE)
    const [day] = days(site)
    expect(day?.loggedOnMs).toBe(20 * MINUTE)
    expect(day?.shifts[0]?.loggedOffAt).toBeNull()
    expect(day?.states.at(-1)).toMatchObject({ phase: 'ready', until: null })
  })

  it('over midnight is split there: each day has its part, and a state begins once', () => {
    const site = at(23)
    site.agentReady('li')
    site.after(3 * HOUR)
    asks(site, 'logOffAgent')
    const [first, second, third] = days(site, TODAY, TODAY + 2)
    expect([first?.loggedOnMs, second?.loggedOnMs, third?.loggedOnMs]).toEqual([HOUR, 2 * HOUR, 0])
    const ready = { phase: 'ready', reasonCode: null }
    expect(first?.totals).toContainEqual({ ...ready, times: 1, durationMs: HOUR })
    expect(second?.totals).toEqual([{ ...ready, times: 0, durationMs: 2 * HOUR }])
    expect([first?.shifts.length, second?.shifts.length, third?.shifts.length]).toEqual([1, 1, 0])
    expect(first?.states.at(-1)?.until).toBe(beginOfDay(TODAY + 1))
  })

  it('names the talk, its wrap-up and the supervisor who ended the day', () => {
    const site = at(9)
    talking(site, 1, 'li')
    site.after(4 * MINUTE)
    hangsUp(site, agentLeg(1, 1))
    site.after(10_000)
    site.when({
      type: 'forceAgent',
      agentId: LI,
      to: { name: 'notReady', reasonCode: 'meeting' },
      by: 'key_boss',
    })
    site.after(MINUTE)
    expect(durations(site)).toMatchObject({ busy: 4 * MINUTE, wrapUp: 10_000, meeting: MINUTE })
    const states = days(site)[0]?.states ?? []
    expect(states.find(({ phase }) => phase === 'busy')?.callId).toMatch(/^call_/)
    expect(states.at(-1)).toMatchObject({ reasonCode: 'meeting', by: 'key_boss' })
  })

  it('shows two log-ons as two', () => {
    const site = at(8)
    for (let time = 0; time < 2; time += 1) {
      asks(site, 'logOnAgent')
      site.after(HOUR)
      asks(site, 'logOffAgent')
      site.after(HOUR)
    }
    expect(days(site)[0]).toMatchObject({ loggedOnMs: 2 * HOUR, shifts: [{}, {}], totals: [{ times: 2 }] })
  })

  it('adds up: the states of each day are as long as the agent was logged on', () => {
    const site = at(22)
    for (let n = 1; n <= 4; n += 1) {
      talkedWith(site, n)
      site.after(40 * MINUTE)
    }
    asks(site, 'logOffAgent')
    const both = days(site, TODAY, TODAY + 1)
    const all = both.flatMap(({ shifts }) => shifts)
    expect(new Set(all.map(({ loggedOnAt }) => loggedOnAt)).size).toBe(1)
    const lasted = both.reduce((sum, { loggedOnMs }) => sum + loggedOnMs, 0)
    expect(lasted).toBe((all[0]?.loggedOffAt ?? 0) - (all[0]?.loggedOnAt ?? 0))
    for (const { totals, loggedOnMs } of both)
      expect(totals.reduce((sum, { durationMs }) => sum + durationMs, 0)).toBe(loggedOnMs)
  })

  it('of a day on which the agent never was is empty', () => {
    expect(days(at(8))).toEqual([{ day: TODAY, loggedOnMs: 0, shifts: [], totals: [], states: [] }])
  })
})
