/** What is recorded. The queue says, else the flow, else the site by the call's direction; never where it is off. */
import type { NodeId } from '../ids.ts'

export interface RecordingPolicy {
  /** Off: nothing is recorded, whatever queues and flows say. */
  readonly enabled: boolean
  readonly inbound: boolean
  readonly outbound: boolean
  /** Nodes beside which nobody seals: what they wrote would stay in clear. Absent in older journals: there are none. */
  readonly withoutRecorder?: readonly NodeId[]
  /** By node, the recorder that has said it seals there (`recorders.ts`). */
  readonly sealers?: Readonly<Record<string, string>>
}

export interface RecorderNote {
  readonly nodeId: NodeId
  /** Which recorder says it: the same after its restart. */
  readonly by: string
  readonly seals: boolean
}

export const NOTHING_RECORDED: RecordingPolicy = { enabled: false, inbound: false, outbound: false }

/** Whether calls on this node may be recorded at all. */
export function mayRecord({ enabled, withoutRecorder }: RecordingPolicy, nodeId: NodeId): boolean {
  return enabled && withoutRecorder?.includes(nodeId) !== true
}

export function withNote(policy: RecordingPolicy, { nodeId, by, seals }: RecorderNote): RecordingPolicy {
  const { sealers = {}, withoutRecorder = [], ...rest } = policy
  const { [nodeId]: _, ...others } = sealers
  const without = withoutRecorder.filter((one) => one !== nodeId)
  const lacking = seals ? without : [...without, nodeId]
  return {
    ...rest,
    ...(lacking.length > 0 ? { withoutRecorder: lacking } : {}),
    sealers: seals ? { ...others, [nodeId]: by } : others,
  }
}
