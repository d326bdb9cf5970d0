import { describe, expect, it } from 'vitest'
import { beginOfDay, dayOf } from '../../../src/domain/acd/days.ts'
import type { JournalRow } from '../../../src/domain/fact.ts'
import { agentRates, queueRates } from '../../../src/runtime/figures/rates.ts'
import { recentCounts } from '../../../src/runtime/figures/recent.ts'
import { projected, type Tables } from './tables.ts'

const MORNING = beginOfDay(dayOf(1_800_000_000_000)) + 8 * 3_600_000
const HOUR_MS = 3_600_000

/** A day told fact by fact: `at` is in seconds since eight o'clock. */
class Told {
  readonly rows: JournalRow[] = []

  fact(kind: 'call' | 'agent' | 'queue', subject: string, type: string, at: number, data: object = {}): this {
    const pos = this.rows.length + 1
    this.rows.push({
      siteId: 'site_main',
      pos,
      kind,
      subject,
      subjectSeq: pos,
      at: MORNING + at * 1_000,
      type,
      data,
    })
    return this
  }

  call(id: string, type: string, at: number, data: object = {}): this {
    return this.fact('call', `call_${id}`, type, at, data)
  }

  agent(id: string, type: string, at: number, data: object = {}): this {
    return this.fact('agent', `agent_${id}`, type, at, data)
  }

  arrives(id: string, at: number, queueId = 'queue_a', priority = 'routine'): this {
    return this.call(id, 'callQueued', at, { queueId, priority })
  }

  offered(id: string, agentId: string, at: number): this {
    return this.call(id, 'callOffered', at, { agentId: `agent_${agentId}`, legId: `${id}-${agentId}-${at}` })
  }

  /** Offered, and connected so many seconds later. */
  answered(id: string, agentId: string, at: number, rangFor = 0): this {
    this.offered(id, agentId, at - rangFor)
    const legId = `${id}-${agentId}-${at - rangFor}`
    return this.call(id, 'callConnected', at, {
      agentId: `agent_${agentId}`,
      legId,
      withLegId: id,
      waitedMs: 0,
    })
  }

  notTaken(id: string, agentId: string, at: number, rangFor: number, why: string): this {
    this.offered(id, agentId, at - rangFor)
    const legId = `${id}-${agentId}-${at - rangFor}`
    return this.call(id, 'callOfferEnded', at, { agentId: `agent_${agentId}`, legId, why, legDueAt: null })
  }

  hangsUp(id: string, at: number): this {
    return this.call(id, 'callEnding', at, {
      ending: { by: 'caller', why: 'hungUp' },
      attempt: 1,
      dueAt: 0,
    }).ended(id, at)
  }

  gives(id: string, at: number): this {
    return this.ended(id, at, 'abandoned')
  }

  ended(id: string, at: number, why = 'hungUp'): this {
    return this.call(id, 'callEnded', at, { by: 'caller', why, durationMs: 0, talkedMs: 0 })
  }
}

function queue({ deltas }: Tables, span: number, at: number, queueId = 'queue_a', urgent = false) {
  for (const row of deltas.queues)
    if (row.span === span && row.queueId === queueId && row.urgent === urgent && row.at === MORNING + at)
      return row.sums
  throw new Error(`nothing of ${queueId} at ${at}`)
}

function dayOfQueue(tables: Tables, queueId = 'queue_a', urgent = false) {
  return queue(tables, 1_440, -8 * HOUR_MS, queueId, urgent)
}

function agent({ deltas }: Tables, span: number, at: number, agentId = 'li') {
  for (const row of deltas.agents)
    if (row.span === span && row.agentId === `agent_${agentId}` && row.at === MORNING + at) return row.sums
  throw new Error(`nothing of ${agentId} at ${at}`)
}

describe('of callers in a queue', () => {
  it('those who are answered count to when they came, with wait, talk and wrap-up, however late it gets', () => {
    const told = new Told()
      .arrives('1', 895)
      .answered('1', 'li', 910, 5)
      .agent('li', 'agentBusy', 910, { callId: 'call_1' })
      .hangsUp('1', 1_000)
      .agent('li', 'agentWrapUp', 1_000, { callId: 'call_1' })
      .agent('li', 'agentReady', 1_030)
      .arrives('2', 950)
      .answered('2', 'li', 1_040)
      .hangsUp('2', 1_100)
    const tables = projected(told.rows)
    const first = queue(tables, 15, 0)
    expect(first).toMatchObject({
      arrived: 1,
      answered: 1,
      answeredInTime: 1,
      answerWaitMs: 15_000,
      talks: 1,
    })
    expect(first).toMatchObject({ talkMs: 90_000, wrapUpMs: 30_000, longestWaitMs: 15_000 })
    expect(queueRates(first)).toMatchObject({
      serviceLevel: 1,
      averageAnswerMs: 15_000,
      averageTalkMs: 90_000,
      averageHandlingMs: 120_000,
    })
    expect(queue(tables, 15, 900_000)).toMatchObject({ arrived: 1, answered: 1, answeredInTime: 0, talks: 1 })
    expect(queueRates(dayOfQueue(tables))).toMatchObject({ serviceLevel: 0.5, answerRate: 1, waiting: 0 })
  })

  it('those who hang up at once are counted apart, those within the time don’t hurt the service level', () => {
    const tables = projected(
      new Told()
        .arrives('1', 0)
        .gives('1', 4)
        .arrives('2', 0)
        .gives('2', 15)
        .arrives('3', 0)
        .gives('3', 60)
        .arrives('4', 0)
        .answered('4', 'li', 20)
        .arrives('5', 1).rows,
    )
    const sums = dayOfQueue(tables)
    expect(sums).toMatchObject({ arrived: 5, shortAbandoned: 1, abandoned: 2, answered: 1, unserved: 1 })
    expect(queueRates(sums)).toMatchObject({
      serviceLevel: 0.5,
      answerRate: 0.3333,
      abandonRate: 0.6667,
      averageAbandonMs: 37_500,
      waiting: 1,
    })
    expect(sums.longestWaitMs).toBe(60_000)
  })

  it('the queue’s own promise counts from when it is given', () => {
    const defined = (withinMs: number) => ({
      queue: { queueId: 'queue_a', serviceLevel: { withinMs, targetPercent: 90, shortAbandonMs: 0 } },
    })
    const tables = projected(
      new Told()
        .arrives('1', 0)
        .fact('queue', 'queue_a', 'queueDefined', 1, defined(10_000))
        .arrives('2', 2)
        .answered('1', 'li', 15)
        .answered('2', 'wang', 15)
        .arrives('3', 20)
        .gives('3', 21).rows,
    )
    expect(dayOfQueue(tables)).toMatchObject({
      answered: 2,
      answeredInTime: 1,
      abandoned: 1,
      shortAbandoned: 0,
    })
    expect(tables.standing.queues.get('queue_a')).toMatchObject({ withinMs: 10_000, targetPercent: 90 })
  })

  it('who overflows is not served by the first queue and arrives in the second', () => {
    const tables = projected(
      new Told()
        .arrives('1', 0)
        .call('1', 'callOverflowed', 60, { queueId: 'queue_a', to: { queueId: 'queue_b' }, waitedMs: 0 })
        .answered('1', 'li', 65).rows,
    )
    expect(dayOfQueue(tables)).toMatchObject({
      arrived: 1,
      overflowed: 1,
      unserved: 1,
      longestWaitMs: 60_000,
    })
    expect(dayOfQueue(tables, 'queue_b')).toMatchObject({
      arrived: 1,
      overflowedIn: 1,
      answered: 1,
      answeredInTime: 1,
      answerWaitMs: 5_000,
    })
  })

  it('while a number rings by the rules the caller waits on; only its answer takes the caller away', () => {
    const overflow = { queueId: 'queue_a', to: 'number', waitedMs: 0 }
    const tables = projected(
      new Told()
        .arrives('1', 0)
        .call('1', 'callOverflowed', 30, overflow)
        .answered('1', 'li', 50)
        .arrives('2', 0)
        .call('2', 'callOverflowed', 30, overflow)
        .call('2', 'callHandedOn', 40, { step: 'wait', to: 'number', legId: 'x', withLegId: 'y' })
        .hangsUp('2', 100).rows,
    )
    expect(dayOfQueue(tables)).toMatchObject({ arrived: 2, answered: 1, overflowed: 1, talks: 0 })
  })

  it.each([
    ['left', 'callLeftQueue', {}],
    ['timedOut', 'callWaitedTooLong', {}],
    ['fellBack', 'callFellBack', { why: 'switch', legsDueAt: null }],
    ['endedOtherwise', 'callEnding', { ending: { by: 'system', why: 'cleared' }, attempt: 1, dueAt: 0 }],
  ])('who goes otherwise is counted as %s', (outcome, type, data) => {
    const tables = projected(
      new Told().arrives('1', 0).call('1', type, 30, data).ended('1', 31, 'cleared').rows,
    )
    expect(dayOfQueue(tables)).toMatchObject({
      arrived: 1,
      [outcome]: 1,
      unserved: 1,
      answered: 0,
      abandoned: 0,
    })
    expect(tables.standing.calls.size).toBe(0)
  })

  it('a caller whose talk breaks was answered, and is answered once', () => {
    const tables = projected(
      new Told()
        .arrives('1', 0)
        .answered('1', 'li', 10)
        .call('1', 'callRequeued', 40, { agentId: 'agent_li', legId: 'x', why: 'agentLost' })
        .answered('1', 'wang', 50)
        .hangsUp('1', 60).rows,
    )
    const sums = dayOfQueue(tables)
    expect(sums).toMatchObject({ arrived: 1, answered: 1, requeued: 1, talks: 2, talkMs: 40_000 })
    expect(agent(tables, 15, 0, 'wang')).toMatchObject({ offered: 1, answered: 1, talkMs: 10_000 })
  })

  it('who is called back arrives once; what becomes of the promise is counted apart', () => {
    const promised = { queueId: 'queue_a', outcome: 'accepted' }
    const told = new Told()
    for (const id of ['1', '2', '3'])
      told
        .arrives(id, 0)
        .call(id, 'callLeftQueue', 10, { queueId: 'queue_a' })
        .call(id, 'callbackOffered', 12, promised)
        .call(id, 'callbackAwaited', 20, { queueId: 'queue_a', attempt: 0 })
    told
      .call('1', 'callbackConfirmed', 1_000, { legId: 'x' })
      .answered('1', 'li', 1_005)
      .hangsUp('1', 1_065)
      .call('2', 'callbackGivenUp', 2_000, { queueId: 'queue_a', attempts: 3 })
      .ended('2', 2_000, 'noAnswer')
      .call('3', 'callbackConfirmed', 2_000, { legId: 'x' })
      .ended('3', 2_010, 'abandoned')
    const tables = projected(told.rows)
    const sums = dayOfQueue(tables)
    expect(sums).toMatchObject({ arrived: 3, left: 3, answered: 0, abandoned: 0, unserved: 0 })
    expect(sums).toMatchObject({
      callbacksPromised: 3,
      callbacksAnswered: 1,
      callbacksFailed: 2,
      talkMs: 60_000,
    })
    expect(queueRates(sums).waiting).toBe(0)
  })

  it('emergencies are counted apart as well, and a drill’s test calls not at all', () => {
    const tables = projected(
      new Told()
        .arrives('1', 0, 'queue_a', 'emergency')
        .answered('1', 'li', 2)
        .call('2', 'callAccepted', 0, { drill: { planId: 'plan_x', drillId: 'drill_x' } })
        .arrives('2', 0)
        .gives('2', 90)
        .arrives('3', 0)
        .gives('3', 90).rows,
    )
    expect(dayOfQueue(tables, 'queue_a', true)).toMatchObject({ arrived: 1, answered: 1 })
    expect(dayOfQueue(tables)).toMatchObject({ arrived: 1, abandoned: 1 })
  })

  it('what was decided in the last half hour is known to the minute', () => {
    const told = new Told().arrives('1', 0).answered('1', 'li', 5)
    told.arrives('2', 60).gives('2', 120).arrives('3', 1_700).answered('3', 'li', 1_705)
    const { standing } = projected(told.rows)
    const of = standing.queues.get('queue_a')
    const at = (seconds: number) => recentCounts(of ?? { recent: [] }, MORNING + seconds * 1_000)
    expect(at(1_710)).toEqual({ answeredInTime: 2, answered: 2, unserved: 1, abandoned: 1 })
    expect(at(1_800)).toMatchObject({ answered: 1, abandoned: 1 })
    expect(at(1_980)).toMatchObject({ answered: 1, abandoned: 0 })
    expect(at(7_200)).toEqual({ answeredInTime: 0, answered: 0, unserved: 0, abandoned: 0 })
  })
})

describe('of agents', () => {
  it('each offer counts once, by what became of it, to when it was made', () => {
    const tables = projected(
      new Told()
        .arrives('1', 0)
        .notTaken('1', 'li', 920, 30, 'noAnswer')
        .notTaken('1', 'li', 930, 2, 'rejected')
        .notTaken('1', 'li', 940, 2, 'busy')
        .notTaken('1', 'li', 950, 2, 'answeredElsewhere')
        .answered('1', 'li', 960)
        .hangsUp('1', 970)
        .arrives('2', 980)
        .offered('2', 'li', 990).rows,
    )
    expect(agent(tables, 15, 0)).toMatchObject({ offered: 1, missed: 1, answered: 0 })
    const second = agent(tables, 15, 900_000)
    expect(second).toMatchObject({ offered: 5, missed: 0, rejected: 1, failed: 1, withdrawn: 1, answered: 1 })
    expect(agentRates(second).ringing).toBe(1)
  })

  it('of several phones that ring, the winner’s is answered and the others’ are nobody’s fault', () => {
    const tables = projected(
      new Told()
        .arrives('1', 0)
        .offered('1', 'li', 1)
        .offered('1', 'wang', 1)
        .call('1', 'callConnected', 5, {
          agentId: 'agent_wang',
          legId: '1-wang-1',
          withLegId: '1',
          waitedMs: 5,
        })
        .call('1', 'callOfferEnded', 5, { agentId: 'agent_li', legId: '1-li-1', why: 'answeredElsewhere' })
        .hangsUp('1', 9).rows,
    )
    expect(agent(tables, 15, 0)).toMatchObject({ offered: 1, withdrawn: 1, answered: 0 })
    expect(agent(tables, 15, 0, 'wang')).toMatchObject({
      offered: 1,
      withdrawn: 0,
      answered: 1,
      talkMs: 4_000,
    })
  })

  it('states count to the intervals in which they lasted, and make the occupancy', () => {
    const tables = projected(
      new Told()
        .agent('li', 'agentLoggedOn', 0, { extension: '1001' })
        .agent('li', 'agentReady', 300)
        .agent('li', 'agentReserved', 850, { callId: 'call_1' })
        .agent('li', 'agentBusy', 860, { callId: 'call_1' })
        .agent('li', 'agentWrapUp', 1_400, { callId: 'call_1' })
        .agent('li', 'agentLoggedOff', 1_500).rows,
    )
    const first = agent(tables, 15, 0)
    expect(first).toMatchObject({ notReadyMs: 300_000, readyMs: 550_000, ringingMs: 10_000, busyMs: 40_000 })
    expect(agentRates(first)).toMatchObject({ loggedOnMs: 900_000, occupancy: 0.0667 })
    const second = agent(tables, 15, 900_000)
    expect(second).toMatchObject({ busyMs: 500_000, afterCallMs: 100_000, readyMs: 0 })
    expect(agentRates(second)).toMatchObject({ loggedOnMs: 600_000, occupancy: 1 })
    expect(tables.standing.agents.size).toBe(0)
  })

  it('calls that they make are counted apart from those that they are offered', () => {
    const tables = projected(
      new Told()
        .call('1', 'callPlaced', 0, { agentId: 'agent_li', legId: 'a' })
        .call('1', 'callConnected', 10, { agentId: 'agent_li', legId: 'a', withLegId: 'b', waitedMs: null })
        .hangsUp('1', 40)
        .call('2', 'callPlaced', 50, { agentId: 'agent_li', legId: 'a' })
        .ended('2', 60, 'busy').rows,
    )
    const sums = agent(tables, 15, 0)
    expect(sums).toMatchObject({
      outboundCalls: 2,
      outboundConnected: 1,
      outboundTalkMs: 30_000,
      offered: 0,
      talks: 0,
    })
  })

  it('a state that nobody ends fills no more than so many intervals', () => {
    const year = 365 * 86_400
    const told = new Told().agent('li', 'agentReady', 0).agent('li', 'agentLoggedOff', 3 * year)
    const { deltas } = projected(told.rows)
    const of = (span: number) => [...deltas.agents].filter((row) => row.span === span).length
    expect([of(15), of(1_440)]).toEqual([35 * 96, 400])
  })
})
