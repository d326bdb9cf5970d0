/**
 * Between the core and the switch: events that come twice, late or never; orders in flight when it breaks, of which
 * some were carried out; after each reconnection a truthful snapshot, and behind it what was buffered meanwhile.
 */
import { type CallId, callIdFrom, type NodeId } from '../../../src/domain/ids.ts'

import type { SiteInput } from '../../../src/domain/site/inputs.ts'
import type { Faults } from './channel.ts'
import type { FaultySwitch, SwitchEvent } from './faulty-switch.ts'
import { carryOut, type SwitchOrder, tokenOf } from './orders.ts'
import type { Random } from './random.ts'
import type { Time } from './time.ts'

const nodeId = 'node_a' as NodeId

export class Connection {
  isUp = false
  /** Since when. */
  since = 0
  losses = 0
  /** All orders there have been, as text. */
  ordered = ''
  readonly #time: Time
  readonly #random: Random
  readonly #faults: Faults
  readonly #take: (input: SiteInput) => void
  #switch: FaultySwitch | undefined
  #epoch = 0
  #buffer: SwitchEvent[] | undefined
  #inFlight = new Set<SwitchOrder>()
  #runsInFlight = false
  #ids = 0

  constructor(time: Time, random: Random, faults: Faults, take: (input: SiteInput) => void) {
    this.#time = time
    this.#random = random
    this.#faults = faults
    this.#take = take
  }

  attach(sw: FaultySwitch): void {
    this.#switch = sw
  }

  newCallId(): CallId {
    this.#ids += 1
    return callIdFrom(`01K${String(this.#ids).padStart(23, '0')}`)
  }

  /** The switch says something, to whoever listens. */
  hear(event: SwitchEvent): void {
    if (!this.isUp) return
    const { eventLost, eventTwice, eventLate } = this.#faults
    if (this.#random.chance(eventLost)) {
      // A switch that drops events closes the connection in the end (pitfalls 7).
      const epoch = this.#epoch
      this.#time.after(this.#random.between(500, 20_000), () => {
        if (this.#epoch === epoch) this.lose()
      })
      return
    }
    const delay = this.#random.chance(eventLate) ? this.#random.between(0, 30) : 0
    this.#deliver(event, 3 + delay)
    if (this.#random.chance(eventTwice)) this.#deliver(event, 3 + this.#random.between(0, 40))
  }

  #deliver(event: SwitchEvent, ms: number): void {
    const epoch = this.#epoch
    this.#time.after(ms, () => {
      if (this.#epoch !== epoch) return
      if (this.#buffer) this.#buffer.push(event)
      else this.#hand(event)
    })
  }

  #hand(event: SwitchEvent): void {
    const at = this.#time.now
    if (event.type !== 'legParked') {
      this.#take({ ...event, nodeId, at } as SiteInput)
      return
    }
    const arrival = { ...event.arrival, nodeId, callId: this.newCallId() }
    this.#take({ type: 'legParked', nodeId, at, arrival })
  }

  /** An order of the controller's: carried out in order, a moment later. */
  send(command: SwitchOrder): void {
    this.ordered += JSON.stringify(command)
    const sw = this.#switch
    if (!sw) return
    if (!this.isUp) {
      this.#time.after(0, () => this.#unknownOutcome(command))
      return
    }
    const epoch = this.#epoch
    this.#inFlight.add(command)
    this.#time.after(2, () => {
      const isMine = this.#epoch === epoch
      if (!isMine && !this.#runsInFlight) return
      if (!isMine && this.#random.chance(0.2)) this.#runsInFlight = false
      this.#inFlight.delete(command)
      carryOut(sw, command, (event) => {
        if (this.#epoch === epoch) this.hear(event)
      })
    })
  }

  #unknownOutcome(command: SwitchOrder): void {
    if (command.type === 'hangUpStray' || command.type === 'pauseInbound') return
    if (command.type === 'lookAtPhones') return
    const { legId, type } = command
    const token = tokenOf(command)
    const failed = { type: 'commandFailed', nodeId, at: this.#time.now, legId, command: type, token } as const
    this.#take({ ...failed, reason: 'connectionLost', cause: undefined })
  }

  /** `quietly`: there is nobody any more who could be told. */
  lose(quietly = false): void {
    // Whoever was about to reconnect is gone too.
    if (quietly) this.#epoch += 1
    if (!this.isUp) return
    this.isUp = false
    this.losses += 1
    this.#epoch += 1
    this.#buffer = undefined
    this.#runsInFlight = this.#random.chance(0.7)
    const inFlight = [...this.#inFlight]
    this.#inFlight.clear()
    if (quietly) return
    this.#take({ type: 'switchLost', nodeId, at: this.#time.now })
    for (const command of inFlight) this.#unknownOutcome(command)
    const epoch = this.#epoch
    this.#time.after(this.#random.between(200, 6_000), () => {
      if (this.#epoch === epoch) this.connect()
    })
  }

  /** Subscribes, buffers, takes the snapshot, then hands over what was buffered, though the snapshot may show it. */
  connect(): void {
    const sw = this.#switch
    if (!sw || this.isUp) return
    this.isUp = true
    this.#epoch += 1
    this.#buffer = []
    const epoch = this.#epoch
    this.#time.after(this.#random.between(5, 60), () => {
      if (this.#epoch !== epoch) return
      this.since = this.#time.now
      const legs = sw.snapshot(nodeId).map((leg) => ({
        ...leg,
        arrival: leg.arrival && { ...leg.arrival, callId: this.newCallId() },
      }))
      const buffered = this.#buffer ?? []
      this.#buffer = undefined
      this.#take({ type: 'switchConnected', nodeId, at: this.#time.now, coreUuid: `core-${sw.core}`, legs })
      for (const event of buffered) this.#hand(event)
    })
  }
}
