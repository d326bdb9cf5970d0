/**
 * A switch as the core may meet it: it rings phones, plays, bridges and hangs up after delays of its own, refuses at
 * times, and runs the dialplan's fallback. What it does is true; what is heard of it is the connection's business.
 */
import type { LegId, NodeId } from '../../../src/domain/ids.ts'
import type { LegSnapshot, SwitchInput } from '../../../src/domain/site/inputs.ts'
import { type Caller, type Channel, channel, type Faults } from './channel.ts'
import type { Random } from './random.ts'
import { Spool, stopFile, takeOf } from './recordings.ts'
import type { Time } from './time.ts'

type Untimed<T> = T extends unknown ? Omit<T, 'at' | 'nodeId'> : never
export type SwitchEvent = Untimed<Exclude<SwitchInput, { type: 'switchConnected' | 'switchLost' }>>

const ARMED_MS = 4_000

export class FaultySwitch {
  readonly channels = new Map<LegId, Channel>()
  readonly callers = new Map<LegId, Caller>()
  readonly spool = new Spool()
  /** What people have keyed in. */
  readonly keyed = new Set<string>()
  /** What a switch must never see. */
  readonly wrongs: string[] = []
  core = 1
  /** The controller is thought to live: `cti_seen`. */
  attended = true
  /** Nobody talks longer, milliseconds. */
  longestTalkMs = 60_000

  readonly time: Time
  readonly random: Random
  readonly faults: Faults
  readonly say: (event: SwitchEvent) => void

  constructor(time: Time, random: Random, faults: Faults, say: (event: SwitchEvent) => void) {
    this.time = time
    this.random = random
    this.faults = faults
    this.say = say
  }

  /** After a while, if the leg is still there. */
  later(leg: Channel, ms: number, run: () => void): void {
    this.time.after(ms, () => {
      if (this.channels.get(leg.id) === leg) run()
    })
  }

  arrives(arrival: NonNullable<Channel['arrival']>, patienceMs: number | undefined): void {
    const leg = channel(arrival.legId, 'caller', { arrival })
    const caller: Caller = { legId: leg.id, patienceMs, talked: false, metFallback: false, end: undefined }
    this.channels.set(leg.id, leg)
    this.callers.set(leg.id, caller)
    this.park(leg)
    if (patienceMs !== undefined) this.later(leg, patienceMs, () => this.#impatient(leg, caller))
  }

  /** Whoever was called back has said by a key that it is the caller, who waits and is led from here on like others. */
  isCaller(leg: Channel): void {
    const { random } = this
    const patienceMs = random.chance(0.4) ? undefined : random.between(200, 90_000)
    const caller: Caller = { legId: leg.id, patienceMs, talked: false, metFallback: false, end: undefined }
    this.callers.set(leg.id, caller)
    const party = { masked: '138****5678', hash: 'called-back' }
    const called = { masked: '8008', hash: 'h' }
    const ids = {
      legId: leg.id,
      callId: leg.callId as NonNullable<Channel['callId']>,
      nodeId: 'node_a' as NodeId,
    }
    leg.role = 'caller'
    leg.arrival = { ...ids, calling: party, called, serviceNumber: '8008', answered: true }
    if (patienceMs !== undefined) this.later(leg, patienceMs, () => this.#impatient(leg, caller))
  }

  #impatient(leg: Channel, caller: Caller): void {
    if (leg.bridgedTo !== undefined || leg.withFallback) return
    caller.end = 'self'
    this.hangUp(leg, leg.answered ? 'NORMAL_CLEARING' : 'ORIGINATOR_CANCEL')
  }

  /** The dialplan: arm the fallback, then park for the service. */
  park(leg: Channel): void {
    if (!leg.arrival) return
    if (!this.attended) {
      this.toFallback(leg)
      return
    }
    leg.armed += 1
    leg.isArmed = true
    const mine = leg.armed
    this.later(leg, ARMED_MS, () => {
      if (leg.isArmed && leg.armed === mine) this.toFallback(leg)
    })
    this.say({ type: 'legParked', arrival: { ...leg.arrival, answered: leg.answered } })
  }

  /** People of the fallback group answer sooner or later, and talk until somebody hangs up. */
  toFallback(leg: Channel): void {
    const mate = leg.bridgedTo && this.channels.get(leg.bridgedTo)
    if (mate) this.wrongs.push(`${leg.id} was torn out of a talk by the fallback`)
    leg.isArmed = false
    leg.waiting = false
    leg.fallback = true
    leg.music = false
    leg.sound += 1
    this.say({ type: 'legFellBack', legId: leg.id })
    const { bridges } = leg
    const answers = () => {
      if (leg.bridges !== bridges || leg.withFallback) return
      // Ordered behind the move by one who knew nothing of it: until it is broken off, the group rings in vain.
      if (leg.music) {
        this.later(leg, 1_000, answers)
        return
      }
      leg.answered = true
      leg.withFallback = true
      const caller = this.callers.get(leg.id)
      if (caller) caller.metFallback = true
      this.say({ type: 'legsBridged', legId: leg.id, withLegId: `fallback-of-${leg.id}` as LegId })
      this.later(leg, this.random.between(2_000, Math.min(40_000, this.longestTalkMs)), () => {
        if (caller) caller.end ??= 'self'
        this.hangUp(leg, 'NORMAL_CLEARING')
      })
    }
    this.later(leg, this.random.between(500, 8_000), answers)
  }

  /** The watchdog: nobody has been attending for three seconds. Waiting callers go to people who can answer. */
  watch(): void {
    if (this.attended) return
    for (const leg of this.channels.values()) {
      if (leg.waiting && leg.bridgedTo === undefined && !leg.fallback) this.toFallback(leg)
    }
  }

  hangUp(leg: Channel, cause: string): void {
    if (!this.channels.delete(leg.id)) return
    const { file } = leg
    const caller = this.callers.get(leg.id)
    if (caller) caller.end ??= 'ended'
    this.say({ type: 'legHungUp', legId: leg.id, cause })
    if (file !== undefined) stopFile(this, leg, file)
    const mate = leg.bridgedTo && this.channels.get(leg.bridgedTo)
    if (mate) this.#left(mate)
  }

  /** What the switch does with the one who is left in a bridge. */
  #left(mate: Channel): void {
    mate.bridgedTo = undefined
    mate.bridges += 1
    this.say({ type: 'legsUnbridged', legId: mate.id })
    if (mate.role === 'caller') {
      mate.waiting = false
      this.later(mate, this.random.between(1, 20), () => this.park(mate))
      return
    }
    // An agent who made the call stays, to hear why; everybody else's leg ends with the bridge.
    const ownCall = mate.role === 'agent' && mate.callId !== undefined && this.isOutbound(mate)
    if (!ownCall) this.later(mate, this.random.between(1, 50), () => this.hangUp(mate, 'NORMAL_CLEARING'))
  }

  /** Set by the world: whether this agent's leg came first. */
  isOutbound: (leg: Channel) => boolean = () => false

  bridge(a: Channel, b: Channel): void {
    if (a.withFallback || b.withFallback) this.wrongs.push(`${a.id} was torn away from the fallback group`)
    if (b.asked === 'yes') this.wrongs.push(`${b.id} was bridged without having pressed a key`)
    if (a.callId !== b.callId) this.wrongs.push(`${a.id} was bridged with a stranger, ${b.id}`)
    for (const leg of [a, b]) {
      const other = leg.bridgedTo && this.channels.get(leg.bridgedTo)
      if (other && other !== a && other !== b) this.wrongs.push(`${leg.id} was torn from ${other.id}`)
      leg.sound += 1
      leg.music = false
      leg.bridges += 1
    }
    a.bridgedTo = b.id
    b.bridgedTo = a.id
    this.say({ type: 'legsBridged', legId: a.id, withLegId: b.id })
    const caller = this.callers.get(a.id) ?? this.callers.get(b.id)
    if (caller) caller.talked = true
    this.#talk(a, b, caller)
  }

  #talk(a: Channel, b: Channel, caller: Caller | undefined): void {
    const { random, faults } = this
    const bridges = a.bridges
    this.later(a, random.between(3_000, this.longestTalkMs), () => {
      if (a.bridgedTo !== b.id || a.bridges !== bridges) return
      const agentLeg = a.role === 'agent' ? a : b
      const outer = a.role === 'agent' ? b : a
      if (random.chance(faults.phoneVanishes)) this.hangUp(agentLeg, 'RECOVERY_ON_TIMER_EXPIRE')
      else if (random.chance(0.5)) this.hangUp(agentLeg, 'NORMAL_CLEARING')
      else {
        if (caller) caller.end ??= 'self'
        this.hangUp(outer, 'NORMAL_CLEARING')
      }
    })
  }

  /** A phone is there, and how it behaves. */
  ring(leg: Channel, ringMs: number, early: boolean): void {
    const { random, faults } = this
    this.say({ type: 'legCreated', legId: leg.id, callId: leg.callId as NonNullable<Channel['callId']> })
    this.later(leg, ringMs, () => {
      if (!leg.answered) this.hangUp(leg, 'NO_ANSWER')
    })
    const fails = random.chance(0.12)
    if (fails) {
      const cause = random.pick(['USER_BUSY', 'CALL_REJECTED', 'UNALLOCATED_NUMBER', 'ORIGINATOR_CANCEL'])
      this.later(leg, random.between(20, 3_000), () => {
        if (!leg.answered) this.hangUp(leg, cause)
      })
    }
    this.later(leg, random.between(5, 80), () => this.say({ type: 'legRinging', legId: leg.id }))
    if (early && random.chance(0.6)) {
      this.later(leg, random.between(50, 900), () => this.say({ type: 'legHeard', legId: leg.id }))
    }
    if (fails || random.chance(faults.phoneSilent)) return
    this.later(leg, random.between(300, 18_000), () => {
      leg.answered = true
      this.say({ type: 'legAnswered', legId: leg.id })
      // A person who hears nothing hangs up in the end.
      const { bridges } = leg
      this.later(leg, 90_000, () => {
        if (leg.bridges !== bridges || leg.role === 'caller') return
        this.wrongs.push(`${leg.id} heard nothing for 90 s`)
        this.hangUp(leg, 'NORMAL_CLEARING')
      })
    })
  }

  /** It is killed and comes up again, empty. */
  die(): void {
    for (const caller of this.callers.values()) {
      if (this.channels.has(caller.legId)) caller.end ??= 'switchDied'
    }
    for (const leg of this.channels.values()) {
      if (leg.file !== undefined) this.spool.ended(leg.file, this.time.now)
    }
    this.channels.clear()
    this.core += 1
  }

  snapshot(nodeId: NodeId): LegSnapshot[] {
    return [...this.channels.values()].map((leg) => {
      const parked = leg.arrival !== undefined && !leg.fallback && leg.bridgedTo === undefined
      return {
        legId: leg.id,
        callId: leg.callId,
        role: leg.role === 'caller' && leg.callId === undefined ? undefined : leg.role,
        ...(leg.agentId === undefined ? {} : { agentId: leg.agentId }),
        answered: leg.answered,
        bridgedTo: leg.bridgedTo,
        waiting: leg.waiting,
        fallback: leg.fallback,
        arrival: parked && leg.arrival ? { ...leg.arrival, nodeId, answered: leg.answered } : undefined,
        recordings: leg.file === undefined ? [] : [takeOf(leg.file)],
      }
    })
  }
}
