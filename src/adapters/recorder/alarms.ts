/** The recorder's alarms: each is on while at least one thing holds it, and the site's owner hears of each change. */
import type { Log } from '../../lib/log.ts'
import type { RecorderAlarm, RecordingsPort } from '../../runtime/recording.ts'

/** All that a recorder may raise. */
export const RECORDER_ALARMS = [
  'storageFull',
  'spoolFull',
  'unknownTake',
  'storageUnavailable',
  'sealingUnavailable',
  'segmentConflict',
] as const satisfies readonly RecorderAlarm[]

export interface Alarms {
  /** `by` names what is wrong, so that one thing's recovery doesn't end another's alarm. */
  set(alarm: RecorderAlarm, by: string, on: boolean): void
  /** Tells what hasn't been heard yet; to be called from time to time. Never rejects. */
  report(): Promise<void>
}

/** At first the owner is told of all, so that what an earlier process left on goes off. */
export function createAlarms(recordings: RecordingsPort, log: Log): Alarms {
  const holders = new Map<RecorderAlarm, Set<string>>(RECORDER_ALARMS.map((name) => [name, new Set()]))
  const heard = new Map<RecorderAlarm, boolean>()
  let reporting = false
  const isOn = (alarm: RecorderAlarm) => (holders.get(alarm)?.size ?? 0) > 0

  return {
    set(alarm, by, on) {
      const before = isOn(alarm)
      if (on) holders.get(alarm)?.add(by)
      else holders.get(alarm)?.delete(by)
      if (isOn(alarm) === before) return
      if (on) log.error({ alarm }, 'recorder alarm')
      else log.info({ alarm }, 'recorder alarm is over')
    },
    async report() {
      if (reporting) return
      reporting = true
      try {
        for (const alarm of RECORDER_ALARMS) {
          const on = isOn(alarm)
          if (heard.get(alarm) === on) continue
          if ((await recordings.alarm(alarm, on)) === 'tryLater') return
          heard.set(alarm, on)
        }
      } catch (err) {
        log.warn({ err }, 'recorder alarm not reported')
      } finally {
        reporting = false
      }
    },
  }
}
