/** What must be true at every moment of a history, seen from outside: from the switch and the database. */
import { isEmergency } from '../../../src/domain/call/emergency.ts'
import type { JournalRow } from '../../../src/domain/fact.ts'
import type { AgentId } from '../../../src/domain/ids.ts'
import { takeToken } from '../../../src/domain/site/inputs.ts'
import type { SwitchCommand } from '../../../src/runtime/switch.ts'
import type { Channel } from '../../domain/simulation/channel.ts'
import { faultsOf } from '../../domain/support/invariants.ts'
import type { Database } from './database.ts'
import type { Host, Surroundings } from './host.ts'
import { WRAP_UP_MS } from './opening.ts'
import { decidedAt, type Why, whyOf } from './virtual.ts'

/** An append proves for no longer that the site is its writer's. */
const APPEND_PROVES_MS = 2_000
/** What was decided longer ago is no longer fit to be ordered. */
const LATEST_MS = 2_600
/** The same with a number to be unsealed. */
const LATEST_CALL_MS = 5_000
/** How long after an emergency's end its orders may go out. */
const EMERGENCY_MS = 5_000
/** A takeover, the account of the switches, a lost ring: so long may anything go unnoticed. */
const PATIENCE_MS = 6_000

export class Watch {
  readonly wrongs: string[] = []
  /** What is wrong unless a controller was lost together with the database: then nobody knows who was called. */
  readonly afterOneFault: string[] = []
  orders = 0
  takings = 0
  readonly #around: Pick<Surroundings, 'time' | 'database' | 'switch'>
  /** Until when the latest proof of each host lasts, reckoned by true time. */
  readonly #proven = new Map<string, number>()
  readonly #leasedUntil = new Map<string, number>()
  /** When each host last had an emergency call. */
  readonly #emergencyAt = new Map<string, number>()
  readonly #looked = new WeakMap<object, number>()
  readonly #since = new Map<string, number>()
  readonly #wrapUps = new Map<string, { since: number }>()
  readonly #askedAt = new Map<string, number>()
  readonly #unrecorded = new Set<string>()
  #newestAt = 0
  #highest = 0
  #highestBy = ''

  constructor(around: Pick<Surroundings, 'time' | 'database' | 'switch'>) {
    this.#around = around
  }

  /** Somebody holds the lease from now on. */
  leased(holder: string, ttlMs: number): void {
    this.#prove(holder, ttlMs)
    this.#leasedUntil.set(holder, this.#around.time.now + ttlMs)
  }

  /** Facts go to its disk, and what waits for them goes out: nobody else may have taken the site meanwhile. */
  keeps({ name }: Host): void {
    const lateMs = this.#around.time.now - (this.#leasedUntil.get(name) ?? 0)
    if (lateMs > 0) this.#wrong(`${name} keeps facts on its disk, ${lateMs} ms after its lease`)
  }

  /** Somebody has appended. */
  appended(rows: readonly JournalRow[], by: string): void {
    this.#prove(by, APPEND_PROVES_MS)
    for (const row of rows) {
      if (row.at < this.#newestAt) this.#wrong(`${row.type} (${row.pos}) is dated before what it follows`)
      this.#newestAt = row.at
      if (row.type === 'siteTaken') this.takings += 1
      this.#wrapUp(row)
    }
  }

  ordered(host: Host, command: SwitchCommand): () => void {
    this.orders += 1
    const why = whyOf(command)
    if (!why) {
      this.#wrong(`${command.type} of ${host.name} was decided by nobody`)
      return () => undefined
    }
    const { database } = this.#around
    const isKept = !why.row || isDurable(database, why.row) || host.disk.has(why.row)
    if (!isKept && !this.#mayGoUnrecorded(host, command, why))
      this.#wrong(`${command.type} of ${host.name} went out before ${why.row.type} (${why.pos}) was durable`)
    if (!isKept && command.type === 'startRecording')
      this.#unrecorded.add(takeToken(command.recordingId, command.take))
    const lateMs = this.#around.time.now - why.at
    const mostMs = command.type === 'originate' ? LATEST_CALL_MS : LATEST_MS
    if (lateMs > mostMs && host.process.runs)
      this.#wrong(`${command.type} of ${host.name} went out ${lateMs} ms after it was decided`)
    this.#mustBeProven(host, command.type)
    return () => this.#epoch(why.epoch, `${command.type} of ${host.name}`)
  }

  /** An emergency's; what is to be originated goes out a moment later, when its number has been unsealed. */
  #mayGoUnrecorded(host: Host, { type }: SwitchCommand, why: Why): boolean {
    const emergencyAt = this.#emergencyAt.get(host.name) ?? Number.NEGATIVE_INFINITY
    if (this.#around.time.now - emergencyAt > EMERGENCY_MS) return false
    return host.isUnrecorded || (type === 'originate' && why.pos <= host.unrecordedPos)
  }

  /** Files that were ordered without a record. Nobody knows of them when their controller has died since: they stay
   * unsealed, or are ordered once more. */
  get unrecorded(): ReadonlySet<string> {
    return this.#unrecorded
  }

  beats(host: Host): () => void {
    this.#mustBeProven(host, 'beat')
    const epoch = host.state?.epoch ?? 0
    return () => this.#epoch(epoch, `beat of ${host.name}`)
  }

  /** An answer that says yes: whoever asked may rely on it. */
  accepted(host: Host, what: string, pos: number): void {
    const { database } = this.#around
    const isOnDisk = host.disk.batches.some(({ rows }) => rows.some((row) => row.pos === pos))
    if (database.durablePos < pos && !isOnDisk && !host.isUnrecorded)
      this.#wrong(`${what} was answered by ${host.name} before ${pos} was durable`)
  }

  askedToEndWrapUp(agentId: AgentId): void {
    this.#askedAt.set(agentId, this.#around.time.now)
  }

  /** After each input that a host has taken. */
  look(host: Host): void {
    host.isUnrecorded = false
    const { state } = host.owner
    if (!state) return
    if ([...state.calls.values()].some(isEmergency)) this.#emergencyAt.set(host.name, this.#around.time.now)
    if (this.#looked.get(state) === state.pos) return
    this.#looked.set(state, state.pos)
    for (const fault of faultsOf(state)) this.#wrong(`${host.name}: ${fault}`)
  }

  /** Twice a second. */
  sweep(hosts: readonly Host[]): void {
    const { switch: sw } = this.#around
    const owners = hosts.filter((host) => host.owns && host.owner.switchesReady)
    const [owner] = owners
    const sole = owners.length === 1 ? owner : undefined
    for (const leg of sw.channels.values()) {
      const isLeft = leg.role === 'caller' && sole !== undefined && isForgotten(leg, sole)
      this.#lasts(`${leg.id} is known to nobody, though ${sole?.name} has the site`, isLeft, PATIENCE_MS)
    }
    const ringing = new Map<string, Channel[]>()
    for (const leg of sw.channels.values()) {
      if (leg.role !== 'agent') continue
      for (const key of [`agent ${leg.extension}`, `call ${leg.callId}`])
        ringing.set(key, [...(ringing.get(key) ?? []), leg])
    }
    for (const [key, legs] of ringing)
      this.#lasts(
        `${key} has ${legs.length} legs at once`,
        sole !== undefined && legs.length > 1,
        3_000,
        this.afterOneFault,
      )
    for (const [agentId, { since }] of this.#wrapUps) {
      const isOver = this.#around.time.now - since > WRAP_UP_MS * 1.12 + 500
      // Its end may be on the owner's disk only, until the database is back.
      const isOn = sole?.owner.state?.agents.get(agentId as AgentId)?.phase.name === 'wrapUp'
      this.#lasts(`${agentId} wraps up beyond the deadline`, isOn && isOver, PATIENCE_MS)
    }
  }

  #lasts(what: string, isSo: boolean, tooLongMs: number, wrongs = this.wrongs): void {
    const { now } = this.#around.time
    if (!isSo) {
      this.#since.delete(what)
      return
    }
    const since = this.#since.get(what) ?? now
    if (since === Number.POSITIVE_INFINITY) return
    this.#since.set(what, since)
    if (now - since < tooLongMs) return
    this.#wrong(what, wrongs)
    this.#since.set(what, Number.POSITIVE_INFINITY)
  }

  #wrapUp(row: JournalRow): void {
    const { kind, subject, type } = row
    const decided = decidedAt(row)
    if (kind !== 'agent' || decided === undefined) return
    const begun = this.#wrapUps.get(subject)
    this.#wrapUps.delete(subject)
    if (type === 'agentWrapUp') this.#wrapUps.set(subject, { since: decided })
    else if (type === 'agentChangePending' && begun) this.#wrapUps.set(subject, begun)
    if (type !== 'agentReady' || !begun) return
    const isAsked = (this.#askedAt.get(subject) ?? 0) >= begun.since
    if (!isAsked && decided - begun.since < WRAP_UP_MS * 0.85)
      this.#early.push(`${subject} wrapped up for ${decided - begun.since} ms only`)
  }

  readonly #early: string[] = []

  /** Wrap-ups that were cut short: not where a host whose clock is another may have taken the site meanwhile. */
  get early(): readonly string[] {
    return this.#early
  }

  #prove(holder: string, ms: number): void {
    const until = this.#around.time.now + ms
    this.#proven.set(holder, Math.max(until, this.#proven.get(holder) ?? 0))
  }

  #mustBeProven(host: Host, what: string): void {
    const { now } = this.#around.time
    const until = this.#proven.get(host.name) ?? 0
    if (now > until) this.#wrong(`${what} of ${host.name}, ${now - until} ms after its last proof`)
  }

  #epoch(epoch: number, what: string): void {
    if (epoch < this.#highest)
      this.#wrong(`${what} under epoch ${epoch} came after ${this.#highestBy} under ${this.#highest}`)
    if (epoch <= this.#highest) return
    this.#highest = epoch
    this.#highestBy = what
  }

  #wrong(what: string, wrongs = this.wrongs): void {
    if (wrongs.length < 100) wrongs.push(`${this.#around.time.now - 1_800_000_000_000} ms: ${what}`)
  }
}

export function isDurable(database: Database, row: JournalRow): boolean {
  const there = database.rows[row.pos - 1]
  const isSame =
    there?.subject === row.subject && there.type === row.type && there.subjectSeq === row.subjectSeq
  return isSame && there.at === row.at && row.pos <= database.durablePos
}

/** Waits for the controller, which knows nothing of it. */
function isForgotten(leg: Channel, { owner }: Host): boolean {
  return !leg.fallback && leg.bridgedTo === undefined && !owner.state?.legs.has(leg.id)
}
