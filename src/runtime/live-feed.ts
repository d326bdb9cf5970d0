/**
 * The journal as it grows, for many readers: one follower reads it, the newest facts stay in memory, and whoever is
 * further behind reads the journal until it has caught up. Readers pull, so a slow one costs nothing but its own time:
 * once it has kept up, and then falls behind what memory holds, it is let go.
 *
 *   journal ─▶ follower ─▶ ring of the newest facts ─▶ reader, reader, …
 *      └──────────── catching up ────────────────────▶ reader
 */
import type { JournalRow } from '../domain/fact.ts'
import { backoffMs } from '../lib/backoff.ts'
import { withDeadline } from '../lib/deadline.ts'
import { limitedSignal } from '../lib/limited-signal.ts'
import type { Log } from '../lib/log.ts'
import { machineTimers, type Timers } from '../lib/timers.ts'
import { createTurnstile } from '../lib/turnstile.ts'
import { createCallTrail } from './call-trail.ts'
import { createFactRing } from './fact-ring.ts'
import { createFeedReader, type FeedReader, tell } from './feed-reader.ts'
import { type Follower, followJournal } from './journal-follower.ts'
import { type Clock, type DoorbellPort, type JournalPort, PortUnavailable } from './ports.ts'
import type { StreamObserver, Told } from './stream.ts'

export interface LiveFeed {
  /** Begins to follow, for as long as it takes until the journal can be read. */
  start(): void
  /** Position of the newest fact that readers can have; undefined before the journal was read. */
  readonly pos: number | undefined
  /** Resolves when `pos` is there. */
  begun(timeoutMs: number): Promise<boolean>
  /** Whether the journal has come so far. Rejects with `PortUnavailable`. */
  reaches(pos: number): Promise<boolean>
  /** False: as many readers as are allowed are there; the one that asked is counted as refused. */
  admits(): boolean
  /** `follow`: whether `concerned` must name queues and agents of calls. */
  open(afterPos: number, follow: boolean): FeedReader
  /** Lets all readers go. */
  close(): Promise<void>
}

export interface LiveFeedOptions {
  readonly siteId: string
  readonly journal: Pick<JournalPort, 'head' | 'read' | 'readSubject'>
  readonly doorbell: Pick<DoorbellPort, 'listen'>
  readonly clock: Pick<Clock, 'now'>
  readonly observer: StreamObserver
  readonly maxReaders: number
  readonly log: Log
  /** Facts in memory, at least. */
  readonly ringFacts?: number
  /** How long a lost ring of the doorbell may go unnoticed. */
  readonly pollMs?: number
  /** The machine's unless told. */
  readonly timers?: Timers | undefined
  /** Uniform in [0, 1). */
  readonly random?: (() => number) | undefined
}

/** Facts that the follower reads in one go. */
const BATCH = 500
/** So far back memory begins, so that readers who come back after a restart don't all ask the database. */
const REMEMBERED = 1_000
/** Readers who may read the journal at once: the database has others to answer too. */
const CATCHING_UP = 4
const RETRY = { firstMs: 100, capMs: 2_000 }

export function createLiveFeed(options: LiveFeedOptions): LiveFeed {
  const { siteId, journal, doorbell, clock, observer, maxReaders, log } = options
  const { timers = machineTimers, random = Math.random } = options
  const ring = createFactRing(options.ringFacts ?? 4_096)
  const turnstile = createTurnstile(CATCHING_UP)
  const stopping = new AbortController()
  let trail = createCallTrail(journal, log)
  const waiting = new Set<() => void>()
  let follower: Follower | undefined
  let starting: Promise<void> | undefined
  let headAtStart: number | undefined
  let readers = 0

  const pos = () => (headAtStart !== undefined && ring.lastPos >= headAtStart ? ring.lastPos : undefined)

  const behind = {
    siteId,
    journal,
    ring,
    turnstile,
    closing: stopping.signal,
    changed,
    newestPos: () => pos() ?? -1,
    log,
  }

  function wake(): void {
    for (const look of [...waiting]) look()
  }

  /** Resolves when something has changed, or the time is over. */
  async function changed(timeoutMs: number, signal?: AbortSignal): Promise<void> {
    let look = () => {}
    const change = new Promise<void>((resolve) => {
      look = resolve
    })
    waiting.add(look)
    await withDeadline(change, { timeoutMs, signal, timers })
    waiting.delete(look)
  }

  async function begin(): Promise<void> {
    for (let attempt = 0; !stopping.signal.aborted; attempt += 1) {
      try {
        headAtStart = await journal.head(siteId)
        const afterPos = Math.max(0, headAtStart - REMEMBERED)
        ring.begin(afterPos)
        follower = followJournal({
          siteId,
          journal,
          doorbell,
          afterPos,
          handle: take,
          log,
          batch: BATCH,
          timers,
          random,
          ...(options.pollMs !== undefined && { pollMs: options.pollMs }),
        })
        if (stopping.signal.aborted) await follower.close()
        wake()
        return
      } catch (err) {
        if (!(err instanceof PortUnavailable)) log.error({ err }, 'the live stream could not begin')
        await timers.sleep(backoffMs(attempt, RETRY, random), stopping.signal)
      }
    }
  }

  async function take(rows: readonly JournalRow[]): Promise<void> {
    const told: Told[] = []
    try {
      for (const row of rows) told.push(tell(row, await trail.concerned(row)))
    } catch (err) {
      // All of them come again, and the trail has followed some of them already.
      trail = createCallTrail(journal, log)
      throw err
    }
    for (const each of told) ring.add(each)
    const newest = rows.at(-1)
    if (newest && newest.pos > (headAtStart ?? 0)) {
      observer.followed(newest.pos, Math.max(0, clock.now() - newest.at))
    }
    wake()
  }

  return {
    start() {
      starting ??= begin()
    },
    get pos() {
      return pos()
    },
    async begun(timeoutMs) {
      const { signal, release } = limitedSignal(timeoutMs, [stopping.signal], timers)
      while (pos() === undefined && !signal.aborted) await changed(timeoutMs, signal)
      release()
      return pos() !== undefined
    },
    reaches: async (wanted) => wanted <= (pos() ?? -1) || wanted <= (await journal.head(siteId)),
    admits() {
      const room = readers < maxReaders
      if (!room) observer.readerRefused()
      return room
    },
    open(afterPos, follow) {
      readers += 1
      observer.readerCame()
      return createFeedReader(
        {
          ...behind,
          left: (why) => {
            readers -= 1
            observer.readerWent(why)
          },
        },
        afterPos,
        follow,
      )
    },
    async close() {
      stopping.abort()
      wake()
      await starting
      await follower?.close()
    },
  }
}
