/**
 * Owns a site: takes it, drives it, and lets go of it.
 *
 *   waiting ─ lease ─▶ folding ─ siteTaken appended ─▶ owning ─ conflict | fenced | overflow | bug ─▶ waiting
 *
 * Owning means: the switches are connected, inputs go into the mailbox, deadlines ring, the lease is renewed, and
 * the nodes hear every second that a controller is there.
 */
import type { NodeId } from '../domain/ids.ts'
import type { ApiInput, Outcome } from '../domain/site/inputs.ts'
import type { SiteState } from '../domain/site/state.ts'
import { figuresOf, type QueueFigures } from '../domain/site/view.ts'
import { viewNodes } from '../domain/site/view-nodes.ts'
import { withDeadline } from '../lib/deadline.ts'
import { deferred } from '../lib/deferred.ts'
import { machineTimers, type Timers } from '../lib/timers.ts'
import { thawed } from './checkpoints.ts'
import { Fence } from './fence.ts'
import { foldJournal } from './fold.ts'
import { settleKeptFacts } from './kept-facts.ts'
import type { Mailbox } from './mailbox.ts'
import type { NodeLook } from './node-report.ts'
import { beginOwning, type Owning, type OwningOptions } from './owning.ts'
import type { LeasePort, PrivateField } from './ports.ts'
import type { SwitchPort } from './switch.ts'

export interface SiteOwnerOptions extends OwningOptions {
  readonly leaseTtlMs: number
  readonly leaseRenewMs: number
  readonly lease: LeasePort
  /** Whether it is this controller's turn to ask for the site (`spreading.ts`); always unless told. */
  readonly turn?: () => Promise<boolean>
}

const RETRY_MS = 250
const HANDED_OVER = 'handed over'
/** Between two looks at the local journal while another has the site. */
const KEPT_LOOK_MS = 5_000
/** For the last facts, when told to stop. */
const FINISH_MS = 3_000

export class SiteOwner {
  readonly #options: SiteOwnerOptions
  readonly #fence: Fence
  readonly #timers: Timers
  #owning: Owning | undefined
  #stopping = false
  #running: Promise<void> | undefined
  #wake: (() => void) | undefined
  /** Ends this time of owning. */
  #letGo: ((why: string) => void) | undefined
  #holder: string
  /** Nothing of an earlier time of owning is left in the local journal. */
  #isKeptSettled = false
  /** Monotonic. */
  #nextLookAtKept = Number.NEGATIVE_INFINITY

  constructor(options: SiteOwnerOptions) {
    this.#options = options
    this.#holder = options.controllerId
    this.#timers = options.timers ?? machineTimers
    this.#fence = new Fence(options.clock, options.leaseTtlMs)
  }

  /**
   * Begins to take the site, for as long as it takes; `stop` ends it. `holder`: under which name the lease is held, of
   * this controller alone; its id unless told.
   */
  start(holder = this.#options.controllerId): void {
    this.#holder = holder
    this.#running ??= this.#run()
  }

  get owned(): boolean {
    return this.#owning !== undefined && this.#fence.mayCommand
  }

  /** Some of its facts are on this machine only. */
  get spilling(): boolean {
    return this.#owning?.mailbox.spill.spilling ?? false
  }

  /** One switch is enough, once each has had its moment to connect: others may be out for an upgrade. */
  get switchesReady(): boolean {
    return this.#owning?.switchesReady ?? false
  }

  /** Has every switch read its directory of phones. False when one didn't, or when the site isn't ours. */
  async phonesChanged(forgotten: Parameters<SwitchPort['phonesChanged']>[0]): Promise<boolean> {
    const switches = this.owned ? (this.#owning?.switches ?? []) : []
    const told = await Promise.all(switches.map((node) => node.phonesChanged(forgotten)))
    return told.length > 0 && told.every((one) => one)
  }

  /** The state, for reading only; undefined while the site isn't ours. */
  get state(): SiteState | undefined {
    return this.#owning?.state
  }

  figures(): readonly QueueFigures[] | undefined {
    const state = this.#owning?.state
    return state && [...state.queues.values()].map((queue) => figuresOf(state, queue))
  }

  /** The configured nodes, in that order, with their newest reports; undefined while the site isn't ours. */
  nodes(): readonly NodeLook[] | undefined {
    const owning = this.#owning
    if (!owning) return undefined
    const { state, switches, reports } = owning
    const views = viewNodes(
      state,
      switches.map((node) => node.nodeId),
    )
    return views.map((view) => ({ view, report: reports.get(view.nodeId as NodeId) ?? null }))
  }

  /** False when the site isn't ours. `answer` comes when the facts are durable. */
  post(input: ApiInput, fields: readonly PrivateField[], answer: (outcome: Outcome) => void): boolean {
    if (!this.#owning || !this.owned) return false
    this.#owning.mailbox.post(input, fields, answer)
    return true
  }

  /** Lets go of the site: what was accepted becomes durable and goes out; calls on the switches go on. */
  async stop(): Promise<void> {
    this.#stopping = true
    this.#wake?.()
    await this.#running
  }

  /** Lets go of the site as `stop` does, for another to take it; asks for it again when that is its turn. */
  handOver(): void {
    this.#letGo?.(HANDED_OVER)
  }

  async #run(): Promise<void> {
    const { log, siteId, lease } = this.#options
    while (!this.#stopping) {
      try {
        if (await this.#takeLease()) {
          if ((await this.#own()) === HANDED_OVER) await lease.release(siteId, this.#holder)
        } else await this.#lookAtKept()
      } catch (error) {
        log.error({ siteId, err: error }, 'the site could not be taken; trying again')
      }
      if (!this.#stopping) await this.#pause(RETRY_MS)
    }
    await lease.release(siteId, this.#holder)
  }

  /**
   * What an earlier time of owning left in the local journal comes before anything new. False when it could not be
   * brought into the journal: then the site isn't to be taken yet.
   */
  async #settleKept(mayAppend: () => boolean): Promise<boolean> {
    const { localJournal, siteId, doorbell, journal } = this.#options
    if (!localJournal || this.#isKeptSettled) return true
    const settled = await settleKeptFacts({ ...this.#options, local: localJournal.local, mayAppend })
    if (settled === 'brought') doorbell.ring(siteId, await journal.head(siteId))
    this.#isKeptSettled = settled !== 'waits'
    return this.#isKeptSettled
  }

  /** Another may have the site, and have gone on in the place of what was kept: the operator must learn of it. */
  async #lookAtKept(): Promise<void> {
    const now = this.#options.clock.monotonic()
    if (now < this.#nextLookAtKept) return
    this.#nextLookAtKept = now + KEPT_LOOK_MS
    await this.#settleKept(() => false)
  }

  async #takeLease(): Promise<boolean> {
    const { lease, siteId, leaseTtlMs, clock, log, turn } = this.#options
    if (turn && !(await turn())) return false
    const askedAt = clock.monotonic()
    const outcome = await lease.acquire(siteId, this.#holder, leaseTtlMs)
    if (outcome.type === 'held') {
      this.#fence.begin(askedAt, outcome.ttlMs)
      return true
    }
    log.debug({ siteId, outcome: outcome.type }, 'the lease is not to be had yet')
    return false
  }

  /** Resolves when the site has been lost or let go of, with why once it had been ours. */
  async #own(): Promise<string | undefined> {
    const { clock, leaseRenewMs } = this.#options
    const began = clock.monotonic()
    const { promise: ended, resolve: end } = deferred<string>()
    let owning: Owning | undefined
    // From the start: the fold of a long journal may last longer than the lease.
    const stopRenewing = this.#timers.every(leaseRenewMs, () => void this.#renew(owning?.mailbox, end))
    try {
      if (!(await this.#settleKept(() => this.#fence.leaseLive && !this.#stopping))) return undefined
      const state = await this.#fold()
      if (!this.#fence.mayCommand) return undefined
      this.#isKeptSettled = false
      owning = beginOwning(this.#options, this.#fence, state, end)
      const lost = await Promise.race([owning.mailbox.settled().then(() => undefined), ended])
      if (lost !== undefined || this.#stopping) return lost
      return await this.#drive(owning, ended, end, began)
    } finally {
      stopRenewing()
      this.#fence.drop()
      await owning?.end()
    }
  }

  async #drive(
    owning: Owning,
    ended: Promise<string>,
    end: (why: string) => void,
    began: number,
  ): Promise<string> {
    const { siteId, log, observer, clock } = this.#options
    const { state } = owning
    this.#owning = owning
    observer.ownership(siteId, true)
    const tookMs = Math.round(clock.monotonic() - began)
    log.info(
      { siteId, epoch: state.epoch, pos: state.pos, calls: state.calls.size, tookMs },
      'the site is ours',
    )
    owning.drive()
    this.#wake = () => end('stopping')
    this.#letGo = end
    if (this.#stopping) end('stopping')
    const why = await ended
    this.#wake = undefined
    this.#letGo = undefined
    this.#owning = undefined
    if (why === 'stopping' || why === HANDED_OVER) await this.#finish(owning)
    observer.ownership(siteId, false)
    log.info({ siteId, why }, 'the site is no longer ours')
    return why
  }

  /** What was accepted becomes durable, if the database lets it: the switch tells the next owner the rest. */
  async #finish({ mailbox, switches }: Owning): Promise<void> {
    const { siteId, log } = this.#options
    for (const node of switches) node.tellAll?.()
    const finished = await withDeadline(mailbox.settled(), { timeoutMs: FINISH_MS, timers: this.#timers })
    if (finished.type === 'value') return
    if (mailbox.spill.spilling)
      log.warn({ siteId }, 'ending; the local journal holds facts for the next start')
    else log.error({ siteId }, 'ending, though not every fact could be written')
  }

  async #fold(): Promise<SiteState> {
    const { journal, snapshots, siteId, log } = this.#options
    const kept = await thawed(snapshots, siteId, await journal.head(siteId), log)
    return foldJournal(journal, siteId, kept)
  }

  /**
   * Renews the lease. While it can't be had (Redis is away, or forgot it and gave it to another), appends keep the
   * site, or show that it is lost. With neither proof the site is let go of, and taken anew when it can be.
   */
  async #renew(mailbox: Mailbox | undefined, end: (why: string) => void): Promise<void> {
    const { lease, siteId, leaseTtlMs, clock } = this.#options
    const askedAt = clock.monotonic()
    const outcome = await lease.acquire(siteId, this.#holder, leaseTtlMs)
    if (outcome.type === 'held') this.#fence.leaseHeld(askedAt, outcome.ttlMs)
    if (!this.#fence.mayCommand) end('fenced')
    else if (!this.#fence.leaseLive && mailbox?.writing === false) {
      mailbox.post({ type: 'keepSite', at: clock.now() })
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#timers.after(ms, resolve)
      this.#wake = () => {
        cancel()
        resolve()
      }
    })
  }
}
