/** Whether what a request names is within its reach. Asks the store only for clients whose reach has bounds. */
import { reachesAgent, reachesAll, reachesOwned, reachesQueue } from '../../domain/access/reach.ts'
import type { AgentView, QueueView } from '../../domain/site/view.ts'
import type { View } from '../../runtime/ports.ts'
import { type Asking, hidden, outOfReach } from './denials.ts'
import type { HttpDeps } from './deps.ts'
import type { ProblemCode } from './problems.ts'
import { reach } from './reach.ts'
import { type Problem, problem } from './reply.ts'

type Subject = 'call' | 'agent' | 'queue'

/** Whether the subject of this view is within the reach. */
export function isWithin({ principal }: Pick<Asking, 'principal'>, view: View): boolean {
  switch (view.kind) {
    case 'call':
    case 'recording':
      return reachesOwned(principal.reach, view)
    case 'agent':
      return reachesAgent(principal.reach, view.body as AgentView)
    case 'queue':
      return reachesQueue(principal.reach, view.body as QueueView)
    case 'site':
      return reachesAll(principal.reach)
  }
}

/**
 * Before something is done to a call, an agent or a queue: the problem, or undefined when it may be done. What isn't
 * there is nobody's to refuse: the site's owner says so.
 */
export async function mayAct(
  deps: HttpDeps,
  asking: Asking,
  what: Subject,
  id: string,
): Promise<Problem | undefined> {
  if (reachesAll(asking.principal.reach)) return undefined
  const found = await reach(deps, what, () => deps.views.get(deps.config.siteId, what, id))
  if (!found.ok) return found.problem
  return found.value && !isWithin(asking, found.value) ? outOfReach(deps, asking, what) : undefined
}

/** Before something is shown: the problem, or undefined when it may be seen, or when the reach has no bounds. */
export async function maySee(
  deps: HttpDeps,
  asking: Asking,
  kind: View['kind'],
  id: string,
  unknown: ProblemCode,
): Promise<Problem | undefined> {
  if (reachesAll(asking.principal.reach)) return undefined
  const found = await reach(deps, kind, () => deps.views.get(deps.config.siteId, kind, id))
  if (!found.ok) return found.problem
  if (!found.value) return problem(unknown)
  return isWithin(asking, found.value) ? undefined : hidden(deps, asking, unknown)
}
