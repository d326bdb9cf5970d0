/** Plans, drills and broadcasts as the API shows them. Read from the site's owner: they are few, and change seldom. */
import type { Broadcast } from '../broadcast/state.ts'
import type { BroadcastId } from '../ids.ts'
import type { SiteState } from '../site/state.ts'
import { definitionsOn } from './apply.ts'
import { type PlanFault, planFaults } from './check.ts'
import type { PlanDefinition } from './definition.ts'
import { neverMet } from './drill.ts'
import { type Conflict, conflictsOf } from './overlay.ts'
import { type Drill, drillUnderWay, type Plan, type PlanOn } from './state.ts'

export interface PlanView extends Required<Omit<PlanDefinition, 'testNumbers'>> {
  readonly siteId: string
  /** Masked. */
  readonly testNumbers: readonly string[]
  readonly version: number
  readonly on: Omit<PlanOn, 'planId'> | null
  /** What other plans that are on change otherwise, while this one is on. */
  readonly conflicts: readonly Conflict[]
  /** What it names that isn't there any more; that part of it has no effect. */
  readonly missing: readonly PlanFault[]
  /** How many drills of it there have been. */
  readonly drills: number
  /** The one that is under way. */
  readonly drill: number | null
}

export interface DrillView extends Omit<Drill, 'plan'> {
  /** What test calls have met of the plan, and what they haven't, as JSON Pointers into it. */
  readonly neverMet: readonly string[]
}

export interface SitePlans {
  readonly plans: readonly PlanView[]
  /** Those that are remembered, the newest first. */
  readonly drills: readonly DrillView[]
}

export function viewPlans(state: SiteState): SitePlans {
  const plans = [...state.plans.all.values()].map((plan) => viewPlan(state, plan))
  const drills = state.plans.drills.map((drill) => {
    const { plan: _, ...rest } = drill
    return { ...rest, neverMet: neverMet(drill) }
  })
  return { plans: plans.sort((a, b) => (a.planId < b.planId ? -1 : 1)), drills: drills.reverse() }
}

function viewPlan(state: SiteState, { definition, version, drills }: Plan): PlanView {
  const { planId, names, testNumbers = [] } = definition
  const { numbers = {}, flows = {}, prompts = {}, members = {}, queues = {}, hours = {} } = definition
  const on = state.plans.on.find((one) => one.planId === planId)
  const drill = drillUnderWay(state.plans)
  return {
    planId,
    siteId: state.siteId,
    names,
    numbers,
    flows,
    prompts,
    members,
    queues,
    hours,
    testNumbers: testNumbers.map(({ masked }) => masked),
    version,
    on: on ? { since: on.since, by: on.by, until: on.until } : null,
    conflicts: on ? conflictsOf(definition, definitionsOn(state.plans)) : [],
    missing: planFaults(state, definition),
    drills,
    drill: drill?.planId === planId ? drill.n : null,
  }
}

export function viewBroadcast(state: SiteState, broadcastId: BroadcastId): Broadcast | undefined {
  return state.broadcasts.get(broadcastId)
}
