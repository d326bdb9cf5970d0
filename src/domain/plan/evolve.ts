/** Folds what happens to plans and drills. */
import type { PlanId } from '../ids.ts'
import type { SiteFact } from '../site/facts.ts'
import { schedule } from '../site/schedule.ts'
import type { SiteState } from '../site/state.ts'
import { applyDrill, applyPlans } from './apply.ts'
import { renewWaiting } from './renew-waiting.ts'
import { drillUnderWay, MOST_DRILLS, type Plan } from './state.ts'

export type PlanFact = Extract<
  SiteFact,
  {
    type: 'planDefined' | 'planRemoved' | 'planSwitchedOn' | 'planSwitchedOff' | 'drillBegun' | 'drillEnded'
  }
>

/** `pos`: where the fact stands in the journal. */
export function evolvePlans(state: SiteState, fact: PlanFact, pos: number): void {
  const { plans } = state
  const { at } = fact
  switch (fact.type) {
    case 'planDefined': {
      const { plan: definition } = fact.data
      const { planId } = definition
      const drills = plans.all.get(planId)?.drills ?? 0
      plans.all.set(planId, { definition, version: pos, drills } satisfies Plan)
      if (isOn(state, planId)) applyPlans(state, at)
      return
    }
    case 'planRemoved':
      plans.all.delete(fact.data.planId)
      plans.drills = plans.drills.filter(({ planId }) => planId !== fact.data.planId)
      return
    case 'planSwitchedOn': {
      const { planId, by, until } = fact.data
      const entry = { planId, since: at, by, until }
      const before = plans.on.find((one) => one.planId === planId)
      plans.on = before
        ? plans.on.map((one) => (one === before ? { ...entry, since: before.since } : one))
        : [...plans.on, entry]
      schedule(state, 'plan', planId, until ?? undefined)
      if (!before) applyPlans(state, at)
      return
    }
    case 'planSwitchedOff': {
      const { planId } = fact.data
      plans.on = plans.on.filter((one) => one.planId !== planId)
      schedule(state, 'plan', planId, undefined)
      applyPlans(state, at)
      return
    }
    case 'drillBegun': {
      const { planId, n, by, until } = fact.data
      const plan = plans.all.get(planId)
      if (!plan) throw new Error(`a drill of ${planId}, which isn't there`)
      plans.all.set(planId, { ...plan, drills: n })
      const drill = { planId, n, by, since: at, until, plan: plan.definition, ended: null }
      plans.drills = [...plans.drills, { ...drill, calls: [], unnoted: 0, met: [] }].slice(-MOST_DRILLS)
      schedule(state, 'drill', DRILL, until)
      applyDrill(state)
      return
    }
    case 'drillEnded': {
      const drill = drillUnderWay(plans)
      const ended = { at, why: fact.data.why, by: fact.data.by }
      plans.drills = plans.drills.map((one) => (one === drill ? { ...one, ended } : one))
      schedule(state, 'drill', DRILL, undefined)
      applyDrill(state)
      renewWaiting(state, (call) => call.drill !== undefined, at)
      return
    }
  }
}

/** There is one at most. */
export const DRILL = 'drill'

export function isOn({ plans }: Pick<SiteState, 'plans'>, planId: PlanId): boolean {
  return plans.on.some((one) => one.planId === planId)
}
