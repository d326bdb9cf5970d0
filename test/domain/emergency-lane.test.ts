import './support/pure.ts'
import { describe, expect, it } from 'vitest'
import type { Step } from '../../src/domain/ivr/flow.ts'
import { type FrozenSite, freeze, thaw } from '../../src/domain/site/freeze.ts'
import { asking, ends, interrupts, siteWith, waiting } from './support/flows.ts'
import { dataOf, hangsUp, heard, phaseOf } from './support/given.ts'
import { faultsOf } from './support/invariants.ts'
import {
  agentId,
  agentLeg,
  callerLeg,
  callId,
  type Happened,
  queueId,
  type Site,
  siteId,
  types,
} from './support/story.ts'

const GENERAL = queueId('general')

/** Callers of 8100 wait as emergencies in `general`. */
function lane(queue: object = {}): Site {
  const site = siteWith({ first: waiting('emergency') })
  defines(site, queue)
  return site
}

function defines(site: Site, queue: object): void {
  const definition = { queueId: GENERAL, names: { en: 'x' }, ringMs: 20_000, wrapUpMs: 0 }
  site.when({ type: 'defineQueue', queue: { ...definition, ...queue } })
}

/** What was said of the alarm about emergencies. */
function alarms({ facts }: Happened): string[] {
  return facts.flatMap(({ type, data }) => {
    const { alarm, detail } = data as { alarm?: string; detail?: string }
    if (alarm !== 'emergencyWaiting') return []
    return [type === 'alarmRaised' ? `${detail}` : 'over']
  })
}
const names = (n: number) => `${GENERAL}: ${callId(n)}`

describe('the alarm about an emergency that waits', () => {
  it('is raised at once, names queue and call, and is over when somebody talks with the caller', () => {
    const site = lane()
    expect(alarms(site.arrives(1, '8100'))).toEqual([names(1)])
    site.leg('legAnswered', callerLeg(1))
    site.agentReady('li')
    expect(alarms(site.leg('legAnswered', agentLeg(1, 1)))).toEqual([])
    expect(alarms(site.leg('legsBridged', callerLeg(1), { withLegId: agentLeg(1, 1) }))).toEqual(['over'])
    expect(faultsOf(site.state)).toEqual([])
  })

  it('names whoever has waited longest, and is over with the last', () => {
    const site = lane()
    site.arrives(1, '8100')
    site.now += 1_000
    expect(alarms(site.arrives(2, '8100'))).toEqual([])
    expect(alarms(hangsUp(site, callerLeg(1)))).toEqual([names(2)])
    expect(alarms(hangsUp(site, callerLeg(2)))).toEqual(['over'])
  })

  it('waits for as long as the queue says, and isn’t raised for whoever was taken by then', () => {
    const site = lane({ emergencyAlarmMs: 5_000 })
    expect(alarms(site.arrives(1, '8100'))).toEqual([])
    expect(site.after(4_999).facts).toEqual([])
    const late = site.after(1)
    expect(types(late)).toEqual(['emergencyUnanswered', 'alarmRaised'])
    expect(dataOf(late, 'emergencyUnanswered')).toEqual({ queueId: GENERAL, waitedMs: 5_000 })
    expect(alarms(hangsUp(site, callerLeg(1)))).toEqual(['over'])
    site.agentReady('li')
    site.arrives(2, '8100')
    site.leg('legAnswered', callerLeg(2))
    site.leg('legAnswered', agentLeg(2, 1))
    site.leg('legsBridged', callerLeg(2), { withLegId: agentLeg(2, 1) })
    expect(site.after(5_000).facts).toEqual([])
  })

  it('lasts while phones ring, and again when the agent’s phone vanishes in mid-talk', () => {
    const site = lane()
    site.agentReady('li')
    site.arrives(1, '8100')
    site.leg('legAnswered', callerLeg(1))
    expect([...site.state.alarms.values()].map(({ alarm }) => alarm)).toEqual(['emergencyWaiting'])
    site.leg('legAnswered', agentLeg(1, 1))
    site.leg('legsBridged', callerLeg(1), { withLegId: agentLeg(1, 1) })
    expect(alarms(hangsUp(site, agentLeg(1, 1), 'MEDIA_TIMEOUT'))).toEqual([names(1)])
  })

  it('is not about routine callers, and is the next owner’s', () => {
    const site = siteWith({ first: waiting('routine') })
    expect(alarms(site.arrives(1, '8100'))).toEqual([])
    const urgent = lane()
    urgent.arrives(1, '8100')
    const thawed = thaw(JSON.parse(JSON.stringify(freeze(urgent.state))) as FrozenSite, siteId)
    expect([...(thawed?.emergencies ?? [])]).toEqual([callId(1)])
  })
})

describe('an emergency queue’s team', () => {
  const rung = (happened: Happened) => happened.facts.filter(({ type }) => type === 'callOffered').length
  function ready(queue: object): Site {
    const site = lane(queue)
    for (const name of ['li', 'wang']) site.agentReady(name)
    return site
  }

  it('is rung at once unless the queue says otherwise', () => {
    expect(rung(ready({ priority: 'emergency' }).arrives(1, '8100'))).toBe(2)
    expect(rung(ready({ priority: 'emergency', ringAtOnce: 1 }).arrives(1, '8100'))).toBe(1)
    expect(rung(ready({ priority: 'emergency', strategy: 'longestIdle' }).arrives(1, '8100'))).toBe(1)
    expect(rung(ready({}).arrives(1, '8100'))).toBe(1)
  })

  it('is left to the next emergency as far as that needs it', () => {
    const site = lane({ priority: 'emergency' })
    for (const n of [1, 2]) site.arrives(n, '8100')
    site.agentReady('li')
    expect(phaseOf(site, 1)).toBe('offered')
    site.agentReady('wang')
    expect(phaseOf(site, 2)).toBe('offered')
    expect(site.state.agents.get(agentId('wang'))?.phase.name).toBe('reserved')
  })
})

describe('the emergency key', () => {
  const emergency = { emergency: { key: '*', step: 'urgent' } } as const
  const urgent = { urgent: waiting('emergency'), ...ends('next', 'otherwise') }

  it('ends a message that is being left', () => {
    const first: Step = {
      kind: 'voicemail',
      prompts: ['leave-message'],
      maxMs: 60_000,
      endKey: '#',
      next: 'next',
      otherwise: 'otherwise',
    }
    const site = siteWith({ first, ...urgent }, emergency)
    site.when({ type: 'setRecordingPolicy', enabled: true, inbound: true, outbound: true })
    site.arrives(1, '8100')
    site.leg('legAnswered', callerLeg(1))
    heard(site, 1)
    expect(phaseOf(site, 1)).toBe('voicemail')
    const jump = interrupts(site, '*')
    expect(types(jump)).toContain('emergencyRaised')
    expect(types(jump)).toContain('callQueued')
    expect(phaseOf(site, 1)).toBe('queued')
    expect(faultsOf(site.state)).toEqual([])
  })

  it('ends a survey', () => {
    const first: Step = {
      kind: 'survey',
      name: 'satisfaction',
      dimensions: [{ name: 'kindness', prompts: ['rate-kindness'] }],
      lowest: 1,
      highest: 5,
      timeoutMs: asking.timeoutMs,
      attempts: 1,
      noInputPrompts: [],
      invalidPrompts: [],
      next: 'next',
    }
    const site = siteWith({ first, ...urgent }, emergency)
    site.arrives(1, '8100')
    site.leg('legAnswered', callerLeg(1))
    expect(types(interrupts(site, '*'))).toContain('emergencyRaised')
    expect(site.state.calls.get(callId(1))?.phase).toMatchObject({ place: { priority: 'emergency' } })
  })
})
