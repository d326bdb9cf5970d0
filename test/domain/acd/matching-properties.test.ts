import '../support/pure.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Agent, serves } from '../../../src/domain/acd/agent.ts'
import { licenceFault } from '../../../src/domain/acd/licences.ts'
import { keptFor } from '../../../src/domain/acd/ready-index.ts'
import { hasSkills } from '../../../src/domain/acd/skills.ts'
import { servedBefore } from '../../../src/domain/acd/waiting.ts'
import type { Place } from '../../../src/domain/call/state.ts'
import { type FrozenSite, freeze, thaw } from '../../../src/domain/site/freeze.ts'
import type { SiteState } from '../../../src/domain/site/state.ts'
import { faultsOf, JournalCheck } from '../support/invariants.ts'
import { history, live, offersOf, runs, waitingCalls } from '../support/matching-chance.ts'
import { siteId } from '../support/story.ts'

/** By looking at the agent and the place alone, at that moment; what the indexes hold to be so doesn't count. */
function mayServe(agent: Agent, place: Place, now: number): boolean {
  return (
    serves(agent, place.queueId) &&
    hasSkills(agent, place.needs) &&
    licenceFault(agent, place.needs, now) === undefined
  )
}

/** Whether nobody but the agent is wished for. */
function isFor(state: SiteState, place: Place, agent: Agent): boolean {
  const kept = keptFor(state, place)
  return kept === undefined || kept === agent.id
}

describe('matching, whatever comes', () => {
  it('leaves nobody waiting while somebody is idle who would do', () => {
    fc.assert(
      fc.property(history, (draws) => {
        live(draws, (site) => {
          for (const { call, place } of waitingCalls(site.state)) {
            for (const agent of site.state.agents.values()) {
              if (agent.phase.name !== 'ready' || !isFor(site.state, place, agent)) continue
              expect([call.id, agent.id, mayServe(agent, place, site.now)]).toEqual([
                call.id,
                agent.id,
                false,
              ])
            }
          }
        })
      }),
      runs,
    )
  })

  it('offers nobody a call for which a skill or a licence is missing, on that day, or a queue that isn’t theirs', () => {
    fc.assert(
      fc.property(history, (draws) => {
        live(draws, (site, happened) => {
          for (const { place, agent } of offersOf(site, happened))
            expect([agent.id, place.queueId, mayServe(agent, place, site.now)]).toEqual([
              agent.id,
              place.queueId,
              true,
            ])
        })
      }),
      runs,
    )
  })

  it('lets no routine caller pass an emergency, and nobody pass who is before in the same queue and class', () => {
    fc.assert(
      fc.property(history, (draws) => {
        live(draws, (site, happened) => {
          for (const { call, place, agent } of offersOf(site, happened)) {
            for (const other of waitingCalls(site.state)) {
              if (other.call === call || !mayServe(agent, other.place, site.now)) continue
              if (!isFor(site.state, other.place, agent)) continue
              const urgent = other.place.priority === 'emergency' && place.priority !== 'emergency'
              const first = other.place.queueId === place.queueId && servedBefore(other.place, place) < 0
              expect([other.call.id, urgent || first]).toEqual([other.call.id, false])
            }
          }
        })
      }),
      runs,
    )
  })

  it('keeps an agent from ringing for routine callers while an emergency waits whom that agent could serve', () => {
    fc.assert(
      fc.property(history, (draws) => {
        live(draws, ({ state, now }) => {
          const emergencies = waitingCalls(state).filter(({ place }) => place.priority === 'emergency')
          const falling = [...state.agents.values()].filter(({ phase }) => {
            if (phase.name !== 'reserved') return false
            return state.calls.get(phase.callId)?.legs.get(phase.legId)?.leavingBy !== undefined
          })
          for (const { phase } of state.calls.values()) {
            if (phase.name !== 'offered' || phase.place.priority === 'emergency') continue
            for (const offer of phase.offers) {
              const agent = state.agents.get(offer.agentId)
              if (!agent || agent.pending !== undefined) continue
              const wanting = emergencies.filter(
                ({ place }) => mayServe(agent, place, now) && isFor(state, place, agent),
              )
              // Each of them has been promised a phone that is falling silent.
              expect(wanting.length <= falling.length).toBe(true)
            }
          }
        })
      }),
      runs,
    )
  })

  it('keeps the state whole, has each call end once, and knows after a thaw what it knew before', () => {
    fc.assert(
      fc.property(history, (draws) => {
        const site = live(draws, ({ state }) => {
          expect(faultsOf(state).filter((fault) => !fault.includes(' is idle'))).toEqual([])
        })
        const check = new JournalCheck()
        for (const row of site.journal) check.add(row)
        expect(check.faults).toEqual([])
        const thawed = thaw(JSON.parse(JSON.stringify(freeze(site.state))) as FrozenSite, siteId)
        expect(thawed && standingOf(thawed)).toEqual(standingOf(site.state))
      }),
      runs,
    )
  })
})

/** Where each waiting call stands, with whom, in which order. */
function standingOf(state: SiteState): unknown[] {
  return waitingCalls(state).map(({ call }) => {
    const line = state.ready.lineOf(call.id)
    return [
      call.id,
      line?.key,
      line?.able,
      [...(line?.idle ?? [])].map(({ agent, key }) => [agent.id, key]),
      [...(line?.waiting ?? [])].map((waiting) => waiting.call.id),
    ]
  })
}
