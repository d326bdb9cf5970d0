/** Plans as plain JSON, and back: what they make of definitions is made again. */
import type { PlanId } from '../ids.ts'
import { schedule } from '../site/schedule.ts'
import type { SiteState } from '../site/state.ts'
import { applyDrill, replan } from './apply.ts'
import { DRILL } from './evolve.ts'
import { type Drill, drillUnderWay, type Plan, type PlanOn, type Plans } from './state.ts'

export interface FrozenPlans {
  readonly all: readonly (readonly [PlanId, Plan])[]
  readonly on: readonly PlanOn[]
  readonly drills: readonly Drill[]
}

export function freezePlans({ all, on, drills }: Plans): FrozenPlans {
  return { all: [...all], on, drills }
}

/** Queues and agents are there, calls are not yet. */
export function thawPlans(state: SiteState, { all, on, drills }: FrozenPlans): void {
  const { plans } = state
  for (const [planId, plan] of all) plans.all.set(planId, plan)
  plans.on = on
  plans.drills = drills
  for (const { planId, until } of on) schedule(state, 'plan', planId, until ?? undefined)
  schedule(state, 'drill', DRILL, drillUnderWay(plans)?.until)
  replan(state)
  applyDrill(state)
}
