/** One reader of the live feed: out of memory where that reaches, out of the journal until then. */
import type { JournalRow } from '../domain/fact.ts'
import type { Log } from '../lib/log.ts'
import type { Turnstile } from '../lib/turnstile.ts'
import { type CallTrail, type Concerned, callOf, createCallTrail } from './call-trail.ts'
import { toCloudEvent } from './cloud-event.ts'
import type { FactRing } from './fact-ring.ts'
import { type JournalPort, PortUnavailable } from './ports.ts'
import type { ReaderEnd, Told } from './stream.ts'

export type Next =
  /** At least one, in order. */
  | { readonly type: 'facts'; readonly facts: readonly Told[] }
  /** None came in time. */
  | { readonly type: 'nothing' }
  /** It had kept up, and is now further behind than memory reaches. */
  | { readonly type: 'overtaken' }
  | { readonly type: 'closed' }

export interface FeedReader {
  /** What comes after that which the last call gave. Not to be called again before it has resolved. */
  next(wait: { readonly timeoutMs: number; readonly signal: AbortSignal }): Promise<Next>
  leave(why: ReaderEnd): void
}

/** What the feed gives its readers to work with. */
export interface Behind {
  readonly siteId: string
  readonly journal: Pick<JournalPort, 'read' | 'readSubject'>
  readonly ring: FactRing
  readonly turnstile: Turnstile
  /** Aborted when the feed closes. */
  readonly closing: AbortSignal
  /** Resolves when there is something new, the feed closes, or the time is over. */
  changed(timeoutMs: number, signal: AbortSignal): Promise<void>
  /** -1: nothing is known yet. */
  newestPos(): number
  left(why: ReaderEnd): void
  readonly log: Log
}

/** Facts in one go. */
const BATCH = 500
const RETRY_MS = 1_000

/** `follow`: whether `concerned` must name queues and agents of calls, which costs reading the calls' beginnings. */
export function createFeedReader(behind: Behind, afterPos: number, follow: boolean): FeedReader {
  const { siteId, journal, ring, turnstile, closing, changed, newestPos, log } = behind
  let at = afterPos
  let keptUp = false
  let left = false
  let trail: CallTrail | undefined

  async function fromJournal(signal: AbortSignal): Promise<Told[]> {
    if (signal.aborted || closing.aborted) return []
    const rows = await journal.read(siteId, at, BATCH)
    if (!follow) return rows.map((row) => tell(row, bySubject(row)))
    trail ??= createCallTrail(journal, log)
    const told: Told[] = []
    for (const row of rows) told.push(tell(row, await trail.concerned(row)))
    return told
  }

  async function catchUp(timeoutMs: number, signal: AbortSignal): Promise<Next> {
    try {
      const facts = await turnstile.pass(() => fromJournal(signal))
      at = facts.at(-1)?.pos ?? at
      return facts.length === 0 ? { type: 'nothing' } : { type: 'facts', facts }
    } catch (err) {
      trail = undefined
      if (!(err instanceof PortUnavailable)) throw err
      await changed(Math.min(RETRY_MS, timeoutMs), signal)
      return { type: 'nothing' }
    }
  }

  return {
    async next({ timeoutMs, signal }) {
      if (!closing.aborted && newestPos() <= at) await changed(timeoutMs, signal)
      if (closing.aborted) return { type: 'closed' }
      if (signal.aborted || newestPos() <= at) return { type: 'nothing' }
      const facts = ring.after(at, BATCH)
      if (!facts) return keptUp ? { type: 'overtaken' } : catchUp(timeoutMs, signal)
      keptUp = true
      trail = undefined
      at = facts.at(-1)?.pos ?? at
      return { type: 'facts', facts }
    },
    leave(why) {
      if (left) return
      left = true
      behind.left(why)
    },
  }
}

/** A fact in the form in which readers get it. */
export function tell(row: JournalRow, concerned: Concerned): Told {
  const event = toCloudEvent(row)
  return {
    pos: row.pos,
    event: event && { id: event.id, type: event.type, json: JSON.stringify(event) },
    concerned,
  }
}

function bySubject(row: JournalRow): Concerned {
  return { callId: callOf(row), queueIds: [], agentIds: [] }
}
