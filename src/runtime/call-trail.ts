/**
 * Whom a fact concerns beside its subject. A call's facts don't each name its queue and its agent, so calls are folded
 * along: a fact concerns the queue and the agent that the call had before it, and those that it has after it.
 */
import { createCall, evolveCall } from '../domain/call/evolve.ts'
import type { CallFact } from '../domain/call/facts.ts'
import type { Call } from '../domain/call/state.ts'
import type { JournalRow } from '../domain/fact.ts'
import { viewCall } from '../domain/site/view.ts'
import type { Log } from '../lib/log.ts'
import type { JournalPort } from './ports.ts'

export interface Concerned {
  readonly callId: string | undefined
  readonly queueIds: readonly string[]
  readonly agentIds: readonly string[]
}

interface Followed {
  /** Undefined: its facts couldn't be folded. */
  call: Call | undefined
  /** Position of the newest fact that is folded. */
  pos: number
}

/** Calls followed at once; one that was forgotten is read again from the journal when it is met. */
const MOST_CALLS = 5_000

export interface CallTrail {
  /** Rows are to come in order. Rejects as `readSubject` does; the same row may then be asked about again. */
  concerned(row: JournalRow): Promise<Concerned>
}

export function createCallTrail(journal: Pick<JournalPort, 'readSubject'>, log: Log): CallTrail {
  const calls = new Map<string, Followed>()

  async function follow(callId: string, row: JournalRow): Promise<Followed> {
    const known = calls.get(callId)
    const followed = known ?? { call: undefined, pos: 0 }
    if (!known) {
      const isFirst = row.subject === callId && row.subjectSeq === 1
      const earlier = isFirst ? [] : await journal.readSubject(row.siteId, callId)
      for (const each of earlier) if (each.pos < row.pos) fold(followed, each, log)
    }
    // The newest at the end, so that the one that was quiet longest is forgotten first.
    calls.delete(callId)
    calls.set(callId, followed)
    const [oldest] = calls.keys()
    if (calls.size > MOST_CALLS && oldest !== undefined) calls.delete(oldest)
    return followed
  }

  return {
    async concerned(row) {
      const callId = callOf(row)
      if (row.kind === 'agent') return { callId, queueIds: [], agentIds: [row.subject] }
      if (row.kind === 'queue') return { callId, queueIds: [row.subject], agentIds: [] }
      if (callId === undefined) return { callId, queueIds: [], agentIds: [] }
      const followed = await follow(callId, row)
      const before = partiesOf(followed, row.siteId)
      if (row.kind === 'call') fold(followed, row, log)
      const after = partiesOf(followed, row.siteId)
      return {
        callId,
        queueIds: distinct([before.queueId, after.queueId]),
        agentIds: distinct([before.agentId, after.agentId]),
      }
    },
  }
}

/** The call that a fact is about: its subject, the one that a recording is of, or the one that an agent has. */
export function callOf(row: JournalRow): string | undefined {
  if (row.subject.startsWith('call_')) return row.subject
  if (row.subject.startsWith('rec_')) return `call_${row.subject.slice('rec_'.length)}`
  return 'callId' in row.data && typeof row.data.callId === 'string' ? row.data.callId : undefined
}

function fold(followed: Followed, row: JournalRow, log: Log): void {
  if (row.pos <= followed.pos) return
  followed.pos = row.pos
  // The journal holds what `decide` gave, so a call's rows are call facts.
  const fact = {
    kind: row.kind,
    subject: row.subject,
    type: row.type,
    at: row.at,
    data: row.data,
  } as CallFact
  try {
    if (fact.type === 'callAccepted' || fact.type === 'callPlaced') followed.call = createCall(fact)
    else if (followed.call) evolveCall(followed.call, fact, row.pos)
  } catch (err) {
    // A fact that this program doesn't know: the call is told all the same, by its id alone.
    log.error({ err, pos: row.pos }, 'a call could not be followed')
    followed.call = undefined
  }
}

function partiesOf({ call }: Followed, siteId: string): { queueId: string | null; agentId: string | null } {
  return call ? viewCall(siteId, call) : { queueId: null, agentId: null }
}

function distinct(ids: readonly (string | null)[]): string[] {
  return [...new Set(ids.filter((id) => id !== null))]
}
