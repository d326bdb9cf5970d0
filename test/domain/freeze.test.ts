import './support/pure.ts'
import { describe, expect, it } from 'vitest'
import { nextDeadline } from '../../src/domain/site/evolve.ts'
import { type FrozenSite, freeze, SHAPE, thaw } from '../../src/domain/site/freeze.ts'
import { handle } from '../../src/domain/site/handle.ts'
import type { SiteInput } from '../../src/domain/site/inputs.ts'
import type { SiteState } from '../../src/domain/site/state.ts'
import { beginsWithMore } from './support/beyond.ts'
import { heard } from './support/given.ts'
import { masked, recordingSite, segmentStored, talkRecorded } from './support/recordings.ts'
import { agentId, agentLeg, aSite, callerLeg, nodeId, queueId, type Site, siteId } from './support/story.ts'

function kept(state: SiteState): SiteState {
  const thawed = thaw(JSON.parse(JSON.stringify(freeze(state))) as FrozenSite, siteId)
  if (!thawed) throw new Error('not thawed')
  return thawed
}

/**
 * A recorded talk with a mask and an alarm, a caller whose offer made way for an emergency, callers who are offered, who
 * wait, one of them with announcements, one in the menu; one leaves a message, one hears a phone ring, one talks with
 * whom the flow has handed the call to.
 */
function busySite() {
  const site = recordingSite()
  beginsWithMore(site)
  talkRecorded(site, 1)
  masked(site, 1, 0, true)
  segmentStored(site, 1, 0, 0, 8)
  site.when({ type: 'raiseAlarm', alarm: 'spoolFull', nodeId, detail: 'x' })
  site.agentReady('wang')
  site.arrives(2)
  site.arrives(3)
  site.now += 5
  site.arrives(4, '8999')
  site.arrives(5, '8001')
  site.arrives(6, '8003')
  site.arrives(7, '8004')
  heard(site, 7)
  site.arrives(8, '8005')
  site.arrives(9, '8005')
  site.leg('legAnswered', agentLeg(9, 1))
  site.leg('legsBridged', callerLeg(9), { withLegId: agentLeg(9, 1) })
  vanishes(site)
  const sun = { agentId: agentId('sun'), name: 'sun', extension: '1004', queueIds: [queueId('general')] }
  site.when({ type: 'defineAgent', agent: sun })
  site.agentReady('sun')
  return site
}

/** Whoever is next talks with a phone that falls silent, and waits again: the leg has a voice, the node an alarm. */
function vanishes(site: Site): void {
  const agent = { agentId: agentId('zhao'), name: 'zhao', extension: '1003', queueIds: [queueId('general')] }
  site.when({ type: 'defineAgent', agent })
  site.agentReady('zhao')
  const next = [...site.state.calls.values()].find(
    ({ phase }) => phase.name === 'offered' && phase.offers[0]?.agentId === agent.agentId,
  )
  const [outer, inner] = [...(next?.legs.keys() ?? [])]
  if (!outer || !inner) throw new Error('nobody is offered')
  site.leg('legAnswered', outer)
  site.leg('legAnswered', inner)
  site.leg('legsBridged', outer, { withLegId: inner })
  const quality = { receivedPackets: 200, sentPackets: 900, lostPackets: 9, jitterMs: 2.5, mos: 4.1 }
  site.leg('legHungUp', inner, { cause: 'MEDIA_TIMEOUT', quality })
}

describe('a frozen site', () => {
  it('thaws to a site that decides alike', () => {
    const site = busySite()
    const thawed = kept(site.state)
    expect(nextDeadline(thawed)?.at).toBe(nextDeadline(site.state)?.at)
    expect([...thawed.legs].sort()).toEqual([...site.state.legs].sort())
    const at = site.now + 1
    const what: Record<string, unknown>[] = [
      { type: 'legHungUp', legId: agentLeg(2, 1), cause: 'USER_BUSY' },
      { type: 'keyPressed', legId: callerLeg(6), key: '1' },
      { type: 'legHungUp', legId: callerLeg(7), cause: 'NORMAL_CLEARING' },
      { type: 'legAnswered', legId: agentLeg(8, 1) },
      { type: 'legHungUp', legId: agentLeg(9, 1), cause: 'MEDIA_TIMEOUT' },
      { type: 'legHungUp', legId: callerLeg(1), cause: 'NORMAL_CLEARING' },
      { type: 'legHungUp', legId: agentLeg(1, 1), cause: 'NORMAL_CLEARING' },
      { type: 'makeAgentReady', agentId: agentId('wang') },
      { type: 'deadlineReached', at: at + 60_000 },
    ]
    for (const input of what) {
      const whole = { at, nodeId, ...input } as SiteInput
      expect(handle(thawed, whole)).toEqual(handle(site.state, whole))
    }
  })

  it('is not thawed for another site or from another shape', () => {
    const frozen = freeze(aSite().state)
    expect(thaw({ ...frozen, shape: 'older' }, siteId)).toBeUndefined()
    expect(thaw(frozen, 'site_other' as typeof siteId)).toBeUndefined()
  })

  it('has the outline that its shape stands for: change SHAPE when this fails', () => {
    const frozen = JSON.parse(JSON.stringify(freeze(busySite().state))) as FrozenSite
    expect({ shape: SHAPE, outline: outline(frozen) }).toMatchInlineSnapshot(`
      {
        "outline": [
          ".admission.prompts[]: string",
          ".agents[].definition.agentId: string",
          ".agents[].definition.extension: string",
          ".agents[].definition.name: string",
          ".agents[].definition.queueIds[]: string",
          ".agents[].extension: string",
          ".agents[].forcedBy: null",
          ".agents[].id: string",
          ".agents[].licensedAt: number",
          ".agents[].phase.before.name: string",
          ".agents[].phase.before.since: number",
          ".agents[].phase.callId: string",
          ".agents[].phase.extendMs: number",
          ".agents[].phase.legId: string",
          ".agents[].phase.mostUntil: number",
          ".agents[].phase.name: string",
          ".agents[].phase.required: boolean",
          ".agents[].phase.since: number",
          ".agents[].phase.until: number",
          ".agents[].rungPos: number",
          ".agents[].servedQueueIds: null",
          ".agents[].talks.count: number",
          ".agents[].talks.day: number",
          ".agents[].version: number",
          ".alarms[].alarm: string",
          ".alarms[].detail: string",
          ".alarms[].nodeId: string",
          ".alarms[].since: number",
          ".calls[].agentId: string",
          ".calls[].alarmAt: number",
          ".calls[].answeredAt: number",
          ".calls[].asks: number",
          ".calls[].called.hash: string",
          ".calls[].called.masked: string",
          ".calls[].calling.hash: string",
          ".calls[].calling.masked: string",
          ".calls[].connectedAt: number",
          ".calls[].direction: string",
          ".calls[].duty.from: number",
          ".calls[].duty.joinedAt: number",
          ".calls[].duty.lookAt: number",
          ".calls[].duty.queueId: string",
          ".calls[].duty.round: number",
          ".calls[].flow.id: string",
          ".calls[].flow.version: string",
          ".calls[].heard: boolean",
          ".calls[].id: string",
          ".calls[].legsMade: number",
          ".calls[].legs[][].agentId: string",
          ".calls[].legs[][].alerted: boolean",
          ".calls[].legs[][].answered: boolean",
          ".calls[].legs[][].leavingBy: number",
          ".calls[].legs[][].role: string",
          ".calls[].legs[][].talkedMs: number",
          ".calls[].legs[][]: string",
          ".calls[].noRecording: boolean",
          ".calls[].nodeId: string",
          ".calls[].phase.agentId: string",
          ".calls[].phase.answered: boolean",
          ".calls[].phase.attempt: number",
          ".calls[].phase.dueAt: number",
          ".calls[].phase.legId: string",
          ".calls[].phase.name: string",
          ".calls[].phase.offers[].agentId: string",
          ".calls[].phase.offers[].dueAt: number",
          ".calls[].phase.offers[].legId: string",
          ".calls[].phase.offers[].since: number",
          ".calls[].phase.part: number",
          ".calls[].phase.place.announceAt: number",
          ".calls[].phase.place.announced: number",
          ".calls[].phase.place.enqueuedAt: number",
          ".calls[].phase.place.giveUpAt: number",
          ".calls[].phase.place.music: string",
          ".calls[].phase.place.order: number",
          ".calls[].phase.place.otherwise: string",
          ".calls[].phase.place.priority: string",
          ".calls[].phase.place.queueId: string",
          ".calls[].phase.place.rank: number",
          ".calls[].phase.place.servedAs: number",
          ".calls[].phase.place.step: string",
          ".calls[].phase.since: number",
          ".calls[].phase.step: string",
          ".calls[].phase.to: string",
          ".calls[].phase.token: string",
          ".calls[].phase.until: number",
          ".calls[].phase.withLegId: string",
          ".calls[].queueId: string",
          ".calls[].recordingId: string",
          ".calls[].serviceNumber: string",
          ".calls[].silenceNoticed: boolean",
          ".calls[].silentMs: number",
          ".calls[].silentSteps: number",
          ".calls[].startedAt: number",
          ".calls[].talkedMs: number",
          ".calls[].tokens: number",
          ".calls[].turnedAway: boolean",
          ".calls[].urgent: boolean",
          ".calls[].voices[].agentId: string",
          ".calls[].voices[].heard: boolean",
          ".calls[].voices[].jitterMs: number",
          ".calls[].voices[].lostPackets: number",
          ".calls[].voices[].mos: number",
          ".calls[].voices[].receivedPackets: number",
          ".calls[].voices[].role: string",
          ".calls[].voices[].sentPackets: number",
          ".calls[].waitedMs: number",
          ".currentFlows[][]: string",
          ".epoch: number",
          ".heardInARow[][]: number",
          ".heardInARow[][]: string",
          ".lastAt: number",
          ".load.level: string",
          ".nodes[][].connected: boolean",
          ".nodes[][].coreUuid: string",
          ".nodes[][].drainingSince: null",
          ".nodes[][].health: string",
          ".nodes[][].lostAt: null",
          ".nodes[][].pausedCore: null",
          ".nodes[][].since: number",
          ".nodes[][].suspended: boolean",
          ".nodes[][]: string",
          ".numberVersions[][]: number",
          ".numberVersions[][]: string",
          ".otherwiseFlow: string",
          ".otherwiseVersion: number",
          ".pos: number",
          ".publications[][].origin: string",
          ".publications[][].publishedAt: number",
          ".publications[][].revision: number",
          ".publications[][]: string",
          ".queues[].definition.callback.atOnce: number",
          ".queues[].definition.callback.attempts: number",
          ".queues[].definition.callback.keepMs: number",
          ".queues[].definition.callback.most: number",
          ".queues[].definition.callback.pauseMs: number",
          ".queues[].definition.callback.ringMs: number",
          ".queues[].definition.duty.pauseMs: number",
          ".queues[].definition.duty.steps[].afterMs: number",
          ".queues[].definition.duty.steps[].ringMs: number",
          ".queues[].definition.duty.steps[].to.agentId: string",
          ".queues[].definition.duty.steps[].to.number: string",
          ".queues[].definition.duty.steps[].when: string",
          ".queues[].definition.emergencyAlarmMs: number",
          ".queues[].definition.names.en: string",
          ".queues[].definition.queueId: string",
          ".queues[].definition.ringMs: number",
          ".queues[].definition.wrapUpMs: number",
          ".queues[].pace.answerMs: number",
          ".queues[].pace.at: number",
          ".queues[].pace.inLine: number",
          ".queues[].pace.left: number",
          ".queues[].pace.leftMs: number",
          ".queues[].pace.manned: boolean",
          ".queues[].pace.served: number",
          ".queues[].pace.servedAt: number",
          ".queues[].pace.servedMs: number",
          ".queues[].pace.unservedMs: number",
          ".queues[].version: number",
          ".recordingPolicy.enabled: boolean",
          ".recordingPolicy.inbound: boolean",
          ".recordingPolicy.outbound: boolean",
          ".recordings[].agentId: null",
          ".recordings[].agentId: string",
          ".recordings[].callId: string",
          ".recordings[].failures: number",
          ".recordings[].id: string",
          ".recordings[].isClosed: boolean",
          ".recordings[].isMaskWanted: boolean",
          ".recordings[].queueId: null",
          ".recordings[].queueId: string",
          ".recordings[].segments[].byteLength: number",
          ".recordings[].segments[].nodeId: string",
          ".recordings[].segments[].objectKey: string",
          ".recordings[].segments[].samples: number",
          ".recordings[].segments[].segment: number",
          ".recordings[].segments[].sha256: string",
          ".recordings[].segments[].startedAt: number",
          ".recordings[].segments[].take: number",
          ".recordings[].segments[].truncated: boolean",
          ".recordings[].startedAt: number",
          ".recordings[].takes[].ended.at: number",
          ".recordings[].takes[].ended.until: number",
          ".recordings[].takes[].ended.why: string",
          ".recordings[].takes[].ended: null",
          ".recordings[].takes[].legId: string",
          ".recordings[].takes[].masks[].since: number",
          ".recordings[].takes[].masks[].until: null",
          ".recordings[].takes[].nodeId: string",
          ".recordings[].takes[].orderedAt: number",
          ".recordings[].takes[].samples: null",
          ".recordings[].takes[].startedAt: null",
          ".recordings[].takes[].startedAt: number",
          ".recordings[].takes[].why: string",
          ".recordings[].talkedMs: number",
          ".recordings[].talksSince: null",
          ".recordings[].talksSince: number",
          ".seqs[][]: number",
          ".seqs[][]: string",
          ".servedLast[][].agentId: string",
          ".servedLast[][].at: number",
          ".servedLast[][]: string",
          ".shape: string",
          ".siteId: string",
          ".tenure.drove: boolean",
          ".tenure.holder: null",
          ".tenure.released: boolean",
          ".unservedSince: null",
        ],
        "shape": "site-6",
      }
    `)
  })
})

/** Every path of the value, lists and maps as one element. */
function outline(value: unknown, path = ''): string[] {
  const paths = new Set<string>()
  const walk = (one: unknown, at: string): void => {
    if (Array.isArray(one)) for (const item of one) walk(item, `${at}[]`)
    else if (one !== null && typeof one === 'object') {
      for (const [key, item] of Object.entries(one)) walk(item, `${at}.${key}`)
    } else paths.add(`${at}: ${one === null ? 'null' : typeof one}`)
  }
  walk(value, path)
  return [...paths].filter((one) => !one.startsWith('.flows') && !one.startsWith('.numbers')).sort()
}
