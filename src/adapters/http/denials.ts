/** What a client that is known may not do: 403 for what it asks to be done, 404 for what it asks to see. */
import type { Scope } from '../../domain/access/scopes.ts'
import type { HttpDeps } from './deps.ts'
import type { ProblemCode } from './problems.ts'
import { type Problem, problem } from './reply.ts'
import type { Principal } from './tokens.ts'

/** Who asks for what: of a route's request. */
export interface Asking {
  readonly principal: Principal
  readonly operationId: string
}

type Deps = Pick<HttpDeps, 'access'>

/** `detail` says what is missing. */
export function forbidden(detail: string, scope?: Scope): Problem {
  const named = scope === undefined ? '' : `, scope="${scope}"`
  return problem('forbidden', {
    detail,
    headers: { 'WWW-Authenticate': `Bearer realm="cti-bridge", error="insufficient_scope"${named}` },
  })
}

export function scopeMissing(deps: Deps, { principal, operationId }: Asking, scope: Scope): Problem {
  deps.access.denied({ principal: principal.id, operation: operationId, reason: 'scope', missing: scope })
  return forbidden(`this needs the scope ${scope}`, scope)
}

/** Something is to be done to what is somebody else's. */
export function outOfReach(deps: Deps, asking: Asking, what: 'call' | 'agent' | 'queue'): Problem {
  beyond(deps, asking)
  return forbidden(`this ${what} is outside of what your key reaches`)
}

/** Something is to be seen that is somebody else's: it is answered like what isn't there. */
export function hidden(deps: Deps, asking: Asking, unknown: ProblemCode): Problem {
  beyond(deps, asking)
  return problem(unknown)
}

function beyond(deps: Deps, { principal, operationId }: Asking): void {
  deps.access.denied({ principal: principal.id, operation: operationId, reason: 'reach', missing: null })
}
