import { describe, expect, it } from 'vitest'
import { PROPERTIES, type Property, Watch } from '../scripts/lib/day/watch.ts'
import type { JournalRow } from '../src/domain/fact.ts'
import type { LegId } from '../src/domain/ids.ts'
import {
  agentId,
  agentLeg,
  aSite,
  callerLeg,
  callId,
  type Happened,
  type Site,
} from './domain/support/story.ts'

/** A site whose every fact is watched; what a story tells, a fact that isn't in the journal, is watched besides. */
function watched() {
  const site = aSite()
  const watch = new Watch()
  const see = (happened: Happened | readonly JournalRow[]) =>
    watch.happened('facts' in happened ? happened.facts : happened, site.state)
  see(site.journal)
  let seen = site.journal.length
  const catchUp = () => {
    see(site.journal.slice(seen))
    seen = site.journal.length
  }
  /** As if the core had said so. */
  const invent = (kind: 'call' | 'agent', subject: string, type: string, data: object) =>
    see([{ siteId: 'site_test', pos: 0, kind, subject, subjectSeq: 0, at: site.now, type, data }])
  return { site, watch, catchUp, invent }
}

function offeredTo(name: string, n: number) {
  return { agentId: agentId(name), legId: agentLeg(n, 9), dueAt: 0 }
}

function broken(watch: Watch): Property[] {
  return PROPERTIES.filter((property) => watch.counts.has(property))
}

function talks(site: Site, n: number): void {
  site.leg('legAnswered', callerLeg(n))
  site.leg('legAnswered', agentLeg(n, 1))
  site.leg('legsBridged', callerLeg(n), { withLegId: agentLeg(n, 1) })
}

describe('the watch over a day', () => {
  it('finds nothing where callers wait, are offered, talk and end', () => {
    const { site, watch, catchUp } = watched()
    site.agentReady('li')
    for (const n of [1, 2, 3]) {
      site.arrives(n)
      catchUp()
    }
    talks(site, 1)
    catchUp()
    expect(watch.standing.waiting).toBe(2)
    for (const leg of [agentLeg(1, 1), callerLeg(1), callerLeg(2)] as LegId[]) {
      site.leg('legHungUp', leg, { cause: 'NORMAL_CLEARING' })
      catchUp()
    }
    expect(broken(watch)).toEqual([])
    expect(watch.ended).toBe(2)
    expect(watch.live).toBe(1)
  })

  it('finds an agent who is given a second call', () => {
    const { site, watch, catchUp, invent } = watched()
    site.agentReady('li')
    site.arrives(1)
    site.arrives(2)
    catchUp()
    invent('agent', agentId('li'), 'agentReserved', { callId: callId(2), legId: agentLeg(2, 1) })
    expect(broken(watch)).toEqual(['oneCallEach'])
    expect(watch.told[0]).toContain(`agent_li has ${callId(1)}, and takes ${callId(2)}`)
  })

  it('finds a caller who is offered to two where one phone is to ring', () => {
    const { site, watch, catchUp, invent } = watched()
    site.agentReady('li')
    site.arrives(1)
    catchUp()
    invent('call', callId(1), 'callOffered', offeredTo('wang', 1))
    expect(broken(watch)).toEqual(['offeredOnce'])
  })

  it('finds a caller who is taken before one who came earlier', () => {
    const { site, watch, catchUp, invent } = watched()
    for (const n of [1, 2]) {
      site.now += 1_000
      site.arrives(n)
    }
    catchUp()
    invent('call', callId(2), 'callOffered', offeredTo('li', 2))
    expect(broken(watch)).toEqual(['firstComeFirstServed'])
  })

  it('finds an emergency that stands behind a routine caller', () => {
    const { site, watch, catchUp, invent } = watched()
    site.arrives(1)
    site.now += 1_000
    site.arrives(2, '8999')
    site.when({ type: 'logOnAgent', agentId: agentId('li'), extension: undefined })
    catchUp()
    invent('call', callId(1), 'callOffered', offeredTo('li', 1))
    expect(broken(watch)).toContain('emergencyFirst')
  })

  it('finds a caller who waits while somebody is idle', () => {
    const { site, watch, catchUp } = watched()
    site.agentReady('li')
    catchUp()
    const agent = site.state.agents.get(agentId('li'))
    if (!agent) throw new Error('nobody')
    const { phase } = agent
    // As if a match had been forgotten: the caller comes while the agent seems to be away, who then isn't.
    agent.phase = { name: 'notReady', reasonCode: 'break', since: site.now }
    site.state.ready.agentMoved(site.state, agent)
    site.arrives(1)
    agent.phase = phase
    catchUp()
    expect(broken(watch)).toEqual(['nobodyWaitsBesideIdle'])
  })

  it('finds agents without the licence or the skill that a caller needs', () => {
    const { site, watch, catchUp, invent } = watched()
    site.arrives(1)
    site.when({ type: 'logOnAgent', agentId: agentId('li'), extension: undefined })
    catchUp()
    const phase = site.state.calls.get(callId(1))?.phase
    if (phase?.name !== 'queued') throw new Error('nobody waits')
    Object.assign(phase.place, { needs: { skills: [], licences: [{ kind: 'physician' }] } })
    invent('call', callId(1), 'callOffered', offeredTo('li', 1))
    expect(broken(watch)).toEqual(['licensed'])
    invent('call', callId(1), 'callOfferEnded', { ...offeredTo('li', 1), why: 'noAnswer', legDueAt: null })
    Object.assign(phase.place, { needs: { skills: [{ skill: 'english', level: 3 }] } })
    invent('call', callId(1), 'callOffered', offeredTo('li', 1))
    expect(broken(watch)).toEqual(['licensed', 'skilled'])
  })

  it('finds calls that end twice, and facts after the last', () => {
    const { site, watch, catchUp, invent } = watched()
    site.arrives(1)
    catchUp()
    site.leg('legHungUp', callerLeg(1), { cause: 'NORMAL_CLEARING' })
    catchUp()
    expect(broken(watch)).toEqual([])
    invent('call', callId(1), 'callEnded', { by: 'caller', why: 'abandoned', durationMs: 0, talkedMs: 0 })
    invent('call', callId(1), 'callAlerting', { legId: agentLeg(1, 1) })
    expect(watch.counts.get('endsOnce')).toBe(2)
  })

  it('keeps some in words and counts all', () => {
    const { site, watch, invent } = watched()
    for (let n = 0; n < 50; n += 1) invent('call', callId(n), 'callAlerting', { legId: agentLeg(n, 1) })
    expect(site.state.calls.size).toBe(0)
    expect(watch.faults).toBe(50)
    expect(watch.told.length).toBe(20)
  })
})
