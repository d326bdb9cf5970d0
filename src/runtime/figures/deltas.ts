/** What a stretch of the journal adds to the figures: small sums by queue, or agent, and interval. */
import {
  type AgentMeasure,
  type AgentSums,
  addSums,
  noAgentSums,
  noQueueSums,
  type QueueMeasure,
  type QueueSums,
} from './measures.ts'
import { beginOf, KEPT_SPANS, type KeptSpan, sharesOf } from './spans.ts'

interface Slot {
  readonly span: KeptSpan
  /** When the interval begins. */
  readonly at: number
}

export interface QueueRow extends Slot {
  readonly queueId: string
  /** Emergencies are kept apart. */
  readonly urgent: boolean
  readonly sums: QueueSums
}

export interface AgentRow extends Slot {
  readonly agentId: string
  readonly sums: AgentSums
}

/** To whose figures something is added: those of the moment at which the call came into the queue. */
export interface Arrival {
  readonly queueId: string
  readonly urgent: boolean
  readonly at: number
}

export class Deltas {
  readonly #queues = new Map<string, QueueRow>()
  readonly #agents = new Map<string, AgentRow>()

  get queues(): Iterable<QueueRow> {
    return this.#queues.values()
  }

  get agents(): Iterable<AgentRow> {
    return this.#agents.values()
  }

  queue({ queueId, urgent, at }: Arrival, more: Readonly<Partial<Record<QueueMeasure, number>>>): void {
    for (const span of KEPT_SPANS)
      addSums(this.#queueSums({ queueId, urgent, span, at: beginOf(span, at) }), more)
  }

  /** `at`: the moment whose interval it belongs to. */
  agent(agentId: string, at: number, more: Readonly<Partial<Record<AgentMeasure, number>>>): void {
    for (const span of KEPT_SPANS) addSums(this.#agentSums({ agentId, span, at: beginOf(span, at) }), more)
  }

  /** Time from one moment to another, shared out among the intervals that it lies in. */
  agentTime(agentId: string, measure: AgentMeasure, from: number, to: number): void {
    for (const span of KEPT_SPANS)
      for (const [at, ms] of sharesOf(span, from, to))
        addSums(this.#agentSums({ agentId, span, at }), { [measure]: ms })
  }

  add(more: Deltas): void {
    for (const { sums, ...slot } of more.queues) addSums(this.#queueSums(slot), sums)
    for (const { sums, ...slot } of more.agents) addSums(this.#agentSums(slot), sums)
  }

  #queueSums(slot: Omit<QueueRow, 'sums'>): QueueSums {
    const key = `${slot.queueId} ${slot.urgent} ${slot.span} ${slot.at}`
    const found = this.#queues.get(key)
    if (found) return found.sums
    const sums = noQueueSums()
    this.#queues.set(key, { ...slot, sums })
    return sums
  }

  #agentSums(slot: Omit<AgentRow, 'sums'>): AgentSums {
    const key = `${slot.agentId} ${slot.span} ${slot.at}`
    const found = this.#agents.get(key)
    if (found) return found.sums
    const sums = noAgentSums()
    this.#agents.set(key, { ...slot, sums })
    return sums
  }
}
