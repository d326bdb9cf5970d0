/** How well the wait was foretold: what was expected when the caller came into the queue, against what it took. */
import type { CallFact } from '../../../src/domain/call/facts.ts'
import type { JournalRow } from '../../../src/domain/fact.ts'
import type { Listener } from './ground.ts'
import { callNumberOf } from './numbered.ts'
import type { QueuePlan } from './plan.ts'
import { Sample } from './sample.ts'

/** Of callers who were answered and for whom something was expected. */
export interface Foretold {
  readonly group: string
  readonly waitedMs: Sample
  /** Expected less waited: above 0, the wait was shorter. */
  readonly errorsMs: Sample
  readonly distancesMs: Sample
}

export class Estimates implements Listener {
  readonly groups = new Map<string, Foretold>()
  readonly #queueOf: (call: number) => QueuePlan

  constructor(queueOf: (call: number) => QueuePlan) {
    this.#queueOf = queueOf
  }

  happened(rows: readonly JournalRow[]): void {
    for (const row of rows) if (row.type === 'callConnected') this.#connected(row as CallFact & JournalRow)
  }

  #connected(fact: CallFact): void {
    if (fact.type !== 'callConnected') return
    const { expectedMs, waitedMs } = fact.data
    if (expectedMs === undefined || waitedMs === null) return
    const { group } = this.#queueOf(callNumberOf(fact.subject))
    const foretold = this.groups.get(group) ?? newGroup(group)
    this.groups.set(group, foretold)
    foretold.waitedMs.add(waitedMs)
    foretold.errorsMs.add(expectedMs - waitedMs)
    foretold.distancesMs.add(Math.abs(expectedMs - waitedMs))
  }
}

function newGroup(group: string): Foretold {
  return { group, waitedMs: new Sample(), errorsMs: new Sample(), distancesMs: new Sample() }
}
