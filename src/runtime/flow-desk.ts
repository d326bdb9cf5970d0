/** What the API asks about flows, of whoever reads their files. Undefined: nobody owns the site at the moment. */
import type { FlowId } from '../domain/ids.ts'
import type { Flow } from '../domain/ivr/flow.ts'
import type { PlanFault } from '../domain/plan/check.ts'
import type { PlanDefinition } from '../domain/plan/definition.ts'
import type { Checked } from '../lib/fault.ts'
import type { Places } from '../lib/yaml-validate.ts'

export interface FlowDesk {
  /** Whatever was given for a flow: checked against the queues, prompts, calendars and sources that there are now. */
  check(value: unknown, places: Places): Promise<Checked<Flow> | undefined>
  /** What the flow's file holds; null where there is no file of it, or one with faults. */
  ofFile(flowId: FlowId): Promise<Flow | null | undefined>
  /** All that a plan names and that isn't there. */
  checkPlan(plan: PlanDefinition): Promise<readonly PlanFault[] | undefined>
  /** Which of these prompts aren't there. */
  missingPrompts(prompts: readonly string[]): Promise<readonly string[] | undefined>
  /** Something that flows refer to has changed: the files are read again soon. */
  readAgain(): void
}
