/** A site's local journal, and the private fields in it. */
import { join } from 'node:path'
import { openLocalJournal } from '../adapters/local-journal/local-journal.ts'
import type { Config } from '../config.ts'
import type { SiteId } from '../domain/ids.ts'
import type { CallSealing, PrivatePort } from '../runtime/ports.ts'
import { createPrivateOverlay, type PrivateOverlay } from '../runtime/private-overlay.ts'
import type { LocalKeeping } from '../runtime/spill.ts'

export interface LocalKeepingOptions {
  readonly config: Pick<Config, 'localJournal'>
  readonly siteId: SiteId
  readonly sealing: CallSealing
  readonly privateFields: PrivatePort
}

export interface SiteKeeping {
  readonly keeping: LocalKeeping
  /** Those of the database, and those that are still in the local journal. */
  readonly privateFields: PrivateOverlay
}

export function createLocalKeeping({
  config,
  siteId,
  sealing,
  privateFields,
}: LocalKeepingOptions): SiteKeeping {
  const { directory, maxBytes, waitMs, emergencyWaitMs } = config.localJournal
  const local = openLocalJournal({ directory: join(directory, siteId), siteId, sealing, maxBytes })
  const overlay = createPrivateOverlay(privateFields)
  return {
    keeping: { local, limits: { waitMs, emergencyWaitMs }, overlay },
    privateFields: overlay,
  }
}
