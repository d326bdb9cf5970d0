/**
 * Whom of several idle agents a queue takes. Each strategy is a number that stays the same while the agent is idle, the
 * smallest first; so idle agents are kept in order and never sorted again.
 */
import { assertNever } from '../assert-never.ts'
import type { QueueDefinition } from '../site/inputs.ts'
import type { Agent } from './agent.ts'
import type { Needs, Strategy } from './needs.ts'
import { mastery } from './skills.ts'

/** An idle agent as one line of a queue sees it. */
export interface Idle {
  readonly agent: Agent
  /** By the queue's strategy. */
  readonly key: number
  /** The longest idle breaks a tie, then the id: so every fold decides alike. */
  readonly since: number
}

/** How many phones of an emergency team ring at once where the queue doesn't say. */
const TEAM_AT_ONCE = 10

/** An emergency queue that doesn't say rings its team at once. */
export function strategyOf({ strategy, priority }: Pick<QueueDefinition, 'strategy' | 'priority'>): Strategy {
  return strategy ?? (priority === 'emergency' ? 'ringSeveral' : 'longestIdle')
}

export function ringAtOnceOf(queue: Pick<QueueDefinition, 'strategy' | 'priority' | 'ringAtOnce'>): number {
  if (strategyOf(queue) !== 'ringSeveral') return 1
  return queue.ringAtOnce ?? (queue.priority === 'emergency' ? TEAM_AT_ONCE : 1)
}

/** More talks than anybody has in a day. */
const MOST_TALKS = 100_000

/** `since`: from when the agent has been idle. */
export function idleAs(agent: Agent, since: number, queue: QueueDefinition, needs: Needs): Idle {
  return { agent, key: keyOf(agent, since, queue, needs), since }
}

function keyOf(agent: Agent, since: number, queue: QueueDefinition, needs: Needs): number {
  const strategy = strategyOf(queue)
  switch (strategy) {
    case 'longestIdle':
    case 'ringSeveral':
      return since
    case 'fewestCalls':
      // Who last talked on an earlier day has had none today.
      return agent.talks.day * MOST_TALKS + agent.talks.count
    case 'roundRobin':
      return agent.rungPos
    case 'bestSkill':
      return -mastery(agent, needs)
    case 'sequential':
      return -weightOf(agent, queue)
    default:
      return assertNever(strategy)
  }
}

/** 1 unless the agent's definition says otherwise. */
export function weightOf({ definition }: Agent, { queueId }: Pick<QueueDefinition, 'queueId'>): number {
  return definition.weights?.[queueId] ?? 1
}

/** Negative: `a` is taken before `b`. */
export function takenBefore(a: Idle, b: Idle): number {
  if (a.key !== b.key) return a.key - b.key
  if (a.since !== b.since) return a.since - b.since
  return a.agent.id < b.agent.id ? -1 : a.agent.id > b.agent.id ? 1 : 0
}
