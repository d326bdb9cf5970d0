/**
 * When what an earlier time of owning has left in the local journal is looked at (`kept-facts.ts`): before the site is
 * taken; now and then while it isn't ours; and after it was taken without knowing, because the disk gave no answer.
 */
import { machineTimers } from '../lib/timers.ts'
import { type KeptFactsOptions, settleKeptFacts } from './kept-facts.ts'
import type { DoorbellPort } from './ports.ts'
import { type FoundJournal, timelyLocal } from './timely-local.ts'

export interface KeptSettlingOptions extends Omit<KeptFactsOptions, 'mayAppend' | 'local'> {
  /** Undefined: nothing is kept here. */
  readonly local: FoundJournal | undefined
  readonly doorbell: DoorbellPort
}

/** Between two looks. */
const LOOK_MS = 5_000
/** The same while what is kept may still be brought in, before another goes on without it. */
const BRING_MS = 500
/** So long one look tries to bring it in: then the lease is asked for again, and an end is heeded. */
const BRINGING_MS = 5_000
/**
 * So long the site waits for a disk that can't say what is there. Facts that may be there against callers who are there:
 * then it is taken, and facts that turn up later are set aside.
 */
const PATIENCE_MS = 6_000

export class KeptSettling {
  readonly #options: KeptSettlingOptions
  readonly #local: FoundJournal | undefined
  #isSettled = false
  #fault: string | undefined
  /** Monotonic: since when nobody knows what is there. */
  #unknownSince: number | undefined
  /** Monotonic. */
  #nextLook = Number.NEGATIVE_INFINITY
  #looking: Promise<void> | undefined

  constructor(options: KeptSettlingOptions) {
    this.#options = options
    this.#local = options.local && timelyLocal(options.local, options.timers ?? machineTimers)
  }

  /** Why the local journal can't be used: a code as `EACCES`; undefined while it can, as far as is known. */
  get fault(): string | undefined {
    return this.#fault
  }

  /** A time of owning is over: what it has written may be left there again. */
  end(): void {
    this.#isSettled = false
    this.#nextLook = Number.NEGATIVE_INFINITY
  }

  /** Whether the site can be taken: nothing is left to be brought in before. Rejects with `PortUnavailable`. */
  async settle(mayAppend: () => boolean): Promise<boolean> {
    await this.#looking
    if (this.#isSettled) return true
    await this.#settle(mayAppend)
    return this.#isSettled || this.#isTooLong
  }

  /**
   * While it is ours and nobody knows what is there: until that is settled nothing can be kept. Rejects with
   * `PortUnavailable`.
   */
  look(): Promise<void> {
    return this.#look(LOOK_MS, () => false)
  }

  /**
   * While the site isn't ours. What was kept when it was goes into the journal, lease or not, as long as nobody has gone on
   * in its place: whoever is about to take the site would not know it, and finds a `siteTaken` refused that doesn't follow
   * on it. Once somebody has gone on it is set aside, and the operator must learn of it. Rejects with `PortUnavailable`.
   *
   * @param mayGoOn false: nothing more is begun
   */
  bring(mayGoOn: () => boolean): Promise<void> {
    const { clock } = this.#options
    const until = clock.monotonic() + BRINGING_MS
    return this.#look(BRING_MS, () => mayGoOn() && clock.monotonic() < until)
  }

  async #look(againMs: number, mayAppend: () => boolean): Promise<void> {
    const now = this.#options.clock.monotonic()
    if (this.#isSettled || this.#looking || now < this.#nextLook) return
    this.#nextLook = now + againMs
    const looking = this.#settle(mayAppend)
    this.#looking = looking.catch(() => undefined)
    await looking.finally(() => {
      this.#looking = undefined
    })
  }

  get #isTooLong(): boolean {
    const since = this.#unknownSince
    return since !== undefined && this.#options.clock.monotonic() - since >= PATIENCE_MS
  }

  async #settle(mayAppend: () => boolean): Promise<void> {
    const { siteId, journal, doorbell, clock, log } = this.#options
    if (!this.#local) {
      this.#isSettled = true
      return
    }
    const settled = await settleKeptFacts({ ...this.#options, local: this.#local, mayAppend })
    if (settled.type === 'brought') doorbell.ring(siteId, await journal.head(siteId))
    this.#isSettled = settled.type !== 'waits' && settled.type !== 'unknown'
    const reason = settled.type === 'unknown' ? settled.reason : undefined
    if (reason !== undefined) this.#unknownSince ??= clock.monotonic()
    else this.#unknownSince = undefined
    if (reason === this.#fault) return
    if (reason === undefined) log.info({ siteId }, 'the local journal can be used again')
    else log.error({ siteId, reason }, 'the local journal can not be read: nothing can be kept there')
    this.#fault = reason
  }
}
