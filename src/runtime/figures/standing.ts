/**
 * What the figures must remember of the journal so far, to go on with: calls that wait or talk, what agents do, what the
 * queues promise. Plain JSON by subject, kept beside the cursor, so that whoever goes on needs no older fact.
 */
import type { Arrival } from './deltas.ts'

/** A caller's stay in one queue, until somebody answers or it ends otherwise. */
export interface Visit extends Arrival {
  /** As the queue was defined when the caller came. */
  readonly withinMs: number
  readonly shortMs: number
}

export interface CallStanding {
  /** Waits, and nothing is decided. */
  visit?: Visit
  /** The stay, or the promise, that an agent has answered last. */
  served?: Arrival
  /** Phones that ring for the caller, by leg. */
  offers?: Record<string, { readonly agentId: string; readonly at: number }>
  talk?: {
    readonly since: number
    readonly agentId: string
    /** When the agent was offered the call, or began to call. */
    readonly offeredAt: number
    /** Undefined: it came from no queue. */
    readonly from?: Arrival
    readonly outbound?: true
  }
  /** To be called back, since then. */
  promise?: Arrival & { readonly confirmed?: true }
  outbound?: true
  /** A test call. */
  drill?: true
}

/** What agents do, as far as it is measured. */
export const AGENT_TIMES = {
  notReady: 'notReadyMs',
  ready: 'readyMs',
  reserved: 'ringingMs',
  busy: 'busyMs',
  wrapUp: 'afterCallMs',
} as const
export type AgentTime = keyof typeof AGENT_TIMES

export interface AgentStanding {
  /** Undefined: logged off. */
  doing?: { readonly phase: AgentTime; readonly since: number }
  /** The talk whose wrap-up follows. */
  served?: { readonly callId: string; readonly offeredAt: number; readonly from?: Arrival }
}

/** What was decided within one minute: for the service level of the last half hour. */
export type Minute = readonly [
  minute: number,
  answeredInTime: number,
  answered: number,
  unserved: number,
  abandoned: number,
]

export interface QueueStanding {
  withinMs: number
  targetPercent: number
  shortMs: number
  /** The oldest first, at most `RECENT_MINUTES`. */
  recent: readonly Minute[]
}

export const RECENT_MINUTES = 30

/** For queues that don't say, and for those that nobody has defined. */
export const DEFAULT_LEVEL = { withinMs: 20_000, targetPercent: 80, shortAbandonMs: 5_000 }

export function newQueueStanding(): QueueStanding {
  const { withinMs, targetPercent, shortAbandonMs: shortMs } = DEFAULT_LEVEL
  return { withinMs, targetPercent, shortMs, recent: [] }
}

export interface Standing {
  readonly calls: Map<string, CallStanding>
  readonly agents: Map<string, AgentStanding>
  readonly queues: Map<string, QueueStanding>
}

export function newStanding(): Standing {
  return { calls: new Map(), agents: new Map(), queues: new Map() }
}

/** One subject of it as it is kept; undefined: nothing is left to remember. */
export function standingOf(standing: Standing, subject: string): object | undefined {
  return mapOf(standing, subject).get(subject)
}

export function restore(standing: Standing, subject: string, body: object): void {
  mapOf(standing, subject).set(subject, body)
}

function mapOf({ calls, agents, queues }: Standing, subject: string): Map<string, object> {
  if (subject.startsWith('call_')) return calls as Map<string, object>
  return (subject.startsWith('agent_') ? agents : queues) as Map<string, object>
}
