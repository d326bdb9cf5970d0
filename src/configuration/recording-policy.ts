/** What a site is told of recording: where it is on, and beside which switches nobody seals. */
import type { Config } from '../config.ts'
import type { NodeId } from '../domain/ids.ts'
import type { RecordingPolicy } from '../domain/recording/policy.ts'
import type { SiteState } from '../domain/site/state.ts'
import type { ApiCommand } from '../runtime/gateway.ts'

type Configured = Pick<Config, 'recording' | 'switches'>

/** What the alarm says of a switch whose `spoolDir` is null. */
export const SPOOL_ELSEWHERE =
  'its spool is not on this machine (spoolDir: null of this switch): its calls are not recorded'

/** @param unrecorded nodes whose recorder could not be started */
export function recordingPolicyOf(
  { recording, switches }: Configured,
  unrecorded: ReadonlySet<NodeId>,
): RecordingPolicy {
  const { enabled, inbound, outbound } = recording
  if (!enabled) return { enabled, inbound, outbound }
  const withoutRecorder = switches.flatMap(({ nodeId, spoolDir }) =>
    spoolDir === null || unrecorded.has(nodeId) ? [nodeId] : [],
  )
  // Where nobody seals anything, recording is off.
  if (withoutRecorder.length === switches.length) return { enabled: false, inbound, outbound }
  return { enabled, inbound, outbound, withoutRecorder }
}

/** Raised for each switch that isn't recorded because its spool is elsewhere; over where that is no longer so. */
export function spoolElsewhereAlarms(
  { recording, switches }: Configured,
  state: Pick<SiteState, 'alarms'>,
): Extract<ApiCommand, { type: 'raiseAlarm' | 'clearAlarm' }>[] {
  const alarm = 'recordingRefused' as const
  const elsewhere = new Set(
    switches.flatMap(({ nodeId, spoolDir }) => (recording.enabled && spoolDir === null ? [nodeId] : [])),
  )
  const raised = [...state.alarms.values()].filter(
    (one) => one.alarm === alarm && one.detail === SPOOL_ELSEWHERE,
  )
  return [
    ...[...elsewhere].map(
      (nodeId) => ({ type: 'raiseAlarm', alarm, nodeId, detail: SPOOL_ELSEWHERE }) as const,
    ),
    ...raised.flatMap(({ nodeId }) =>
      nodeId === null || elsewhere.has(nodeId) ? [] : [{ type: 'clearAlarm', alarm, nodeId } as const],
    ),
  ]
}
