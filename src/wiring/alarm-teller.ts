/** Says to a site's owner that something is wrong, or no longer is. */
import type { NodeId } from '../domain/ids.ts'
import type { AlarmName } from '../domain/site/alarms.ts'
import type { SiteGateway } from '../runtime/gateway.ts'
import { COMMAND_TIMEOUT_MS } from './timeouts.ts'

/** Raises the alarm, or clears it without a detail; false when nobody took it: it is to be said again. */
export type AlarmTeller = (
  alarm: AlarmName,
  nodeId: NodeId | null,
  detail: string | undefined,
) => Promise<boolean>

export function alarmTeller(gateway: SiteGateway, siteId: string): AlarmTeller {
  return async (alarm, nodeId, detail) => {
    const command =
      detail === undefined
        ? ({ type: 'clearAlarm', alarm, nodeId } as const)
        : ({ type: 'raiseAlarm', alarm, nodeId, detail } as const)
    return (await gateway.dispatch(siteId, command, { timeoutMs: COMMAND_TIMEOUT_MS })).type === 'accepted'
  }
}
