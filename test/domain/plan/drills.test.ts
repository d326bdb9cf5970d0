import '../support/pure.ts'
import { afterEach, describe, expect, it } from 'vitest'
import { viewPlans } from '../../../src/domain/plan/view.ts'
import { viewCall } from '../../../src/domain/site/view.ts'
import { heardIn } from '../support/flows.ts'
import { dataOf, hangsUp, heard, phaseOf, presses } from '../support/given.ts'
import { defines, drills, expectWhole, isOn, planId, planSite, switchesOn } from '../support/plans.ts'
import { agentId, agentLeg, callerLeg, callId, queueId, type Site, siteId, types } from '../support/story.ts'

let site: Site = planSite()
afterEach(() => expectWhole(site))

const endsDrill = () => site.when({ type: 'endDrill', planId: planId(), by: 'key_boss' })
const drill = () => viewPlans(site.state).drills[0]
const general = queueId('general')
const storm = 'flow_storm' as never

describe('a drill switches the plan on for test calls', () => {
  it('which say so, and for nobody else', () => {
    site = planSite()
    drills(site, { numbers: { '8000': storm } }, [1, 2])
    const test = site.arrives(1)
    expect(dataOf(test, 'callAccepted')).toMatchObject({ flowId: storm, drill: { planId: planId(), n: 1 } })
    expect(dataOf(site.arrives(3), 'callAccepted')).not.toHaveProperty('drill')
    expect(site.state.calls.get(callId(3))?.flow?.id).toBe('flow_direct')
    const call = (n: number) => {
      const one = site.state.calls.get(callId(n))
      return one && viewCall(siteId, one).drill
    }
    expect([call(1), call(3)]).toEqual([true, undefined])
  })

  it('with other words and hours', () => {
    site = planSite()
    drills(site, { prompts: { welcome: ['storm-notice'] } }, [1])
    expect(heardIn(site.arrives(1, '8001'))).toEqual(['storm-notice', 'storm-notice'])
    expect(heardIn(site.arrives(2, '8001'))).toEqual(['welcome', 'welcome'])
    endsDrill()
    expect(heardIn(site.arrives(11, '8001'))).toEqual(['welcome', 'welcome'])
  })

  it('served by whom the plan lends to the queue, while everybody else waits', () => {
    site = planSite()
    site.agentReady('zhou')
    site.arrives(2)
    drills(site, { members: { [general]: { add: [agentId('zhou')] } } }, [1])
    expect(types(site.arrives(1))).toContain('callOffered')
    expect([1, 2].map((n) => phaseOf(site, n))).toEqual(['offered', 'queued'])
    hangsUp(site, agentLeg(1, 1), 'USER_BUSY')
    endsDrill()
    site.when({ type: 'makeAgentReady', agentId: agentId('zhou') })
    expect([1, 2].map((n) => phaseOf(site, n))).toEqual(['queued', 'queued'])
  })

  it('not by whom the plan takes away, and no one of them is passed over who is not', () => {
    site = planSite()
    drills(site, { members: { [general]: { remove: [agentId('li')] } } }, [1])
    site.agentReady('li')
    site.arrives(1)
    expect(phaseOf(site, 1)).toBe('queued')
    site.agentReady('wang')
    expect(phaseOf(site, 1)).toBe('offered')
    site.arrives(2)
    expect(phaseOf(site, 2)).toBe('offered')
  })

  it('who log on while it lasts, and by queues as they are changed meanwhile', () => {
    site = planSite()
    const ringMs = 7_000
    drills(
      site,
      { members: { [general]: { add: [agentId('zhou')] } }, queues: { [general]: { ringMs } } },
      [1],
    )
    site.arrives(1)
    const base = site.state.queues.get(general)?.base
    site.when({ type: 'defineQueue', queue: { ...base, wrapUpMs: 1 } })
    expect(phaseOf(site, 1)).toBe('queued')
    site.agentReady('zhou')
    expect(phaseOf(site, 1)).toBe('offered')
    expect(site.state.calls.get(callId(1))?.phase).toMatchObject({ offers: [{ dueAt: site.now + ringMs }] })
  })

  it('over the plans that are on', () => {
    site = planSite()
    isOn(site, { prompts: { welcome: ['storm-notice'], 'main-menu': ['short-menu'] } }, 'first')
    drills(site, { prompts: { welcome: ['all-clear'] } }, [1])
    expect(heardIn(site.arrives(1, '8001'))).toEqual(['all-clear', 'all-clear'])
    expect(heardIn(heard(site, 1))).toEqual(['short-menu', 'short-menu'])
    expect(heardIn(site.arrives(2, '8001'))).toEqual(['storm-notice', 'storm-notice'])
  })
})

describe('it ends', () => {
  it('by command, by time, or when the plan is switched on for everybody', () => {
    site = planSite()
    const ends = () => drill()?.ended
    drills(site, { numbers: { '8000': storm } }, [1])
    expect(dataOf(endsDrill(), 'drillEnded')).toEqual({
      planId: planId(),
      n: 1,
      by: 'key_boss',
      why: 'asked',
    })
    expect(types(endsDrill())).toEqual([])
    const again = { type: 'beginDrill', planId: planId(), by: 'key_boss', forMs: 60_000 } as const
    site.when(again)
    expect(types(site.after(60_000))).toEqual(['drillEnded'])
    expect(ends()).toMatchObject({ why: 'timedOut', by: null })
    site.when(again)
    expect(types(switchesOn(site))).toEqual(['drillEnded', 'planSwitchedOn'])
    expect(ends()).toMatchObject({ why: 'switchedOn' })
    expect(viewPlans(site.state).drills.map(({ n }) => n)).toEqual([3, 2, 1])
  })

  it('and begins for nobody while the plan is on, while another lasts, or without test numbers', () => {
    site = planSite()
    const begins = (name?: string) =>
      site.when({ type: 'beginDrill', planId: planId(name), by: 'key_boss', forMs: 60_000 }).outcome
    defines(site, { numbers: { '8000': storm } }, 'none')
    expect(begins('none')).toMatchObject({ code: 'plan-state' })
    drills(site, { numbers: { '8000': storm } }, [1])
    const again = { numbers: { '8001': storm }, testNumbers: [{ masked: '1', hash: 'hash-5' }] }
    defines(site, again, 'other')
    expect(begins('other')).toMatchObject({ code: 'plan-state' })
    expect(site.when({ type: 'removePlan', planId: planId() }).outcome).toMatchObject({ code: 'plan-state' })
    switchesOn(site)
    expect(begins()).toMatchObject({ code: 'plan-state' })
  })

  it('goes by the plan as it was when it began; test numbers that are not given again stay', () => {
    site = planSite()
    drills(site, { numbers: { '8000': storm } }, [1])
    defines(site, { numbers: { '8000': 'flow_menu' as never } })
    site.arrives(1)
    expect(site.state.calls.get(callId(1))?.flow?.id).toBe(storm)
    expect(viewPlans(site.state).plans[0]?.testNumbers).toEqual(['138****5678'])
  })
})

it('its report says what each test call met, and what of the plan none has', () => {
  site = planSite(10_000)
  const second = queueId('second')
  drills(
    site,
    {
      numbers: { '8001': 'flow_menu' as never, '8002': storm },
      prompts: { welcome: ['storm-notice'], sorry: ['storm-notice'] },
      hours: { outpatients: 'closed' },
      members: { [general]: { add: [agentId('zhou')], remove: [agentId('li')] } },
      queues: {
        [general]: {
          ringMs: 9_000,
          wrapUpMs: 1_000,
          overflow: [{ afterMs: 60_000, to: { queueId: second } }],
        },
      },
    },
    [1],
  )
  site.agentReady('zhou')
  const began = site.now
  site.arrives(1, '8001')
  heard(site, 1)
  presses(site, 1, '1')
  site.now += 4_000
  site.leg('legAnswered', agentLeg(1, 1))
  site.leg('legsBridged', callerLeg(1), { withLegId: agentLeg(1, 1) })
  hangsUp(site, agentLeg(1, 1))
  hangsUp(site, callerLeg(1))
  expect(phaseOf(site, 1)).toBe('ended')
  expect(drill()).toMatchObject({
    planId: planId(),
    n: 1,
    by: 'key_boss',
    ended: null,
    unnoted: 0,
    calls: [
      {
        callId: callId(1),
        at: began,
        serviceNumber: '8001',
        flowIds: ['flow_menu'],
        queueIds: [general],
        prompts: ['storm-notice', 'main-menu', 'transferring'],
        answeredAfterMs: 4_000,
        agentId: agentId('zhou'),
        ended: { by: 'agent', why: 'hungUp' },
      },
    ],
    neverMet: ['/numbers/8002', '/prompts/sorry', '/hours/outpatients', '/queues/queue_general/overflow'],
  })
  expect(drill()?.met).toEqual([
    '/numbers/8001',
    '/prompts/welcome',
    '/members/queue_general/agent_li',
    '/queues/queue_general/ringMs',
    '/members/queue_general/agent_zhou',
    '/queues/queue_general/wrapUpMs',
  ])
})
