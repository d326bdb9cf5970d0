import './support/pure.ts'
import { describe, expect, it } from 'vitest'
import { type LegId, recordingIdOf } from '../../src/domain/ids.ts'
import { freeze, thaw } from '../../src/domain/site/freeze.ts'
import type { TakeRef } from '../../src/domain/site/inputs.ts'
import type { SiteState } from '../../src/domain/site/state.ts'
import { dataOf, hangsUp } from './support/given.ts'
import { agent, agents, caller } from './support/reconnect.ts'
import { accounted, began, masked, recordingOf, recordingSite, talkRecorded } from './support/recordings.ts'
import {
  aSite,
  callerLeg,
  callId,
  type Happened,
  orders,
  type Site,
  siteId,
  talking,
  types,
} from './support/story.ts'

const there = [
  { ...caller, bridgedTo: agent },
  { ...agents, bridgedTo: callerLeg(1) },
]

function gone(site: Site, ms = 1_000): void {
  site.when({ type: 'switchLost' })
  site.now += ms
}

describe('the connection to the switch was lost in a recorded talk', () => {
  it('a take that was confirmed goes on untouched', () => {
    const site = recordingSite()
    talkRecorded(site, 1)
    gone(site)
    expect(types(site.reconnected(there))).toEqual(['switchConnected'])
    expect(orders(site.reconnected(there))).toEqual([])
  })

  it('a new owner finds it so, too', () => {
    const site = recordingSite()
    talkRecorded(site, 1)
    site.when({ type: 'siteTaken', controllerId: 'other', address: 'elsewhere' })
    expect(orders(site.reconnected(there))).toEqual([])
    expect(recordingOf(site, 1)?.takes).toMatchObject([{ ended: null }])
  })

  it('one that wasn’t is given up, told to stop, and taken up in another file', () => {
    const site = recordingSite()
    talking(site, 1, 'li')
    gone(site)
    const back = site.reconnected(there)
    expect(dataOf(back, 'recordingTakeEnded')).toMatchObject({ take: 0, why: 'lost' })
    expect(dataOf(back, 'recordingTakeOrdered')).toMatchObject({ take: 1, why: 'reconnected' })
    expect(orders(back)).toEqual(['stopRecording', 'startRecording'])
  })

  it('what should have stopped meanwhile is told again', () => {
    const site = recordingSite()
    talkRecorded(site, 1)
    hangsUp(site, agent, 'RECOVERY_ON_TIMER_EXPIRE')
    gone(site)
    const back = site.reconnected([caller])
    expect(back.commands.filter(({ type }) => type === 'stopRecording')).toMatchObject([{ take: 0 }])
  })

  it('a mask whose answer was lost is asked for again', () => {
    const site = recordingSite()
    talkRecorded(site, 1)
    site.when({ type: 'maskRecording', callId: callId(1), masked: true })
    gone(site)
    expect(site.reconnected(there).commands).toMatchObject([{ type: 'maskRecording', masked: true }])
    masked(site, 1, 0, true)
    expect(orders(site.reconnected(there))).toEqual([])
  })

  it('not bridged any more: the take ends, and the bridge that is seen again brings the next', () => {
    const site = recordingSite()
    talkRecorded(site, 1)
    gone(site)
    const back = site.reconnected([caller, agents])
    expect(dataOf(back, 'recordingTakeEnded')).toMatchObject({ why: 'unbridged' })
    const again = site.leg('legsBridged', callerLeg(1), { withLegId: agent })
    expect(dataOf(again, 'recordingTakeOrdered')).toMatchObject({ take: 1, why: 'connected' })
  })

  it('nothing is ordered while the switch is out of reach, and a file that stands still then is no news', () => {
    const site = recordingSite()
    talkRecorded(site, 1)
    site.when({ type: 'switchLost' })
    const stalled = site.when({ type: 'noteTakeStalled', recordingId: recordingIdOf(callId(1)), take: 0 })
    expect(stalled).toMatchObject({ facts: [], commands: [], outcome: { code: 'switch-unavailable' } })
  })
})

describe('the switch is found to write', () => {
  const [mine, other] = [recordingIdOf(callId(1)), recordingIdOf(callId(7))]
  const writing = (...recordings: TakeRef[]) => [{ ...caller, bridgedTo: agent, recordings }, there[1] ?? {}]
  const stopped = (happened: Happened) =>
    happened.commands.flatMap((one) => (one.type === 'stopRecording' ? [[one.recordingId, one.take]] : []))

  it('what is known to run: it goes on', () => {
    const site = recordingSite()
    talkRecorded(site, 1)
    gone(site)
    expect(types(site.reconnected(writing({ recordingId: mine, take: 0 })))).toEqual(['switchConnected'])
  })

  it('a take that nobody here knows: it is stopped and entered, and a take of our own takes the talk up', () => {
    const site = aSite()
    talking(site, 1, 'li')
    site.when({ type: 'siteTaken', controllerId: 'other', address: 'elsewhere' })
    site.when({ type: 'setRecordingPolicy', enabled: true, inbound: true, outbound: true })
    const since = site.now
    site.now += 4_000
    const back = site.reconnected(writing({ recordingId: mine, take: 1 }))
    expect(stopped(back)).toEqual([[mine, 1]])
    // The one before it may have left a file as well.
    expect(recordingOf(site, 1)?.takes).toMatchObject([
      { why: 'found', orderedAt: since, ended: { why: 'lost' }, samples: null },
      { why: 'found', ended: { why: 'lost' }, samples: null },
      { why: 'reconnected', ended: null },
    ])
    expect(orders(back)).toEqual(['stopRecording', 'startRecording'])
    began(site, 1, 2)
    site.now += 2_000
    hangsUp(site, callerLeg(1))
    hangsUp(site, agent)
    accounted(site, 1, 0, 0)
    accounted(site, 1, 1, 3_500 * 8)
    // All of the talk is judged by, as far as it is known.
    expect(dataOf(accounted(site, 1, 2, 2_000 * 8), 'recordingCompleted')).toMatchObject({
      talkedMs: 6_000,
      sealedMs: 5_500,
      gapMs: 500,
    })
  })

  it('a later take than the one that is known to run: that one has ended', () => {
    const site = recordingSite()
    talkRecorded(site, 1)
    gone(site)
    const back = site.reconnected(writing({ recordingId: mine, take: 1 }))
    expect(stopped(back)).toEqual([[mine, 1]])
    const takes = recordingOf(site, 1)?.takes.map(({ why, ended }) => [why, ended?.why])
    expect(takes).toEqual([
      ['connected', 'lost'],
      ['found', 'lost'],
      ['reconnected', undefined],
    ])
  })

  it('a take while nobody is known to talk: it is stopped, and belongs to no talk', () => {
    const site = recordingSite()
    site.arrives(1)
    site.when({ type: 'switchLost' })
    const back = site.reconnected([{ ...caller, recordings: [{ recordingId: mine, take: 0 }] }])
    expect(stopped(back)).toEqual([[mine, 0]])
    expect(recordingOf(site, 1)).toMatchObject({ talksSince: null, failures: 0, takes: [{ why: 'found' }] })
    site.leg('legHungUp', callerLeg(1), { cause: 'NORMAL_CLEARING' })
    expect(dataOf(accounted(site, 1, 0, 800), 'recordingCompleted')).toMatchObject({
      talkedMs: 0,
      sealedMs: 100,
      gapMs: 0,
    })
  })

  it('a take of a call that has had its end, or on a leg of none: it is stopped', () => {
    const site = recordingSite()
    site.arrives(1)
    site.when({ type: 'switchLost' })
    const take = { recordingId: other, take: 2 }
    const stray = { legId: callerLeg(9), callId: callId(7), bridgedTo: 'somebody' as LegId }
    const back = site.reconnected([
      { ...caller, recordings: [take] },
      { ...stray, recordings: [take] },
    ])
    expect(stopped(back)).toEqual([
      [other, 2],
      [other, 2],
    ])
    expect(site.state.recordings.size).toBe(0)
  })

  it('no more what should run: it has stopped unseen, and the next take begins', () => {
    const site = recordingSite()
    talkRecorded(site, 1)
    gone(site)
    const back = site.reconnected(writing())
    expect(dataOf(back, 'recordingTakeEnded')).toMatchObject({ take: 0, why: 'stopped' })
    expect(dataOf(back, 'recordingTakeOrdered')).toMatchObject({ take: 1, why: 'stopped' })
  })
})

describe('the switch died', () => {
  it('the talk counts until the connection was lost, and so does the take: what is missing is its own', () => {
    const site = recordingSite()
    talkRecorded(site, 1)
    site.now += 5_000
    const died = site.now
    gone(site, 30_000)
    const back = site.reconnected([], 'core-2')
    expect(dataOf(back, 'recordingTakeEnded')).toEqual({ take: 0, why: 'lost', until: died })
    expect(types(back)).toContain('recordingClosed')
    expect(orders(back)).not.toContain('startRecording')
    const done = accounted(site, 1, 0, 4_950 * 8)
    expect(dataOf(done, 'recordingCompleted')).toMatchObject({ talkedMs: 5_000, sealedMs: 4_950, gapMs: 50 })
  })

  it('its calls were recovered: they go on in the next take, and the gap is stated', () => {
    const site = recordingSite()
    talkRecorded(site, 1)
    site.now += 5_000
    gone(site, 2_000)
    const back = site.reconnected(there, 'core-2')
    expect(dataOf(back, 'recordingTakeOrdered')).toMatchObject({ take: 1, why: 'reconnected' })
    began(site, 1, 1)
    site.now += 3_000
    hangsUp(site, callerLeg(1))
    hangsUp(site, agent)
    accounted(site, 1, 0, 5_000 * 8)
    const done = accounted(site, 1, 1, 3_000 * 8)
    expect(dataOf(done, 'recordingCompleted')).toMatchObject({
      talkedMs: 10_000,
      sealedMs: 8_000,
      gapMs: 2_000,
      takes: 2,
    })
  })
})

it('a frozen site has its recordings when it is thawed, and goes on with them', () => {
  const site = recordingSite()
  talkRecorded(site, 1)
  site.when({ type: 'maskRecording', callId: callId(1), masked: true })
  masked(site, 1, 0, true)
  site.when({ type: 'raiseAlarm', alarm: 'spoolFull', nodeId: null, detail: 'x' })
  const thawed = thaw(JSON.parse(JSON.stringify(freeze(site.state))), siteId)
  const kept = ({ recordings, alarms, recordingPolicy, openings, recordingsDue }: SiteState) => {
    return { recordings, alarms, recordingPolicy, openings, recordingsDue }
  }
  expect(thawed && kept(thawed)).toEqual({ ...kept(site.state), recordingsDue: new Set([callId(1)]) })
})
