/** Asks the store within the time allowed; its silence and its absence are the same to a client. */
import { withDeadline } from '../../lib/deadline.ts'
import { PortUnavailable } from '../../runtime/ports.ts'
import type { HttpDeps } from './deps.ts'
import { type Problem, problem } from './reply.ts'

export type Reached<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Problem }

/** Rejects only with what isn't the store's unavailability: a bug. */
export async function reach<T>(deps: HttpDeps, what: string, ask: () => Promise<T>): Promise<Reached<T>> {
  try {
    const waited = await withDeadline(ask(), { timeoutMs: deps.config.readTimeoutMs })
    if (waited.type === 'value') return { ok: true, value: waited.value }
    deps.log.warn({ what }, 'the store did not answer in time')
  } catch (err) {
    if (!(err instanceof PortUnavailable)) throw err
    deps.log.warn({ what, err }, 'the store is not available')
  }
  return { ok: false, problem: problem('store-unavailable') }
}
