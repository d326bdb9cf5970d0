/**
 * What was seen from outside, in plain JSON: what the checks judge, and what a report keeps. Moments are milliseconds
 * since the epoch by the drill's clock, which is the machine's.
 */
import type { KindName } from './kinds.ts'
import type { State } from './states.ts'

export interface Evidence {
  readonly siteId: string
  readonly controllers: 1 | 2
  /** Who has told the switch something, and when; empty where one controller is alone. */
  readonly turns: readonly Turn[]
  /** Where each agent's calls come from. */
  readonly queuesOf: Readonly<Record<string, readonly string[]>>
  readonly callers: readonly CallerSeen[]
  readonly agentCalls: readonly AgentCallSeen[]
  readonly fallbackCalls: readonly FallbackSeen[]
  readonly faults: readonly FaultSeen[]
  readonly facts: readonly JournalFact[]
  readonly records: readonly RecordSeen[]
  readonly webhooks: WebhooksSeen
  readonly takes: readonly TakeSeen[]
  /** Object keys that the store holds, with their sizes. */
  readonly objects: Readonly<Record<string, number>>
  /** Files that are still in the spool, and in the local journals. */
  readonly left: readonly string[]
}

/** From its first word to its last before another's. */
export interface Turn {
  readonly by: string
  readonly from: number
  readonly to: number
}

/** A call that the drill made from outside, or (`outbound`) one that an agent made and a carrier's phone saw. */
export interface CallerSeen {
  readonly number: string
  readonly outbound: boolean
  readonly startedAt: number
  readonly answeredAt: number | null
  readonly endedAt: number
  /** The last moment at which sound came; null: none ever came. */
  readonly heardAt: number | null
  readonly by: 'local' | 'remote' | 'network'
  readonly how: string
}

export interface AgentCallSeen {
  readonly agentId: string
  readonly rangAt: number
  readonly answeredAt: number | null
  readonly endedAt: number
  readonly heardAt: number | null
  /** It came while the agent talked, and was refused for that. */
  readonly second: boolean
}

export interface FallbackSeen {
  readonly number: string
  readonly rangAt: number
}

export interface FaultSeen {
  readonly kind: KindName
  readonly aimedAt: State
  /** What calls were in at that moment. */
  readonly met: readonly State[]
  readonly at: number
  /** What was broken has been put back. */
  readonly undoneAt: number
  /** From when on the site was served again; null: not within the time allowed. */
  readonly recoveredAt: number | null
}

export interface JournalFact {
  readonly pos: number
  readonly kind: string
  readonly subject: string
  readonly subjectSeq: number
  readonly at: number
  readonly type: string
  readonly data: Readonly<Record<string, unknown>>
  /** When the drill saw it. */
  readonly seenAt: number
}

export interface RecordSeen {
  readonly callId: string
  readonly endedBy: string
  readonly endedWhy: string
}

export interface WebhooksSeen {
  /** Facts after this position are told of. */
  readonly fromPos: number
  /** In the order in which they came. */
  readonly received: readonly { readonly id: string; readonly subject: string; readonly sequence: number }[]
  /** Requests that were not signed as they should be. */
  readonly refused: number
}

/** A file that the switch wrote into the spool. */
export interface TakeSeen {
  readonly recordingId: string
  readonly take: number
  /** The most that it was seen to have. */
  readonly bytes: number
  /** By how much less it had than its age, at its best in the last second; what a death costs comes on top. */
  readonly behindMs: number
  /** For how long, of its last second, the switch wrote nothing into it though it did before and after. */
  readonly stoodStillMs: number
  readonly firstSeenAt: number
  readonly lastSeenAt: number
}

/** What a check has found wrong. */
export interface Finding {
  readonly check: string
  readonly what: string
  /** The call, agent or recording. */
  readonly subject: string
  readonly at: number | null
}
