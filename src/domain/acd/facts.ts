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
export type NotReadyReason = AgentReason | SystemReason

interface AgentFacts {
  agentDefined: { agent: AgentDefinition }
  agentRemoved: Record<string, never>
  /** `queueIds`: the queues served from now on; absent: all of the definition's. */
  agentLoggedOn: { extension: string; queueIds?: readonly QueueId[] }
  agentLoggedOff: { why: 'asked' }
  /** Serves these from now on; null: all of the definition's. */
  agentQueuesChosen: { queueIds: readonly QueueId[] | null }
  /** `since`: from when the idle time counts; earlier than the fact when an offer ended through no fault of the agent's. */
  agentReady: { since: number }
  agentNotReady: { reasonCode: NotReadyReason; callId: CallId | null }
  /** Asked for while a call was there; takes effect when the call is over. */
  agentChangePending: {
    to: { name: 'notReady'; reasonCode: AgentReason } | { name: 'loggedOff' } | { name: 'ready' }
  }
  agentReserved: { callId: CallId; legId: LegId }
  agentBusy: { callId: CallId; legId: LegId }
  agentWrapUp: { callId: CallId; until: number }
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
