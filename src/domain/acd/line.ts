/**
 * A line: callers of one queue who need the same, and the idle agents who would do for each of them. In a line the first
 * caller and the first agent belong together, so nobody has to be looked through.
 */
import { USUAL_CALLBACK } from '../call/callback-policy.ts'
import type { AgentId, QueueId } from '../ids.ts'
import type { QueueDefinition } from '../site/inputs.ts'
import { type Agent, isOnFor, serves } from './agent.ts'
import { licenceFault } from './licences.ts'
import type { Needs } from './needs.ts'
import { hasSkills } from './skills.ts'
import { SortedList } from './sorted.ts'
import { type Idle, takenBefore } from './strategies.ts'
import { type Waiting, waitingList } from './waiting.ts'

/** A queue as far as its lines know it. */
export interface LineQueue {
  readonly id: QueueId
  readonly definition: QueueDefinition
  readonly members: ReadonlySet<AgentId>
  /** Calls whose callers are being called back. */
  readonly dialling: { readonly length: number }
  /** It is as test calls of a drill find it (`plan/state.ts`). */
  readonly isDrill?: true
}

export interface Line {
  readonly key: string
  readonly queue: LineQueue
  readonly needs: Needs
  /** Its callers are kept for this agent. */
  readonly only: AgentId | undefined
  /** Those whose switch can be given orders. */
  readonly waiting: SortedList<Waiting>
  /** Those who have gone and are to be called back, but for those in a pause; on whichever switch. */
  readonly callbacks: SortedList<Waiting>
  readonly idle: SortedList<Idle>
  /** How many are on for the queue and have what is needed, idle or not. */
  able: number
}

export function createLine(key: string, queue: LineQueue, needs: Needs, only: AgentId | undefined): Line {
  const idle = new SortedList(takenBefore)
  return { key, queue, needs, only, waiting: waitingList(), callbacks: waitingList(), idle, able: 0 }
}

/** Equal needs, equal text. */
export function lineKey({ skills, licences }: Needs, only: AgentId | undefined, isDrill = false): string {
  if (isDrill) return `drill ${lineKey({ skills, ...(licences && { licences }) }, only)}`
  if (skills.length === 0 && licences === undefined && only === undefined) return ''
  return JSON.stringify([skills, licences ?? [], only ?? null])
}

/** Whether a logged-on agent is for callers of that queue with these needs, by the licences of that moment. */
export function isAble(agent: Agent, queueId: QueueId, needs: Needs, at: number): boolean {
  return serves(agent, queueId) && hasSkills(agent, needs) && licenceFault(agent, needs, at) === undefined
}

/** The same for a line's callers. What a drill gives an agent, the agent's definition doesn't say. */
export function isAbleIn(agent: Agent, { queue, needs }: Pick<Line, 'queue' | 'needs'>, at: number): boolean {
  if (!queue.isDrill) return isAble(agent, queue.id, needs, at)
  const isMember = queue.members.has(agent.id) && isOnFor(agent, queue.id)
  return isMember && hasSkills(agent, needs) && licenceFault(agent, needs, at) === undefined
}

export function isAtWork({ phase }: Agent): boolean {
  return phase.name !== 'loggedOff' && phase.name !== 'notReady'
}

/** Nobody waits there, gone or not. */
export function isEmpty({ waiting, callbacks }: Line): boolean {
  return waiting.length === 0 && callbacks.length === 0
}

/** Whether the queue may ring one more caller. */
export function mayDial({ definition, dialling }: LineQueue): boolean {
  return dialling.length < (definition.callback ?? USUAL_CALLBACK).atOnce
}
