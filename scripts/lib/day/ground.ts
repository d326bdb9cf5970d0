/** Virtual time on the service's own core: what is due next happens, each input is handled, what comes of it is told. */

import type { JournalRow } from '../../../src/domain/fact.ts'
import type { Command } from '../../../src/domain/site/commands.ts'
import { nextDeadline } from '../../../src/domain/site/evolve.ts'
import { handle } from '../../../src/domain/site/handle.ts'
import type { SiteInput } from '../../../src/domain/site/inputs.ts'
import { initialState, type SiteState } from '../../../src/domain/site/state.ts'
import type { Random } from '../../../test/domain/simulation/random.ts'
import { EventQueue } from './event-queue.ts'
import { SITE } from './numbered.ts'

export interface Listener {
  /** What one input came to; the state is as it is after it. */
  happened(rows: readonly JournalRow[], state: SiteState): void
  ordered?(command: Command): void
}

export class Ground {
  readonly state: SiteState = initialState(SITE)
  readonly random: Random
  readonly #events = new EventQueue()
  readonly #listeners: Listener[] = []
  readonly #inbox: SiteInput[] = []
  #draining = false
  #now: number
  inputs = 0
  facts = 0

  constructor(random: Random, now: number) {
    this.random = random
    this.#now = now
  }

  get now(): number {
    return this.#now
  }

  listen(listener: Listener): void {
    this.#listeners.push(listener)
  }

  at(moment: number, happen: () => void): void {
    // A fact's time is in whole milliseconds.
    this.#events.add(Math.max(this.#now, Math.round(moment)), happen)
  }

  after(ms: number, happen: () => void): void {
    this.at(this.#now + ms, happen)
  }

  /** Handles the input now, or right after the one that is being handled. */
  post(input: SiteInput): void {
    this.#inbox.push(input)
    if (this.#draining) return
    this.#draining = true
    for (let next = this.#inbox.shift(); next; next = this.#inbox.shift()) this.#handle(next)
    this.#draining = false
  }

  /** Lets happen what is due next. False: nothing is, before that moment. */
  step(before: number): boolean {
    const dueAt = nextDeadline(this.state)?.at ?? Number.POSITIVE_INFINITY
    const nextAt = this.#events.nextAt
    if (Math.min(dueAt, nextAt) >= before) return false
    if (dueAt <= nextAt) {
      this.#now = Math.max(this.#now, dueAt)
      this.post({ type: 'deadlineReached', at: this.#now })
    } else {
      this.#now = nextAt
      this.#events.take()?.()
    }
    return true
  }

  #handle(input: SiteInput): void {
    this.inputs += 1
    const { rows, commands } = handle(this.state, input)
    this.facts += rows.length
    for (const listener of this.#listeners) {
      listener.happened(rows, this.state)
      if (listener.ordered) for (const command of commands) listener.ordered(command)
    }
  }
}
