/** What administrative routes share. */
import { reachesAll } from '../../domain/access/reach.ts'
import { type Asking, outOfReach } from './denials.ts'
import type { HttpDeps } from './deps.ts'
import type { Problem } from './reply.ts'

/**
 * What a site is made of is changed by those who reach all of it: whoever reaches one queue could else give herself
 * another. The problem, or undefined.
 */
export function wholeSite(deps: HttpDeps, asking: Asking, what: 'agent' | 'queue'): Problem | undefined {
  return reachesAll(asking.principal.reach) ? undefined : outOfReach(deps, asking, what)
}
