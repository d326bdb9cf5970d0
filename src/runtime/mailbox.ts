/**
 * A site's mailbox: one input at a time, folded at once; facts wait for the append in flight and go out together in
 * the next; commands and answers are released when the facts that explain them are durable.
 *
 *   post ─▶ handle (decide, fold) ─▶ pending ─▶ one append ─▶ commands to the switch, answers to callers, doorbell
 */
import type { JournalRow } from '../domain/fact.ts'
import { callIdOfRecording, type RecordingId } from '../domain/ids.ts'
import type { OpeningFact } from '../domain/recording/facts.ts'
import type { Command } from '../domain/site/commands.ts'
import { type Handled, handle } from '../domain/site/handle.ts'
import type { Outcome, SiteInput } from '../domain/site/inputs.ts'
import type { SiteState } from '../domain/site/state.ts'
import { type JournalWriterOptions, writeBatch } from './journal-writer.ts'
import type { RuntimeObserver } from './observer.ts'
import type { AppendBatch, Clock, JournalPort, PrivateField } from './ports.ts'
import { Touched } from './touched.ts'

/** Facts that may wait for the database before the site is given up: about a minute of a busy hospital. */
const MOST_PENDING_FACTS = 50_000

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
  /** Facts are durable: these may go out. */
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
  lost(why: 'conflict' | 'overflow' | 'bug', error?: unknown): void
}

interface Pending {
  readonly commands: readonly Command[]
  readonly answer: (() => void) | undefined
  /** Monotonic. */
  readonly since: number
}

/** Whether facts go to the local journal, and how full that is: 0 … 1. */
export interface SpillLevel {
  readonly spilling: boolean
  readonly fill: number
}

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
  #idle: (() => void)[] = []

  constructor(options: MailboxOptions) {
    this.#options = options
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
    if (this.#closed) return
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
    this.#waiting.push({ commands: handled.commands, answer: reply, since: clock.monotonic() })
    if (this.#rows.length > MOST_PENDING_FACTS) {
      this.#lose('overflow')
      return
    }
    this.#options.stateChanged()
    void this.#write()
  }

  /** An append is under way, or being tried again. */
  get writing(): boolean {
    return this.#writing
  }

  /** Age in milliseconds of the oldest input whose orders and answer haven't gone out yet; 0 when none waits. */
  get lagMs(): number {
    const oldest = this.#leaving[0] ?? this.#waiting[0]
    return oldest ? this.#options.clock.monotonic() - oldest.since : 0
  }

  /** Nothing is kept locally as yet. */
  get spill(): SpillLevel {
    return { spilling: false, fill: 0 }
  }

  /** Resolves when everything posted so far is durable and released, or the site is lost. */
  settled(): Promise<void> {
    if (this.#closed || (!this.#writing && this.#waiting.length === 0)) return Promise.resolve()
    return new Promise((resolve) => this.#idle.push(resolve))
  }

  /** Takes no more inputs and releases nothing more. */
  close(): void {
    this.#closed = true
    this.#rows = []
    this.#waiting = []
    this.#leaving = []
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
      if (batch.rows.length > 0) {
        const checkpoint = this.#options.checkpoint()
        if (!(await this.#append(batch))) break
        checkpoint?.()
      }
      this.#leaving = []
      if (!this.#closed) this.#releaseAll(waiting)
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

  #releaseAll(waiting: readonly Pending[]): void {
    const { release, late, clock } = this.#options
    const ordering = waiting.filter(({ commands }) => commands.length > 0)
    // All or none of them: a later one may build on an earlier.
    const isLate = ordering.some(({ since }) => clock.monotonic() - since > LATE_MS)
    if (isLate) late()
    else for (const { commands } of ordering) release(commands)
    for (const { answer } of waiting) answer?.()
  }

  /** Appends until the batch is known to be durable, or not to be ours. */
  async #append(batch: AppendBatch): Promise<boolean> {
    const { observer, appended } = this.#options
    try {
      const written = await writeBatch(batch, this.#options, () => this.#closed)
      if (written.type === 'lost') this.#lose('conflict')
      if (written.type !== 'durable') return false
      observer.factsDurable(batch.rows)
      appended(batch.rows.at(-1)?.pos ?? 0, written.beganAt)
      return true
    } catch (error) {
      this.#lose('bug', error)
      return false
    }
  }

  #lose(why: 'conflict' | 'overflow' | 'bug', error?: unknown): void {
    if (this.#closed) return
    this.close()
    this.#options.lost(why, error)
  }

  #rouse(): void {
    for (const resolve of this.#idle.splice(0)) resolve()
  }
}

/** What an errand has found out is attached to the call, or the answer was of no use and nothing of it is kept. */
function isKept(input: SiteInput, { rows }: Handled): boolean {
  return input.type !== 'errandDone' || rows.some(({ type }) => type === 'dataSet')
}

/** The call whose private fields a fact may come with: why a recording was opened is sealed under its call's key. */
function callOf({ kind, subject, data }: JournalRow): string {
  if (kind === 'access') return 'callId' in data ? String(data.callId) : subject
  if (kind !== 'opening') return subject
  return callIdOfRecording((data as OpeningFact['data']).recordingId as RecordingId)
}
