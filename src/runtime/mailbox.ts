/**
 * A site's mailbox: one input at a time, folded at once; facts wait for the append in flight and go out together in
 * the next; commands and answers are released when the facts that explain them are durable, or, where the database takes
 * too long, in the local journal (`spill.ts`).
 *
 *   post ─▶ handle (decide, fold) ─▶ pending ─▶ one append ─▶ commands to the switch, answers to callers, doorbell
 */
import type { JournalRow } from '../domain/fact.ts'
import type { Command } from '../domain/site/commands.ts'
import { type Handled, handle } from '../domain/site/handle.ts'
import type { Outcome, SiteInput } from '../domain/site/inputs.ts'
import type { SiteState } from '../domain/site/state.ts'
import { HeldAnswers } from './held-answers.ts'
import type { JournalWriterOptions } from './journal-writer.ts'
import type { RuntimeObserver } from './observer.ts'
import { callOf, concernsEmergency, isKept, type Pending } from './pending.ts'
import type { AppendBatch, Clock, JournalPort, PrivateField } from './ports.ts'
import { type Kept, Spill, type Spilling, type SpillLevel } from './spill.ts'
import { Touched } from './touched.ts'

/** Facts that may wait for the database before the site is given up: about a minute of a busy hospital. */
const MOST_PENDING_FACTS = 50_000
/** The same of inputs that give none. */
const MOST_PENDING_INPUTS = 100_000

/**
 * Commands whose facts took longer to become durable are no longer sent: a caller who wasn't claimed goes to the
 * fallback group after 4 s, and an order from before would tear at that call. The switch is looked at afresh instead.
 */
export const LATE_MS = 2_500

export interface MailboxOptions extends Pick<JournalWriterOptions, 'timers' | 'random'> {
  readonly state: SiteState
  readonly journal: JournalPort
  readonly clock: Clock
  readonly observer: RuntimeObserver
  /** Where facts go that can't wait; without it all wait for the database. */
  readonly spilling?: Spilling | undefined
  /** Facts are durable, or in the local journal: these may go out. */
  release(commands: readonly Command[]): void
  /** Facts are durable up to here, by an append that was begun at this monotonic moment. */
  appended(pos: number, beganAt: number): void
  /** Facts are in the journal, but the database doesn't confirm that they are durable: what they release waits. */
  unconfirmed(): void
  /** Commands were too late and were not released: what is still to be ordered, a fresh look at the switches says. */
  late(): void
  /**
   * A batch is about to be written, and the state is exactly what it will make durable: what is returned is called
   * when it is.
   */
  checkpoint(): (() => void) | undefined
  /** Looked at after every input: the earliest deadline may have changed. */
  stateChanged(): void
  /** The site is no longer ours, or its memory can't be trusted: nothing more will be released. */
  lost(why: Loss, error?: unknown): void
}

export type Loss = 'conflict' | 'overflow' | 'localJournal' | 'bug'

export class Mailbox {
  readonly #options: MailboxOptions
  #rows: JournalRow[] = []
  #privateFields: PrivateField[] = []
  #touched = new Touched()
  #waiting: Pending[] = []
  /** What the batch that is being written will release. */
  #leaving: readonly Pending[] = []
  #writing = false
  #closed = false
  /** The last input has been posted. */
  #isOver = false
  #idle: (() => void)[] = []
  #checkpoint: (() => void) | undefined
  readonly #spill: Spill
  readonly #answers: HeldAnswers

  constructor(options: MailboxOptions) {
    this.#options = options
    const { timers, state, journal, clock, observer, random, spilling, unconfirmed } = options
    this.#answers = new HeldAnswers(timers)
    this.#spill = new Spill({
      siteId: state.siteId,
      journal,
      clock,
      observer,
      timers,
      random,
      spilling,
      unconfirmed,
      durable: (batch, beganAt) => this.#durable(batch, beganAt),
      stuck: () => this.#releaseEmergencies(),
      caughtUp: () => this.#rouse(),
      failed: (why, error) => this.#lose(why, error),
    })
  }

  /**
   * Takes an input. `privateFields` become durable with the facts, if the input gives any. `answer` is called when
   * they are durable (or at once when there are none), and never if the site is lost before.
   */
  post(
    input: SiteInput,
    privateFields: readonly PrivateField[] = [],
    answer?: (outcome: Outcome) => void,
  ): void {
    if (this.#closed || this.#isOver) return
    const { state, observer, clock } = this.#options
    let handled: Handled
    try {
      handled = handle(state, input)
    } catch (error) {
      // The fold may be half done: only a fresh fold of the journal can be trusted.
      this.#lose('bug', error)
      return
    }
    if (handled.stale) observer.inputStale(input.type)
    const { outcome } = handled
    const reply = answer && outcome && (() => answer(outcome))
    this.#enter(handled, isKept(input, handled) ? privateFields : [])
    const urgent = concernsEmergency(state, handled)
    const { commands } = handled
    const since = clock.monotonic()
    this.#waiting.push({
      commands,
      answer: reply,
      since,
      pos: state.pos,
      isEmergency: urgent,
      released: false,
    })
    if (this.#rows.length > MOST_PENDING_FACTS || this.#waiting.length > MOST_PENDING_INPUTS) {
      this.#lose('overflow')
      return
    }
    if (urgent) this.#spill.hurry()
    this.#options.stateChanged()
    void this.#write()
  }

  /** Takes an input as the last one: none after it. */
  postLast(input: SiteInput): void {
    this.post(input)
    this.#isOver = true
  }

  /** An append is under way, or being tried again. */
  get writing(): boolean {
    return this.#writing || this.#spill.level.spilling
  }

  /** Age in milliseconds of the oldest input whose orders and answer haven't gone out yet; 0 when none waits. */
  get lagMs(): number {
    const oldest = this.#leaving.find(({ released }) => !released) ?? this.#waiting[0]
    return oldest ? this.#options.clock.monotonic() - oldest.since : 0
  }

  get spill(): SpillLevel {
    return this.#spill.level
  }

  /** Resolves when everything posted so far is durable and released, or the site is lost. */
  settled(): Promise<void> {
    if (this.#isIdle()) return Promise.resolve()
    return new Promise((resolve) => this.#idle.push(resolve))
  }

  /** Takes no more inputs and releases nothing more. */
  close(): void {
    this.#closed = true
    this.#rows = []
    this.#waiting = []
    this.#leaving = []
    this.#answers.close()
    this.#spill.close()
    this.#rouse()
  }

  #enter(handled: Handled, fields: readonly PrivateField[]): void {
    const { rows } = handled
    for (const row of rows) this.#touched.add(row, handled)
    this.#rows.push(...rows)
    // A leg that was parked again, or a command that was refused, leaves nothing to keep.
    const made = new Set(rows.map(callOf))
    this.#privateFields.push(...fields.filter((field) => made.has(field.callId)), ...handled.sealed)
  }

  async #write(): Promise<void> {
    if (this.#writing) return
    this.#writing = true
    while (!this.#closed && this.#waiting.length > 0) {
      const waiting = this.#waiting
      const batch = this.#batch()
      this.#waiting = []
      this.#leaving = waiting
      let kept: Kept = 'durable'
      if (batch.rows.length > 0) {
        kept = await this.#keep(batch, waiting)
        if (kept !== 'durable' && kept !== 'kept') break
      }
      this.#leaving = []
      if (!this.#closed) this.#releaseAll(waiting, kept)
    }
    this.#writing = false
    this.#rouse()
  }

  #batch(): AppendBatch {
    const { state } = this.#options
    const rows = this.#rows
    const batch = {
      siteId: state.siteId,
      rows,
      views: this.#touched.views(state),
      privateFields: this.#privateFields,
    }
    this.#rows = []
    this.#privateFields = []
    this.#touched = new Touched()
    return batch
  }

  #releaseAll(waiting: readonly Pending[], kept: Kept): void {
    const { release, late, clock } = this.#options
    const left = waiting.filter(({ released }) => !released)
    const ordering = left.filter(({ commands }) => commands.length > 0)
    // All or none of them: a later one may build on an earlier.
    const isLate = ordering.some(({ since }) => clock.monotonic() - since > LATE_MS)
    if (isLate) late()
    else for (const { commands } of ordering) release(commands)
    for (const { answer, pos } of left) {
      if (kept === 'kept' && answer) this.#answers.hold(pos, answer, this.#spill.level.forMs)
      else answer?.()
    }
  }

  /** Nothing can be kept anywhere: what emergencies need goes out alone, without a record. */
  #releaseEmergencies(): void {
    const { release, clock, observer, spilling } = this.#options
    const waitMs = spilling?.limits.emergencyWaitMs ?? 0
    for (const pending of [...this.#leaving, ...this.#waiting]) {
      const { commands, answer, since, released } = pending
      if (!pending.isEmergency || released || clock.monotonic() - since < waitMs) continue
      pending.released = true
      observer.localJournal({ type: 'unrecorded', orders: commands.length })
      release(commands)
      answer?.()
    }
  }

  /** Resolves when the batch is durable, or its orders may go out without that. */
  async #keep(batch: AppendBatch, waiting: readonly Pending[]): Promise<Kept> {
    try {
      // While facts are kept locally the database is behind, and a snapshot would be ahead of it.
      this.#checkpoint = this.#spill.level.spilling ? undefined : this.#options.checkpoint()
      const kept = await this.#spill.keep(
        batch,
        waiting.some((one) => one.isEmergency),
      )
      if (kept === 'lost') this.#lose('conflict')
      return kept
    } catch (error) {
      this.#lose('bug', error)
      return 'closed'
    }
  }

  #durable({ rows }: AppendBatch, beganAt: number): void {
    const { observer, appended } = this.#options
    const pos = rows.at(-1)?.pos ?? 0
    observer.factsDurable(rows)
    appended(pos, beganAt)
    this.#checkpoint?.()
    this.#checkpoint = undefined
    this.#answers.durable(pos)
  }

  #lose(why: Loss, error?: unknown): void {
    if (this.#closed) return
    this.close()
    this.#options.lost(why, error)
  }

  #isIdle(): boolean {
    return this.#closed || (!this.writing && this.#waiting.length === 0)
  }

  #rouse(): void {
    if (!this.#isIdle()) return
    for (const resolve of this.#idle.splice(0)) resolve()
  }
}
