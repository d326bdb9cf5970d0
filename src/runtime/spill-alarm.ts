/** The alarm `journalLocal`: the database gives no answer in time, and facts are kept on the owner's machine alone. */
import { alarmKey } from '../domain/site/alarms.ts'
import type { ApiInput } from '../domain/site/inputs.ts'
import type { SiteState } from '../domain/site/state.ts'
import type { SpillLevel } from './spill.ts'

/** A database that pauses for a moment is nobody's business. */
const AFTER_MS = 2_000
/** From here on routine callers are no longer admitted (`load.ts`). */
const NEARLY_FULL = 0.8

/** What the site is to be told of it now; undefined when it has been told. */
export function spillAlarm(
  state: Pick<SiteState, 'alarms'>,
  level: SpillLevel,
  at: number,
): ApiInput | undefined {
  const about = { alarm: 'journalLocal', nodeId: null, at } as const
  const raised = state.alarms.get(alarmKey('journalLocal', null))
  if (level.forMs === 0) return raised && { type: 'clearAlarm', ...about }
  if (level.forMs < AFTER_MS) return undefined
  const detail = detailOf(level)
  return raised?.detail === detail ? undefined : { type: 'raiseAlarm', ...about, detail }
}

function detailOf({ stuck, fill }: SpillLevel): string {
  switch (stuck) {
    case 'full':
      return 'the local journal is full: only emergencies go on'
    case 'unavailable':
      return 'the local journal can not be written: only emergencies go on'
    case 'lease':
      return 'the lease is gone too: nothing goes on'
    case undefined:
      return fill >= NEARLY_FULL
        ? 'the local journal is nearly full: no routine callers'
        : 'facts are kept on this machine'
  }
}
