/**
 * How many are on for each queue, and how many of them idle: an index over the agents, so that a caller who comes into a
 * queue, and an agent who logs on, cost the same however many agents the queue has.
 */
import type { QueueId } from '../ids.ts'
import { type Agent, servedQueues } from './agent.ts'

interface Standing {
  readonly definition: Agent['definition']
  readonly servedQueueIds: Agent['servedQueueIds']
  readonly queueIds: readonly QueueId[]
  readonly isOn: boolean
  readonly isIdle: boolean
}

interface Counts {
  on: number
  idle: number
}

export class Attendance {
  readonly #standings = new Map<string, Standing>()
  readonly #counts = new Map<QueueId, Counts>()

  /** Somebody is logged on for the queue, whatever he or she does now. */
  isManned(queueId: QueueId): boolean {
    return (this.#counts.get(queueId)?.on ?? 0) > 0
  }

  hasIdle(queueId: QueueId): boolean {
    return (this.#counts.get(queueId)?.idle ?? 0) > 0
  }

  /** After each fact about an agent. */
  agentMoved(agent: Agent): void {
    const { id, definition, servedQueueIds, phase } = agent
    const isOn = phase.name !== 'loggedOff'
    const isIdle = phase.name === 'ready'
    const before = this.#standings.get(id)
    const same =
      before?.definition === definition && before.servedQueueIds === servedQueueIds && before.isOn === isOn
    if (same && before.isIdle === isIdle) return
    const queueIds = same ? before.queueIds : servedQueues(agent)
    this.#count(before, -1)
    const now = { definition, servedQueueIds, queueIds, isOn, isIdle }
    this.#standings.set(id, now)
    this.#count(now, 1)
  }

  agentGone({ id }: Agent): void {
    this.#count(this.#standings.get(id), -1)
    this.#standings.delete(id)
  }

  #count(standing: Standing | undefined, by: 1 | -1): void {
    for (const queueId of standing?.queueIds ?? []) {
      const counts = this.#counts.get(queueId) ?? { on: 0, idle: 0 }
      counts.on += by
      if (standing?.isIdle) counts.idle += by
      if (counts.on > 0) this.#counts.set(queueId, counts)
      else this.#counts.delete(queueId)
    }
  }
}
