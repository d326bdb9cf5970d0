/**
 * A line: callers of one queue who need the same, and the idle agents who would do for each of them. In a line the first
 * caller and the first agent belong together, so nobody has to be looked through.
 */
import type { AgentId, QueueId } from '../ids.ts'
import type { QueueDefinition } from '../site/inputs.ts'
import { type Agent, serves } from './agent.ts'
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
}

export interface Line {
  readonly key: string
  readonly queue: LineQueue
  readonly needs: Needs
  /** Its callers are kept for this agent. */
  readonly only: AgentId | undefined
  /** Those whose switch can be given orders. */
  readonly waiting: SortedList<Waiting>
  readonly idle: SortedList<Idle>
  /** How many are on for the queue and have what is needed, idle or not. */
  able: number
}

export function createLine(key: string, queue: LineQueue, needs: Needs, only: AgentId | undefined): Line {
  return { key, queue, needs, only, waiting: waitingList(), idle: new SortedList(takenBefore), able: 0 }
}

/** Equal needs, equal text. */
export function lineKey({ skills, licences }: Needs, only: AgentId | undefined): string {
  if (skills.length === 0 && licences === undefined && only === undefined) return ''
  return JSON.stringify([skills, licences ?? [], only ?? null])
}

/** Whether a logged-on agent is for callers of that queue with these needs, by the licences of that moment. */
export function isAble(agent: Agent, queueId: QueueId, needs: Needs, at: number): boolean {
  return serves(agent, queueId) && hasSkills(agent, needs) && licenceFault(agent, needs, at) === undefined
}

export function isAtWork({ phase }: Agent): boolean {
  return phase.name !== 'loggedOff' && phase.name !== 'notReady'
}
