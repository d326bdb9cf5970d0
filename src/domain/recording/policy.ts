/** What is recorded. The queue says, else the flow, else the site by the call's direction; never where it is off. */

export interface RecordingPolicy {
  /** Off: nothing is recorded, whatever queues and flows say. */
  readonly enabled: boolean
  readonly inbound: boolean
  readonly outbound: boolean
}

export const NOTHING_RECORDED: RecordingPolicy = { enabled: false, inbound: false, outbound: false }
