/** A call read from its own journal: what a client has just caused is in it. */
import { createCall, evolveCall } from '../../domain/call/evolve.ts'
import type { CallFact } from '../../domain/call/facts.ts'
import type { JournalRow } from '../../domain/fact.ts'
import { type CallView, viewCall } from '../../domain/site/view.ts'

export interface CallHistory extends CallView {
  readonly facts: readonly CallHistoryFact[]
}
export interface CallHistoryFact {
  readonly pos: number
  readonly seq: number
  readonly at: number
  readonly type: string
  readonly data: object
}

/** Folds all rows of one call. Undefined when there are none. Throws on rows that are no call's: a bug. */
export function historyOf(siteId: string, rows: readonly JournalRow[]): CallHistory | undefined {
  const [first, ...others] = rows
  if (!first) return undefined
  const creation = factOf(first)
  if (creation.type !== 'callAccepted' && creation.type !== 'callPlaced')
    throw new Error(`the journal of ${first.subject} begins with ${first.type}`)
  const call = createCall(creation)
  let ended: Parameters<typeof viewCall>[2]
  for (const row of others) {
    const fact = factOf(row)
    if (fact.type === 'callAccepted' || fact.type === 'callPlaced')
      throw new Error(`${row.subject} begins twice, at ${row.pos}`)
    evolveCall(call, fact, row.pos)
    if (fact.type === 'callEnded') {
      const { by, why } = fact.data
      ended = { at: fact.at, ending: { by, why } }
    }
  }
  const facts = rows.map(({ pos, subjectSeq: seq, at, type, data }) => ({ pos, seq, at, type, data }))
  return { ...viewCall(siteId, call, ended), facts }
}

/** The journal holds what `decide` gave, so a call's rows are call facts. */
function factOf({ kind, subject, type, at, data }: JournalRow): CallFact {
  return { kind, subject, type, at, data } as CallFact
}
