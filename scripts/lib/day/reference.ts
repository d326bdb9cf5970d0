/**
 * What came of the queues that are like those of the theory, beside what the theory says. Each queue is one independent
 * trial; how much they differ among each other gives the error of their mean.
 */
import type { CallFact } from '../../../src/domain/call/facts.ts'
import type { JournalRow } from '../../../src/domain/fact.ts'
import { type Expected, expected } from './erlang.ts'
import type { Listener } from './ground.ts'
import { callNumberOf } from './numbered.ts'
import type { QueuePlan } from './plan.ts'

/** In standard errors. By chance alone farther off once in four thousand comparisons (Student's t, 19 degrees). */
export const FARTHEST = 4.5

export interface Compared {
  readonly group: string
  readonly measure: keyof Expected
  readonly expected: number
  readonly seen: number
  /** Of the mean over the queues. */
  readonly standardError: number
  readonly offBy: number
  readonly agrees: boolean
}

interface Trial {
  calls: number
  waited: number
  waitMs: number
  gaveUp: number
}

export class ReferenceQueues implements Listener {
  readonly #queueOf: (call: number) => QueuePlan
  readonly #from: number
  readonly #trials = new Map<QueuePlan, Trial>()
  /** When each of their callers began to wait. */
  readonly #since = new Map<string, number>()

  /** @param from calls that are queued before this moment don't count: the queues were still filling up */
  constructor(queueOf: (call: number) => QueuePlan, from: number) {
    this.#queueOf = queueOf
    this.#from = from
  }

  happened(rows: readonly JournalRow[]): void {
    for (const row of rows) if (row.kind === 'call') this.#fact(row as CallFact & JournalRow)
  }

  #fact(fact: CallFact): void {
    if (fact.type === 'callQueued') {
      if (fact.at >= this.#from && this.#queueOf(callNumberOf(fact.subject)).station)
        this.#since.set(fact.subject, fact.at)
      return
    }
    const gaveUp = fact.type === 'callEnded'
    if (!gaveUp && fact.type !== 'callConnected') return
    const since = this.#since.get(fact.subject)
    if (since === undefined) return
    this.#since.delete(fact.subject)
    const trial = this.#trialOf(fact.subject)
    trial.calls += 1
    trial.waitMs += fact.at - since
    if (fact.at > since) trial.waited += 1
    if (gaveUp) trial.gaveUp += 1
  }

  #trialOf(callId: string): Trial {
    const queue = this.#queueOf(callNumberOf(callId))
    const trial = this.#trials.get(queue) ?? { calls: 0, waited: 0, waitMs: 0, gaveUp: 0 }
    this.#trials.set(queue, trial)
    return trial
  }

  compare(): Compared[] {
    const groups = new Map<string, { expected: Expected; trials: Trial[] }>()
    // In the plan's order, not in that of the first callers who were served.
    const inOrder = [...this.#trials].sort(([a], [b]) => a.n - b.n)
    for (const [{ group, station }, trial] of inOrder) {
      const theory = station && expected(station)
      if (!theory) continue
      const same = groups.get(group) ?? { expected: theory, trials: [] }
      same.trials.push(trial)
      groups.set(group, same)
    }
    return [...groups].flatMap(([group, { expected: theory, trials }]) => [
      compared(group, 'waits', theory, trials, ({ waited, calls }) => waited / calls),
      compared(group, 'meanWaitMs', theory, trials, ({ waitMs, calls }) => waitMs / calls),
      ...(theory.givesUp > 0
        ? [compared(group, 'givesUp', theory, trials, ({ gaveUp, calls }) => gaveUp / calls)]
        : []),
    ])
  }
}

function compared(
  group: string,
  measure: keyof Expected,
  theory: Expected,
  trials: readonly Trial[],
  of: (trial: Trial) => number,
): Compared {
  const values = trials.map(of)
  const seen = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - seen) ** 2, 0)
  const standardError = Math.sqrt(squares / (values.length - 1) / values.length)
  const offBy = (seen - theory[measure]) / standardError
  // Too few queues to tell an error from isn't agreement.
  return {
    group,
    measure,
    expected: theory[measure],
    seen,
    standardError,
    offBy,
    agrees: Math.abs(offBy) <= FARTHEST,
  }
}
