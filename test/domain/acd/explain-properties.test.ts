import '../support/pure.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { explainAgent, explainWait, type Obstacle } from '../../../src/domain/acd/explain.ts'
import { waitingPlace } from '../../../src/domain/acd/explain-agent.ts'
import { history, live, offersOf, runs } from '../support/matching-chance.ts'
import type { Site } from '../support/story.ts'

/** What lasts of itself: an agent who is offered a call has none of these. */
const LASTING: readonly Obstacle['reason'][] = [
  'notLoggedOn',
  'notOnThisQueue',
  'missingSkill',
  'licenceMissing',
  'licenceExpired',
  'licenceSuspended',
  'licenceNotYetValid',
  'licenceOtherJurisdiction',
  'keptForPreferred',
  'switchOutOfReach',
]

function waits(site: Site) {
  return [...site.state.calls.values()].filter((call) => waitingPlace(call) !== undefined)
}

function of(
  site: Site,
  callId: Parameters<typeof explainAgent>[1],
  agentId: Parameters<typeof explainAgent>[2],
) {
  return explainAgent(site.state, callId, agentId, site.now)?.map(({ reason }) => reason)
}

describe('what is said of a wait and what the matching does', () => {
  it('each wait has a reason, and nobody waits for an agent against whom nothing speaks', () => {
    fc.assert(
      fc.property(history, (draws) => {
        live(draws, (site) => {
          for (const { id } of waits(site)) {
            const told = explainWait(site.state, id, site.now)
            expect([id, (told?.reasons.length ?? 0) > 0]).toEqual([id, true])
            for (const agent of site.state.agents.values())
              expect([id, agent.id, of(site, id, agent.id)]).not.toEqual([id, agent.id, []])
          }
        })
      }),
      runs,
    )
  })

  it('nothing that lasts speaks against whoever is offered a call', () => {
    fc.assert(
      fc.property(history, (draws) => {
        live(draws, (site, happened) => {
          for (const { call, agent } of offersOf(site, happened)) {
            const against = of(site, call.id, agent.id)?.filter((reason) => LASTING.includes(reason))
            expect([call.id, agent.id, against]).toEqual([call.id, agent.id, []])
          }
        })
      }),
      runs,
    )
  })

  it('who is kept from a call by nothing but not being ready is rung as soon as he or she is', () => {
    let seen = 0
    fc.assert(
      fc.property(history, fc.nat({ max: 3 }), (draws, which) => {
        const site = live(draws, () => {})
        const agent = [...site.state.agents.values()][which]
        if (agent?.phase.name !== 'notReady' || agent.phase.reasonCode === 'phoneGone') return
        const wanting = waits(site).filter(({ id }) => of(site, id, agent.id)?.join() === 'notReady')
        const preferred = waits(site).some(({ phase }) => {
          return phase.name === 'queued' && phase.place.needs.preferAgentId === agent.id
        })
        site.when({ type: 'makeAgentReady', agentId: agent.id })
        if (wanting.length > 0) seen += 1
        const isRung = site.state.agents.get(agent.id)?.phase.name !== 'ready'
        if (wanting.length > 0) expect([agent.id, isRung]).toEqual([agent.id, true])
        else if (!preferred) expect([agent.id, isRung]).toEqual([agent.id, false])
      }),
      { ...runs, numRuns: 2 * runs.numRuns },
    )
    expect(seen).toBeGreaterThan(3)
  })
})
