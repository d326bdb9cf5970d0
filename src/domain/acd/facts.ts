/** What can have happened to an agent. */
import type { FactOf } from '../fact.ts'
import type { AgentId, CallId, LegId, QueueId } from '../ids.ts'
import type { AgentDefinition, AgentReason } from '../site/inputs.ts'

/** Why the system itself made an agent not ready. */
export type SystemReason =
  | 'loggedOn'
  | 'noAnswer'
  | 'rejected'
  | 'phoneBusy'
  | 'phoneUnreachable'
  | 'phoneFailed'
  /** No switch in reach has a registration of the phone. */
  | 'phoneGone'
export type NotReadyReason = AgentReason | SystemReason

interface AgentFacts {
  agentDefined: { agent: AgentDefinition }
  agentRemoved: Record<string, never>
  /** `queueIds`: the queues served from now on; absent: all of the definition's. */
  agentLoggedOn: { extension: string; queueIds?: readonly QueueId[] }
  /** `by`, here and below: the supervisor whose doing it was, as auditors know them; absent: the agent's, or the system's. */
  agentLoggedOff: { why: 'asked' | 'forced'; by?: string }
  /** Serves these from now on; null: all of the definition's. */
  agentQueuesChosen: { queueIds: readonly QueueId[] | null }
  /** A day has come on which licences begin or cease to count: the kinds that count from now on. */
  agentLicencesChanged: { valid: readonly string[] }
  /** `since`: from when the idle time counts; earlier than the fact when an offer ended through no fault of the agent's. */
  agentReady: { since: number; by?: string }
  /** `until`: ready again by then, of itself; absent: when the agent says so. */
  agentNotReady: { reasonCode: NotReadyReason; callId: CallId | null; until?: number; by?: string }
  /** Asked for while a call was there; takes effect when the call is over. */
  agentChangePending: {
    to: { name: 'notReady'; reasonCode: NotReadyReason } | { name: 'loggedOff' } | { name: 'ready' }
    by?: string
  }
  agentReserved: { callId: CallId; legId: LegId }
  agentBusy: { callId: CallId; legId: LegId }
  /** `required`: it isn't to be cut short. `extendMs`: by so much it may be drawn out each time, until `mostUntil`. */
  agentWrapUp: {
    callId: CallId
    until: number
    required?: boolean
    extendMs?: number
    mostUntil?: number
  }
  agentWrapUpExtended: { callId: CallId; until: number }
}

export type AgentFactType = keyof AgentFacts
export type AgentFact = { [T in AgentFactType]: FactOf<'agent', T, AgentFacts[T]> }[AgentFactType]

/** Makes a fact about an agent. */
export function agentFact<T extends AgentFactType>(
  id: AgentId,
  type: T,
  at: number,
  data: AgentFacts[T],
): AgentFact {
  return { kind: 'agent', subject: id, type, at, data } as AgentFact
}
