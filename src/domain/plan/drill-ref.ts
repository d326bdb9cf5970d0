import type { PlanId } from '../ids.ts'

/** Names a drill: the plan, and which time. */
export interface DrillRef {
  readonly planId: PlanId
  readonly n: number
}
