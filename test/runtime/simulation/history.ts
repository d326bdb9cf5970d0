/** One history: a hospital's telephones and the controllers that drive them, with all that can go wrong, and then peace. */
import { initialState, type SiteState } from '../../../src/domain/site/state.ts'
import { foldJournal } from '../../../src/runtime/fold.ts'
import type { ApiCommand } from '../../../src/runtime/gateway.ts'
import type { PrivateField } from '../../../src/runtime/ports.ts'
import type { Faults } from '../../domain/simulation/channel.ts'
import { FaultySwitch } from '../../domain/simulation/faulty-switch.ts'
import { Random } from '../../domain/simulation/random.ts'
import { reports } from '../../domain/simulation/recordings.ts'
import { Time } from '../../domain/simulation/time.ts'
import { endFaults } from '../../domain/simulation/verdict.ts'
import { canonical } from '../../domain/support/canonical.ts'
import { agentId, siteId } from '../../domain/support/story.ts'
import { Database } from './database.ts'
import { Host, type Surroundings } from './host.ts'
import { Leases } from './leases.ts'
import { AGENTS } from './opening.ts'
import { agentLives, callerComes } from './people.ts'
import { dateBy } from './virtual.ts'
import { isDurable, Watch } from './watch.ts'
import { type Weather, weatherOf } from './weather.ts'

const WATCH_MS = 500
/** How old a heartbeat may be, with what it takes to be told. */
const HEARTBEAT_MS = 3_000
const RECORDER_MS = 1_500
const COMMAND_MS = 3_000
const LONGEST_TALK_MS = 20_000
/** Seconds; far more than the last callers and agents need. A service that takes the site anew for ever never rests. */
const REST_LOOKS = 300

export interface HistoryOptions {
  readonly seed: number
  readonly calls: number
  readonly weather: Weather
  /** Told what goes wrong, is kept and is ordered, line by line. */
  readonly tell?: ((line: string) => void) | undefined
}

export class History {
  readonly time = new Time()
  readonly random: Random
  readonly database: Database
  readonly leases: Leases
  readonly switch: FaultySwitch
  readonly hosts: Host[]
  readonly watch: Watch
  readonly tell: (line: string) => void
  /** Calls that agents have made. */
  readonly outbound = new Set<string>()
  readonly #touched = new Set<Host>()
  #isCalm = false
  #lastSeen = 0
  #ulids = 0

  constructor({ seed, calls, weather, tell }: HistoryOptions) {
    this.tell = (line) => tell?.(`${this.time.now - 1_800_000_000_000} ${line}`)
    this.random = new Random(seed)
    const { time, random } = this
    this.database = new Database(time, random)
    this.database.faults = weather.database
    this.leases = new Leases(time, random)
    dateBy(() => time.now)
    const faults: Faults = { ...CALM_SWITCH, ...weather.switch }
    this.switch = new FaultySwitch(time, random, faults, (event) => {
      for (const host of this.hosts) host.hear(event)
    })
    // Time in which nothing happens shows nothing, and is most of what a history costs.
    this.switch.longestTalkMs = LONGEST_TALK_MS
    this.switch.isOutbound = (leg) => leg.callId !== undefined && this.outbound.has(leg.callId)
    this.watch = new Watch(this)
    this.database.kept = (rows, by) => {
      for (const { pos, subject, type, data } of rows)
        this.tell(`${by} ${pos} ${type} ${subject} ${JSON.stringify(data).slice(0, 120)}`)
      this.watch.appended(rows, by)
    }
    this.leases.held = (holder, ttlMs) => this.watch.leased(holder, ttlMs)
    const around: Surroundings = {
      time,
      random,
      database: this.database,
      leases: this.leases,
      switch: this.switch,
      newUlid: () => this.newUlid(),
      entered: (host) => this.#touched.add(host),
      ordered: (host, command) => {
        this.tell(`${host.name} orders ${command.type} ${'legId' in command ? command.legId : ''}`)
        return this.watch.ordered(host, command)
      },
      beats: (host) => {
        const reached = this.watch.beats(host)
        return () => {
          this.#lastSeen = time.now
          reached()
        }
      },
    }
    this.hosts = []
    for (let n = 0; n < weather.controllers; n += 1) this.hosts.push(new Host(`controller-${n + 1}`, around))
    for (const host of this.hosts) host.disk.asked = () => this.watch.keeps(host)
    this.every(WATCH_MS, () => this.#look())
    this.every(RECORDER_MS, () => this.#record())
    for (const name of AGENTS) agentLives(this, agentId(name))
    for (let n = 0; n < calls; n += 1)
      time.after(random.between(3_000, 3_000 + calls * 3_000), () => callerComes(this))
    weatherOf(this, weather)
  }

  get isCalm(): boolean {
    return this.#isCalm
  }

  /** Lets time pass: after each thing that happens all that follows from it at once. */
  async pass(ms: number): Promise<void> {
    const until = this.time.now + ms
    while (this.time.step(until)) await this.#follow()
    this.time.now = until
  }

  /** Lets the next so many things happen. */
  async takeSteps(count: number): Promise<void> {
    for (let step = 0; step < count && this.time.step(Number.POSITIVE_INFINITY); step += 1)
      await this.#follow()
  }

  async #follow(): Promise<void> {
    if (this.#touched.size === 0) return
    await new Promise(setImmediate)
    for (const host of this.#touched) this.watch.look(host)
    this.#touched.clear()
  }

  /** Nothing breaks any more, nobody rings any more: what is left comes to its end. Returns all that was wrong. */
  async comeToRest(): Promise<string[]> {
    this.#isCalm = true
    this.#mend()
    await this.pass(10_000)
    // The last losses are repaired by a last snapshot.
    for (const host of this.hosts) host.breakSwitch()
    for (let step = 0; step < REST_LOOKS && !this.#isQuiet; step += 1) await this.pass(1_000)
    await this.pass(3_000)
    const wrongs = [...this.watch.wrongs, ...this.#early(), ...this.#leftOpen(), ...this.#leftOnDisks()]
    // A controller and the database were lost together: what its disk alone had is known to nobody.
    if (this.isDoubleFault) return wrongs
    const more = [...this.watch.afterOneFault, ...this.switch.wrongs, ...(await this.#atRest())]
    const isExcused = (fault: string) => [...this.watch.unrecorded].some((file) => fault.includes(file))
    return [...wrongs, ...more.filter((fault) => !isExcused(fault))]
  }

  /** Something happens now and then, on average so often; never when `everyMs` is 0. */
  sometimes(everyMs: number, run: () => void): void {
    if (everyMs <= 0) return
    this.time.after(this.random.between(everyMs / 10, everyMs * 2), () => {
      if (this.#isCalm) return
      run()
      this.sometimes(everyMs, run)
    })
  }

  #mend(): void {
    this.database.faults = NO_FAULTS
    this.database.wake()
    this.database.regainStandby()
    this.leases.wake()
    for (const host of this.hosts) {
      host.disk.state = 'well'
      for (const link of Object.values(host.links)) {
        link.state = 'up'
        link.slowMs = 0
      }
      if (host.process.isDead) host.restart()
      else host.process.wake()
    }
  }

  get isDoubleFault(): boolean {
    return this.hosts.length > 1 && this.hosts.some(({ disk }) => disk.aside.length > 0)
  }

  #leftOpen(): string[] {
    return this.hosts.flatMap(({ name, connections, owns }) =>
      connections > (owns ? 1 : 0) ? [`${name} has ${connections} connections to the switch`] : [],
    )
  }

  #early(): readonly string[] {
    return this.hosts.length === 1 ? this.watch.early : []
  }

  /** What a controller kept is durable in the end, unless another has gone on in its place. */
  #leftOnDisks(): string[] {
    return this.hosts.flatMap(({ name, disk }) => {
      const left = disk.batches.flatMap(({ rows }) => rows).filter((row) => !isDurable(this.database, row))
      const faults = left.length > 0 ? [`${left.length} facts are left on the disk of ${name}`] : []
      const isAlone = this.hosts.length === 1
      if (isAlone && disk.aside.length > 0)
        faults.push(`${disk.aside.length} facts were set aside by ${name}`)
      return faults
    })
  }

  async #atRest(): Promise<string[]> {
    const { state } = this
    if (!state) return ['nobody has the site in the end']
    const { database } = this
    const folded: SiteState = await foldJournal(
      { read: async (_site, after, limit) => database.rows.slice(after, after + limit) },
      siteId,
      initialState(siteId),
    )
    const controller = {
      state,
      journal: database.rows,
      sealed: [],
      foldsAlike: canonical(folded) === canonical(state),
    }
    return endFaults({ controller, connection: { ordered: '' }, switch: this.switch })
  }

  /** The site's, as its owner has it. */
  get state(): SiteState | undefined {
    return this.hosts.find((host) => host.owns)?.owner.state
  }

  get #isQuiet(): boolean {
    const { state } = this
    return state?.calls.size === 0 && state.recordings.size === 0 && this.switch.channels.size === 0
  }

  newUlid(): string {
    this.#ulids += 1
    return `01K${String(this.#ulids).padStart(23, '0')}`
  }

  /** Whoever has the site is asked; nobody has it: then the client is told so. */
  ask(command: ApiCommand, privateFields: readonly PrivateField[] = []): void {
    const host = this.hosts.find((one) => one.owns)
    if (!host) return
    const asked = host.gateway.dispatch(siteId, command, { timeoutMs: COMMAND_MS, privateFields })
    const pos = host.state?.pos ?? 0
    this.#touched.add(host)
    void asked.then(({ type }) => {
      if (type === 'accepted') this.watch.accepted(host, command.type, pos)
    })
  }

  /** The recorder tells whoever has the site. */
  #record(): void {
    const { state } = this
    if (!state) return
    for (const report of reports(state, this.switch.spool, this.random)) this.ask(report as ApiCommand)
  }

  #look(): void {
    const { now } = this.time
    this.switch.attended = now - this.#lastSeen < HEARTBEAT_MS
    this.switch.watch()
    this.watch.sweep(this.hosts)
  }

  every(ms: number | (() => number), run: () => void): void {
    this.time.after(typeof ms === 'number' ? ms : ms(), () => {
      run()
      this.every(ms, run)
    })
  }
}

const NO_FAULTS = { slow: 0, hangs: 0, unseen: 0, refused: 0 }

const CALM_SWITCH: Faults = {
  eventLost: 0,
  eventTwice: 0,
  eventLate: 0,
  refused: 0,
  unanswered: 0,
  phoneVanishes: 0.05,
  phoneSilent: 0.1,
  connectionEveryMs: 0,
  restartEveryMs: 0,
  switchDiesEveryMs: 0,
  recordingBreaks: 0,
}
