/** What makes a process one controller among others: the lock on its data directory, and the name of its leases. */
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { takeProcessLock } from '../lib/process-lock.ts'
import { leaseHolder } from './lease-holder.ts'

export type ControllerPlace =
  | { readonly ok: true; readonly holder: string; release(): void }
  /** In words for whoever starts it. */
  | { readonly ok: false; readonly reason: string }

/** A dead controller's successor on the same data directory takes its lease at once; two live ones must never. */
export function takeControllerPlace(config: Pick<Config, 'dataDir' | 'controllerId'>): ControllerPlace {
  const { dataDir } = config
  const lock = takeProcessLock(join(dataDir, 'controller.lock'))
  if (lock.type === 'held') {
    const reason = `another controller (pid ${lock.pid}) runs on ${dataDir}: stop it, or set CTI_DATA_DIR`
    return { ok: false, reason }
  }
  if (lock.type !== 'taken') return { ok: false, reason: `can't lock the data directory: ${lock.reason}` }
  const holder = leaseHolder(config)
  if (holder.ok) return { ok: true, holder: holder.value, release: () => lock.release() }
  lock.release()
  return { ok: false, reason: `can't tell this controller from others: ${holder.reason}` }
}
