/**
 * Sees to it that a batch of facts is durable, or, where the database takes too long and the site's lease is live, that
 * it is in the local journal: then orders and answers need not wait.
 *
 *   direct ── no answer in time, lease live, batch kept here ──▶ spilling ── all of it durable ──▶ direct
 *
 * While spilling, the database gets what it has not got yet one append after the other: first the batch whose outcome
 * is unknown, then the rest out of the file, in order. What was kept is dropped only once a commit has gone through
 * normally, standbys included. A batch that is neither durable nor kept in time is stuck (no lease; a disk that is full or
 * fails): `stuck` is called now and then until it is one or the other.
 */
import { deferred } from '../lib/deferred.ts'
import { machineTimers, type Timers } from '../lib/timers.ts'
import { type Written, writeBatch } from './journal-writer.ts'
import type { LocalJournalPort, LocalWrite } from './local-journal.ts'
import { mergeBatches } from './merge-batches.ts'
import type { RuntimeObserver } from './observer.ts'
import type { AppendBatch, Clock, JournalPort } from './ports.ts'
import type { PrivateOverlay } from './private-overlay.ts'

export interface SpillLimits {
  /** Milliseconds that the database has for a batch. */
  readonly waitMs: number
  /** The same with an emergency call in it. */
  readonly emergencyWaitMs: number
}

/** Where facts go that can't wait, for all of a process's times of owning a site. */
export interface LocalKeeping {
  readonly local: LocalJournalPort
  readonly limits: SpillLimits
  readonly overlay: Pick<PrivateOverlay, 'hold' | 'durable' | 'clear'>
}

/** The same for one of them. */
export interface Spilling extends LocalKeeping {
  /** The site is ours by its lease: an append proves nothing while it hangs. */
  mayKeep(): boolean
}

export interface SpillOptions {
  readonly siteId: string
  readonly journal: JournalPort
  readonly clock: Pick<Clock, 'monotonic'>
  readonly observer: Pick<RuntimeObserver, 'batchWritten' | 'localJournal'>
  readonly timers?: Timers | undefined
  readonly random?: (() => number) | undefined
  /** Without it every batch waits for the database. */
  readonly spilling?: Spilling | undefined
  unconfirmed(): void
  /** The batch is durable, by an append that was begun at this monotonic moment. */
  durable(batch: AppendBatch, beganAt: number): void
  /** The batch at hand is neither durable nor kept. */
  stuck(): void
  /** All is durable again. */
  caughtUp(): void
  /** What was kept can't be brought into the database: another has the site, our memory is wrong, or the disk is. */
  failed(why: 'conflict' | 'localJournal' | 'bug', error?: unknown): void
}

/** What became of a batch; `kept`: it is in the local journal. */
export type Kept = 'durable' | 'kept' | 'lost' | 'closed'

/** Whether facts go to the local journal, and how full that is: 0 … 1. */
export interface SpillLevel {
  readonly spilling: boolean
  readonly fill: number
  /** Milliseconds for which facts have gone there, or could go nowhere. */
  readonly forMs: number
  /** Why the batch at hand can't be kept; undefined when it can, or need not be. */
  readonly stuck: 'full' | 'unavailable' | 'lease' | undefined
}

/** For one append of what was kept. */
const MOST_ROWS = 2_000
const STUCK_LOOK_MS = 50

type Fate = Written['type'] | 'caughtUp'

export class Spill {
  readonly #options: SpillOptions
  readonly #timers: Timers
  /** Undefined: direct. Resolves when all is durable, or nothing more will be. */
  #replaying: Promise<Fate> | undefined
  #durablePos = 0
  /** The newest write to the local journal. */
  #writing: Promise<unknown> | undefined
  #since: number | undefined
  #stuck: SpillLevel['stuck']
  #hurry: (() => void) | undefined
  #closed = false

  constructor(options: SpillOptions) {
    this.#options = options
    this.#timers = options.timers ?? machineTimers
  }

  get level(): SpillLevel {
    const { clock, spilling } = this.#options
    return {
      spilling: this.#replaying !== undefined,
      fill: spilling?.local.fill ?? 0,
      forMs: this.#since === undefined ? 0 : clock.monotonic() - this.#since,
      stuck: this.#stuck,
    }
  }

  /** One batch at a time: the next one once this has resolved. */
  async keep(batch: AppendBatch, hasEmergency: boolean): Promise<Kept> {
    while (!this.#closed) {
      const fate = await (this.#replaying
        ? this.#behind(batch, this.#replaying)
        : this.#direct(batch, hasEmergency))
      if (fate !== 'caughtUp') return fate
    }
    return 'closed'
  }

  /** An emergency waits for the batch at hand. */
  hurry(): void {
    this.#hurry?.()
  }

  close(): void {
    this.#closed = true
    this.#hurry?.()
    this.#options.spilling?.overlay.clear(this.#options.siteId)
  }

  async #direct(batch: AppendBatch, hasEmergency: boolean): Promise<Kept | 'caughtUp'> {
    const { spilling } = this.#options
    const durable = this.#append(batch)
    if (!spilling) return durable
    const { waitMs, emergencyWaitMs } = spilling.limits
    const inTime = await this.#wait(
      durable,
      hasEmergency ? Math.min(emergencyWaitMs, waitMs) : waitMs,
      emergencyWaitMs,
    )
    if (inTime !== undefined) return inTime
    const fate = await this.#locally(spilling, batch, durable)
    if (fate === 'kept') this.#begin(spilling, durable)
    else this.#unstick()
    // A record that came too late: its write may still be under way, and this comes behind it.
    if (fate === 'durable') void spilling.local.drop(this.#durablePos)
    return fate
  }

  /** The batch comes behind others that aren't durable yet. */
  async #behind(batch: AppendBatch, replaying: Promise<Fate>): Promise<Kept | 'caughtUp'> {
    const { spilling } = this.#options
    if (!spilling) throw new Error('nothing is kept, but something is replayed')
    const fate = await this.#locally(spilling, batch, replaying)
    this.#stuck = undefined
    return fate
  }

  /** Until the batch is kept and may be released, or `otherwise` comes about. */
  async #locally<T extends Fate>(
    spilling: Spilling,
    batch: AppendBatch,
    otherwise: Promise<T>,
  ): Promise<T | 'kept' | 'durable' | 'closed'> {
    const lastPos = batch.rows.at(-1)?.pos ?? 0
    this.#since ??= this.#options.clock.monotonic()
    let isKept = false
    while (!this.#closed) {
      if (spilling.mayKeep()) {
        if (isKept) return 'kept'
        const written = await this.#write(spilling, batch, otherwise)
        if (typeof written === 'string') return written
        isKept = written.type === 'kept'
        this.#stuck = written.type === 'kept' ? undefined : written.type
        // Its orders may go out at once: what they need must be there.
        if (isKept) {
          spilling.overlay.hold(batch)
          this.#tell('kept', batch.rows.length)
          continue
        }
      } else this.#stuck = 'lease'
      this.#tellStuck(spilling)
      const fate = await this.#wait(otherwise, STUCK_LOOK_MS)
      if (isKept && this.#durablePos >= lastPos) return 'durable'
      if (fate !== undefined) return fate
    }
    return 'closed'
  }

  /** A disk may hang too: until it answers, the batch is stuck. */
  async #write<T extends Fate>(
    spilling: Spilling,
    batch: AppendBatch,
    otherwise: Promise<T>,
  ): Promise<T | 'closed' | LocalWrite> {
    const writing = spilling.local.write(batch)
    this.#writing = writing
    while (!this.#closed) {
      const done = await this.#wait(Promise.race([writing, otherwise]), STUCK_LOOK_MS)
      if (done !== undefined) return done
      this.#stuck = 'unavailable'
      this.#tellStuck(spilling)
    }
    return 'closed'
  }

  #tellStuck(spilling: Spilling): void {
    if (spilling.mayKeep()) this.#options.stuck()
  }

  #begin(spilling: Spilling, first: Promise<Fate>): void {
    const { promise, resolve } = deferred<Fate>()
    this.#replaying = promise
    this.#replay(spilling, first).then(
      (fate) => {
        resolve(fate)
        if (fate === 'caughtUp') this.#options.caughtUp()
        else this.close()
      },
      (error: unknown) => {
        resolve('closed')
        this.#options.failed('bug', error)
      },
    )
  }

  /** Resolves when nothing is left to be made durable. */
  async #replay({ local, overlay }: Spilling, first: Promise<Fate>): Promise<Fate> {
    let fate = await first
    while (fate === 'durable' && !this.#closed) {
      // What is being written now is to be read too.
      const writing = this.#writing
      await writing
      await local.drop(this.#durablePos)
      const read = await local.read(this.#durablePos, MOST_ROWS)
      if (this.#closed) break
      if (read.type !== 'batches') {
        this.#options.failed('localJournal')
        return 'closed'
      }
      if (read.batches.length > 0) fate = await this.#append(mergeBatches(read.batches))
      else if (writing === this.#writing) {
        this.#unstick()
        overlay.clear(this.#options.siteId)
        this.#tell('replayed', 0)
        // At once: what comes from now on would be written behind the last look.
        this.#replaying = undefined
        return 'caughtUp'
      }
    }
    if (fate === 'lost') this.#options.failed('conflict')
    return fate === 'lost' ? 'lost' : 'closed'
  }

  async #append(batch: AppendBatch): Promise<Written['type']> {
    const { siteId, spilling, durable } = this.#options
    const written = await writeBatch(batch, this.#options, () => this.#closed)
    if (written.type !== 'durable') return written.type
    this.#durablePos = batch.rows.at(-1)?.pos ?? this.#durablePos
    spilling?.overlay.durable(siteId, this.#durablePos)
    durable(batch, written.beganAt)
    if (this.#replaying) this.#tell('replayed', batch.rows.length)
    return 'durable'
  }

  #tell(type: 'kept' | 'replayed', facts: number): void {
    const { observer, spilling } = this.#options
    observer.localJournal({ type, facts, bytes: spilling?.local.bytes ?? 0 })
  }

  #unstick(): void {
    this.#since = undefined
    this.#stuck = undefined
  }

  /** Undefined after so many milliseconds, or `hurryMs` after an emergency has come to wait. */
  #wait<T>(promise: Promise<T>, ms: number, hurryMs = ms): Promise<T | undefined> {
    const { clock } = this.#options
    return new Promise((resolve, reject) => {
      const until = clock.monotonic() + ms
      let isOver = false
      const over = (settle: () => void) => {
        // What comes after the time is nobody's; the next wait may have begun.
        if (isOver) return
        isOver = true
        cancel()
        this.#hurry = undefined
        settle()
      }
      const late = () => over(() => resolve(undefined))
      let cancel = this.#timers.after(ms, late)
      this.#hurry = () => {
        if (this.#closed) late()
        else if (until - clock.monotonic() > hurryMs) {
          cancel()
          cancel = this.#timers.after(hurryMs, late)
        }
      }
      promise.then(
        (value) => over(() => resolve(value)),
        (error: unknown) => over(() => reject(error)),
      )
    })
  }
}
