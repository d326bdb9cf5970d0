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
  /**
   * @param by names what is wrong, so that one thing's recovery doesn't end another's alarm
   * @param detail ids or words, for whoever is to see to it
   */
  set(alarm: RecorderAlarm, by: string, on: boolean, detail?: string): void
  /** Tells what hasn't been heard yet; to be called from time to time. Never rejects. */
  report(): Promise<void>
}

/** At first the owner is told of all, so that what an earlier process left on goes off. */
export function createAlarms(recordings: RecordingsPort, log: Log): Alarms {
  const holders = new Map<RecorderAlarm, Map<string, string>>(
    RECORDER_ALARMS.map((name) => [name, new Map()]),
  )
  /** Null: that it is off. */
  const heard = new Map<RecorderAlarm, string | null>()
  let reporting = false
  const isOn = (alarm: RecorderAlarm) => (holders.get(alarm)?.size ?? 0) > 0

  return {
    set(alarm, by, on, detail = '') {
      const before = isOn(alarm)
      if (on) holders.get(alarm)?.set(by, detail)
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
          const detail = [...(holders.get(alarm)?.values() ?? [])].at(-1) ?? null
          if (heard.get(alarm) === detail) continue
          if ((await recordings.alarm(alarm, detail !== null, detail ?? '')) === 'tryLater') return
          heard.set(alarm, detail)
        }
      } catch (err) {
        log.warn({ err }, 'recorder alarm not reported')
      } finally {
        reporting = false
      }
    },
  }
}
