/** What is recorded. The queue says, else the flow, else the site by the call's direction; never where it is off. */
import type { NodeId } from '../ids.ts'

export interface RecordingPolicy {
  /** Off: nothing is recorded, whatever queues and flows say. */
  readonly enabled: boolean
  readonly inbound: boolean
  readonly outbound: boolean
  /** Nodes beside which nobody seals: what they wrote would stay in clear. Absent in older journals: there are none. */
  readonly withoutRecorder?: readonly NodeId[]
}

export const NOTHING_RECORDED: RecordingPolicy = { enabled: false, inbound: false, outbound: false }

/** Whether calls on this node may be recorded at all. */
export function mayRecord({ enabled, withoutRecorder }: RecordingPolicy, nodeId: NodeId): boolean {
  return enabled && withoutRecorder?.includes(nodeId) !== true
}
