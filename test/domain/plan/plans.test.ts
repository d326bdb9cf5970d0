import '../support/pure.ts'
import { afterEach, describe, expect, it } from 'vitest'
import { viewPlans } from '../../../src/domain/plan/view.ts'
import { comesBack, ends, heardIn, siteWith, stepOf } from '../support/flows.ts'
import { dataOf, heard, offered, phaseOf } from '../support/given.ts'
import { defines, expectWhole, isOn, planId, planSite, switchesOff, switchesOn } from '../support/plans.ts'
import { agentId, agentLeg, callId, queueId, type Site, types } from '../support/story.ts'

let site: Site = planSite()

/** Whatever a test has done: the journal and the snapshot give the same site. */
afterEach(() => expectWhole(site))

const flowOfCall = (n: number) => site.state.calls.get(callId(n))?.flow?.id

describe('a plan is switched on and off by one command', () => {
  it('that says who did it', () => {
    site = planSite()
    defines(site, { hours: { outpatients: 'closed' } })
    const on = switchesOn(site)
    expect(types(on)).toEqual(['planSwitchedOn'])
    expect(dataOf(on, 'planSwitchedOn')).toEqual({ planId: planId(), by: 'key_boss', until: null })
    expect(types(switchesOn(site))).toEqual([])
    const off = switchesOff(site)
    expect(dataOf(off, 'planSwitchedOff')).toEqual({ planId: planId(), by: 'key_boss', why: 'asked' })
    expect(types(switchesOff(site))).toEqual([])
  })

  it('and switches itself off at its time, which can be moved', () => {
    site = planSite()
    defines(site, { hours: { outpatients: 'closed' } })
    switchesOn(site, undefined, site.now + 60_000)
    switchesOn(site, undefined, site.now + 90_000)
    expect(site.after(89_999).facts).toEqual([])
    expect(dataOf(site.after(1), 'planSwitchedOff')).toEqual({ planId: planId(), by: null, why: 'timedOut' })
    expect(switchesOn(site, undefined, site.now).outcome).toMatchObject({ code: 'plan-state' })
  })

  it('but not where there is none, and it is not removed while it is on', () => {
    site = planSite()
    expect(switchesOn(site).outcome).toMatchObject({ code: 'plan-unknown' })
    isOn(site, { hours: { outpatients: 'open' } })
    expect(site.when({ type: 'removePlan', planId: planId() }).outcome).toMatchObject({ code: 'plan-state' })
    switchesOff(site)
    expect(types(site.when({ type: 'removePlan', planId: planId() }))).toEqual(['planRemoved'])
  })

  it('names nothing that is not there, and what it names stays', () => {
    site = planSite()
    const changes = { numbers: { '8000': 'flow_gone' as never } }
    expect(defines(site, changes).outcome).toEqual({
      type: 'refused',
      code: 'plan-invalid',
      detail: '/numbers/8000: there is no flow flow_gone.',
    })
    const both = { [queueId('second')]: { add: [agentId('li')], remove: [agentId('li')] } }
    expect(defines(site, { members: both }).outcome).toMatchObject({
      detail: '/members/queue_second/remove/0: agent_li is added to queue_second as well.',
    })
    defines(site, { numbers: { '8000': 'flow_storm' as never } })
    const gone = site.when({ type: 'withdrawFlow', flowId: 'flow_storm' })
    expect(gone.outcome).toMatchObject({
      code: 'flow-in-use',
      detail: 'flow_storm is needed by plan_typhoon.',
    })
    expect(defines(site, {}, 'none').outcome).toEqual({ type: 'accepted' })
  })
})

describe('flows', () => {
  it('of a number are others for the next call, and again the old ones afterwards', () => {
    site = planSite()
    site.arrives(1)
    isOn(site, { numbers: { '8000': 'flow_storm' as never } })
    site.arrives(2)
    switchesOff(site)
    site.arrives(3)
    expect([1, 2, 3].map(flowOfCall)).toEqual(['flow_direct', 'flow_storm', 'flow_direct'])
    expect(phaseOf(site, 2)).toBe('walking')
  })

  it('are changed by their own name too, for whoever would begin there', () => {
    site = planSite()
    isOn(site, { flows: { flow_direct: 'flow_storm' } as never, numbers: { '8001': 'flow_direct' as never } })
    site.arrives(1)
    site.arrives(2, '4711')
    site.arrives(3, '8001')
    expect([1, 2, 3].map(flowOfCall)).toEqual(['flow_storm', 'flow_storm', 'flow_direct'])
  })

  it('a later plan wins, and what it hides is told', () => {
    site = planSite()
    isOn(site, { numbers: { '8000': 'flow_storm' as never } }, 'first')
    isOn(site, { numbers: { '8000': 'flow_menu' as never } }, 'second')
    site.arrives(1)
    expect(flowOfCall(1)).toBe('flow_menu')
    const conflict = [{ place: '/numbers/8000', planId: planId('second') }]
    expect(viewPlans(site.state).plans.map(({ conflicts }) => conflicts)).toEqual([conflict, conflict])
    switchesOff(site, 'second')
    site.arrives(2)
    expect(flowOfCall(2)).toBe('flow_storm')
    expect(viewPlans(site.state).plans.map(({ conflicts }) => conflicts)).toEqual([[], []])
  })
})

describe('what is heard', () => {
  it('is another prompt, or a notice before it, in each language', () => {
    site = planSite()
    isOn(site, { prompts: { welcome: ['storm-notice', 'welcome'] } })
    expect(heardIn(site.arrives(1, '8001'))).toEqual(['storm-notice', 'welcome', 'storm-notice', 'welcome'])
    switchesOff(site)
    expect(heardIn(site.arrives(2, '8001'))).toEqual(['welcome', 'welcome'])
  })

  it('hours are what the plan says, and no calendar is looked at', () => {
    site = siteWith({
      first: { kind: 'hours', calendar: 'outpatients', open: 'open', closed: 'closed' },
      ...ends('open', 'closed'),
    })
    isOn(site, { hours: { outpatients: 'closed' } })
    const looked = site.arrives(1, '8100')
    expect(dataOf(looked, 'hoursLooked')).toEqual({
      step: 'first',
      calendar: 'outpatients',
      is: 'closed',
      planned: true,
    })
    expect(stepOf(site)).toBe('closed')
    switchesOff(site)
    site.arrives(2, '8100')
    comesBack(site, { kind: 'hours', is: 'open' }, 2)
    expect(stepOf(site, 2)).toBe('open')
  })
})

describe('who serves', () => {
  const lends = { members: { [queueId('general')]: { add: [agentId('zhou')] } } }

  it('agents who are lent to a queue get its waiting callers at once, and go back afterwards', () => {
    site = planSite()
    site.agentReady('zhou')
    site.arrives(1)
    expect(phaseOf(site, 1)).toBe('queued')
    const on = isOn(site, lends)
    expect(types(on)).toEqual(['planSwitchedOn', 'callOffered', 'agentReserved'])
    switchesOff(site)
    expect(phaseOf(site, 1)).toBe('offered')
    site.leg('legHungUp', agentLeg(1, 1), { cause: 'USER_BUSY' })
    site.when({ type: 'makeAgentReady', agentId: agentId('zhou') })
    expect(phaseOf(site, 1)).toBe('queued')
  })

  it('whatever they have chosen before, and though they log on later', () => {
    site = planSite()
    isOn(site, lends)
    site.when({ type: 'logOnAgent', agentId: agentId('zhou'), extension: undefined, queueIds: [] })
    site.when({ type: 'makeAgentReady', agentId: agentId('zhou') })
    site.arrives(1)
    expect(phaseOf(site, 1)).toBe('offered')
  })

  it('agents who are taken from a queue get none of its callers', () => {
    site = planSite()
    site.agentReady('li')
    isOn(site, { members: { [queueId('general')]: { remove: [agentId('li')] } } })
    site.arrives(1)
    expect(phaseOf(site, 1)).toBe('queued')
    expect(types(switchesOff(site))).toEqual(['planSwitchedOff', 'callOffered', 'agentReserved'])
  })

  it('definitions can be changed meanwhile, under the plan', () => {
    site = planSite()
    isOn(site, lends)
    const zhou = { agentId: agentId('zhou'), name: 'Zhou', extension: '1010', queueIds: [] }
    site.when({ type: 'defineAgent', agent: zhou })
    expect(site.state.agents.get(agentId('zhou'))?.definition.queueIds).toEqual([queueId('general')])
    expect(types(site.when({ type: 'defineAgent', agent: zhou }))).toEqual([])
    switchesOff(site)
    expect(site.state.agents.get(agentId('zhou'))?.definition).toEqual(zhou)
  })
})

describe('settings of a queue', () => {
  const overflow = [{ afterMs: 30_000, to: { queueId: queueId('second') } }]

  it('overflow counts for those who wait already, and is gone with the plan', () => {
    site = planSite()
    site.agentReady('zhou')
    site.arrives(1)
    site.after(60_000)
    const on = isOn(site, { queues: { [queueId('general')]: { overflow } } })
    expect(types(on)).toEqual(['planSwitchedOn', 'callOverflowed', 'callOffered', 'agentReserved'])
    site.arrives(2)
    switchesOff(site)
    expect(site.after(600_000).facts.filter(({ subject }) => subject === callId(2))).toEqual([])
  })

  it('announcements begin for those who wait, and end with the plan', () => {
    site = planSite()
    site.arrives(1)
    const announcements = { everyMs: 20_000, prompts: ['please-wait'], position: true }
    isOn(site, { queues: { [queueId('general')]: { announcements } } })
    expect(heardIn(site.after(20_000))).toContain('please-wait')
    expect(heardIn(site.after(20_000))).toContain('please-wait')
    switchesOff(site)
    expect(site.after(600_000).facts).toEqual([])
  })

  it('how long a phone rings, who is taken, how long the wrap-up lasts', () => {
    site = planSite()
    isOn(site, { queues: { [queueId('general')]: { ringMs: 5_000, wrapUpMs: 0, strategy: 'roundRobin' } } })
    const rung = offered(site, 1)
    expect(dataOf(rung, 'callOffered')).toMatchObject({ dueAt: site.now + 5_000 })
    const queue = site.state.queues.get(queueId('general'))
    expect([queue?.base.ringMs, queue?.definition.strategy]).toEqual([20_000, 'roundRobin'])
    const renamed = { ...queue?.base, names: { en: 'Renamed' } }
    site.when({ type: 'defineQueue', queue: renamed })
    expect(queue?.definition).toMatchObject({ names: { en: 'Renamed' }, ringMs: 5_000 })
    switchesOff(site)
    expect(queue?.definition).toEqual(renamed)
  })
})

it('a plan that is changed while it is on counts as it is now', () => {
  site = planSite()
  isOn(site, { numbers: { '8000': 'flow_storm' as never } })
  defines(site, { numbers: { '8000': 'flow_menu' as never } })
  site.arrives(1)
  expect(flowOfCall(1)).toBe('flow_menu')
  heard(site, 1)
})
