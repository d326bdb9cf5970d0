/** Gives a command to the site's owner and puts what came of it into the registry's words. */
import { assertNever } from '../../domain/assert-never.ts'
import { withDeadline } from '../../lib/deadline.ts'
import type { ApiCommand } from '../../runtime/gateway.ts'
import type { PrivateField } from '../../runtime/ports.ts'
import type { HttpDeps } from './deps.ts'
import { type Problem, problem } from './reply.ts'

/** The gateway keeps the deadline itself; should it fail to, nobody waits longer than this beyond it. */
const GRACE_MS = 500

/** Returns the problem, or undefined when the command was accepted and its facts are durable. */
export async function order(
  deps: HttpDeps,
  command: ApiCommand,
  privateFields: readonly PrivateField[] = [],
): Promise<Problem | undefined> {
  const { siteId, commandTimeoutMs: timeoutMs } = deps.config
  const waited = await withDeadline(deps.gateway.dispatch(siteId, command, { timeoutMs, privateFields }), {
    timeoutMs: timeoutMs + GRACE_MS,
  })
  const outcome = waited.type === 'value' ? waited.value : ({ type: 'timedOut' } as const)
  switch (outcome.type) {
    case 'accepted':
      return undefined
    case 'refused':
      return problem(outcome.code, { detail: outcome.detail })
    case 'notOwner':
      return problem('not-owner', {
        headers: { 'Retry-After': String(Math.max(1, Math.ceil(outcome.retryAfterMs / 1000))) },
      })
    case 'timedOut':
      return problem('timed-out')
    default:
      return assertNever(outcome)
  }
}
