/** What is going on for a waiting caller to reach somebody on duty. It goes along beside the phase, which stays. */
import type { DutyRound } from '../acd/duty-chain.ts'
import type { AgentId, LegId, QueueId } from '../ids.ts'
import { LIMITS } from './limits.ts'

/** A phone of somebody on duty. */
export interface DutyRing {
  readonly legId: LegId
  /** Of the queue's chain, by its number. */
  readonly step: number
  /** Null: a number outside. */
  readonly agentId: AgentId | null
  /** Empty while it rings; then of the question whose key is awaited. */
  readonly token: string
  readonly dueAt: number
}

export interface Duty extends DutyRound {
  readonly queueId: QueueId
  /** When the caller came there: another place begins the chain anew. */
  readonly joinedAt: number
  /** Counted from 1. */
  readonly round: number
  /** When the next step counts by time alone; null: none does. */
  readonly lookAt: number | null
  readonly rings: readonly DutyRing[]
}

/**
 * By when the call wants to be looked at for its duty chain; `waits`: nobody has answered it yet. While its switch is out
 * of reach nothing can be ordered; only agents who are reserved are let go, as they are by offers.
 */
export function dutyDueOf(duty: Duty | undefined, waits: boolean, reachable: boolean): number | undefined {
  if (!duty) return undefined
  const own = reachable ? duty.rings : duty.rings.filter(({ agentId }) => agentId !== null)
  const slackMs = reachable ? 0 : LIMITS.outOfReachMs
  const moments = own.map(({ dueAt }) => dueAt + slackMs)
  if (reachable && duty.lookAt !== null && waits) moments.push(duty.lookAt)
  return moments.length === 0 ? undefined : Math.min(...moments)
}
