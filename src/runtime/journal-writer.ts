/**
 * Writes one batch to the journal until its fate is known.
 *
 *   append ─ appended ────────────────────────────────────────────────────────▶ durable
 *     │ no answer, or a position that is taken
 *     ▼
 *   look ─ nothing there and no answer, or nobody to ask ─▶ append again
 *     ├─ there ─ confirmed: a commit behind it went through ──────────────────▶ durable
 *     │            └ not confirmed ─▶ look again
 *     └─ another's `siteTaken`, or not the journal that we know ──────────────▶ lost
 *
 * That a row can be read doesn't make it durable: a commit whose synchronous standby is gone is kept by the database
 * when its connection is ended, and is lost with that database. And that a position is taken doesn't mean that the
 * site is: an append of ours whose answer was lost may have been kept later than we looked. Only an owner appends,
 * and each begins with `siteTaken`: so what stands behind ours without one is ours.
 */
import { isDeepStrictEqual } from 'node:util'
import type { JournalRow } from '../domain/fact.ts'
import { backoffMs } from '../lib/backoff.ts'
import { machineTimers, type Timers } from '../lib/timers.ts'
import type { RuntimeObserver } from './observer.ts'
import {
  type AppendBatch,
  type AppendOutcome,
  type Clock,
  type JournalPort,
  PortUnavailable,
} from './ports.ts'

export interface JournalWriterOptions {
  readonly journal: JournalPort
  readonly clock: Pick<Clock, 'monotonic'>
  readonly observer: Pick<RuntimeObserver, 'batchWritten'>
  /** The machine's unless told. */
  readonly timers?: Timers | undefined
  /** Uniform in [0, 1): for the pauses between attempts. */
  readonly random?: (() => number) | undefined
  /** The batch is there, but the database doesn't confirm that it is durable: told once a batch. */
  unconfirmed(): void
}

export type Written =
  /** `beganAt`: monotonic moment before which the batch can't have come there, so that the site was ours then. */
  | { readonly type: 'durable'; readonly beganAt: number }
  | { readonly type: 'lost' }
  | { readonly type: 'closed' }

type Found = 'nothing' | 'ours' | 'others' | 'unknown'

const RETRY = { firstMs: 50, capMs: 1_000 }

/** Resolves when the batch is durable, can't be ours any more, or `isClosed`, which is asked before each attempt. */
export async function writeBatch(
  batch: AppendBatch,
  options: JournalWriterOptions,
  isClosed: () => boolean,
): Promise<Written> {
  const { clock, timers = machineTimers, random = Math.random } = options
  const firstAt = clock.monotonic()
  let isThere = false
  let told = false
  for (let attempt = 0; !isClosed(); attempt += 1) {
    const beganAt = clock.monotonic()
    const outcome = isThere ? undefined : await append(batch, options)
    if (outcome === 'appended') return { type: 'durable', beganAt }
    const found = await look(options.journal, batch)
    if (found === 'others') return { type: 'lost' }
    // Refused though its positions are free: what it says of a subject isn't what the journal knows.
    if (found === 'nothing' && outcome === 'conflict') return { type: 'lost' }
    if (found !== 'unknown') isThere = found === 'ours'
    if (found === 'ours') {
      if (await isConfirmed(options.journal, batch)) return { type: 'durable', beganAt: firstAt }
      if (!told) options.unconfirmed()
      told = true
    }
    await timers.sleep(backoffMs(attempt, RETRY, random))
  }
  return { type: 'closed' }
}

async function append(batch: AppendBatch, options: JournalWriterOptions): Promise<AppendOutcome['type']> {
  const { journal, clock, observer } = options
  const began = clock.monotonic()
  const outcome = await journal.append(batch)
  observer.batchWritten({
    facts: batch.rows.length,
    durationMs: clock.monotonic() - began,
    outcome: outcome.type,
  })
  return outcome.type
}

async function look(journal: JournalPort, { siteId, rows }: AppendBatch): Promise<Found> {
  const first = rows[0]
  const last = rows.at(-1)
  if (!first || !last) return 'ours'
  try {
    const head = await journal.head(siteId)
    if (head === first.pos - 1) return 'nothing'
    // Less: the journal has lost what we have built on. More: somebody has gone on, who is another.
    if (head !== last.pos) return 'others'
    const [there] = await journal.read(siteId, first.pos - 1, 1)
    return there && isOurs(there, first) ? 'ours' : 'others'
  } catch (error) {
    if (!(error instanceof PortUnavailable)) throw error
    return 'unknown'
  }
}

function isOurs(there: JournalRow, first: JournalRow): boolean {
  if (first.type !== 'siteTaken') return there.type !== 'siteTaken'
  const { at, type, data } = there
  return isDeepStrictEqual({ at, type, data }, { at: first.at, type: first.type, data: first.data })
}

async function isConfirmed(journal: JournalPort, { siteId }: AppendBatch): Promise<boolean> {
  try {
    await journal.confirm(siteId)
    return true
  } catch (error) {
    if (!(error instanceof PortUnavailable)) throw error
    return false
  }
}
