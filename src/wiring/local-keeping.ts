/** A site's local journal, the private fields in it, and the alarm about what was set aside. */
import { join } from 'node:path'
import { openLocalJournal } from '../adapters/local-journal/local-journal.ts'
import type { Config } from '../config.ts'
import type { SiteId } from '../domain/ids.ts'
import { alarmKey } from '../domain/site/alarms.ts'
import type { SiteState } from '../domain/site/state.ts'
import { machineTimers } from '../lib/timers.ts'
import type { CallSealing, PrivatePort } from '../runtime/ports.ts'
import { createPrivateOverlay, type PrivateOverlay } from '../runtime/private-overlay.ts'
import type { LocalKeeping } from '../runtime/spill.ts'
import type { AlarmTeller } from './alarm-teller.ts'

export interface LocalKeepingOptions {
  readonly config: Pick<Config, 'localJournal' | 'controllerId'>
  readonly siteId: SiteId
  readonly sealing: CallSealing
  readonly privateFields: PrivatePort
  readonly alarm: AlarmTeller
  /** Undefined while the site isn't ours. */
  state(): SiteState | undefined
}

export interface SiteKeeping {
  readonly keeping: LocalKeeping
  /** Those of the database, and those that are still in the local journal. */
  readonly privateFields: PrivateOverlay
  /** Begins to watch for files that were set aside. */
  start(): void
  close(): Promise<void>
}

const LOOK_MS = 10_000

export function createLocalKeeping(options: LocalKeepingOptions): SiteKeeping {
  const { config, siteId, sealing, alarm, state } = options
  const { directory, maxBytes, waitMs, emergencyWaitMs } = config.localJournal
  const local = openLocalJournal({ directory: join(directory, siteId), siteId, sealing, maxBytes })
  const overlay = createPrivateOverlay(options.privateFields)
  let told: string | undefined
  let looking = Promise.resolve()
  let stop: (() => void) | undefined

  /** The alarm may be of another controller, whose files only it can see: each ends only its own. */
  async function look(): Promise<void> {
    const files = await local.aside()
    if (files === undefined) return
    const whose = `${config.controllerId}: `
    const detail = files > 0 ? `${whose}files: ${files}` : undefined
    const raised = state()?.alarms.get(alarmKey('factsSetAside', null))?.detail.startsWith(whose) === true
    if (detail === told && (detail !== undefined || !raised)) return
    if (await alarm('factsSetAside', null, detail)) told = detail
  }

  let isLooking = false
  const once = () => {
    if (isLooking) return
    isLooking = true
    looking = look().finally(() => {
      isLooking = false
    })
  }

  return {
    keeping: { local, limits: { waitMs, emergencyWaitMs }, overlay },
    privateFields: overlay,
    start() {
      stop ??= machineTimers.every(LOOK_MS, once)
    },
    async close() {
      stop?.()
      await looking
      await local.close()
    },
  }
}
