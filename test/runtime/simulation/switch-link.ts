/**
 * One process's connection to the switch, as the event socket's adapter keeps it: events in order, a truthful snapshot
 * first after each connection, orders in flight when it breaks, of which some were carried out.
 */
import type { NodeId } from '../../../src/domain/ids.ts'
import type {
  RawLegSnapshot,
  RawSwitchInput,
  SwitchCommand,
  SwitchListener,
  SwitchPort,
} from '../../../src/runtime/switch.ts'
import type { FaultySwitch, SwitchEvent } from '../../domain/simulation/faulty-switch.ts'
import { carryOut, type SwitchOrder, tokenOf } from '../../domain/simulation/orders.ts'
import type { Random } from '../../domain/simulation/random.ts'
import type { Link } from './network.ts'
import type { SimProcess } from './sim-process.ts'

type Untimed = RawSwitchInput extends infer I
  ? I extends { at: number }
    ? Omit<I, 'at' | 'nodeId'>
    : never
  : never

export interface SwitchLinkOptions {
  readonly nodeId: NodeId
  readonly switch: FaultySwitch
  readonly process: SimProcess
  readonly link: Link
  readonly random: Random
  /** Site time. */
  now(): number
  /** An order leaves the process; what is returned is called when it reaches the switch. */
  ordered(command: SwitchCommand): () => void
  /** The same of a beat. */
  beats(): () => void
  closed(link: SwitchLink): void
}

export class SwitchLink implements SwitchPort {
  readonly nodeId: NodeId
  readonly #options: SwitchLinkOptions
  #listener: SwitchListener | undefined
  #isUp = false
  #closed = false
  /** Counts connections, for whatever was under way in an older one. */
  #life = 0
  #buffer: SwitchEvent[] | undefined
  #inFlight = new Set<SwitchCommand>()
  #lastAt = 0

  constructor(options: SwitchLinkOptions) {
    this.nodeId = options.nodeId
    this.#options = options
  }

  get connected(): boolean {
    return this.#isUp && this.#buffer === undefined
  }

  start(listener: SwitchListener): void {
    this.#listener = listener
    this.#connect()
  }

  /** The switch says something to everybody. */
  hear(event: SwitchEvent): void {
    if (!this.#isUp || !this.#options.link.isUp) return
    this.#arrives(() => {
      if (this.#buffer) this.#buffer.push(event)
      else this.#hand(event)
    })
  }

  run(command: SwitchCommand): void {
    const { process, switch: sw, link } = this.#options
    if (!process.runs) throw new Error('a process that does not run has ordered something')
    const reached = this.#options.ordered(command)
    if (!this.#isUp) {
      process.after(1, () => this.#unknownOutcome(command))
      return
    }
    const life = this.#life
    this.#inFlight.add(command)
    sw.time.after(2, () => {
      // What was written goes out, though its process has died; a connection that breaks may swallow it.
      if (this.#life !== life && this.#options.random.chance(0.3)) return
      if (!link.isUp) return
      this.#inFlight.delete(command)
      reached()
      carryOut(sw, command as SwitchOrder, (event) => {
        if (this.#life === life) this.hear(event)
      })
    })
  }

  beat(): void {
    const { process, switch: sw, link } = this.#options
    if (!process.runs) throw new Error('a process that does not run has beaten')
    const reached = this.#options.beats()
    sw.time.after(1, () => {
      if (link.isUp) reached()
    })
  }

  async phonesChanged(): Promise<boolean> {
    return this.connected
  }

  refresh(): void {
    this.break()
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#isUp = false
    this.#life += 1
    this.#buffer = undefined
    this.#options.closed(this)
  }

  /** The connection is gone; its process notices at once. */
  break(): void {
    if (!this.#isUp) return
    const { process } = this.#options
    this.#isUp = false
    this.#life += 1
    const wasConnected = this.#buffer === undefined
    this.#buffer = undefined
    const inFlight = [...this.#inFlight]
    this.#inFlight.clear()
    const life = this.#life
    process.receive(() => {
      if (this.#life !== life || this.#closed) return
      if (wasConnected) this.#tell({ type: 'switchLost' })
      for (const command of inFlight) this.#unknownOutcome(command)
      process.after(this.#options.random.between(50, 1_000), () => this.#connect())
    })
  }

  /** Subscribes, buffers, takes the snapshot, then hands over what was buffered, though the snapshot may show it. */
  #connect(): void {
    const { process, switch: sw, link, random } = this.#options
    if (this.#closed || this.#isUp) return
    if (!link.isUp) {
      process.after(random.between(200, 1_000), () => this.#connect())
      return
    }
    this.#isUp = true
    this.#life += 1
    this.#buffer = []
    const life = this.#life
    sw.time.after(random.between(5, 60), () => {
      if (this.#life !== life || !link.isUp) return
      const legs = sw.snapshot(this.nodeId).map(rawLeg)
      const coreUuid = `core-${sw.core}`
      this.#arrives(() => {
        const buffered = this.#buffer ?? []
        this.#buffer = undefined
        this.#tell({ type: 'switchConnected', coreUuid, legs })
        for (const event of buffered) this.#hand(event)
      })
    })
  }

  /** Reaches the process a moment later, while the connection is the same. */
  #arrives(take: () => void): void {
    const { process, switch: sw, link } = this.#options
    const life = this.#life
    // A socket keeps the order.
    this.#lastAt = Math.max(this.#lastAt, sw.time.now + 3 + link.wayMs)
    sw.time.after(this.#lastAt - sw.time.now, () =>
      process.receive(() => {
        if (this.#life === life && !this.#closed) take()
      }),
    )
  }

  #hand(event: SwitchEvent): void {
    if (event.type === 'legParked') this.#tell({ type: 'legParked', arrival: rawArrival(event.arrival) })
    else this.#tell(event as Untimed)
  }

  #tell(input: Untimed): void {
    this.#listener?.input({ ...input, nodeId: this.nodeId, at: this.#options.now() } as RawSwitchInput)
  }

  #unknownOutcome(command: SwitchCommand): void {
    if (this.#closed || command.type === 'hangUpStray' || command.type === 'pauseInbound') return
    if (command.type === 'lookAtPhones') return
    const { legId, type } = command
    const token = tokenOf(command as SwitchOrder)
    const failed = { type: 'commandFailed', legId, command: type, token } as const
    this.#tell({ ...failed, reason: 'connectionLost', cause: undefined })
  }
}

type Arrived = NonNullable<ReturnType<FaultySwitch['snapshot']>[number]['arrival']>

function rawArrival({ legId, nodeId, serviceNumber, answered }: Arrived) {
  const digits = legId.replace(/\D/g, '').padStart(8, '0')
  return {
    legId,
    nodeId,
    callingNumber: `138${digits}`,
    callerName: '',
    calledNumber: serviceNumber,
    answered,
  }
}

function rawLeg(leg: ReturnType<FaultySwitch['snapshot']>[number]): RawLegSnapshot {
  return { ...leg, arrival: leg.arrival && rawArrival(leg.arrival) }
}
