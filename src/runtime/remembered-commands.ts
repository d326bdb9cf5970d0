/**
 * Commands from other processes by their keys: one that comes again after its connection was lost gets what the first
 * one came to, and is carried out once.
 */
import { withDeadline } from '../lib/deadline.ts'
import type { DispatchOutcome, SiteGateway } from './gateway.ts'
import type { DispatchReply, DispatchRequest } from './owner-calls.ts'
import type { Clock } from './ports.ts'

export interface RememberedCommandsOptions {
  /** This process's own, without a way to others. */
  readonly gateway: Pick<SiteGateway, 'dispatch'>
  /** Which time of owning it is; undefined while the site isn't ours. */
  readonly epochOf: (siteId: string) => number | undefined
  readonly clock: Pick<Clock, 'monotonic'>
  readonly most?: number
}

export type RememberedCommands = (siteId: string, request: DispatchRequest) => Promise<DispatchReply>

const MOST = 10_000
/** Longer than anybody waits for an answer, or tries again. */
const KEPT_MS = 60_000

interface Kept {
  readonly outcome: Promise<DispatchOutcome>
  readonly at: number
}

export function rememberCommands(options: RememberedCommandsOptions): RememberedCommands {
  const { gateway, epochOf, clock, most = MOST } = options
  const kept = new Map<string, Kept>()

  /** The oldest are first, as maps keep them. */
  function forget(): void {
    const now = clock.monotonic()
    for (const [name, { at }] of kept) {
      if (kept.size < most && now - at < KEPT_MS) return
      kept.delete(name)
    }
  }

  return async (siteId, { key, budgetMs, epoch: wanted, command, privateFields }) => {
    const epoch = epochOf(siteId)
    if (wanted !== null && epoch !== wanted) return { type: 'otherEpoch' }
    const name = `${siteId} ${key}`
    const before = kept.get(name)
    const outcome =
      before?.outcome ?? gateway.dispatch(siteId, command, { timeoutMs: KEPT_MS, privateFields })
    if (!before) {
      forget()
      kept.set(name, { outcome, at: clock.monotonic() })
    }
    const waited = await withDeadline(outcome, { timeoutMs: budgetMs })
    if (waited.type !== 'value') return { type: 'timedOut' }
    // Nothing was carried out: the next try may be.
    if (waited.value.type === 'notOwner') kept.delete(name)
    return waited.value
  }
}
