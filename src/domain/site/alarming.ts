/** Raising and clearing alarms, each once while it lasts. */
import { type Decision, decided } from '../decision.ts'
import type { NodeId } from '../ids.ts'
import { type AlarmName, alarmKey } from './alarms.ts'
import { siteFact } from './facts.ts'
import type { SiteState } from './state.ts'

/** Undefined when it is raised already, for the same reason. */
export function raiseAlarm(
  state: SiteState,
  alarm: AlarmName,
  nodeId: NodeId | null,
  detail: string,
  at: number,
): Decision | undefined {
  if (state.alarms.get(alarmKey(alarm, nodeId))?.detail === detail) return undefined
  return decided([siteFact(state.siteId, 'alarmRaised', at, { alarm, nodeId, detail })])
}

/** Undefined when it isn't raised. */
export function clearAlarm(
  state: SiteState,
  alarm: AlarmName,
  nodeId: NodeId | null,
  at: number,
): Decision | undefined {
  if (!state.alarms.has(alarmKey(alarm, nodeId))) return undefined
  return decided([siteFact(state.siteId, 'alarmCleared', at, { alarm, nodeId })])
}
