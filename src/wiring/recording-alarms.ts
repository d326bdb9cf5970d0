/**
 * Alarms about recording, of which several recorders may hold one: it lasts while any of them does, so that one
 * recorder's recovery doesn't end another's alarm.
 */
import type { NodeId } from '../domain/ids.ts'
import { type AlarmName, alarmKey } from '../domain/site/alarms.ts'
import type { ApiCommand } from '../runtime/gateway.ts'

export interface RecordingAlarms {
  /** @param by who says it; of the same `by` the last word counts */
  hold(alarm: AlarmName, nodeId: NodeId | null, by: string, on: boolean, detail: string): void
  /** What the site's owner is to be told of it now; said late, it is still true. */
  now(alarm: AlarmName, nodeId: NodeId | null): Extract<ApiCommand, { type: 'raiseAlarm' | 'clearAlarm' }>
}

export function createRecordingAlarms(): RecordingAlarms {
  const holders = new Map<string, Map<string, string>>()
  return {
    hold(alarm, nodeId, by, on, detail) {
      const key = alarmKey(alarm, nodeId)
      const held = holders.get(key) ?? new Map<string, string>()
      holders.set(key, held)
      if (on) held.set(by, detail)
      else held.delete(by)
    },
    now(alarm, nodeId) {
      const [detail] = holders.get(alarmKey(alarm, nodeId))?.values() ?? []
      return detail === undefined
        ? { type: 'clearAlarm', alarm, nodeId }
        : { type: 'raiseAlarm', alarm, nodeId, detail }
    },
  }
}
