/**
 * Owns a site: takes it, drives it, and lets go of it.
 *
 *   waiting ─ lease ─▶ folding ─ siteTaken appended ─▶ owning ─ conflict | fenced | bug ─▶ waiting
 *
 * Owning means: the switches are connected, inputs go into the mailbox, deadlines ring, the lease is renewed, and
 * the nodes hear every second that a controller is there.
 */
import type { SiteId } from '../domain/ids.ts'
import { nextDeadline } from '../domain/site/evolve.ts'
import type { ApiInput, Outcome } from '../domain/site/inputs.ts'
import type { SiteState } from '../domain/site/state.ts'
import { figuresOf, type QueueFigures } from '../domain/site/view.ts'
import type { Log } from '../lib/log.ts'
import { Alarm } from './alarm.ts'
import { Checkpoints, thawed } from './checkpoints.ts'
import { createExecutor } from './executor.ts'
import { Fence } from './fence.ts'
import { foldJournal } from './fold.ts'
import { createIntake, type IntakeOptions } from './intake.ts'
import { Mailbox } from './mailbox.ts'
import type { RuntimeObserver } from './observer.ts'
import type {
  Clock,
  DoorbellPort,
  JournalPort,
  LeasePort,
  PrivateField,
  PrivatePort,
  SnapshotPort,
} from './ports.ts'
import type { RawSwitchInput, SwitchPort } from './switch.ts'

export interface SiteOwnerOptions extends IntakeOptions {
  readonly siteId: SiteId
  readonly controllerId: string
  /** Where other processes reach this owner. */
  readonly address: string
  readonly leaseTtlMs: number
  readonly leaseRenewMs: number
  readonly journal: JournalPort
  readonly privateFields: PrivatePort
  readonly snapshots: SnapshotPort
  readonly lease: LeasePort
  readonly doorbell: DoorbellPort
  readonly clock: Clock
  readonly observer: RuntimeObserver
  readonly log: Log
  /** Made anew for each time of owning; the owner closes them. */
  makeSwitches(): readonly SwitchPort[]
  /** The first inputs of a time of owning: definitions from the seed, flows from files. */
  opening(state: SiteState): readonly ApiInput[]
}

/** How often the nodes hear that a controller is there; the dialplan falls open after 3 s without. */
const BEAT_MS = 1_000
const RETRY_MS = 250

interface Owning {
  readonly state: SiteState
  readonly mailbox: Mailbox
  readonly switches: readonly SwitchPort[]
  end(): Promise<void>
}

export class SiteOwner {
  readonly #options: SiteOwnerOptions
  readonly #fence: Fence
  #owning: Owning | undefined
  #stopping = false
  #running: Promise<void> | undefined
  #wake: (() => void) | undefined

  constructor(options: SiteOwnerOptions) {
    this.#options = options
    this.#fence = new Fence(options.clock, options.leaseTtlMs)
  }

  /** Begins to take the site, for as long as it takes; `stop` ends it. */
  start(): void {
    this.#running ??= this.#run()
  }

  get owned(): boolean {
    return this.#owning !== undefined && this.#fence.mayCommand
  }

  get switchesConnected(): boolean {
    return this.#owning?.switches.every((node) => node.connected) ?? false
  }

  /** The state, for reading only; undefined while the site isn't ours. */
  get state(): SiteState | undefined {
    return this.#owning?.state
  }

  figures(): readonly QueueFigures[] | undefined {
    const state = this.#owning?.state
    return state && [...state.queues.values()].map((queue) => figuresOf(state, queue))
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

  async #run(): Promise<void> {
    const { log, siteId, lease, controllerId } = this.#options
    while (!this.#stopping) {
      try {
        if (await this.#takeLease()) await this.#own()
      } catch (error) {
        log.error({ siteId, err: error }, 'the site could not be taken; trying again')
      }
      if (!this.#stopping) await this.#pause(RETRY_MS)
    }
    await lease.release(siteId, controllerId)
  }

  async #takeLease(): Promise<boolean> {
    const { lease, siteId, controllerId, leaseTtlMs, clock, log } = this.#options
    const askedAt = clock.monotonic()
    const outcome = await lease.acquire(siteId, controllerId, leaseTtlMs)
    if (outcome.type === 'held') {
      this.#fence.leaseHeld(askedAt, outcome.ttlMs)
      return true
    }
    log.debug({ siteId, outcome: outcome.type }, 'the lease is not to be had yet')
    return false
  }

  /** Resolves when the site has been lost or let go of. */
  async #own(): Promise<void> {
    const { siteId, log, observer, clock } = this.#options
    const began = clock.monotonic()
    const state = await this.#fold()
    let end: (why: string) => void = () => undefined
    const ended = new Promise<string>((resolve) => {
      end = resolve
    })
    const owning = this.#begin(state, end)
    const taken = await Promise.race([owning.mailbox.settled().then(() => undefined), ended])
    if (taken !== undefined || this.#stopping) {
      await owning.end()
      return
    }
    this.#owning = owning
    observer.ownership(siteId, true)
    const tookMs = Math.round(clock.monotonic() - began)
    log.info(
      { siteId, epoch: state.epoch, pos: state.pos, calls: state.calls.size, tookMs },
      'the site is ours',
    )
    for (const node of owning.switches) node.start({ input: this.#fromSwitch(owning) })
    this.#wake = () => end('stopping')
    if (this.#stopping) end('stopping')
    const why = await ended
    this.#wake = undefined
    this.#owning = undefined
    if (why === 'stopping') await owning.mailbox.settled()
    this.#fence.drop()
    await owning.end()
    observer.ownership(siteId, false)
    log.info({ siteId, why }, 'the site is no longer ours')
  }

  async #fold(): Promise<SiteState> {
    const { journal, snapshots, siteId, log } = this.#options
    const kept = await thawed(snapshots, siteId, await journal.head(siteId), log)
    return foldJournal(journal, siteId, kept)
  }

  /** A node that has just connected hears at once that a controller is there, not only at the next beat. */
  #fromSwitch({ mailbox, switches }: Owning): (raw: RawSwitchInput) => void {
    const take = this.#listener(mailbox)
    return (raw) => {
      take(raw)
      if (raw.type === 'switchConnected') this.#beat(switches)
    }
  }

  #listener(mailbox: Mailbox): (raw: RawSwitchInput) => void {
    const intake = createIntake(this.#options)
    return (raw) => {
      const { input, privateFields } = intake(raw)
      mailbox.post(input, privateFields)
    }
  }

  #begin(state: SiteState, lost: (why: string) => void): Owning {
    const { siteId, controllerId, address, clock, log, observer, journal, doorbell } = this.#options
    const switches = this.#options.makeSwitches()
    const alarm = new Alarm(clock, () => mailbox.post({ type: 'deadlineReached', at: clock.now() }))
    const execute = createExecutor({
      siteId,
      switches,
      fence: this.#fence,
      privateFields: this.#options.privateFields,
      observer,
      now: () => clock.now(),
      input: (raw) => this.#listener(mailbox)(raw),
    })
    const checkpoints = new Checkpoints(this.#options.snapshots, log, state.pos)
    const mailbox: Mailbox = new Mailbox({
      state,
      journal,
      clock,
      observer,
      release: execute,
      appended: (pos) => {
        this.#fence.appended()
        doorbell.ring(siteId, pos)
      },
      checkpoint: () => checkpoints.take(state),
      stateChanged: () => alarm.set(nextDeadline(state)?.at),
      lost: (why, error) => {
        this.#fence.drop()
        if (why !== 'conflict') log.error({ siteId, why, err: error }, 'the site is let go of')
        lost(why)
      },
    })
    const timers = [
      setInterval(() => void this.#renew(mailbox), this.#options.leaseRenewMs),
      setInterval(() => this.#beat(switches), BEAT_MS),
    ]
    mailbox.post({ type: 'siteTaken', at: clock.now(), controllerId, address })
    for (const input of this.#options.opening(state)) mailbox.post(input)
    return {
      state,
      mailbox,
      switches,
      end: async () => {
        for (const timer of timers) clearInterval(timer)
        alarm.clear()
        mailbox.close()
        await Promise.all(switches.map((node) => node.close()))
      },
    }
  }

  /**
   * A lease that was live all along is simply renewed. One that had lapsed (Redis was away, this process was
   * stopped) proves nothing by being had again: somebody may have owned the site in between, which an append shows.
   */
  async #renew(mailbox: Mailbox): Promise<void> {
    const { lease, siteId, controllerId, leaseTtlMs, clock } = this.#options
    const askedAt = clock.monotonic()
    const outcome = await lease.acquire(siteId, controllerId, leaseTtlMs)
    if (outcome.type === 'held' && this.#fence.mayCommand) this.#fence.leaseHeld(askedAt, outcome.ttlMs)
    else if (!this.#fence.leaseLive && !mailbox.writing) mailbox.post({ type: 'keepSite', at: clock.now() })
  }

  #beat(switches: readonly SwitchPort[]): void {
    if (!this.#fence.mayCommand) return
    for (const node of switches) if (node.connected) node.beat()
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}
