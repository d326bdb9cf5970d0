/** A controller's machine: its clock, its links, and one process of the service after another. */

import type { SiteState } from '../../../src/domain/site/state.ts'
import { silentLog } from '../../../src/lib/log.ts'
import { machineClock } from '../../../src/runtime/clock.ts'
import { ERRANDLESS } from '../../../src/runtime/errands.ts'
import type { SiteGateway } from '../../../src/runtime/gateway.ts'
import { localGateway } from '../../../src/runtime/local-gateway.ts'
import { unobserved } from '../../../src/runtime/observer.ts'
import type { SiteClock } from '../../../src/runtime/ports.ts'
import { createPrivateOverlay } from '../../../src/runtime/private-overlay.ts'
import { SiteOwner } from '../../../src/runtime/site-owner.ts'
import { SPEECHLESS } from '../../../src/runtime/speech.ts'
import type { SwitchCommand } from '../../../src/runtime/switch.ts'
import type { FaultySwitch, SwitchEvent } from '../../domain/simulation/faulty-switch.ts'
import type { Random } from '../../domain/simulation/random.ts'
import type { Time } from '../../domain/simulation/time.ts'
import { nodeId, siteId } from '../../domain/support/story.ts'
import { type Database, journalPort, privatePort } from './database.ts'
import { Disk, diskJournal } from './disk.ts'
import { doorbellPort, type Leases, leasePort } from './leases.ts'
import { Link } from './network.ts'
import { opening } from './opening.ts'
import { SimProcess } from './sim-process.ts'
import { SwitchLink } from './switch-link.ts'

/** The defaults of the configuration. */
const LEASE = { leaseTtlMs: 2_000, leaseRenewMs: 500 }
const SPILL = { waitMs: 250, emergencyWaitMs: 50 }
/** Rows that fit onto a disk. */
const DISK_ROWS = 300

/** What all hosts have in common, and who is told of what they do. */
export interface Surroundings {
  readonly time: Time
  readonly random: Random
  readonly database: Database
  readonly leases: Leases
  readonly switch: FaultySwitch
  newUlid(): string
  /** A process has run. */
  entered(host: Host): void
  /** An order leaves a process; what is returned is called when the switch gets it. */
  ordered(host: Host, command: SwitchCommand): () => void
  /** The same of a beat. */
  beats(host: Host): () => void
}

export class Host {
  readonly name: string
  readonly links: { readonly database: Link; readonly leases: Link; readonly switch: Link }
  readonly disk: Disk
  process: SimProcess
  owner!: SiteOwner
  gateway!: SiteGateway
  /** What the owner folds into; kept for looking at it when the site isn't ours any more. */
  state: SiteState | undefined
  /** It has just said that orders of emergencies go out without a record. */
  isUnrecorded = false
  /** Its newest fact when it last said so. */
  unrecordedPos = 0
  /** By how much its wall clock is wrong. */
  wallOffMs = 0
  readonly #around: Surroundings
  readonly #switchLinks = new Set<SwitchLink>()
  #clock: SiteClock | undefined

  constructor(name: string, around: Surroundings) {
    this.name = name
    // Clocks that are set by the network's time are a little apart.
    this.wallOffMs = around.random.between(-300, 300)
    this.#around = around
    this.disk = new Disk(around.time, around.random, DISK_ROWS)
    const link = () => new Link(around.random)
    this.links = { database: link(), leases: link(), switch: link() }
    this.process = this.#begin()
  }

  /** A process of it commands the site, as far as it knows. */
  get owns(): boolean {
    return this.process.runs && this.owner.owned
  }

  /** To the switch. */
  get connections(): number {
    return this.#switchLinks.size
  }

  /** The switch says something. */
  hear(event: SwitchEvent): void {
    for (const link of this.#switchLinks) link.hear(event)
  }

  breakSwitch(): void {
    for (const link of [...this.#switchLinks]) link.break()
  }

  kill(): void {
    this.process.kill()
    for (const link of this.#switchLinks) void link.close()
    this.state = undefined
  }

  /** After a kill. */
  restart(): void {
    this.process = this.#begin()
  }

  /** What makes it let go of the site in order, then begin again. */
  async cycle(restMs: number): Promise<void> {
    const { process, owner } = this
    await owner.stop()
    if (this.process !== process || process.isDead) return
    this.kill()
    this.#around.time.after(restMs, () => {
      if (this.process === process) this.restart()
    })
  }

  #begin(): SimProcess {
    const around = this.#around
    const { time, random, database, leases } = around
    const process = new SimProcess(time, () => around.entered(this))
    const siteTimeBefore = this.#clock?.now()
    const sources = { wall: () => time.now + this.wallOffMs, monotonic: () => time.now - 1_700_000_000_000 }
    const clock = machineClock(sources, siteTimeBefore)
    this.#clock = clock
    const overlay = createPrivateOverlay(privatePort(database, process, this.links.database))
    this.owner = new SiteOwner({
      ...LEASE,
      siteId,
      controllerId: this.name,
      address: `https://${this.name}`,
      journal: journalPort(database, process, this.links.database, this.name),
      privateFields: overlay,
      localJournal: { local: diskJournal(this.disk, process), limits: SPILL, overlay },
      errands: ERRANDLESS,
      speech: SPEECHLESS,
      snapshots: { load: async () => undefined, save: async () => undefined },
      lease: leasePort(leases, process, this.links.leases),
      doorbell: doorbellPort(leases, process, this.links.leases),
      clock,
      timers: process,
      random: () => random.unit(),
      observer: {
        ...unobserved,
        localJournal: ({ type }) => {
          if (type !== 'unrecorded') return
          this.isUnrecorded = true
          this.unrecordedPos = this.state?.pos ?? 0
        },
      },
      log: silentLog,
      newUlid: around.newUlid,
      hashNumber: (number) => `hash of ${number}`,
      makeSwitches: () => [this.#switchLink(process, clock)],
      opening: (state) => {
        this.state = state
        return opening(state, clock.now())
      },
    })
    this.gateway = localGateway(new Map([[siteId, this.owner]]), clock, process)
    this.owner.start()
    around.entered(this)
    return process
  }

  #switchLink(process: SimProcess, clock: SiteClock): SwitchLink {
    const around = this.#around
    const link = new SwitchLink({
      nodeId,
      switch: around.switch,
      process,
      link: this.links.switch,
      random: around.random,
      now: () => clock.now(),
      ordered: (command) => around.ordered(this, command),
      beats: () => around.beats(this),
      closed: (one) => this.#switchLinks.delete(one),
    })
    this.#switchLinks.add(link)
    return link
  }
}
