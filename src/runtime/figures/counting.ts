/**
 * Counts a site's journal into its figures, at the site's owner and nowhere else. Facts are counted as they become
 * durable; what they add, the cursor, and what is to be remembered are kept in one step about once a second. Whoever
 * goes on, here or elsewhere, begins where the store stands: what wasn't kept is counted again, what was isn't.
 */
import { beginOfDay, dayOf } from '../../domain/acd/days.ts'
import type { JournalRow } from '../../domain/fact.ts'
import { backoffMs } from '../../lib/backoff.ts'
import type { Log } from '../../lib/log.ts'
import { machineTimers, type Timers } from '../../lib/timers.ts'
import { followJournal } from '../journal-follower.ts'
import { type Clock, type DoorbellPort, type JournalPort, PortUnavailable } from '../ports.ts'
import type { Deltas } from './deltas.ts'
import { Ledger } from './ledger.ts'
import type { FiguresPort } from './port.ts'

/** Told of what is counted, for metrics. Must return at once. */
export interface FiguresObserver {
  /** `added`: what facts have added that happened since counting began here; undefined: they are older. */
  counted(pos: number, added: Deltas | undefined): void
}

export interface CountingOptions {
  readonly siteId: string
  readonly journal: Pick<JournalPort, 'read'>
  readonly doorbell: Pick<DoorbellPort, 'listen'>
  readonly store: FiguresPort
  readonly clock: Pick<Clock, 'now'>
  /** How long figures are kept: those of intervals, and those of days. */
  readonly keepDays: { readonly intervals: number; readonly days: number }
  readonly observer: FiguresObserver
  readonly log: Log
  /** How often what was counted is kept. */
  readonly keepEveryMs?: number
  /** The machine's unless told. */
  readonly timers?: Timers | undefined
  /** Uniform in [0, 1). */
  readonly random?: (() => number) | undefined
}

export interface Counting {
  /** Begins, or ceases, as the site becomes ours or somebody else's. */
  owned(isOurs: boolean): void
  /** What is counted so far; undefined until it was read from the store once. */
  readonly ledger: Ledger | undefined
  /** Keeps what is counted, as far as the store lets it. */
  close(): Promise<void>
}

const BATCH = 500
/** So many facts wait to be kept at most. */
const MOST_BEHIND = 10_000
/** A long journal is counted for the first time beside the calls: they come first. */
const BREATH_MS = 5
const PRUNE_EVERY_MS = 3_600_000
const PRUNED_AT_ONCE = 5_000
const RETRY = { firstMs: 200, capMs: 5_000 }
const DAY_MS = 86_400_000

export function createCounting(options: CountingOptions): Counting {
  const { siteId, store, clock, log, keepDays, keepEveryMs = 1_000 } = options
  const { timers = machineTimers, random = Math.random } = options
  let ledger: Ledger | undefined
  let turn: { readonly stopping: AbortController; readonly ended: Promise<void> } | undefined
  let before: Promise<void> = Promise.resolve()
  let prunedAt = Number.NEGATIVE_INFINITY

  async function run(stopping: AbortSignal): Promise<void> {
    for (let failures = 0; !stopping.aborted; ) {
      try {
        const dayAt = beginOfDay(dayOf(clock.now()))
        const begun = new Ledger(await store.begin(siteId, dayAt), dayAt)
        ledger = begun
        failures = 0
        await count(begun, stopping)
        // Somebody else keeps them too: for a moment, while the site changes hands.
        await timers.sleep(keepEveryMs, stopping)
      } catch (error) {
        if (!(error instanceof PortUnavailable)) log.error({ err: error }, 'the figures could not be counted')
        await timers.sleep(backoffMs(failures, RETRY, random), stopping)
        failures += 1
      }
    }
  }

  /** Resolves when it is to stop, or the store stands elsewhere; rejects as the store does. */
  async function count(counted: Ledger, stopping: AbortSignal): Promise<void> {
    const since = clock.now()
    const over = new AbortController()
    const { signal } = over
    const stop = () => over.abort()
    let isLost = false
    let failure: unknown
    let keeping: Promise<void> = Promise.resolve()

    /** In turn with those before; once one has failed nothing more is kept, for its outcome isn't known. */
    function keep(): Promise<void> {
      keeping = keeping.then(async () => {
        const step = isLost ? undefined : counted.step()
        if (!step) return
        try {
          isLost = (await store.advance(siteId, step)) === 'moved'
        } catch (error) {
          isLost = true
          failure = error
        }
        if (isLost) stop()
      })
      return keeping
    }

    async function handle(rows: readonly JournalRow[]): Promise<void> {
      if (signal.aborted) return
      const added = counted.take(rows)
      const isNews = (rows[0]?.at ?? 0) >= since
      options.observer.counted(counted.pos, isNews ? added : undefined)
      if (counted.behind >= MOST_BEHIND) await keep()
      if (rows.length === BATCH) await timers.sleep(BREATH_MS, signal)
    }

    stopping.addEventListener('abort', stop)
    if (stopping.aborted) stop()
    const follower = followJournal({
      siteId,
      journal: options.journal,
      doorbell: options.doorbell,
      afterPos: counted.pos,
      handle,
      log,
      batch: BATCH,
      timers,
      random,
    })
    while (!signal.aborted) {
      await timers.sleep(keepEveryMs, signal)
      await keep()
      if (!signal.aborted) await prune(signal)
    }
    await follower.close()
    await keep()
    stopping.removeEventListener('abort', stop)
    if (failure !== undefined) throw failure
  }

  async function prune(signal: AbortSignal): Promise<void> {
    const now = clock.now()
    if (now - prunedAt < PRUNE_EVERY_MS) return
    prunedAt = now
    const today = beginOfDay(dayOf(now))
    const horizon = {
      quartersFrom: today - keepDays.intervals * DAY_MS,
      daysFrom: today - keepDays.days * DAY_MS,
    }
    try {
      // The rest in the next second, so that nothing that is counted waits long to be kept.
      const removed = await store.prune(siteId, horizon, PRUNED_AT_ONCE)
      if (removed > 0 && !signal.aborted) prunedAt = Number.NEGATIVE_INFINITY
    } catch (error) {
      log.warn({ err: error }, 'old figures could not be removed; tried again in an hour')
    }
  }

  function stop(): Promise<void> {
    turn?.stopping.abort()
    before = turn?.ended ?? before
    turn = undefined
    return before
  }

  return {
    owned(isOurs) {
      if (!isOurs) return void stop()
      if (turn) return
      const stopping = new AbortController()
      turn = { stopping, ended: before.then(() => run(stopping.signal)) }
    },
    get ledger() {
      return ledger
    },
    close: () => stop(),
  }
}
