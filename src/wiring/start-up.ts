/** What a start may have to wait for. */
import type { Store } from '../adapters/store/create-store.ts'
import { backoffMs } from '../lib/backoff.ts'
import type { Log } from '../lib/log.ts'
import { pause } from '../lib/pause.ts'

/** Brings the database to this program's shape, for as long as that takes. False when told to stop meanwhile. */
export async function migrated(store: Store, log: Log, signal: AbortSignal): Promise<boolean> {
  for (let attempt = 0; !signal.aborted; attempt += 1) {
    const outcome = await store.migrate()
    if (outcome.type === 'migrated') {
      if (outcome.applied.length > 0) log.info({ applied: outcome.applied }, 'the database was migrated')
      return true
    }
    const reason = outcome.type === 'fromFuture' ? outcome.message : outcome.reason
    log.error({ reason }, 'the database is not to be used yet; trying again')
    await pause(backoffMs(attempt, { firstMs: 100, capMs: 5_000 }, Math.random), signal)
  }
  return false
}
