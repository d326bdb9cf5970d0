/**
 * The figures as a projection of the journal: fact by fact, in its order, each once. What it gives hangs on the facts
 * alone, so that projecting them in any portions, or all of them again from the first, gives the same.
 */
import type { AgentFact } from '../../domain/acd/facts.ts'
import type { CallFact } from '../../domain/call/facts.ts'
import type { JournalRow } from '../../domain/fact.ts'
import type { QueueDefinition } from '../../domain/site/inputs.ts'
import { foldAgent } from './agents.ts'
import { foldCall } from './calls.ts'
import type { Deltas } from './deltas.ts'
import { DEFAULT_LEVEL, newQueueStanding, type Standing } from './standing.ts'

/** Raised whenever the same facts give other figures: they are then made anew from the whole journal. */
export const FIGURES_VERSION = 1

/** Folds one fact into `standing` and adds to `deltas`; the subjects whose standing has changed go into `touched`. */
export function project(
  standing: Standing,
  row: JournalRow,
  deltas: Deltas,
  touched: Set<string> = new Set(),
): void {
  switch (row.kind) {
    case 'call': {
      const before = standing.calls.has(row.subject)
      for (const other of foldCall(standing, row as unknown as CallFact, deltas)) touched.add(other)
      if (before || standing.calls.has(row.subject)) touched.add(row.subject)
      return
    }
    case 'agent':
      foldAgent(standing, row as unknown as AgentFact, deltas)
      touched.add(row.subject)
      return
    case 'queue':
      foldQueue(standing, row)
      touched.add(row.subject)
      return
    default:
      return
  }
}

/** What the queue promises counts for those who come from then on. */
function foldQueue({ queues }: Standing, { type, subject, data }: JournalRow): void {
  if (type === 'queueRemoved') queues.delete(subject)
  if (type !== 'queueDefined') return
  const { queue } = data as { queue: QueueDefinition }
  const { withinMs, targetPercent, shortAbandonMs } = { ...DEFAULT_LEVEL, ...queue.serviceLevel }
  const { recent } = queues.get(subject) ?? newQueueStanding()
  queues.set(subject, { withinMs, targetPercent, shortMs: shortAbandonMs, recent })
}
