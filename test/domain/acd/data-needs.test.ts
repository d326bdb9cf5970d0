import '../support/pure.ts'
import { describe, expect, it } from 'vitest'
import { explainAgent } from '../../../src/domain/acd/explain.ts'
import type { ErrandResult } from '../../../src/domain/site/errands.ts'
import { ordersOf } from '../support/flows.ts'
import { dataOf } from '../support/given.ts'
import { licence, type QueueSketch, ringing, type StepSketch, siteOf } from '../support/matching.ts'
import { agentId, agentLeg, callerLeg, callId, type Happened, type Site, types } from '../support/story.ts'

const CARDIOLOGY = [{ skill: 'cardiology', level: 3 }]
const queue: QueueSketch = {
  needsFrom: [
    {
      field: 'department',
      values: {
        cardiology: { skills: CARDIOLOGY },
        poisoning: { licence: { kind: 'physician' }, rank: 2 },
      },
      otherwise: { rank: 7 },
    },
  ],
  preferFrom: 'ownAgent',
}

function site(step: StepSketch = {}): Site {
  return siteOf(
    { general: queue },
    {
      li: { queues: ['general'], skills: [{ skill: 'cardiology', level: 5 }] },
      wang: { queues: ['general'], licences: [licence('physician')] },
      zhao: { queues: ['general'] },
    },
    { '8000': ['general', step], '8999': ['general', { priority: 'emergency' }] },
  )
}

/** By REST; the answer to what is asked then is the test's. */
function attach(at: Site, n: number, ...names: string[]): Happened {
  return at.when({ type: 'setAttachedData', callId: callId(n), names })
}

function found(at: Site, asked: Happened, value: string | null, agent: string | null = null): Happened {
  const [order] = ordersOf(asked, 'runErrand')
  const result: ErrandResult = {
    kind: 'needs',
    found: value === null ? [] : [{ field: 'department', value }],
    agent,
  }
  return at.when({ type: 'errandDone', callId: order?.callId, token: order?.token, result })
}

/** Caller n comes, of whom nothing is known. */
function comes(at: Site, n: number): Happened {
  return found(at, at.arrives(n), null)
}

const placeOf = (at: Site, n: number) => {
  const phase = at.state.calls.get(callId(n))?.phase
  return phase && 'place' in phase ? phase.place : undefined
}

describe('data that comes while the caller waits', () => {
  it('is asked after by its values, of which none enters the core but those that the queue knows', () => {
    const at = site()
    comes(at, 1)
    const asked = attach(at, 1, 'department')
    expect(ordersOf(asked, 'runErrand')).toMatchObject([
      {
        callId: callId(1),
        errand: {
          kind: 'needs',
          look: [{ field: 'department', values: ['cardiology', 'poisoning'] }],
          agent: 'ownAgent',
        },
      },
    ])
    const changed = found(at, asked, 'cardiology')
    expect(dataOf(changed, 'callNeedsChanged')).toMatchObject({
      needs: { skills: CARDIOLOGY },
      told: [{ skills: CARDIOLOGY }],
    })
    at.agentReady('zhao')
    expect(ringing(at)).toEqual({})
    expect(explainAgent(at.state, callId(1), agentId('zhao'), at.now)?.[0]?.reason).toBe('missingSkill')
    at.agentReady('li')
    expect(ringing(at)).toEqual({ li: 1 })
  })

  it('matches at once whom the new needs let in', () => {
    const at = site()
    comes(at, 1)
    found(at, attach(at, 1, 'department'), 'cardiology')
    at.agentReady('zhao')
    const asked = attach(at, 1, 'department')
    expect(types(found(at, asked, null))).toEqual(['callNeedsChanged', 'callOffered', 'agentReserved'])
  })

  it('takes an offer back from whom the licence is missing that is needed now, and lets a skill ring on', () => {
    const at = site()
    at.agentReady('zhao')
    comes(at, 1)
    expect(ringing(at)).toEqual({ zhao: 1 })
    found(at, attach(at, 1, 'department'), 'cardiology')
    expect(ringing(at)).toEqual({ zhao: 1 })
    const changed = found(at, attach(at, 1, 'department'), 'poisoning')
    expect(dataOf(changed, 'callOfferEnded')).toMatchObject({ agentId: agentId('zhao'), why: 'unlicensed' })
    at.agentReady('wang')
    expect(ringing(at)).toEqual({ wang: 1 })
  })

  it('moves the caller forward by a better rank, and nobody back', () => {
    const at = site()
    comes(at, 1)
    at.now += 1_000
    comes(at, 2)
    const before = [placeOf(at, 1)?.servedAs, placeOf(at, 2)?.servedAs]
    found(at, attach(at, 2, 'department'), 'poisoning')
    expect([placeOf(at, 2)?.rank, (placeOf(at, 2)?.servedAs ?? 0) < (before[0] ?? 0)]).toEqual([2, true])
    found(at, attach(at, 2, 'department'), 'something else')
    expect([placeOf(at, 2)?.rank, (placeOf(at, 2)?.servedAs ?? 0) < (before[0] ?? 0)]).toEqual([7, true])
  })

  it('keeps the caller a minute for the agent whom it names', () => {
    const at = site()
    at.agentReady('li')
    comes(at, 9)
    at.leg('legAnswered', agentLeg(9, 1))
    at.leg('legsBridged', callerLeg(9), { withLegId: agentLeg(9, 1) })
    comes(at, 1)
    at.now += 90_000
    found(at, attach(at, 1, 'ownAgent'), null, 'agent_li')
    at.agentReady('zhao')
    expect(ringing(at)).toEqual({})
    at.after(59_999)
    expect(ringing(at)).toEqual({})
    at.after(1)
    expect(ringing(at)).toEqual({ zhao: 1 })
  })

  it('that nobody looks at is asked after by nobody, nor that of emergencies', () => {
    const at = site()
    comes(at, 1)
    at.arrives(2, '8999')
    expect(ordersOf(attach(at, 1, 'ward'), 'runErrand')).toEqual([])
    expect(ordersOf(attach(at, 2, 'department'), 'runErrand')).toEqual([])
  })

  it('counts as newest: an answer about what it was before is too late, and one that fails changes nothing', () => {
    const at = site()
    comes(at, 1)
    const older = attach(at, 1, 'department')
    const newer = attach(at, 1, 'department')
    expect(found(at, older, 'poisoning').stale).toBe(true)
    const [order] = ordersOf(newer, 'runErrand')
    const failed = at.when({
      type: 'errandDone',
      callId: callId(1),
      token: order?.token,
      result: { kind: 'failed', why: 'unavailable' },
    })
    expect(dataOf(failed, 'errandFailed')).toEqual({ step: 'wait', errand: 'needs', why: 'unavailable' })
    expect(found(at, newer, 'poisoning').stale).toBe(true)
    expect(placeOf(at, 1)?.needs).toEqual({ skills: [] })
  })

  it('is asked after again by whoever takes over meanwhile', () => {
    const at = site()
    comes(at, 1)
    const asked = attach(at, 1, 'department')
    at.when({ type: 'switchLost' })
    const leg = { legId: 'caller-leg-1' as never, callId: callId(1), role: 'caller' as const, waiting: true }
    const again = at.reconnected([leg])
    expect(ordersOf(again, 'runErrand')).toEqual(ordersOf(asked, 'runErrand'))
    found(at, again, 'cardiology')
    expect(placeOf(at, 1)?.needs).toEqual({ skills: CARDIOLOGY })
  })
})

describe('data that is there before', () => {
  it('is looked at before the caller is queued', () => {
    const at = site({ skills: [{ skill: 'french', level: 1 }] })
    const asked = at.arrives(1)
    expect(types(asked).slice(-2)).toEqual(['callAccepted', 'stepEntered'])
    const queued = dataOf(found(at, asked, 'cardiology'), 'callQueued')
    expect(queued).toMatchObject({
      needs: { skills: [...CARDIOLOGY, { skill: 'french', level: 1 }] },
      told: [{ skills: CARDIOLOGY }],
    })
  })

  it.each([
    [
      'fails',
      (at: Site, token: string) => {
        const result = { kind: 'failed', why: 'unavailable' }
        return at.when({ type: 'errandDone', callId: callId(1), token, result })
      },
    ],
    ['never comes', (at: Site) => at.after(60_000)],
  ] as const)('holds nobody up: an answer that %s is one like any other value', (_, goesOn) => {
    const at = site()
    const [order] = ordersOf(at.arrives(1), 'runErrand')
    expect(dataOf(goesOn(at, order?.token ?? ''), 'callQueued')).toMatchObject({
      rank: 7,
      told: [{ rank: 7 }],
    })
  })

  it('holds no emergency up at all', () => {
    expect(types(site().arrives(1, '8999'))).toContain('callQueued')
  })
})
