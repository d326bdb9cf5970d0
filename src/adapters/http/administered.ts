/**
 * Administrative acts are noted for auditors: whoever changes something by a route whose scope ends in `:admin`, or, as a
 * supervisor, an agent's state or the plans, or has a message said to all who wait, when
 * it has been done, before it is answered. Nothing is done while nobody could note it; an act that was done and could
 * not be noted after all is answered so, and logged.
 */

import type { AccessNote } from '../../domain/access/facts.ts'
import { isAdministrative, type Scope } from '../../domain/access/scopes.ts'
import { withDeadline } from '../../lib/deadline.ts'
import type { HttpDeps } from './deps.ts'
import { type Problem, problem, type Reply } from './reply.ts'
import type { RawRequest, Route } from './route.ts'

/** What supervisors do to others, and to the whole site. */
const SUPERVISORS: readonly Scope[] = ['agents:supervise', 'plans:switch', 'broadcasts:send']

/** Whether the router notes what this route does. */
export function isNoted(route: Route): boolean {
  const { scope, method, notesItself } = route
  const isAct = scope !== null && (isAdministrative(scope) || SUPERVISORS.includes(scope))
  return isAct && method !== 'get' && notesItself !== true
}

/** The problem, when nobody could take a note just now. */
export async function nobodyNotes(deps: HttpDeps): Promise<Problem | undefined> {
  try {
    const { siteId, readTimeoutMs: timeoutMs } = deps.config
    const waited = await withDeadline(deps.gateway.figures(siteId), { timeoutMs })
    if (waited.type === 'value' && waited.value !== undefined) return undefined
  } catch (err) {
    deps.log.warn({ err }, 'the site’s owner could not be asked')
  }
  return problem('not-owner')
}

/** Notes what was done. The reply to give: the route's own, or the problem that it couldn't be noted. */
export async function administered(
  deps: HttpDeps,
  route: Route,
  request: RawRequest,
  reply: Reply,
): Promise<Reply> {
  if (reply.kind === 'problem' || reply.status >= 300) return reply
  const location = 'headers' in reply ? reply.headers?.Location : undefined
  const params = Object.values(request.params).map(String)
  const target = params.length > 0 ? params.join('/') : (location?.split('/').at(-1) ?? null)
  const data = {
    principal: request.principal.id,
    operation: route.operationId,
    target: target && word(target),
  }
  return (await noteAct(deps, { type: 'administered', data })) ?? reply
}

/** The problem, when the note couldn't be taken. */
export async function noteAct(deps: HttpDeps, note: AccessNote): Promise<Problem | undefined> {
  const outcome = await deps.access.note(note)
  if (outcome.type === 'accepted') return undefined
  deps.log.error({ note: note.type, outcome: outcome.type }, 'an administrative act was done and not noted')
  return problem('act-not-noted')
}

/** Ids and numbers as they are; anything else can't get into the journal by this way. */
function word(target: string): string {
  return target.replaceAll(/[^A-Za-z0-9_.:@/+*#-]/g, '_').slice(0, 128)
}
