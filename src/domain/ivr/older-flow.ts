/** Flows that were journaled before flows had profiles: calls may have begun with them, and flows may lead to them. */
import type { Flow, Step } from './flow.ts'

/** What a journal may hold: members that came later are missing. */
type Journaled = Partial<Pick<Flow, 'profiles'>>

/** The flow with what came later, at rest. One that has it is returned as it is. */
export function completed(flow: Flow): Flow {
  const { profiles }: Journaled = flow
  if (profiles !== undefined) return flow
  const steps = Object.entries(flow.steps).map(([name, step]): [string, Step] => [
    name,
    step.kind === 'menu' ? { ...step, variants: {} } : step,
  ])
  return { ...flow, profiles: {}, steps: Object.fromEntries(steps) }
}
