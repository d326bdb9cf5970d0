/** What a site is told of recording when its owner begins: where it is on, and beside which switches nobody seals. */
import type { Config } from '../config.ts'
import type { NodeId } from '../domain/ids.ts'
import type { RecordingPolicy } from '../domain/recording/policy.ts'
import { NOBODY_SEALS } from '../domain/recording/recorders.ts'
import type { SiteState } from '../domain/site/state.ts'
import type { ApiCommand } from '../runtime/gateway.ts'

type Configured = Pick<Config, 'recording' | 'switches' | 'roles'>

/**
 * Sealed is what a recorder somewhere has said it seals, and, until this process's own recorders have tried, what they
 * are to seal.
 *
 * @param unrecorded nodes whose recorder here could not be started
 */
export function recordingPolicyOf(
  { recording, switches, roles }: Configured,
  { sealers = {} }: RecordingPolicy,
  unrecorded: ReadonlySet<NodeId>,
): RecordingPolicy {
  const { enabled, inbound, outbound } = recording
  const isOwn = ({ nodeId, spoolDir }: Config['switches'][number]) =>
    roles.includes('recorder') && spoolDir !== null && !unrecorded.has(nodeId)
  const withoutRecorder = switches.flatMap((node) =>
    sealers[node.nodeId] !== undefined || isOwn(node) ? [] : [node.nodeId],
  )
  return { enabled, inbound, outbound, withoutRecorder }
}

/**
 * Raised for each switch beside which nobody is known to seal, though it isn't for want of this process's own recorder,
 * whose alarm says more; over where that is no longer so.
 */
export function nobodySealsAlarms(
  { recording, switches, roles }: Configured,
  { withoutRecorder = [] }: RecordingPolicy,
  state: Pick<SiteState, 'alarms'>,
): Extract<ApiCommand, { type: 'raiseAlarm' | 'clearAlarm' }>[] {
  const alarm = 'recordingRefused' as const
  const unsealed = new Set(
    switches.flatMap(({ nodeId, spoolDir }) =>
      recording.enabled &&
      withoutRecorder.includes(nodeId) &&
      (spoolDir === null || !roles.includes('recorder'))
        ? [nodeId]
        : [],
    ),
  )
  const raised = [...state.alarms.values()].filter(
    (one) => one.alarm === alarm && one.detail === NOBODY_SEALS,
  )
  return [
    ...[...unsealed].map((nodeId) => ({ type: 'raiseAlarm', alarm, nodeId, detail: NOBODY_SEALS }) as const),
    ...raised.flatMap(({ nodeId }) =>
      nodeId === null || unsealed.has(nodeId) ? [] : [{ type: 'clearAlarm', alarm, nodeId } as const],
    ),
  ]
}
