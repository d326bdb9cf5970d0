/** The figures in memory: what was read from the store, the facts counted since, and what of it is still to be kept. */
import { beginOfDay, dayOf } from '../../domain/acd/days.ts'
import type { JournalRow } from '../../domain/fact.ts'
import { Deltas } from './deltas.ts'
import { addSums, noQueueSums, type QueueSums } from './measures.ts'
import type { FiguresBeginning, FiguresStep, KeptStanding } from './port.ts'
import { project } from './project.ts'
import { newStanding, type QueueStanding, restore, type Standing, standingOf } from './standing.ts'

export class Ledger {
  readonly #standing: Standing = newStanding()
  #pos: number
  /** What isn't kept yet. */
  #from: number
  #deltas = new Deltas()
  #touched = new Set<string>()
  #today: { readonly at: number; readonly queues: Map<string, QueueSums> }

  constructor({ pos, kept, today }: FiguresBeginning, dayAt: number) {
    this.#pos = pos
    this.#from = pos
    for (const { subject, body } of kept) restore(this.#standing, subject, body)
    this.#today = { at: dayAt, queues: new Map() }
    for (const { queueId, sums } of today) addSums(this.#sumsOf(queueId), sums)
  }

  /** Position of the newest fact that is counted. */
  get pos(): number {
    return this.#pos
  }

  /** How many facts are counted and not kept. */
  get behind(): number {
    return this.#pos - this.#from
  }

  /** Counts facts that follow on those before; what comes again is counted already. Gives what they add. */
  take(rows: readonly JournalRow[]): Deltas {
    const added = new Deltas()
    try {
      for (const row of rows) {
        if (row.pos <= this.#pos) continue
        // Before it is counted: one that can't be must not be tried for ever, nor those before it be counted twice.
        this.#pos = row.pos
        project(this.#standing, row, added, this.#touched)
      }
    } finally {
      this.#add(added)
    }
    return added
  }

  #add(added: Deltas): void {
    this.#deltas.add(added)
    for (const { span, at, queueId, sums } of added.queues) {
      if (span !== 1_440) continue
      if (at > this.#today.at) this.#today = { at, queues: new Map() }
      if (at === this.#today.at) addSums(this.#sumsOf(queueId), sums)
    }
  }

  /** What is to be kept now; undefined: nothing. What comes later is the next step's. */
  step(): FiguresStep | undefined {
    if (this.#pos === this.#from) return undefined
    const kept: KeptStanding[] = []
    const forgotten: string[] = []
    for (const subject of this.#touched) {
      const body = standingOf(this.#standing, subject)
      if (body) kept.push({ subject, body })
      else forgotten.push(subject)
    }
    const { queues, agents } = this.#deltas
    const step = { fromPos: this.#from, toPos: this.#pos, queues: [...queues], agents: [...agents] }
    this.#from = this.#pos
    this.#deltas = new Deltas()
    this.#touched = new Set()
    return { ...step, kept, forgotten }
  }

  /** Of the site's day that it is at `now`. */
  today(queueId: string, now: number): QueueSums {
    const sums = this.#today.at === beginOfDay(dayOf(now)) ? this.#today.queues.get(queueId) : undefined
    return sums ?? noQueueSums()
  }

  queue(queueId: string): QueueStanding | undefined {
    return this.#standing.queues.get(queueId)
  }

  #sumsOf(queueId: string): QueueSums {
    const sums = this.#today.queues.get(queueId) ?? noQueueSums()
    this.#today.queues.set(queueId, sums)
    return sums
  }
}
