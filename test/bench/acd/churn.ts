/**
 * Calls that come and go at the rate at which agents are done with them, so that as many wait as did before. The
 * switch answers at once; only what the core takes is timed.
 */

import {
  arrivalOf,
  callerLegOf,
  callIdOf,
  callNumberOf,
  NODE,
  serviceNumberOf,
} from '../../../scripts/lib/day/numbered.ts'
import type { LegId } from '../../../src/domain/ids.ts'
import type { Command } from '../../../src/domain/site/commands.ts'
import { nextDeadline } from '../../../src/domain/site/evolve.ts'
import { handle } from '../../../src/domain/site/handle.ts'
import type { SiteInput } from '../../../src/domain/site/inputs.ts'
import type { SiteState } from '../../../src/domain/site/state.ts'
import { Random } from '../../domain/simulation/random.ts'
import { BEGAN_AT, queuesFor, siteOf } from './site.ts'

/** Of a hundred offers, how many nobody answers; of a hundred talks' ends, with how many a waiting caller gives up. */
const UNANSWERED = 1
const GIVING_UP = 5
const TALK_MS = 180_000

export class Churn {
  readonly state: SiteState
  readonly #random = new Random(7)
  readonly #queues: number
  readonly #stepMs: number
  readonly #inbox: SiteInput[] = []
  readonly #talking: { call: number; legId: LegId }[] = []
  /** Calls that may wait; some of them no longer do. */
  readonly #perhapsWaiting: number[] = []
  #calls = 0
  #now = BEGAN_AT + 60_000
  /** Nanoseconds of each input since it was last emptied. */
  samples: number[] = []

  /** @param agents how many, and how many callers wait once `fill` is done */
  constructor(agents: number) {
    this.state = siteOf(agents)
    this.#queues = queuesFor(agents)
    this.#stepMs = TALK_MS / agents
  }

  get waiting(): number {
    let waiting = 0
    for (const queue of this.state.queues.values()) waiting += queue.waiting.length
    return waiting
  }

  /** Every agent has a caller, and as many callers wait. */
  fill(agents: number): void {
    for (let n = 0; n < 2 * agents; n += 1) this.#arrive()
  }

  /** One talk ends, one caller comes. */
  cycle(): void {
    this.#now += this.#stepMs
    const due = nextDeadline(this.state)
    if (due && due.at <= this.#now) this.#take({ type: 'deadlineReached', at: this.#now })
    const ending = takeAt(this.#talking, this.#random)
    const legId = this.#random.chance(0.5) ? ending.legId : callerLegOf(ending.call)
    this.#hungUp(legId, 'NORMAL_CLEARING')
    if (this.#random.chance(GIVING_UP / 100)) this.#giveUp()
    else this.#arrive()
  }

  #arrive(): void {
    const call = this.#calls
    this.#calls += 1
    const queue = this.#random.between(0, this.#queues - 1)
    const arrival = { ...arrivalOf(call, serviceNumberOf(queue)), answered: true }
    this.#perhapsWaiting.push(call)
    this.#take({ type: 'legParked', at: this.#now, nodeId: NODE, arrival })
  }

  /** A waiting caller hangs up, and two come, so that the number stays. */
  #giveUp(): void {
    let call = takeAt(this.#perhapsWaiting, this.#random)
    while (!this.#waits(call)) call = takeAt(this.#perhapsWaiting, this.#random)
    this.#hungUp(callerLegOf(call), 'ORIGINATOR_CANCEL')
    this.#arrive()
    this.#arrive()
  }

  #waits(call: number): boolean {
    return this.state.calls.get(callIdOf(call))?.phase.name === 'queued'
  }

  #hungUp(legId: LegId, cause: string): void {
    this.#take({ type: 'legHungUp', at: this.#now, nodeId: NODE, legId, cause })
  }

  #take(first: SiteInput): void {
    this.#inbox.push(first)
    for (let input = this.#inbox.shift(); input; input = this.#inbox.shift()) {
      const began = process.hrtime.bigint()
      const { rows, commands } = handle(this.state, input)
      this.samples.push(Number(process.hrtime.bigint() - began))
      for (const { type, subject, data } of rows) {
        if (type === 'callConnected')
          this.#talking.push({ call: callNumberOf(subject), legId: (data as { legId: LegId }).legId })
      }
      for (const command of commands) this.#carryOut(command)
    }
  }

  #carryOut(command: Command): void {
    const on = { at: this.#now, nodeId: NODE }
    switch (command.type) {
      case 'originate': {
        const { legId } = command
        this.#inbox.push({ type: 'legRinging', ...on, legId })
        if (this.#random.chance(UNANSWERED / 100))
          this.#inbox.push({ type: 'legHungUp', ...on, legId, cause: 'LOSE_RACE' })
        else this.#inbox.push({ type: 'legAnswered', ...on, legId })
        return
      }
      case 'bridge': {
        const { legId, withLegId } = command
        this.#inbox.push({ type: 'legsBridged', ...on, legId, withLegId })
        return
      }
      case 'hangUp':
        this.#inbox.push({ type: 'legHungUp', ...on, legId: command.legId, cause: command.cause })
    }
  }
}

/** Takes one out, whichever; the order of the others doesn't matter. */
function takeAt<T>(list: T[], random: Random): T {
  const at = random.between(0, list.length - 1)
  const taken = list[at]
  const last = list.pop()
  if (taken === undefined || last === undefined) throw new Error('nothing left to take')
  if (at < list.length) list[at] = last
  return taken
}
