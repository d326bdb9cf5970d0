import './support/pure.ts'
import { describe, expect, it } from 'vitest'
import { openingIdFrom, recordingIdOf } from '../../src/domain/ids.ts'
import { openingReasonField } from '../../src/domain/recording/facts.ts'
import { MOST_FAILURES } from '../../src/domain/recording/follow.ts'
import { viewRecording } from '../../src/domain/recording/view.ts'
import { takeToken } from '../../src/domain/site/inputs.ts'
import { connecting, dataOf, fails, hangsUp, orderOf, outboundTalk } from './support/given.ts'
import {
  accounted,
  began,
  masked,
  onTake,
  recordingOf,
  recordingSite,
  recordingTypes,
  segmentStored,
  talkRecorded,
} from './support/recordings.ts'
import {
  agentId,
  agentLeg,
  aSite,
  callerLeg,
  callId,
  directFlow,
  nodeId,
  orders,
  queueId,
  type Site,
  siteId,
  talking,
  types,
} from './support/story.ts'

const rec = recordingIdOf(callId(1))
const bridged = (site: Site) => site.leg('legsBridged', callerLeg(1), { withLegId: agentLeg(1, 1) })

describe('a talk that is to be recorded', () => {
  it('is recorded on the caller’s leg as soon as the two are bridged, and says so to the call', () => {
    const site = recordingSite()
    connecting(site, 1)
    const happened = bridged(site)
    expect(types(happened)).toEqual(['callConnected', 'agentBusy', 'recordingTakeOrdered', 'callRecorded'])
    expect(dataOf(happened, 'recordingTakeOrdered')).toEqual({
      callId: callId(1),
      nodeId,
      take: 0,
      legId: callerLeg(1),
      agentId: agentId('li'),
      queueId: queueId('general'),
      why: 'connected',
    })
    expect(orderOf(happened, 'startRecording')).toEqual({
      type: 'startRecording',
      nodeId,
      callId: callId(1),
      legId: callerLeg(1),
      recordingId: rec,
      take: 0,
    })
    expect(types(began(site, 1, 0))).toEqual(['recordingTakeStarted'])
    expect(began(site, 1, 0).stale).toBe(true)
  })

  it('outbound: is recorded on the party’s leg', () => {
    const site = recordingSite()
    outboundTalk(site, 1)
    expect(recordingOf(site, 1)?.takes).toMatchObject([{ legId: agentLeg(1, 2), why: 'connected' }])
  })

  it('ends with the call; the recording is complete when the recorder has accounted for it', () => {
    const site = recordingSite()
    talkRecorded(site, 1)
    site.now += 10_000
    expect(types(hangsUp(site, agentLeg(1, 1)))).toContain('recordingTakeEnded')
    const gone = hangsUp(site, callerLeg(1))
    expect(types(gone)).toEqual(['callLegEnded', 'callEnded', 'recordingClosed'])
    expect(types(segmentStored(site, 1, 0, 0, 79_200))).toEqual(['recordingSegmentStored'])
    const done = accounted(site, 1, 0, 79_200)
    expect(types(done)).toEqual(['recordingTakeAccounted', 'recordingCompleted'])
    expect(dataOf(done, 'recordingCompleted')).toEqual({
      talkedMs: 10_000,
      sealedMs: 9_900,
      maskedMs: 0,
      gapMs: 100,
      takes: 1,
      segments: 1,
    })
    expect(recordingOf(site, 1)).toBeUndefined()
    expect(done.facts.at(-1)?.subjectSeq).toBe(7)
  })

  it('what is said twice gives no second fact, and what nobody knows is refused', () => {
    const site = recordingSite()
    talkRecorded(site, 1)
    expect(accounted(site, 1, 0, 8).outcome).toMatchObject({ type: 'refused', code: 'recording-state' })
    hangsUp(site, callerLeg(1))
    hangsUp(site, agentLeg(1, 1))
    segmentStored(site, 1, 0, 0, 8)
    const again = segmentStored(site, 1, 0, 0, 8)
    expect([again.facts, again.outcome]).toEqual([[], { type: 'accepted' }])
    expect(accounted(site, 1, 1, 8).outcome).toMatchObject({ code: 'recording-unknown' })
    expect(accounted(site, 1, 0, 8).outcome).toEqual({ type: 'accepted' })
    expect(accounted(site, 1, 0, 8).outcome).toMatchObject({ code: 'recording-unknown' })
  })

  it('the agent’s phone vanishes: the take ends, the next talk is the next take of the same recording', () => {
    const site = recordingSite()
    talkRecorded(site, 1)
    const lost = hangsUp(site, agentLeg(1, 1), 'RECOVERY_ON_TIMER_EXPIRE')
    expect(dataOf(lost, 'recordingTakeEnded')).toMatchObject({ take: 0, why: 'unbridged' })
    expect(orders(lost)).toContain('stopRecording')
    site.agentReady('wang')
    site.leg('legAnswered', agentLeg(1, 2))
    const next = site.leg('legsBridged', callerLeg(1), { withLegId: agentLeg(1, 2) })
    expect(types(next)).not.toContain('callRecorded')
    expect(dataOf(next, 'recordingTakeOrdered')).toMatchObject({
      take: 1,
      why: 'connected',
      agentId: agentId('wang'),
    })
  })
})

describe('what is recorded', () => {
  const isRecorded = (site: Site) => recordingOf(site, 1) !== undefined
  const recordedWith = (policy: object, queue: object, flow: object = {}) => {
    const site = aSite()
    site.when({ type: 'setRecordingPolicy', enabled: true, inbound: true, outbound: true, ...policy })
    const names = { en: 'General' }
    const definition = { queueId: queueId('general'), names, ringMs: 20_000, wrapUpMs: 0, ...queue }
    site.when({ type: 'defineQueue', queue: definition })
    site.when({ type: 'publishFlow', flow: { ...directFlow, version: 'direct-2', ...flow } })
    talking(site, 1, 'li')
    return isRecorded(site)
  }

  it('the queue decides, else the flow, else the site by the direction', () => {
    expect(recordedWith({ inbound: false }, {})).toBe(false)
    expect(recordedWith({ inbound: false }, {}, { record: true })).toBe(true)
    expect(recordedWith({}, {}, { record: false })).toBe(false)
    expect(recordedWith({}, { record: true }, { record: false })).toBe(true)
    expect(recordedWith({}, { record: false }, { record: true })).toBe(false)
    expect(recordedWith({ outbound: false }, {})).toBe(true)
  })

  it('nothing where it is off, whatever else says', () => {
    expect(recordedWith({ enabled: false }, { record: true }, { record: true })).toBe(false)
    const site = aSite()
    talking(site, 1, 'li')
    expect(isRecorded(site)).toBe(false)
  })

  it('nothing on a node beside which nobody seals, and all on it once somebody does', () => {
    expect(recordedWith({ withoutRecorder: [nodeId] }, { record: true })).toBe(false)
    expect(recordedWith({ withoutRecorder: ['node_elsewhere'] }, {})).toBe(true)
    const site = aSite()
    const policy = { type: 'setRecordingPolicy', enabled: true, inbound: true, outbound: true } as const
    site.when({ ...policy, withoutRecorder: [nodeId] })
    talking(site, 1, 'li')
    expect(isRecorded(site)).toBe(false)
    expect(types(site.when(policy))).toEqual(['recordingPolicySet', 'recordingTakeOrdered', 'callRecorded'])
    // Begun, it goes on to its end.
    expect(types(site.when({ ...policy, withoutRecorder: [nodeId] }))).toEqual(['recordingPolicySet'])
    expect(recordingOf(site, 1)?.takes.at(-1)?.ended).toBeNull()
  })

  it('switched on, talks that go on are recorded from then; switched off, to their end', () => {
    const site = aSite()
    talking(site, 1, 'li')
    const policy = { type: 'setRecordingPolicy', inbound: true, outbound: true } as const
    expect(types(site.when({ ...policy, enabled: true }))).toContain('recordingTakeOrdered')
    expect(site.when({ ...policy, enabled: true }).facts).toEqual([])
    expect(types(site.when({ ...policy, enabled: false }))).toEqual(['recordingPolicySet'])
    began(site, 1, 0)
    expect(types(onTake(site, 'recordingStopped', 1, 0, { cause: '' }))).toEqual([
      'recordingTakeEnded',
      'recordingTakeOrdered',
    ])
  })
})

describe('a take that breaks', () => {
  it.each([
    [
      'the switch stops it',
      (site: Site) => onTake(site, 'recordingStopped', 1, 0, { cause: 'x' }),
      'stopped',
    ],
    ['the leg changes its codec', (site: Site) => site.leg('legCodecChanged', callerLeg(1)), 'codecChanged'],
    [
      'its file doesn’t grow',
      (site: Site) => site.when({ type: 'noteTakeStalled', recordingId: rec, take: 0 }),
      'stalled',
    ],
  ])('%s: it is told to stop, and the next one begins', (_, breaks, why) => {
    const site = recordingSite()
    talkRecorded(site, 1)
    site.now += 5_000
    const broken = breaks(site)
    expect(dataOf(broken, 'recordingTakeEnded')).toEqual({ take: 0, why, until: site.now })
    expect(dataOf(broken, 'recordingTakeOrdered')).toMatchObject({ take: 1, why })
    expect(orders(broken)).toEqual(['stopRecording', 'startRecording'])
  })

  it('another codec before it began, or of the agent’s leg, is of no interest', () => {
    const site = recordingSite()
    talking(site, 1, 'li')
    expect(site.leg('legCodecChanged', callerLeg(1)).facts).toEqual([])
    began(site, 1, 0)
    expect(site.leg('legCodecChanged', agentLeg(1, 1)).facts).toEqual([])
  })

  it('a leg on hold isn’t recorded by the switch: the second take that stands still is left alone', () => {
    const site = recordingSite()
    talkRecorded(site, 1)
    site.when({ type: 'noteTakeStalled', recordingId: rec, take: 0 })
    began(site, 1, 1)
    const again = site.when({ type: 'noteTakeStalled', recordingId: rec, take: 1 })
    expect([again.facts, again.outcome]).toEqual([[], { type: 'accepted' }])
  })

  it('the switch refuses: tried again, at most so often, then an alarm, and the talk goes on', () => {
    const site = recordingSite()
    talking(site, 1, 'li')
    const seen: string[] = []
    for (let take = 0; take < MOST_FAILURES; take += 1) {
      const token = takeToken(rec, take)
      seen.push(...types(fails(site, callerLeg(1), 'startRecording', 'refused', { token })))
    }
    expect(seen.filter((type) => type === 'recordingTakeOrdered')).toHaveLength(MOST_FAILURES - 1)
    expect(seen.at(-1)).toBe('alarmRaised')
    expect([...site.state.alarms.values()]).toMatchObject([{ alarm: 'recordingRefused', nodeId }])
    site.agentReady('wang')
    talking(site, 2, 'wang')
    began(site, 2, 0)
    site.now += 5_000
    expect(types(hangsUp(site, callerLeg(2)))).toContain('alarmCleared')
  })

  it('the switch doesn’t know the leg: nothing more is ordered, the leg’s end follows', () => {
    const site = recordingSite()
    talking(site, 1, 'li')
    const token = takeToken(rec, 0)
    const refused = fails(site, callerLeg(1), 'startRecording', 'noSuchLeg', { token })
    expect(types(refused)).toEqual(['recordingTakeEnded', 'callLegDoubted'])
    expect(recordingOf(site, 1)?.takes[0]?.samples).toBe(0)
    expect(types(site.after(2_000))).toContain('callLegEnded')
  })

  it('the call ended first: the refusal that follows accounts for the take', () => {
    const site = recordingSite()
    talking(site, 1, 'li')
    hangsUp(site, callerLeg(1))
    hangsUp(site, agentLeg(1, 1))
    const token = takeToken(rec, 0)
    expect(types(fails(site, callerLeg(1), 'startRecording', 'noSuchLeg', { token }))).toEqual([
      'recordingTakeAccounted',
      'recordingCompleted',
    ])
    expect(fails(site, callerLeg(1), 'startRecording', 'noSuchLeg', { token }).stale).toBe(true)
  })

  it('no answer to the order: told to stop, and taken up in another file', () => {
    const site = recordingSite()
    talking(site, 1, 'li')
    const late = fails(site, callerLeg(1), 'startRecording', 'timedOut', { token: takeToken(rec, 0) })
    expect(dataOf(late, 'recordingTakeEnded')).toMatchObject({ why: 'lost' })
    expect(orders(late)).toEqual(['stopRecording', 'startRecording'])
    expect(orders(began(site, 1, 0))).toEqual(['stopRecording'])
  })

  it('a refusal whose token says nothing is counted as late', () => {
    const site = recordingSite()
    talking(site, 1, 'li')
    for (const token of [undefined, '', 'x.0', `${rec}.7`, `${rec}.0x`]) {
      expect(fails(site, callerLeg(1), 'startRecording', 'refused', { token })).toMatchObject({ stale: true })
    }
  })
})

describe('a mask', () => {
  const ask = (site: Site, on: boolean) => site.when({ type: 'maskRecording', callId: callId(1), masked: on })

  it('is asked for, ordered, and counted from the switch’s word until it is taken back', () => {
    const site = recordingSite()
    talkRecorded(site, 1)
    const asked = ask(site, true)
    expect([types(asked), orders(asked), asked.outcome]).toEqual([
      ['recordingMaskRequested'],
      ['maskRecording'],
      { type: 'accepted' },
    ])
    expect(ask(site, true)).toMatchObject({ facts: [], commands: [], outcome: { type: 'accepted' } })
    expect(types(masked(site, 1, 0, true))).toEqual(['recordingMasked'])
    expect(masked(site, 1, 0, true).stale).toBe(true)
    const since = site.now
    site.now += 3_000
    ask(site, false)
    masked(site, 1, 0, false)
    const recording = recordingOf(site, 1)
    const view = recording && viewRecording(siteId, recording)
    expect(view?.takes[0]?.masks).toEqual([{ since, until: since + 3_000 }])
    expect(view?.maskedMs).toBe(3_000)
  })

  it('holds for the next take from its first frame on, and ends with the take in the books', () => {
    const site = recordingSite()
    talkRecorded(site, 1)
    ask(site, true)
    masked(site, 1, 0, true)
    site.now += 2_000
    const next = site.leg('legCodecChanged', callerLeg(1))
    expect(orders(next)).toEqual(['stopRecording', 'startRecording', 'maskRecording'])
    masked(site, 1, 1, true)
    expect(orders(began(site, 1, 1))).toEqual([])
    expect(recordingOf(site, 1)?.takes.map(({ masks }) => masks.map(({ until }) => until))).toEqual([
      [site.now],
      [null],
    ])
  })

  it('the switch refuses it: the take is given up for one that is masked from its beginning', () => {
    const site = recordingSite()
    talkRecorded(site, 1)
    ask(site, true)
    const refused = fails(site, callerLeg(1), 'maskRecording', 'refused', { token: takeToken(rec, 0) })
    expect(dataOf(refused, 'recordingTakeEnded')).toMatchObject({ why: 'stopped' })
    expect(orders(refused)).toEqual(['stopRecording', 'startRecording', 'maskRecording'])
  })

  it('of a call that is not there, or not recorded, is refused', () => {
    const site = aSite()
    expect(ask(site, true).outcome).toMatchObject({ code: 'call-unknown' })
    talking(site, 1, 'li')
    expect(ask(site, true).outcome).toMatchObject({ code: 'recording-state' })
  })
})

describe('an opening', () => {
  const openingId = openingIdFrom('01K00000000000000000000001')
  const open = (site: Site, more: object = {}) =>
    site.when({
      type: 'noteOpening',
      openingId,
      recordingId: rec,
      person: 'dr.wang@hospital',
      reasonLength: 12,
      fromSegment: 0,
      toSegment: 1,
      logAnchors: ['a'],
      ...more,
    })

  it('is one fact, of a subject of its own, without the reason', () => {
    const site = recordingSite()
    const { facts, outcome } = open(site)
    expect(outcome).toEqual({ type: 'accepted' })
    expect(facts).toMatchObject([
      { kind: 'opening', subject: openingId, subjectSeq: 1, type: 'recordingOpened' },
    ])
    expect(facts[0]?.data).toEqual({
      openingId,
      recordingId: rec,
      person: 'dr.wang@hospital',
      fromSegment: 0,
      toSegment: 1,
      logAnchors: ['a'],
    })
    expect(open(site)).toMatchObject({ facts: [], outcome: { type: 'accepted' } })
    expect(openingReasonField(openingId)).toBe(`openingReason:${openingId}`)
  })

  it.each([
    { person: '' },
    { person: 'a b' },
    { person: 'x'.repeat(129) },
    { reasonLength: 0 },
    { reasonLength: 501 },
    { reasonLength: Number.NaN },
  ])('by nobody, or for no reason, is refused: %o', (wrong) => {
    expect(open(recordingSite(), wrong)).toMatchObject({
      facts: [],
      outcome: { type: 'refused', code: 'opening-invalid' },
    })
  })
})

describe('an alarm', () => {
  it('is raised once while it lasts, and cleared once', () => {
    const site = aSite()
    const alarm = { alarm: 'spoolFull', nodeId } as const
    expect(types(site.when({ type: 'raiseAlarm', ...alarm, detail: '' }))).toEqual(['alarmRaised'])
    expect(types(site.when({ type: 'raiseAlarm', ...alarm, detail: '' }))).toEqual([])
    expect(types(site.when({ type: 'raiseAlarm', ...alarm, detail: 'other' }))).toEqual(['alarmRaised'])
    expect(types(site.when({ type: 'clearAlarm', ...alarm }))).toEqual(['alarmCleared'])
    expect(types(site.when({ type: 'clearAlarm', ...alarm }))).toEqual([])
  })
})

it('no fact of a recording says anything personal', () => {
  const site = recordingSite()
  talkRecorded(site, 1)
  expect(JSON.stringify(recordingTypes(site))).not.toMatch(/138|hash/)
})
