/**
 * Facts that an earlier time of owning left in the local journal: brought into the journal before the site is taken
 * anew, or set aside when there is no place for them.
 *
 *   ─ nothing left ──────────────────────────────────────────────────────────────▶ nothing
 *   ─ the journal has them already, as far as it goes, and nobody else's behind ─▶ the rest is appended ─▶ brought
 *   ─ the rest says only that the site was kept, and somebody else has gone on ──▶ needless
 *   ─ another's facts stand where they should, or they are damaged ──────────────▶ setAside
 *   ─ the disk gives no answer ──────────────────────────────────────────────────▶ unknown, to be asked again
 *
 * A controller that died while the database was away comes back like this, and so does one whose lease ran out. What was
 * in flight then may have been kept late, so what stands at their positions is compared, not only counted.
 */
import type { JournalRow } from '../domain/fact.ts'
import type { Log } from '../lib/log.ts'
import type { Timers } from '../lib/timers.ts'
import { writeBatch } from './journal-writer.ts'
import { mergeBatches } from './merge-batches.ts'
import type { RuntimeObserver } from './observer.ts'
import type { AppendBatch, Clock, JournalPort } from './ports.ts'
import type { FoundJournal } from './timely-local.ts'

export interface KeptFactsOptions {
  readonly siteId: string
  readonly local: FoundJournal
  readonly journal: JournalPort
  readonly clock: Pick<Clock, 'monotonic'>
  readonly observer: Pick<RuntimeObserver, 'batchWritten' | 'localJournal' | 'factsDurable'>
  readonly log: Log
  readonly timers?: Timers | undefined
  readonly random?: (() => number) | undefined
  /** Else nothing is appended. An append that another has been faster than is refused, whoever has the lease. */
  mayAppend(): boolean
}

export type KeptFacts =
  | { readonly type: 'nothing' | 'brought' | 'needless' | 'setAside' }
  /** They belong into the journal, and it isn't ours to append now. */
  | { readonly type: 'waits' }
  /** Nobody knows what is there. `reason`: a code as `EACCES`. */
  | { readonly type: 'unknown'; readonly reason: string }

const MOST_ROWS = 2_000

/** Rejects with `PortUnavailable` while the journal can't be read or doesn't confirm. */
export async function settleKeptFacts(options: KeptFactsOptions): Promise<KeptFacts> {
  const { local, log, siteId } = options
  const found = await local.begin()
  if (found.type === 'empty') return { type: 'nothing' }
  if (found.type === 'unavailable') return { type: 'unknown', reason: found.reason }
  const { firstPos, lastPos } = found
  const about = { siteId, firstPos, lastPos }
  log.warn(about, 'facts of an earlier time are in the local journal')
  const settled = await bring(options, firstPos - 1)
  if (settled.type === 'setAside') return setAside(options)
  if (settled.type === 'brought') log.info(about, 'the local journal was brought in')
  if (settled.type === 'needless') {
    await local.drop(lastPos, 'found')
    log.info(about, 'all that the local journal had more was that the site was kept: dropped')
  }
  return settled
}

async function bring(options: KeptFactsOptions, beforePos: number): Promise<KeptFacts> {
  const { local, journal, siteId } = options
  let pos = beforePos
  let isConfirmed = true
  let refusedAt = -1
  for (;;) {
    const head = await journal.head(siteId)
    const read = await local.read(pos, MOST_ROWS)
    if (read.type === 'unavailable') return { type: 'unknown', reason: read.reason }
    // Less: the journal has lost what these build on.
    if (read.type === 'damaged' || head < pos) return { type: 'setAside' }
    const { batches } = read
    if (batches.length === 0) {
      // What was only found there may not be durable yet.
      if (!isConfirmed) await journal.confirm(siteId)
      await local.drop(pos, 'found')
      return { type: 'brought' }
    }
    const there = batches.filter(({ rows }) => lastOf(rows) <= head)
    if (there.length > 0) {
      if (!(await areThere(journal, siteId, pos, there))) return overtaken(options, pos)
      pos = lastOf(mergeBatches(there).rows)
      isConfirmed = false
      continue
    }
    // Somebody's facts end within a batch of ours; or it was refused though nothing has changed.
    if (head !== pos) return overtaken(options, pos)
    if (refusedAt === head) return { type: 'setAside' }
    if (!options.mayAppend()) return { type: 'waits' }
    const batch = mergeBatches(batches)
    const written = await writeBatch(
      batch,
      { ...options, unconfirmed: () => undefined },
      () => !options.mayAppend(),
    )
    if (written.type === 'closed') return { type: 'waits' }
    // By ourselves perhaps: an append of before that was kept late. The next look tells.
    if (written.type === 'lost') refusedAt = head
    else {
      pos = lastOf(batch.rows)
      isConfirmed = true
      await told(options, batch, pos)
    }
  }
}

/**
 * Another has gone on in the place of these. Nothing is lost with facts that say only that the site was kept: an owner
 * without a lease writes them while nothing happens.
 */
async function overtaken({ local, journal, siteId }: KeptFactsOptions, afterPos: number): Promise<KeptFacts> {
  let pos = afterPos
  let isLost = false
  for (;;) {
    const read = await local.read(pos, MOST_ROWS)
    if (read.type === 'unavailable') return { type: 'unknown', reason: read.reason }
    if (read.type === 'damaged') return { type: 'setAside' }
    if (read.batches.length === 0) return { type: 'needless' }
    const ours = mergeBatches(read.batches).rows
    const there: readonly JournalRow[] = isLost ? [] : await journal.read(siteId, pos, ours.length)
    for (const [index, row] of ours.entries()) {
      isLost ||= !isSame(row, there[index])
      if (isLost && row.type !== 'siteKept') return { type: 'setAside' }
    }
    pos = lastOf(ours)
  }
}

async function told(
  { local, observer }: KeptFactsOptions,
  { rows }: AppendBatch,
  pos: number,
): Promise<void> {
  await local.drop(pos, 'found')
  observer.factsDurable(rows)
  observer.localJournal({ type: 'replayed', facts: rows.length, bytes: local.bytes })
}

async function areThere(
  journal: JournalPort,
  siteId: string,
  pos: number,
  batches: readonly AppendBatch[],
): Promise<boolean> {
  const ours = mergeBatches(batches).rows
  const there = await journal.read(siteId, pos, ours.length)
  return ours.every((row, index) => isSame(row, there[index]))
}

/** Enough to tell two owners' facts apart: each begins with a `siteTaken` of its own. */
function isSame(ours: JournalRow, there: JournalRow | undefined): boolean {
  return (
    there !== undefined &&
    ours.pos === there.pos &&
    ours.subject === there.subject &&
    ours.subjectSeq === there.subjectSeq &&
    ours.at === there.at &&
    ours.type === there.type
  )
}

async function setAside({ local, observer, log, siteId }: KeptFactsOptions): Promise<KeptFacts> {
  const aside = await local.setAside()
  if (aside.type === 'unavailable') return { type: 'unknown', reason: aside.reason }
  const { facts, files } = aside
  observer.localJournal({ type: 'setAside', facts })
  log.error({ siteId, facts, files }, 'facts of the local journal have no place in the journal: set aside')
  return { type: 'setAside' }
}

function lastOf(rows: readonly JournalRow[]): number {
  return rows.at(-1)?.pos ?? 0
}
