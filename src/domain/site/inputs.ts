/** What the outside says to a site: the switch, the API, the clock. Inputs are not journaled; the facts they cause are. */
import type { AgentId, CallId, FlowId, LegId, NodeId, QueueId } from '../ids.ts'
import type { Flow } from '../ivr/flow.ts'
import type { Party } from '../party.ts'

/** A caller's leg that the dialplan has parked for us. */
export interface Arrival {
  readonly legId: LegId
  /** Chosen by the shell, used when the leg turns out to be a new call. */
  readonly callId: CallId
  readonly nodeId: NodeId
  readonly calling: Party
  readonly called: Party
  /** The hospital's own number that was dialled; not personal. */
  readonly serviceNumber: string
  readonly answered: boolean
}

/** One leg as the switch reports it when asked what is there. */
export interface LegSnapshot {
  readonly legId: LegId
  /** From the channel variables that we set; undefined on legs that aren't ours. */
  readonly callId: CallId | undefined
  readonly role: 'caller' | 'agent' | 'party' | undefined
  readonly answered: boolean
  readonly bridgedTo: LegId | undefined
  /** `cti_waiting` is set: the watchdog guards it. */
  readonly waiting: boolean
  /** The switch has given it to the fallback group. */
  readonly fallback: boolean
  /** Set when it is parked for the service: what a PARK event would have said. */
  readonly arrival: Arrival | undefined
}

interface FromSwitch {
  readonly nodeId: NodeId
  readonly at: number
}
interface OnLeg extends FromSwitch {
  readonly legId: LegId
}

export type SwitchInput =
  /** After each (re)connection, before any event: all legs that are there. */
  | (FromSwitch & {
      readonly type: 'switchConnected'
      readonly coreUuid: string
      readonly legs: readonly LegSnapshot[]
    })
  | (FromSwitch & { readonly type: 'switchLost' })
  /** CHANNEL_PARK of a caller's leg: a new call, or one that came back after a bridge. */
  | (FromSwitch & { readonly type: 'legParked'; readonly arrival: Arrival })
  /** CHANNEL_CREATE of a leg that carries our call id. */
  | (OnLeg & { readonly type: 'legCreated'; readonly callId: CallId })
  | (OnLeg & { readonly type: 'legRinging' })
  /** CHANNEL_PROGRESS_MEDIA. */
  | (OnLeg & { readonly type: 'legHeard' })
  | (OnLeg & { readonly type: 'legAnswered' })
  | (OnLeg & { readonly type: 'legsBridged'; readonly withLegId: LegId })
  | (OnLeg & { readonly type: 'legsUnbridged' })
  | (OnLeg & { readonly type: 'legHungUp'; readonly cause: string })
  | (OnLeg & { readonly type: 'promptFinished'; readonly token: string })
  /** `digit` is undefined for none or an invalid one. */
  | (OnLeg & {
      readonly type: 'digitsCollected'
      readonly token: string
      readonly result:
        | { readonly kind: 'digit'; readonly digit: string }
        | { readonly kind: 'none' | 'invalid' }
    })
  /** A command that the switch refused, or whose answer never came. `token` is set for play and collect. */
  | (OnLeg & {
      readonly type: 'commandFailed'
      readonly command: string
      readonly token: string | undefined
      readonly reason: 'refused' | 'noSuchLeg' | 'timedOut' | 'connectionLost' | 'invalid'
      /** For `originate`: the hang-up cause that it answered with. */
      readonly cause: string | undefined
    })

interface FromApi {
  readonly at: number
}
interface OnAgent extends FromApi {
  readonly agentId: AgentId
}

export interface QueueDefinition {
  readonly queueId: QueueId
  readonly names: Readonly<Record<string, string>>
  readonly ringMs: number
  readonly wrapUpMs: number
}
export interface AgentDefinition {
  readonly agentId: AgentId
  readonly name: string
  readonly extension: string
  readonly queueIds: readonly QueueId[]
}

/** Reasons that an agent may give; the system has its own (`SystemReason` in acd/agent.ts). */
export const AGENT_REASONS = ['break', 'meal', 'meeting', 'training', 'paperwork', 'other'] as const
export type AgentReason = (typeof AGENT_REASONS)[number]

export type ApiInput =
  | (OnAgent & { readonly type: 'logOnAgent'; readonly extension: string | undefined })
  | (OnAgent & { readonly type: 'makeAgentReady' })
  | (OnAgent & { readonly type: 'makeAgentNotReady'; readonly reasonCode: AgentReason })
  | (OnAgent & { readonly type: 'logOffAgent' })
  | (OnAgent & { readonly type: 'endWrapUp' })
  /** Rings the agent's phone, then the number (kept sealed as the call's `calledNumber`). */
  | (OnAgent & { readonly type: 'makeCall'; readonly callId: CallId; readonly called: Party })
  | (FromApi & { readonly type: 'clearCall'; readonly callId: CallId })
  | (FromApi & { readonly type: 'defineQueue'; readonly queue: QueueDefinition })
  | (FromApi & { readonly type: 'defineAgent'; readonly agent: AgentDefinition })
  | (FromApi & { readonly type: 'publishFlow'; readonly flow: Flow })
  | (FromApi & {
      readonly type: 'assignNumbers'
      readonly numbers: Readonly<Record<string, FlowId>>
      readonly otherwise: FlowId
    })

export type SiteInput =
  | SwitchInput
  | ApiInput
  | {
      readonly type: 'siteTaken'
      readonly at: number
      readonly controllerId: string
      readonly address: string
    }
  /** The lease can't be renewed: an append must show whose the site is. */
  | { readonly type: 'keepSite'; readonly at: number }
  /** The clock has reached the earliest deadline in the state. */
  | { readonly type: 'deadlineReached'; readonly at: number }

/** What an API input came to. Codes are those of the problem registry. */
export type Outcome =
  | { readonly type: 'accepted'; readonly callId?: CallId }
  | { readonly type: 'refused'; readonly code: RefusalCode; readonly detail: string }

export type RefusalCode =
  | 'agent-unknown'
  | 'agent-state'
  | 'agent-extension-taken'
  | 'call-unknown'
  | 'call-state'
  | 'queue-unknown'
  | 'flow-unknown'
  | 'switch-unavailable'
