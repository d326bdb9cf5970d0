/** Asks the site's owner for what only it knows, within the time allowed. */
import { withDeadline } from '../../lib/deadline.ts'
import type { HttpDeps } from './deps.ts'
import { type Problem, problem } from './reply.ts'

export type Told<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Problem }

/** `ask` gives undefined when nobody owns the site at the moment. */
export async function askOwner<T>(deps: HttpDeps, ask: () => Promise<T | undefined>): Promise<Told<T>> {
  const waited = await withDeadline(ask(), { timeoutMs: deps.config.readTimeoutMs })
  return waited.type === 'value' && waited.value !== undefined
    ? { ok: true, value: waited.value }
    : { ok: false, problem: problem('not-owner') }
}
