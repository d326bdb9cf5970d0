/** The day's figures by group of queues, and what the agents' time went into: counted from the facts. */
import type { CallFact } from '../../../src/domain/call/facts.ts'
import type { JournalRow } from '../../../src/domain/fact.ts'
import type { Listener } from './ground.ts'
import { callNumberOf, numberOf } from './numbered.ts'
import type { AgentPlan, QueuePlan } from './plan.ts'
import { Sample } from './sample.ts'

export interface GroupFigures {
  readonly group: string
  calls: number
  answered: number
  withinLevel: number
  abandoned: number
  /** Their longest wait was over. */
  tooLong: number
  offers: number
  missed: number
  /** Of those who were answered. */
  readonly waitsMs: Sample
}

/** Where an agent's time goes: `idle` and `working` are what occupancy is about. */
type Doing = 'away' | 'idle' | 'working'

const DOING: Readonly<Record<string, Doing>> = {
  agentLoggedOn: 'away',
  agentNotReady: 'away',
  agentLoggedOff: 'away',
  agentReady: 'idle',
  agentReserved: 'working',
  agentBusy: 'working',
  agentWrapUp: 'working',
}

export class Tally implements Listener {
  readonly groups = new Map<string, GroupFigures>()
  readonly spentMs: Record<Doing, number> = { away: 0, idle: 0, working: 0 }
  readonly #queueOf: (call: number) => QueuePlan
  readonly #agents: readonly AgentPlan[]
  readonly #levelMs: number
  readonly #doing = new Map<string, { doing: Doing; since: number }>()
  /** Calls that have talked with an agent: a second talk isn't a second answer. */
  readonly #answered = new Set<string>()

  constructor(queueOf: (call: number) => QueuePlan, agents: readonly AgentPlan[], levelMs: number) {
    this.#queueOf = queueOf
    this.#agents = agents
    this.#levelMs = levelMs
  }

  happened(rows: readonly JournalRow[]): void {
    for (const row of rows) {
      if (row.kind === 'call') this.#callFact(row as CallFact & JournalRow)
      else if (row.kind === 'agent') this.#agentFact(row)
    }
  }

  #callFact(fact: CallFact): void {
    switch (fact.type) {
      case 'callQueued':
        this.#groupOf(fact.subject).calls += 1
        return
      case 'callOffered':
        this.#groupOf(fact.subject).offers += 1
        return
      case 'callOfferEnded':
        if (fact.data.why === 'noAnswer') this.#groupOf(fact.subject).missed += 1
        return
      case 'callConnected':
        this.#connected(fact.subject, fact.data.waitedMs)
        return
      case 'callWaitedTooLong':
        this.#groupOf(fact.subject).tooLong += 1
        return
      case 'callEnded':
        if (fact.data.why === 'abandoned') this.#groupOf(fact.subject).abandoned += 1
        this.#answered.delete(fact.subject)
    }
  }

  #connected(callId: string, waitedMs: number | null): void {
    if (waitedMs === null || this.#answered.has(callId)) return
    this.#answered.add(callId)
    const group = this.#groupOf(callId)
    group.answered += 1
    group.waitsMs.add(waitedMs)
    if (waitedMs <= this.#levelMs) group.withinLevel += 1
  }

  #agentFact({ type, subject, at }: JournalRow): void {
    const doing = DOING[type]
    if (doing === undefined || this.#agents[numberOf(subject)]?.isReference) return
    const before = this.#doing.get(subject)
    if (before) this.spentMs[before.doing] += at - before.since
    if (type === 'agentLoggedOff') this.#doing.delete(subject)
    else this.#doing.set(subject, { doing, since: at })
  }

  #groupOf(callId: string): GroupFigures {
    const { group } = this.#queueOf(callNumberOf(callId))
    let figures = this.groups.get(group)
    if (!figures) {
      figures = {
        group,
        calls: 0,
        answered: 0,
        withinLevel: 0,
        abandoned: 0,
        tooLong: 0,
        offers: 0,
        missed: 0,
        waitsMs: new Sample(),
      }
      this.groups.set(group, figures)
    }
    return figures
  }
}
