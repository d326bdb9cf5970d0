/**
 * What is asked of plans:
 *
 *   (none) ─ define ─▶ off ⇄ on          off ─ drill ─▶ off, and on for test calls ─ end, time ─▶ off
 *              ▲────────┘ remove: only while off
 */
import { accepted, refused } from '../acd/answers.ts'
import type { Decision, Fact } from '../decision.ts'
import { siteFact } from '../site/facts.ts'
import type { ApiInput } from '../site/inputs.ts'
import { same } from '../site/same.ts'
import type { SiteState } from '../site/state.ts'
import { ifVersion } from '../site/versions.ts'
import { planFaults } from './check.ts'
import { isOn } from './evolve.ts'
import { drillUnderWay } from './state.ts'

type Input<T extends ApiInput['type']> = Extract<ApiInput, { type: T }>
export type PlanInput = Input<
  'definePlan' | 'removePlan' | 'switchPlanOn' | 'switchPlanOff' | 'beginDrill' | 'endDrill'
>

/** More are a mistake: nobody would find the right one. */
export const MOST_PLANS = 200

export function decidePlan(state: SiteState, input: PlanInput): Decision {
  if (input.type === 'definePlan') return definePlan(state, input)
  const { planId, at } = input
  const plan = state.plans.all.get(planId)
  if (!plan) return refused('plan-unknown', `There is no plan ${planId}.`)
  switch (input.type) {
    case 'removePlan': {
      const changed = ifVersion(input, plan.version, planId)
      if (changed) return changed
      if (isOn(state, planId)) return refused('plan-state', `${planId} is on: switch it off first.`)
      if (drillOfPlan(state, planId))
        return refused('plan-state', `A drill of ${planId} is under way: end it first.`)
      return accepted(siteFact(state.siteId, 'planRemoved', at, { planId }))
    }
    case 'switchPlanOn':
      return switchOn(state, input)
    case 'switchPlanOff': {
      const { by } = input
      if (!isOn(state, planId)) return accepted()
      return accepted(siteFact(state.siteId, 'planSwitchedOff', at, { planId, by, why: 'asked' }))
    }
    case 'beginDrill': {
      const { by, forMs } = input
      if (isOn(state, planId)) return refused('plan-state', `${planId} is on for everybody already.`)
      const other = drillUnderWay(state.plans)
      if (other) return refused('plan-state', `A drill of ${other.planId} is under way: one at a time.`)
      if (!plan.definition.testNumbers?.length)
        return refused('plan-state', `${planId} has no testNumbers: nobody’s call would be a test call.`)
      const until = at + forMs
      return accepted(siteFact(state.siteId, 'drillBegun', at, { planId, n: plan.drills + 1, by, until }))
    }
    case 'endDrill': {
      const drill = drillOfPlan(state, planId)
      if (!drill) return accepted()
      const { n } = drill
      return accepted(siteFact(state.siteId, 'drillEnded', at, { planId, n, by: input.by, why: 'asked' }))
    }
  }
}

function drillOfPlan({ plans }: SiteState, planId: string) {
  const drill = drillUnderWay(plans)
  return drill?.planId === planId ? drill : undefined
}

/** Test numbers that aren't given stay as they are: they can't be read back, so nobody could give them again. */
function definePlan(state: SiteState, input: Input<'definePlan'>): Decision {
  const { at } = input
  const { planId } = input.plan
  const now = state.plans.all.get(planId)
  const changed = ifVersion(input, now?.version, planId)
  if (changed) return changed
  const kept = now?.definition.testNumbers
  const plan = kept && !input.plan.testNumbers ? { ...input.plan, testNumbers: kept } : input.plan
  const [fault] = planFaults(state, plan)
  if (fault) return refused('plan-invalid', `${fault.pointer}: ${fault.message}.`)
  if (!now && state.plans.all.size >= MOST_PLANS)
    return refused('plan-invalid', `There are ${MOST_PLANS} plans already.`)
  return accepted(
    ...(same(now?.definition, plan) ? [] : [siteFact(state.siteId, 'planDefined', at, { plan })]),
  )
}

/** Once more with another end: it ends then instead. */
function switchOn(state: SiteState, { planId, by, until, at }: Input<'switchPlanOn'>): Decision {
  if (until !== null && until <= at) return refused('plan-state', 'Its end is in the past.')
  const now = state.plans.on.find((one) => one.planId === planId)
  if (now?.until === until) return accepted()
  const drill = drillOfPlan(state, planId)
  const facts: Fact[] = [siteFact(state.siteId, 'planSwitchedOn', at, { planId, by, until })]
  if (drill) {
    const ended = { planId, n: drill.n, by, why: 'switchedOn' } as const
    facts.unshift(siteFact(state.siteId, 'drillEnded', at, ended))
  }
  return accepted(...facts)
}

/** A plan's time is over. */
export function planOverdue(state: SiteState, planId: string, at: number): Decision {
  const on = state.plans.on.find((one) => one.planId === planId)
  if (!on) return accepted()
  const off = { planId: on.planId, by: null, why: 'timedOut' } as const
  return { facts: [siteFact(state.siteId, 'planSwitchedOff', at, off)], commands: [] }
}

/** The longest time of a drill is over. */
export function drillOverdue(state: SiteState, at: number): Decision {
  const drill = drillUnderWay(state.plans)
  if (!drill) return { facts: [], commands: [] }
  const ended = { planId: drill.planId, n: drill.n, by: null, why: 'timedOut' } as const
  return { facts: [siteFact(state.siteId, 'drillEnded', at, ended)], commands: [] }
}
