/** What a plan names of a site's files: prompts and calendars that must be there. */
import type { PlanFault } from '../domain/plan/check.ts'
import { type PlanDefinition, pointer } from '../domain/plan/definition.ts'
import { hint } from '../lib/near-miss.ts'
import type { FlowReferences } from '../runtime/flow-language/names-check.ts'

/** What can't be told, because a file has a fault, isn't checked. */
export function filesMissing(
  { prompts, calendars }: Pick<FlowReferences, 'prompts' | 'calendars'>,
  plan: Pick<PlanDefinition, 'prompts' | 'hours' | 'queues'>,
): PlanFault[] {
  const faults: PlanFault[] = []
  const needs = (
    there: ReadonlySet<string> | undefined,
    what: string,
    name: string,
    at: (string | number)[],
  ) => {
    if (there && !there.has(name))
      faults.push({ pointer: pointer(...at), message: `there is no ${what} ${name}${hint(name, there)}` })
  }
  for (const [name, others] of Object.entries(plan.prompts ?? {})) {
    needs(prompts, 'prompt', name, ['prompts', name])
    others.forEach((other, n) => {
      needs(prompts, 'prompt', other, ['prompts', name, n])
    })
  }
  for (const name of Object.keys(plan.hours ?? {})) needs(calendars, 'calendar', name, ['hours', name])
  for (const [queueId, { announcements }] of Object.entries(plan.queues ?? {})) {
    announcements?.prompts.forEach((name, n) => {
      if (typeof name === 'string')
        needs(prompts, 'prompt', name, ['queues', queueId, 'announcements', 'prompts', n])
    })
  }
  return faults
}
