/** What can have happened to a call. No personal data: numbers are masked and hashed, keys have names. */
import type { FactOf } from '../fact.ts'
import type { AgentId, CallId, FlowId, LegId, NodeId, QueueId, RecordingId } from '../ids.ts'
import type { PriorityClass } from '../ivr/flow.ts'
import type { Party } from '../party.ts'
import type { LegFailure } from './causes.ts'
import type { Ending } from './ending.ts'

/** Why an offer to an agent came to nothing. */
export type OfferFailure = LegFailure | 'bridgeFailed' | 'lost' | 'agentLoggedOff'

interface CallFacts {
  callAccepted: {
    nodeId: NodeId
    legId: LegId
    calling: Party
    called: Party
    serviceNumber: string
    flowId: FlowId
    flowVersion: string
  }
  /** The caller's leg is answered: media flows both ways. */
  callAnswered: { legId: LegId }
  stepEntered: { step: string; attempt: number; token: string; dueAt: number }
  menuChosen: { step: string; option: string }
  menuMissed: { step: string; attempt: number; why: 'none' | 'invalid' | 'failed' }
  callQueued: {
    queueId: QueueId
    priority: PriorityClass
    music: string
    giveUpAt: number | null
    otherwise: string | null
  }
  /** The longest wait that the flow allows is over; the flow goes on elsewhere. */
  callWaitedTooLong: { queueId: QueueId; waitedMs: number }
  callOffered: { agentId: AgentId; legId: LegId; dueAt: number }
  callAlerting: { legId: LegId }
  callOfferAnswered: { agentId: AgentId; legId: LegId; dueAt: number }
  /** The caller is back at the original place in the queue. `legDueAt`: by when the agent's leg must have ended, if it lives. */
  callOfferEnded: { agentId: AgentId; legId: LegId; why: OfferFailure; legDueAt: number | null }
  callConnected: { agentId: AgentId; legId: LegId; withLegId: LegId; waitedMs: number | null }
  /** The call is being recorded, from its first talk on; what becomes of it are facts of the recording's own. */
  callRecorded: { recordingId: RecordingId }
  /** The caller's leg came back from the bridge; the agent's leg is to end by `dueAt`. */
  callReturned: { dueAt: number }
  /** After a reconnect: the bridge has been ordered again, and is to be seen by `dueAt`. */
  callBridging: { dueAt: number }
  /** The two who were connected are bridged again. */
  callRejoined: { legId: LegId; withLegId: LegId }
  /** The agent's phone or its network vanished in mid-talk: back to the original place. */
  callRequeued: { agentId: AgentId; legId: LegId; why: 'agentLost' }
  /** `legsDueAt`: by when the legs of agents, if there are any, must have ended. */
  callFellBack: { why: 'flow' | 'switch'; legsDueAt: number | null }
  callPlaced: { nodeId: NodeId; agentId: AgentId; legId: LegId; calling: Party; called: Party; dueAt: number }
  /** The agent of an outbound call has answered; the party's phone is being rung. */
  callPartyCalled: { legId: LegId; dueAt: number }
  callPartyBridging: { dueAt: number }
  callPartyBridged: { legId: LegId }
  /** `dueAt`: by when the bridge must be seen, if it hasn't been. */
  callPartyAnswered: { legId: LegId; dueAt: number }
  callFailureTold: { ending: Ending; token: string; dueAt: number }
  /** The switch didn't know the caller's leg; unless its hang-up is seen by `dueAt`, it counts as lost. */
  callLegDoubted: { legId: LegId; dueAt: number }
  callLegEnded: { legId: LegId; role: 'caller' | 'agent' | 'party'; cause: string }
  callEnding: { ending: Ending; attempt: number; dueAt: number }
  /** The one final fact. */
  callEnded: Ending & { durationMs: number; talkedMs: number }
}

export type CallFactType = keyof CallFacts
export type CallFact = { [T in CallFactType]: FactOf<'call', T, CallFacts[T]> }[CallFactType]

/** Makes a fact about a call. */
export function callFact<T extends CallFactType>(
  id: CallId,
  type: T,
  at: number,
  data: CallFacts[T],
): CallFact {
  return { kind: 'call', subject: id, type, at, data } as CallFact
}
