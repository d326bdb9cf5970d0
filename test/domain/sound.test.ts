import './support/pure.ts'
import { describe, expect, it } from 'vitest'
import type { LegQuality, LegSound } from '../../src/domain/call/quality.ts'
import { MOST_VOICES } from '../../src/domain/call/quality.ts'
import type { LegId } from '../../src/domain/ids.ts'
import { viewCall } from '../../src/domain/site/view.ts'
import { dataOf, hangsUp, outboundTalk } from './support/given.ts'
import {
  agentId,
  agentLeg,
  aSite,
  callerLeg,
  callId,
  type Happened,
  nodeId,
  type Site,
  siteId,
  talking,
  types,
} from './support/story.ts'

const GOOD: LegQuality = { receivedPackets: 600, sentPackets: 600, lostPackets: 6, jitterMs: 3.1, mos: 4.4 }
const NOTHING: LegQuality = {
  receivedPackets: 3,
  sentPackets: 600,
  lostPackets: 0,
  jitterMs: null,
  mos: null,
}

function ends(site: Site, legId: LegId, sound: LegSound, cause = 'NORMAL_CLEARING'): Happened {
  return site.leg('legHungUp', legId, { cause, ...sound })
}

/** Caller n and agent li talk for so long; the caller hangs up, and the agent's leg goes with it. */
function talk(site: Site, n: number, caller: LegSound, agent: LegSound, ms = 12_000): Happened[] {
  talking(site, n, 'li')
  site.after(ms)
  const happened = [ends(site, callerLeg(n), caller), ends(site, agentLeg(n, 1), agent)]
  site.when({ type: 'endWrapUp', agentId: agentId('li') })
  return happened
}

const alarmsOf = (site: Site) => [...site.state.alarms.values()]

describe('a leg that ends', () => {
  it('says how it sounded, in its fact, in the call’s view and last look', () => {
    const site = aSite()
    talking(site, 1, 'li')
    site.after(12_000)
    const caller = ends(site, callerLeg(1), { quality: GOOD })
    const ended = {
      legId: callerLeg(1),
      role: 'caller',
      cause: 'NORMAL_CLEARING',
      quality: GOOD,
      heard: true,
    }
    expect(dataOf(caller, 'callLegEnded')).toEqual(ended)
    const call = site.state.calls.get(callId(1))
    const voice = { role: 'caller', agentId: null, ...GOOD, heard: true }
    expect(call && viewCall(siteId, call).voiceQuality).toEqual([voice])
    const quality = { ...GOOD, mos: 3.2 }
    expect(types(ends(site, agentLeg(1, 1), { quality }))).toEqual([
      'agentWrapUp',
      'callLegEnded',
      'callEnded',
    ])
    expect(call && viewCall(siteId, call).voiceQuality).toEqual([
      voice,
      { role: 'agent', agentId: agentId('li'), ...quality, heard: true },
    ])
  })

  it('without media, or unseen, says nothing about it', () => {
    const site = aSite()
    talking(site, 1, 'li')
    site.after(12_000)
    const ended = dataOf(ends(site, callerLeg(1), {}), 'callLegEnded')
    expect(ended).toEqual({ legId: callerLeg(1), role: 'caller', cause: 'NORMAL_CLEARING' })
  })

  it('is forgotten when many others have ended after it', () => {
    const site = aSite()
    site.arrives(1)
    for (let n = 1; n <= MOST_VOICES + 1; n += 1) {
      site.agentReady('li')
      const quality = { ...GOOD, receivedPackets: n }
      ends(site, agentLeg(1, n), { quality }, 'NO_ANSWER')
    }
    const voices = site.state.calls.get(callId(1))?.voices ?? []
    expect(voices.map(({ receivedPackets }) => receivedPackets).slice(0, 2)).toEqual([2, 3])
    expect(voices).toHaveLength(MOST_VOICES)
  })
})

describe('one-way audio', () => {
  it('is a leg in a talk of five seconds from which next to nothing came: an alarm that names the extension', () => {
    const site = aSite()
    const [, agent] = talk(site, 1, { quality: GOOD }, { quality: NOTHING })
    expect(agent && types(agent)).toEqual(['agentWrapUp', 'alarmRaised', 'callLegEnded', 'callEnded'])
    expect(agent && dataOf(agent, 'callLegEnded')).toMatchObject({ heard: false })
    expect(alarmsOf(site)).toEqual([
      {
        alarm: 'oneWayAudio',
        nodeId,
        detail: 'Nothing was heard from the agent at extension 1001.',
        since: site.now,
      },
    ])
  })

  it('of a caller or a called party names nobody', () => {
    const site = aSite()
    talk(site, 1, { quality: NOTHING }, { quality: GOOD })
    expect(alarmsOf(site)).toMatchObject([{ detail: 'Nothing was heard from a caller.' }])
    outboundTalk(site, 2, 'wang')
    site.after(5_000)
    ends(site, agentLeg(2, 2), { quality: NOTHING })
    expect(alarmsOf(site)).toMatchObject([{ detail: 'Nothing was heard from a called party.' }])
  })

  it('is said once while the same goes on', () => {
    const site = aSite()
    talk(site, 1, { quality: NOTHING }, { quality: GOOD })
    const [again] = talk(site, 2, { quality: NOTHING }, { quality: GOOD })
    expect(again && types(again)).toEqual(['callLegEnded', 'callEnding'])
    expect(again && dataOf(again, 'callLegEnded')).toMatchObject({ heard: false })
  })

  it('is counted over all talks of the leg, and not over what was between them', () => {
    const site = aSite()
    talking(site, 1, 'li')
    site.after(3_000)
    ends(site, agentLeg(1, 1), {}, 'RECOVERY_ON_TIMER_EXPIRE')
    site.after(60_000)
    site.agentReady('wang')
    site.leg('legAnswered', agentLeg(1, 2))
    site.leg('legsBridged', callerLeg(1), { withLegId: agentLeg(1, 2) })
    site.after(1_999)
    expect(site.state.calls.get(callId(1))?.legs.get(callerLeg(1))?.talkedMs).toBe(3_000)
    site.now += 1
    expect(dataOf(ends(site, callerLeg(1), { quality: NOTHING }), 'callLegEnded')).toMatchObject({
      heard: false,
    })
  })

  it('is also an answered leg that the switch gave up for want of packets', () => {
    const site = aSite()
    talking(site, 1, 'li')
    site.after(40_000)
    ends(site, callerLeg(1), { quality: GOOD }, 'MEDIA_TIMEOUT')
    expect(alarmsOf(site)).toMatchObject([
      { alarm: 'oneWayAudio', detail: 'Nothing was heard from a caller.' },
    ])
    const ringing = aSite()
    ringing.agentReady('li')
    ringing.arrives(1)
    hangsUp(ringing, agentLeg(1, 1), 'MEDIA_TIMEOUT')
    expect(alarmsOf(ringing)).toEqual([])
  })

  it.each<[string, LegSound, number, string]>([
    ['a phone that was on hold', { quality: NOTHING, held: true }, 12_000, 'NORMAL_CLEARING'],
    [
      'a phone on hold for so long that the switch gave it up',
      { quality: NOTHING, held: true },
      12_000,
      'MEDIA_TIMEOUT',
    ],
    ['a talk of less than five seconds', { quality: NOTHING }, 4_999, 'NORMAL_CLEARING'],
    [
      'a leg to which we sent nothing',
      { quality: { ...NOTHING, sentPackets: 199 } },
      12_000,
      'NORMAL_CLEARING',
    ],
    ['a leg of which nothing was measured', {}, 12_000, 'NORMAL_CLEARING'],
  ])('is not %s: it can’t be told', (_what, sound, ms, cause) => {
    const site = aSite()
    talking(site, 1, 'li')
    site.after(ms)
    expect(dataOf(ends(site, agentLeg(1, 1), sound, cause), 'callLegEnded')).not.toHaveProperty('heard')
    expect(alarmsOf(site)).toEqual([])
  })

  it('is not a muted phone that sends silence or comfort noise: it is heard', () => {
    const site = aSite()
    const comfort = { ...NOTHING, receivedPackets: 50 }
    const [caller] = talk(site, 1, { quality: comfort }, { quality: GOOD })
    expect(caller && dataOf(caller, 'callLegEnded')).toMatchObject({ heard: true })
    expect(alarmsOf(site)).toEqual([])
  })
})

describe('the alarm about it', () => {
  it('is over after twenty talks in a row in which everybody was heard', () => {
    const site = aSite()
    talk(site, 1, { quality: GOOD }, { quality: NOTHING })
    for (let n = 2; n <= 20; n += 1) talk(site, n, { quality: GOOD }, { quality: GOOD })
    expect(alarmsOf(site)).toHaveLength(1)
    const [, last] = talk(site, 21, { quality: GOOD }, { quality: GOOD })
    expect(last && types(last)).toEqual(['agentWrapUp', 'callLegEnded', 'callEnded', 'alarmCleared'])
    expect(alarmsOf(site)).toEqual([])
    talk(site, 22, { quality: GOOD }, { quality: NOTHING })
    expect(alarmsOf(site)).toHaveLength(1)
  })

  it('begins to count anew with a talk in which one wasn’t heard; one that can’t be told counts for nothing', () => {
    const site = aSite()
    talk(site, 1, { quality: GOOD }, { quality: NOTHING })
    for (let n = 2; n <= 20; n += 1) talk(site, n, { quality: GOOD }, { quality: GOOD })
    talk(site, 21, { quality: GOOD }, { quality: NOTHING })
    expect(site.state.heardInARow.get(nodeId)).toBe(0)
    for (let n = 22; n <= 40; n += 1) talk(site, n, { quality: GOOD }, { quality: GOOD })
    talk(site, 41, { quality: GOOD }, { quality: GOOD }, 2_000)
    expect(alarmsOf(site)).toHaveLength(1)
    talk(site, 42, { quality: GOOD }, { quality: GOOD })
    expect(alarmsOf(site)).toEqual([])
  })

  it('stays when the agent’s own leg was heard and the caller’s wasn’t, in whichever order they end', () => {
    const site = aSite()
    talk(site, 1, { quality: NOTHING }, { quality: GOOD })
    for (let n = 2; n <= 30; n += 1) talk(site, n, { quality: NOTHING }, { quality: GOOD })
    for (let n = 31; n <= 60; n += 1) talk(site, n, { quality: GOOD }, { quality: NOTHING })
    expect(alarmsOf(site)).toHaveLength(1)
  })

  it('can be cleared by hand, and is raised anew', () => {
    const site = aSite()
    talk(site, 1, { quality: NOTHING }, { quality: GOOD })
    site.when({ type: 'clearAlarm', alarm: 'oneWayAudio' })
    expect(site.state.heardInARow.size).toBe(0)
    talk(site, 2, { quality: NOTHING }, { quality: GOOD })
    expect(alarmsOf(site)).toHaveLength(1)
  })
})
