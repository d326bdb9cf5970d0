import './support/pure.ts'
import { describe, expect, it } from 'vitest'
import { recordingIdOf } from '../../src/domain/ids.ts'
import { freeze, thaw } from '../../src/domain/site/freeze.ts'
import type { SiteState } from '../../src/domain/site/state.ts'
import { dataOf, hangsUp } from './support/given.ts'
import { agent, agents, caller } from './support/reconnect.ts'
import { accounted, began, masked, recordingOf, recordingSite, talkRecorded } from './support/recordings.ts'
import { callerLeg, callId, orders, type Site, siteId, talking, types } from './support/story.ts'

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
