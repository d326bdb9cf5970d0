/** What the recorder's parts share. */
import type { Log } from '../../lib/log.ts'
import type { ObjectStore } from '../../runtime/object-store.ts'
import type { Clock } from '../../runtime/ports.ts'
import type { EnvelopesPort, RecordingsPort, SealingPort } from '../../runtime/recording.ts'
import type { Alarms } from './alarms.ts'
import type { Eraser } from './eraser.ts'
import type { Gate } from './gate.ts'
import type { Listeners } from './listeners.ts'
import type { RecorderObserver } from './observer.ts'
import type { Stage } from './stage.ts'

export interface RecorderParts {
  readonly siteId: string
  readonly spoolDir: string
  readonly stage: Stage
  readonly eraser: Eraser
  readonly objects: ObjectStore
  readonly envelopes: EnvelopesPort
  readonly recordings: RecordingsPort
  readonly sealing: SealingPort
  readonly listeners: Listeners
  readonly alarms: Alarms
  /** So that fsync doesn't take every thread of Node's pool. */
  readonly syncing: Gate
  /** One for all takes: it is filled and emptied without anything between. */
  readonly readBuffer: Uint8Array
  readonly clock: Clock
  readonly observer: RecorderObserver
  readonly log: Log
}
