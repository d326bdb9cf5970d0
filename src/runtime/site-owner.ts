/**
 * Owns a site: takes it, drives it, and lets go of it.
 *
 *   waiting ─ lease ─▶ folding ─ siteTaken appended ─▶ settling ─ the other's proofs are over ─▶ owning ─┐
 *    ▲  ▲                                                │ lease lost                                    │
 *    │  └────────────────────────────────────────────────┘               conflict | fenced | overflow | bug
 *    ├───────────────────────────────────────────────────────────────────────────────────────────────────┤
 *    └─ lease given back ◀─ siteReleased appended ◀─ releasing ◀─ stop | hand over ──────────────────────┘
 *
 * Owning means: the switches are connected, inputs go into the mailbox, deadlines ring, the lease is renewed, and
 * the nodes hear every second that a controller is there. In `settling` (`claiming.ts`) none of this is so but the
 * lease: what happens meanwhile, the switches' snapshots tell.
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
import { type Claim, isWaitedFor } from './claiming.ts'
import type { Fence } from './fence.ts'
import { foldJournal } from './fold.ts'
import { KeptSettling } from './kept-settling.ts'
import { fenceFor, LeaseKeeper } from './lease-keeper.ts'
import type { Mailbox } from './mailbox.ts'
import type { NodeLook } from './node-report.ts'
import { beginOwning, type Owning, type OwningOptions } from './owning.ts'
import type { LeasePort, PrivateField } from './ports.ts'
import type { SwitchPort } from './switch.ts'

export interface SiteOwnerOptions extends OwningOptions {
  readonly leaseTtlMs: number
  readonly leaseRenewMs: number
  readonly lease: LeasePort
  /**
   * Whether it is this controller's turn to ask for the site (`spreading.ts`); always unless told. To be true while
   * another has the lease: to ask then takes nothing, and shows for how long that other's orders are to be waited for.
   */
  readonly turn?: () => Promise<boolean>
}

const RETRY_MS = 250
const HANDED_OVER = 'handed over'
/** For the last facts, when told to stop. */
const FINISH_MS = 3_000

export class SiteOwner {
  readonly #options: SiteOwnerOptions
  readonly #fence: Fence
  readonly #timers: Timers
  #lease: LeaseKeeper
  #owning: Owning | undefined
  #stopping = false
  #running: Promise<void> | undefined
  #wake: (() => void) | undefined
  /** Ends this time of owning. */
  #letGo: ((why: string) => void) | undefined
  readonly #kept: KeptSettling

  constructor(options: SiteOwnerOptions) {
    this.#options = options
    this.#timers = options.timers ?? machineTimers
    this.#fence = fenceFor(options)
    this.#kept = new KeptSettling({ ...options, local: options.localJournal?.local })
    this.#lease = new LeaseKeeper(options, options.controllerId, this.#fence)
  }

  /**
   * Begins to take the site, for as long as it takes; `stop` ends it. `holder`: under which name the lease is held, of
   * this controller alone; its id unless told.
   */
  start(holder = this.#options.controllerId): void {
    if (this.#running) return
    this.#lease = new LeaseKeeper(this.#options, holder, this.#fence)
    this.#running = this.#run()
  }

  get owned(): boolean {
    return this.#owning !== undefined && this.#fence.mayCommand
  }

  /** Some of its facts are on this machine only. */
  get spilling(): boolean {
    return this.#owning?.mailbox.spill.spilling ?? false
  }

  /** Why nothing can be kept on this machine, a code as `EACCES`; undefined while it can. */
  get localFault(): string | undefined {
    return this.#kept.fault
  }

  get #keepsFacts(): boolean {
    return (this.#options.localJournal?.local.bytes ?? 0) > 0
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
    const { log, siteId, leaseRenewMs, turn } = this.#options
    while (!this.#stopping) {
      let restMs = RETRY_MS
      try {
        const asked = turn && !(await turn()) ? 'none' : await this.#lease.ask()
        if (asked === 'none') await this.#kept.bring(() => !this.#stopping)
        else if (asked === 'forgotten') restMs += 2 * leaseRenewMs
        // Whoever took it would not know the facts that are here alone: first they are to be brought in.
        else if ((await this.#own()) === HANDED_OVER && !this.#keepsFacts) await this.#lease.release()
      } catch (error) {
        log.error({ siteId, err: error }, 'the site could not be taken; trying again')
      }
      if (!this.#stopping) await this.#pause(restMs)
    }
    await this.#lease.close()
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
      if (!(await this.#kept.settle(() => this.#fence.leaseLive && !this.#stopping))) return undefined
      const state = await this.#fold()
      if (!this.#fence.isOurs) return undefined
      const { holder, fence } = this.#lease
      const claim = { holder, tenure: state.tenure, pos: state.pos, foldedAt: clock.monotonic() }
      owning = beginOwning(this.#options, { fence, state, holder, lost: end })
      this.#wake = () => end('stopping')
      const lost = await Promise.race([owning.mailbox.settled().then(() => undefined), ended])
      if (lost !== undefined || !(await this.#settle(claim, ended))) return undefined
      fence.open()
      return await this.#drive(owning, ended, end, began)
    } finally {
      this.#wake = undefined
      stopRenewing()
      this.#fence.drop()
      if (owning) this.#kept.end()
      await owning?.end()
    }
  }

  /** Resolves when nobody else may order any more; false when the site was lost before, or we are to stop. */
  async #settle(claim: Claim, ended: Promise<string>): Promise<boolean> {
    const { siteId, log } = this.#options
    if (!isWaitedFor(claim)) return !this.#stopping
    for (;;) {
      if ((await this.#lease.renew()) === 'heldByOther') return false
      const waitMs = this.#lease.otherOrdersMs(claim) ?? RETRY_MS
      if (waitMs <= 0) return !this.#stopping
      log.info({ siteId, waitMs: Math.ceil(waitMs) }, 'the site is taken; its owner before may still order')
      const waited = await withDeadline(ended, { timeoutMs: waitMs, timers: this.#timers })
      if (waited.type === 'value') return false
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
    this.#letGo = end
    const lookAtKept = () =>
      this.#kept.look().catch((err: unknown) => {
        log.error({ siteId, err }, 'what is in the local journal could not be settled; trying again')
      })
    const stopLooking = this.#timers.every(RETRY_MS, () => void lookAtKept())
    const why = await ended
    stopLooking()
    this.#letGo = undefined
    this.#owning = undefined
    if (why === 'stopping' || why === HANDED_OVER) await this.#finish(owning)
    observer.ownership(siteId, false)
    log.info({ siteId, why }, 'the site is no longer ours')
    return why
  }

  /**
   * What was accepted becomes durable, if the database lets it: the switch tells the next owner the rest. Then that we
   * have let go, so that it needn't wait.
   */
  async #finish(owning: Owning): Promise<void> {
    const { siteId, log } = this.#options
    const { mailbox, switches } = owning
    for (const node of switches) node.tellAll?.()
    const limits = { timeoutMs: FINISH_MS, timers: this.#timers }
    const finished = await withDeadline(mailbox.settled(), limits)
    if (finished.type === 'value') {
      owning.release()
      await withDeadline(mailbox.settled(), limits)
      return
    }
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
   * site, or show that it is lost: from the first renewal that fails, or a site where nothing happens would have neither
   * proof when the lease runs out. With neither the site is let go of, and taken anew when it can be.
   */
  async #renew(mailbox: Mailbox | undefined, end: (why: string) => void): Promise<void> {
    const outcome = await this.#lease.renew()
    if (!this.#fence.isOurs) end('fenced')
    else if (outcome !== 'held' && mailbox?.writing === false) {
      mailbox.post({ type: 'keepSite', at: this.#options.clock.now() })
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
