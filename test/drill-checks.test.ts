/** What a drill checks afterwards: sound evidence passes, and evidence broken in any one way is found out. */
import { describe, expect, it } from 'vitest'
import { CHECKS } from '../scripts/lib/drill/checks/all.ts'
import { endedOnce, unclaimed, unrecorded } from '../scripts/lib/drill/checks/ended-once.ts'
import { fellOpen } from '../scripts/lib/drill/checks/fell-open.ts'
import { journalWhole } from '../scripts/lib/drill/checks/journal-whole.ts'
import { nobodyWaited } from '../scripts/lib/drill/checks/nobody-waited.ts'
import { oneCallEach } from '../scripts/lib/drill/checks/one-call-each.ts'
import { oneOwner } from '../scripts/lib/drill/checks/one-owner.ts'
import { allRecovered } from '../scripts/lib/drill/checks/recovered.ts'
import { allSealed, lossesOfSwitches } from '../scripts/lib/drill/checks/sealed.ts'
import { receivedAgain, webhooksWhole } from '../scripts/lib/drill/checks/webhooks-whole.ts'
import { outside, unservedWindows } from '../scripts/lib/drill/checks/windows.ts'
import type { Evidence, FaultSeen, JournalFact, Turn } from '../scripts/lib/drill/evidence.ts'
import { statesAt } from '../scripts/lib/drill/states.ts'
import { timesOf } from '../scripts/lib/drill/times.ts'

const CALL = 'call_one'
const REC = 'rec_one'
const T = 1_000_000

type Told = readonly [at: number, kind: string, subject: string, type: string, data?: object]

/** Facts with both of their numbers. */
function journal(told: readonly Told[]): JournalFact[] {
  const sequences = new Map<string, number>()
  return told.map(([at, kind, subject, type, data = {}], index) => {
    const subjectSeq = (sequences.get(subject) ?? 0) + 1
    sequences.set(subject, subjectSeq)
    const fact = { pos: index + 1, kind, subject, subjectSeq, at: T + at, type, seenAt: T + at }
    return { ...fact, data: data as Record<string, unknown> }
  })
}

const STORY: readonly Told[] = [
  [0, 'site', 'site_main', 'siteTaken'],
  [1, 'site', 'site_main', 'switchConnected'],
  [10_000, 'agent', 'agent_a', 'agentNotReady'],
  [20_000, 'call', CALL, 'callAccepted', { calling: { masked: '138****0001' } }],
  [20_100, 'call', CALL, 'callQueued', { queueId: 'queue_one' }],
  [24_000, 'agent', 'agent_a', 'agentReady'],
  [24_000, 'call', CALL, 'callOffered'],
  [24_000, 'agent', 'agent_a', 'agentReserved', { callId: CALL }],
  [25_000, 'agent', 'agent_a', 'agentBusy', { callId: CALL }],
  [25_000, 'call', CALL, 'callConnected'],
  [25_000, 'recording', REC, 'recordingTakeOrdered', { take: 0 }],
  [25_050, 'recording', REC, 'recordingTakeStarted', { take: 0 }],
  [30_050, 'agent', 'agent_a', 'agentWrapUp', { callId: CALL }],
  [30_050, 'call', CALL, 'callEnded', { by: 'caller', why: 'hungUp' }],
  [30_050, 'recording', REC, 'recordingTakeEnded', { take: 0, why: 'callEnded' }],
  [30_050, 'recording', REC, 'recordingClosed'],
  [31_000, 'recording', REC, 'recordingSegmentStored', { objectKey: 'a/b', byteLength: 900 }],
  [31_000, 'recording', REC, 'recordingTakeAccounted', { take: 0, samples: 40_000 }],
  [31_000, 'recording', REC, 'recordingCompleted'],
]

function sound(told: readonly Told[] = STORY): Evidence {
  const facts = journal(told)
  return {
    siteId: 'site_main',
    controllers: 1,
    turns: [],
    queuesOf: { agent_a: ['queue_one'], agent_b: ['queue_two'] },
    callers: [
      {
        number: '13800000001',
        outbound: false,
        startedAt: T + 19_900,
        answeredAt: T + 20_000,
        endedAt: T + 30_000,
        heardAt: T + 30_000,
        by: 'local',
        how: 'hungUp',
      },
    ],
    agentCalls: [
      {
        agentId: 'agent_a',
        rangAt: T + 24_100,
        answeredAt: T + 25_000,
        endedAt: T + 30_100,
        heardAt: T + 30_000,
        second: false,
      },
    ],
    fallbackCalls: [],
    faults: [],
    facts,
    records: [{ callId: CALL, endedBy: 'caller', endedWhy: 'hungUp' }],
    webhooks: {
      fromPos: 3,
      received: facts
        .filter(({ pos, kind }) => pos > 3 && kind !== 'site')
        .map(({ pos, subject, subjectSeq }) => ({ id: `site_main-${pos}`, subject, sequence: subjectSeq })),
      refused: 0,
    },
    takes: [
      {
        recordingId: REC,
        take: 0,
        bytes: 160_000,
        behindMs: 10,
        stoodStillMs: 0,
        firstSeenAt: T + 25_060,
        lastSeenAt: T + 30_000,
      },
    ],
    objects: { 'a/b': 900 },
    left: [],
  }
}

function fault(at: number, more: Partial<FaultSeen> = {}): FaultSeen {
  const times = { at: T + at, undoneAt: T + at + 1_000, recoveredAt: T + at + 2_000 }
  return { kind: 'controllerKilled', aimedAt: 'queued', met: ['queued'], ...times, ...more }
}

const without = (type: string) => STORY.filter((told) => told[3] !== type)
const first = <T>(all: readonly T[]): T => {
  const [one] = all
  if (one === undefined) throw new Error('there is none')
  return one
}

describe('the checks of a drill', () => {
  it('find nothing in sound evidence', () => {
    for (const [what, check] of Object.entries(CHECKS))
      expect({ what, found: check(sound()) }).toEqual({ what, found: [] })
  })

  it.each([
    ['has not ended', sound(without('callEnded'))],
    [
      'ended 2 times',
      sound([...STORY, [32_000, 'call', CALL, 'callEnded', { by: 'caller', why: 'hungUp' }]]),
    ],
    [
      'ended without a cause',
      sound(STORY.map((t) => (t[3] === 'callEnded' ? [t[0], t[1], t[2], t[3], {}] : t))),
    ],
    ['has no record', { ...sound(), records: [] }],
    ['its record says', { ...sound(), records: [{ callId: CALL, endedBy: 'switch', endedWhy: 'lost' }] }],
    [
      'a record and no facts',
      {
        ...sound(),
        records: [...sound().records, { callId: 'call_x', endedBy: 'caller', endedWhy: 'hungUp' }],
      },
    ],
    [
      'unknown to the journal',
      { ...sound(), callers: [...sound().callers, { ...first(sound().callers), number: '13800000002' }] },
    ],
    [
      'left on the line',
      { ...sound(), callers: [{ ...first(sound().callers), endedAt: T + 40_000, heardAt: T + 40_000 }] },
    ],
  ])('a call: %s', (what, evidence) => {
    expect(endedOnce(evidence).map((finding) => finding.what)).toContainEqual(expect.stringContaining(what))
  })

  it('a caller who came while nobody was there is counted, and not lost', () => {
    const one = { ...first(sound().callers), number: '13800000002', startedAt: T + 20_500 }
    const evidence = { ...sound(), callers: [...sound().callers, one], faults: [fault(21_000)] }
    expect(endedOnce(evidence)).toEqual([])
    expect(unrecorded(evidence)).toEqual([one])
    expect(unclaimed(evidence)).toEqual([])
  })

  it('a caller whom no controller took though one was there is lost, unless the fallback group had the call', () => {
    const one = { ...first(sound().callers), number: '13800000002' }
    const evidence = { ...sound(), callers: [...sound().callers, one] }
    expect(endedOnce(evidence)).toMatchObject([{ subject: one.number }])
    const fellBack = { ...evidence, fallbackCalls: [{ number: one.number, rangAt: T + 24_000 }] }
    expect(endedOnce(fellBack)).toEqual([])
    expect(unclaimed(fellBack)).toEqual([one])
  })

  it('a phone that a killed switch could not tell is excused, any other that stays on the line is not', () => {
    const lost = STORY.map(
      (told): Told =>
        told[3] === 'callEnded' ? [told[0], told[1], told[2], told[3], { by: 'switch', why: 'lost' }] : told,
    )
    const stayed = {
      ...sound(lost),
      records: [{ callId: CALL, endedBy: 'switch', endedWhy: 'lost' }],
      callers: [{ ...first(sound().callers), endedAt: T + 50_000, heardAt: T + 50_000 }],
    }
    const kill = fault(29_000, { kind: 'switchKilled' })
    expect(endedOnce({ ...stayed, faults: [kill] })).toEqual([])
    expect(endedOnce(stayed)).toHaveLength(1)
    expect(endedOnce({ ...stayed, faults: [{ ...kill, kind: 'redisKilled' }] })).toHaveLength(1)
    expect(endedOnce({ ...stayed, faults: [fault(15_000, { kind: 'switchKilled' })] })).toHaveLength(1)
  })

  it('a caller who waits while an agent of the queue is ready, but not in a window without service', () => {
    const late = STORY.map(
      (told): Told => (told[3] === 'agentReady' ? ([21_000, ...told.slice(1)] as unknown as Told) : told),
    )
    expect(nobodyWaited(sound(late))).toMatchObject([
      { subject: CALL, what: expect.stringContaining('3000 ms') },
    ])
    expect(nobodyWaited({ ...sound(late), queuesOf: { agent_a: ['queue_two'] } })).toEqual([])
    expect(nobodyWaited({ ...sound(late), faults: [fault(20_500)] })).toEqual([])
    expect(nobodyWaited({ ...sound(late), faults: [fault(5_000)] })).toHaveLength(1)
  })

  it('a caller who waits again after an offer that came to nothing', () => {
    const again: Told[] = [
      ...STORY.slice(0, 8),
      [25_000, 'call', CALL, 'callOfferEnded'],
      [25_000, 'agent', 'agent_a', 'agentReady'],
      [29_000, 'call', CALL, 'callEnded', { by: 'caller', why: 'abandoned' }],
    ]
    expect(nobodyWaited(sound(again))).toMatchObject([{ what: expect.stringContaining('4000 ms') }])
  })

  it('an agent with two talks, or rung while talking, or given two calls', () => {
    const talk = first(sound().agentCalls)
    const other = { ...talk, answeredAt: T + 27_000 }
    expect(oneCallEach({ ...sound(), agentCalls: [talk, other] })).toMatchObject([{ what: 'had two talks' }])
    // Its other end had gone: nothing was heard any more.
    expect(oneCallEach({ ...sound(), agentCalls: [{ ...talk, heardAt: T + 26_500 }, other] })).toEqual([])
    expect(oneCallEach({ ...sound(), agentCalls: [{ ...talk, second: true }] })).toHaveLength(1)
    const second = { ...talk, rangAt: T + 26_000, answeredAt: null, heardAt: null, second: true }
    const cutOff = fault(23_900, { kind: 'controllerCutOff' })
    expect(oneCallEach({ ...sound(), agentCalls: [talk, second] })).toHaveLength(1)
    expect(oneCallEach({ ...sound(), agentCalls: [talk, second], faults: [cutOff] })).toEqual([])
    const killed = fault(25_500, { kind: 'switchKilled' })
    expect(oneCallEach({ ...sound(), agentCalls: [talk, second], faults: [killed] })).toEqual([])
    // It was back before the phone was answered: what that phone says, nobody hears.
    const ringing = fault(talk.rangAt - T + 100, { kind: 'switchKilled', undoneAt: talk.rangAt + 200 })
    expect(ringing.undoneAt).toBeLessThan(talk.answeredAt ?? 0)
    expect(oneCallEach({ ...sound(), agentCalls: [talk, second], faults: [ringing] })).toEqual([])
    const unheard = [{ ...talk, heardAt: null }, second]
    expect(oneCallEach({ ...sound(), agentCalls: unheard, faults: [ringing] })).toEqual([])
    expect(oneCallEach({ ...sound(), agentCalls: unheard })).toHaveLength(1)
    const before = fault(23_500, { kind: 'switchKilled' })
    expect(oneCallEach({ ...sound(), agentCalls: [talk, second], faults: [before] })).toHaveLength(1)
    // Taken back while it rang, and answered before the phone had heard of that.
    const late = { ...talk, rangAt: T + 24_100, answeredAt: T + 25_900, heardAt: null, endedAt: T + 26_100 }
    const takenBack = journal([
      ...STORY.slice(0, 8),
      [25_800, 'call', CALL, 'callOfferEnded', { agentId: 'agent_a', why: 'preempted' }],
    ])
    expect(oneCallEach({ faults: [], facts: takenBack, agentCalls: [late, second] })).toEqual([])
    expect(oneCallEach({ ...sound(), agentCalls: [late, second] })).toHaveLength(1)
    const stays = { ...late, endedAt: T + 28_000 }
    expect(oneCallEach({ faults: [], facts: takenBack, agentCalls: [stays, second] })).toHaveLength(1)
    const two = [
      ...STORY.slice(0, 9),
      [26_000, 'agent', 'agent_a', 'agentReserved', { callId: 'call_two' }] as const,
    ]
    expect(oneCallEach(sound(two))).toMatchObject([
      { subject: 'agent_a', what: expect.stringContaining('call_two') },
    ])
  })

  it('a fact that is missing, out of order, or after the end', () => {
    const whole = sound().facts
    expect(journalWhole({ facts: whole.filter(({ pos }) => pos !== 7), faults: [] }).length).toBeGreaterThan(
      0,
    )
    expect(
      journalWhole({ facts: [...whole.slice(0, 5), ...whole.slice(5).reverse()], faults: [] }).length,
    ).toBeGreaterThan(0)
    expect(
      journalWhole({ facts: journal([...STORY, [33_000, 'call', CALL, 'callAlerting']]), faults: [] }),
    ).toMatchObject([{ what: 'callAlerting after its end' }])
  })

  it('facts that were set aside', () => {
    const facts = journal([
      ...STORY,
      [33_000, 'site', 'site_main', 'alarmRaised', { alarm: 'factsSetAside' }],
    ])
    expect(journalWhole({ facts, faults: [] })).toMatchObject([
      { what: expect.stringContaining('set aside') },
    ])
    // The price of losing both stores where another has them.
    expect(journalWhole({ facts, faults: [fault(32_000, { kind: 'controllerCutOff' })] })).toEqual([])
    expect(journalWhole({ facts, faults: [fault(32_000)] })).toHaveLength(1)
  })

  it('what an owner kept while it had no stores is no loss where another took the site just then', () => {
    const told: Told[] = [...STORY, [40_000, 'site', 'site_main', 'siteTaken']]
    const unknown = {
      recordingId: 'rec_two',
      take: 0,
      bytes: 3_200,
      behindMs: 0,
      stoodStillMs: 0,
      lastSeenAt: T + 49_000,
    }
    const kept = {
      ...sound(told),
      left: ['journal/site_main/set-aside/0000000000000018-24413f61.log'],
      takes: [{ ...unknown, firstSeenAt: T + 39_000 }],
    }
    const cutOff = fault(38_500, { kind: 'controllerCutOff' })
    expect(allSealed({ ...kept, faults: [cutOff] })).toEqual([])
    expect(allSealed(kept)).toHaveLength(2)
    expect(allSealed({ ...kept, faults: [{ ...cutOff, kind: 'controllerAsleep' }] })).toHaveLength(2)
    const unaccounted = STORY.map(
      (told): Told =>
        told[3] === 'recordingTakeAccounted'
          ? [told[0], told[1], told[2], told[3], { take: 0, samples: 0 }]
          : told,
    )
    const stored = { ...sound(unaccounted), faults: [fault(30_500, { kind: 'controllerCutOff' })] }
    expect(allSealed(stored)).toHaveLength(1)
    expect(allSealed({ ...stored, objects: { 'a/b': 900, [`a/${REC}/0`]: 160_400 } })).toEqual([])
    const earlier = fault(30_500, { kind: 'controllerCutOff' })
    expect(allSealed({ ...kept, faults: [earlier] })).toHaveLength(2)
  })

  it('a webhook that never came, came too early, or was not signed; twice is allowed', () => {
    const { webhooks } = sound()
    const received = webhooks.received
    const told = (more: Partial<Evidence['webhooks']>) => ({ ...sound(), webhooks: { ...webhooks, ...more } })
    expect(webhooksWhole(told({ received: received.slice(1) }))).toHaveLength(1)
    expect(webhooksWhole(told({ received: [...received].reverse() })).length).toBeGreaterThan(0)
    expect(webhooksWhole(told({ refused: 1 }))).toHaveLength(1)
    const twice = told({ received: [...received, first(received)] })
    expect(webhooksWhole(twice)).toEqual([])
    expect(receivedAgain(twice)).toBe(1)
  })

  it('sound that was written and not sealed, and whatever is left behind', () => {
    const takes = sound().takes
    const wrote = (bytes: number) => ({ ...sound(), takes: takes.map((take) => ({ ...take, bytes })) })
    expect(allSealed(wrote(160_004))).toMatchObject([{ subject: REC }])
    expect(allSealed(sound(without('recordingTakeAccounted')))).toHaveLength(1)
    expect(allSealed(sound(without('recordingCompleted')))).toHaveLength(1)
    expect(allSealed({ ...sound(), objects: { 'a/b': 899 } })).toHaveLength(1)
    expect(allSealed({ ...sound(), left: ['rec_one.0.raw'] })).toHaveLength(1)
  })

  it('more than 0.1 s lost with a killed switch', () => {
    const lost = STORY.map((told) =>
      told[3] === 'recordingTakeEnded' ? told.with(4, { take: 0, why: 'lost' }) : told,
    ) as readonly Told[]
    const killed = (at: number, told = lost) => ({
      ...sound(told),
      faults: [fault(at, { kind: 'switchKilled' })],
    })
    // 5,000 ms are sealed since 25,050; 10 of them it was behind.
    expect(lossesOfSwitches(killed(30_100))).toMatchObject([{ lostMs: 40 }])
    expect(allSealed(killed(30_160))).toEqual([])
    expect(allSealed(killed(30_170))).toMatchObject([{ what: expect.stringContaining('lost 110 ms') }])
    // Nor by the death what a switch that stood still before had not written.
    const stood = sound().takes.map((take) => ({ ...take, stoodStillMs: 1_100, lastSeenAt: T + 31_100 }))
    expect(allSealed({ ...killed(31_170), takes: stood })).toEqual([])
    // Of a take that had ended, nothing.
    expect(lossesOfSwitches(killed(30_170, STORY))).toEqual([])
  })

  it('an owner that is not the next, or speaks while the site is another’s', () => {
    const taken = (at: number, controllerId: string, epoch: number): Told => {
      return [at, 'site', 'site_main', 'siteTaken', { controllerId, epoch }]
    }
    const facts = journal([taken(0, 'one', 1), taken(20_000, 'two', 2)])
    const turn = (by: string, from: number, to: number): Turn => ({ by, from: T + from, to: T + to })
    const turns = [turn('one', 10, 19_500), turn('two', 20_050, 30_000)]
    expect(oneOwner({ facts, turns })).toEqual([])
    expect(oneOwner({ facts, turns: [...turns, turn('one', 30_010, 30_010)] }).length).toBeGreaterThan(0)
    expect(oneOwner({ facts, turns: [turn('one', 10, 22_000)] })).toMatchObject([{ subject: 'one' }])
    expect(oneOwner({ facts, turns: [turn('two', 19_000, 30_000)] })).toMatchObject([{ subject: 'two' }])
    expect(oneOwner({ facts: journal([taken(0, 'one', 1), taken(9, 'two', 3)]), turns: [] })).toMatchObject([
      { what: 'was taken as number 3 where 2 is due' },
    ])
  })

  it('a caller whom nobody had after every controller had died', () => {
    const dead = fault(21_000, { kind: 'controllerDead' })
    const waits = { ...sound(STORY.slice(0, 5)), faults: [dead] }
    expect(fellOpen(waits)).toMatchObject([{ subject: '13800000001', check: 'fell open' }])
    const rung = { number: '13800000001', rangAt: T + 25_000 }
    expect(fellOpen({ ...waits, fallbackCalls: [rung] })).toEqual([])
    expect(fellOpen({ ...waits, fallbackCalls: [{ ...rung, rangAt: T + 20_000 }] })).toHaveLength(1)
    // The controller that returned went on with it.
    expect(fellOpen({ ...sound(), faults: [dead] })).toEqual([])
    expect(fellOpen({ ...waits, faults: [{ ...dead, kind: 'redisKilled' }] })).toEqual([])
    const gone = { ...first(waits.callers), endedAt: T + 22_000 }
    expect(fellOpen({ ...waits, callers: [gone] })).toEqual([])
  })

  it('a site that was not served again', () => {
    expect(allRecovered({ faults: [fault(0, { recoveredAt: null }), fault(1)] })).toHaveLength(1)
  })
})

describe('windows without service', () => {
  it('last from a fault to its recovery, and from a takeover until the switch is connected', () => {
    const told: Told[] = [
      [0, 'site', 'site_main', 'siteTaken'],
      [100, 'site', 'site_main', 'switchConnected'],
      [50_000, 'site', 'site_main', 'switchLost'],
      [53_000, 'site', 'site_main', 'switchConnected'],
    ]
    const windows = unservedWindows({ facts: journal(told), faults: [fault(1_000)] })
    expect(windows).toEqual([
      { from: T, to: T + 5_000 },
      { from: T + 50_000, to: T + 55_000 },
    ])
    expect(outside({ from: T + 4_000, to: T + 51_000 }, windows)).toBe(45_000)
  })
})

it('a fault meets the states that calls were in, and those that they had just left', () => {
  const { facts } = sound()
  expect(statesAt(facts, T + 22_000)).toEqual(['queued'])
  expect(statesAt(facts, T + 24_050)).toEqual(['offered', 'queued'])
  expect(statesAt(facts, T + 27_000)).toEqual(['connected'])
  expect(statesAt(facts, T + 30_060)).toEqual(['wrapUp', 'connected'])
})

describe('the times of a drill', () => {
  it('tell who came when nobody was there from who waited and who had talked', () => {
    const dead = fault(29_000, { kind: 'controllerDead', recoveredAt: T + 39_000 })
    const caller = first(sound().callers)
    const seen = (told: readonly Told[], number: string, rangAt: number) =>
      timesOf({ ...sound(told), faults: [dead], fallbackCalls: [{ number, rangAt: T + rangAt }] }).failOpen
    expect(seen(STORY.slice(0, 5), caller.number, 33_000)).toEqual({
      newMs: [],
      waitingMs: [4_000],
      talkedMs: [],
    })
    // The agent's phone saw the talk end at 30,100.
    const offered = STORY.map(
      (told): Told =>
        told[3] === 'callOffered' ? [told[0], told[1], told[2], told[3], { agentId: 'agent_a' }] : told,
    )
    expect(seen(offered.slice(0, 12), caller.number, 33_100).talkedMs).toEqual([3_000])
    const late = { ...caller, number: '13800000009', startedAt: T + 30_000 }
    const times = timesOf({
      ...sound(),
      callers: [late],
      faults: [dead],
      fallbackCalls: [{ number: late.number, rangAt: T + 30_200 }],
    })
    expect(times.failOpen).toEqual({ newMs: [200], waitingMs: [], talkedMs: [] })
  })

  it('count an owner that only slept as gone where another waits', () => {
    const taken = journal([...STORY, [40_000, 'site', 'site_main', 'siteTaken']])
    const slept = fault(38_000, { kind: 'controllerAsleep', recoveredAt: T + 44_000 })
    const seen = (controllers: 1 | 2) => timesOf({ ...sound(), controllers, facts: taken, faults: [slept] })
    expect(seen(1).takeoverMs).toEqual([])
    expect(seen(2).takeoverMs).toEqual([2_000])
  })
})
