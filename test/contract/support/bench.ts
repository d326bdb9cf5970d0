/** What one scenario works with: a switch, an event socket of its own, and telephones that no other scenario uses. */
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { eventually } from '../../support/eventually.ts'
import {
  type Call,
  createPhone,
  createTrunk,
  type Phone,
  type PhoneOptions,
} from '../../support/phone/index.ts'
import { PATIENT } from '../../support/test-switch.ts'
import { EventSocket } from './event-socket.ts'
import { claim, leaves, type OriginateText, openKeys, originate } from './orders.ts'
import { AGENT_HZ, CALLER_HZ, SERVICE_NUMBER } from './site.ts'
import type { MetSwitch } from './switches.ts'
import type { WireEvent } from './wire-event.ts'

/** For what hangs, not for what is slow. */
export const SOON_MS = 60_000

/** A patient's call that the dialplan has parked. */
export interface Arrival {
  readonly call: Call
  readonly phone: Phone
  readonly uuid: string
  readonly number: string
  readonly park: WireEvent
}

/** A phone of the house that rings, or has answered. */
export interface Ringing {
  readonly uuid: string
  readonly extension: string
  readonly phone: Phone
  readonly call: Call
  /** The answer to the originate. */
  readonly answer: Promise<string>
}

const FIRST_EXTENSION = 1_001
const LAST_EXTENSION = 1_097
let taken = 0
let callers = 0

export class Bench {
  readonly node: MetSwitch
  readonly socket: EventSocket
  readonly #releases: (() => Promise<void> | void)[] = []

  private constructor(node: MetSwitch, socket: EventSocket) {
    this.node = node
    this.socket = socket
    this.#releases.push(() => socket.close())
  }

  static async open(node: MetSwitch): Promise<Bench> {
    const bench = new Bench(node, await EventSocket.open(node.eventSocketPort, node.eventSocketPassword))
    await bench.beat()
    return bench
  }

  /** A controller that will be there for the next century. */
  async beat(): Promise<void> {
    await this.socket.api('global_setvar cti_seen=9999999999')
  }

  /** In this scenario a call that nobody takes goes to the fallback after so many seconds; in others it never does. */
  async goesUntaken(afterSeconds: number): Promise<void> {
    await this.socket.api(`global_setvar unclaimed_seconds=${afterSeconds}`)
    this.later(async () => {
      await this.socket.api(`global_setvar unclaimed_seconds=${PATIENT.unclaimedSeconds}`)
    })
  }

  later(release: () => Promise<void> | void): void {
    this.#releases.push(release)
  }

  async close(): Promise<void> {
    for (const release of this.#releases.splice(0).reverse()) await release()
  }

  /** Another connection to the same switch. */
  async anotherSocket(): Promise<EventSocket> {
    const socket = await EventSocket.open(this.node.eventSocketPort, this.node.eventSocketPassword)
    this.later(() => socket.close())
    return socket
  }

  prompt(name: string): string {
    return join(this.node.soundsDir, `${name}.wav`)
  }

  /** A registered phone of an extension that no other scenario of this file has. */
  async desk(options: PhoneOptions = {}): Promise<Phone> {
    const extension = options.extension ?? nextExtension()
    const phone = await createPhone({
      extension,
      password: `secret-${extension}`,
      domain: this.node.domain,
      registrar: { host: this.node.host, port: this.node.sipPort },
      tone: AGENT_HZ,
      ...options,
    })
    this.later(() => phone.close())
    await phone.register()
    return phone
  }

  async trunk(): Promise<Phone> {
    const trunk = await createTrunk({
      switch: { host: this.node.host, port: this.node.trunkSipPort },
      number: nextCaller(),
      tone: CALLER_HZ,
    })
    this.later(() => trunk.close())
    return trunk
  }

  /** A patient calls the service's number and is parked; nothing has been done with the call yet. */
  async arrival(displayName?: string | Uint8Array): Promise<Arrival> {
    const phone = await this.trunk()
    const number = phone.extension
    const from = displayName === undefined ? { number } : { number, displayName }
    const call = await phone.call(SERVICE_NUMBER, { from })
    const park = await this.socket.event('CHANNEL_PARK', { 'Caller-Caller-ID-Number': number })
    return { call, phone, number, park, uuid: park.get('Unique-ID') ?? '' }
  }

  /** The same, claimed and answered, as each call is that gets to a menu. */
  async patient(): Promise<Arrival> {
    const arrival = await this.arrival()
    for (const command of claim(arrival.uuid, callId())) await this.socket.api(command)
    await this.answer(arrival.uuid)
    await arrival.call.waitFor('answered', SOON_MS)
    return arrival
  }

  async answer(uuid: string): Promise<WireEvent> {
    const token = randomUUID()
    await this.socket.execute(uuid, 'answer', '', token, { lock: true })
    return this.socket.completed(token)
  }

  /** Rings a phone of the house, new unless one is given, as the service does for an offer. */
  async ring(options: Partial<OriginateText> & { readonly phone?: Phone } = {}): Promise<Ringing> {
    const phone = options.phone ?? (await this.desk())
    const uuid = options.uuid ?? randomUUID()
    const { answer } = await this.socket.bgapi(
      originate({ to: `user/${phone.extension}`, callId: callId(), ...options, uuid }),
      30_000,
    )
    const call = await phone.nextIncoming({ timeoutMs: SOON_MS })
    return { uuid, phone, extension: phone.extension, call, answer }
  }

  /** A phone of the house that has answered and is parked. */
  async agent(options: Partial<OriginateText> & { readonly phone?: Phone } = {}): Promise<Ringing> {
    const ringing = await this.ring(options)
    await ringing.call.ring()
    await ringing.call.answer()
    await this.socket.event('CHANNEL_PARK', { 'Unique-ID': ringing.uuid })
    await ringing.answer
    return ringing
  }

  /** A patient and an agent who talk. */
  async talk(): Promise<{ readonly patient: Arrival; readonly agent: Ringing; readonly bridged: WireEvent }> {
    const patient = await this.patient()
    const agent = await this.agent()
    await this.socket.api(leaves(agent.uuid))
    await this.socket.api(openKeys(patient.uuid))
    await this.socket.api(`uuid_bridge ${patient.uuid} ${agent.uuid}`)
    const bridged = await this.socket.event('CHANNEL_BRIDGE', { 'Unique-ID': patient.uuid })
    return { patient, agent, bridged }
  }

  /** `show channels as json` once it names these legs: it is read from a database that lags behind. */
  shown(...uuids: readonly string[]): Promise<string> {
    return eventually(async () => {
      const json = await this.socket.api('show channels as json')
      return uuids.every((uuid) => json.includes(uuid)) ? { found: json } : { waiting: json }
    }, SOON_MS)
  }

  gone(uuid: string): Promise<WireEvent> {
    return this.socket.event('CHANNEL_DESTROY', { 'Unique-ID': uuid })
  }
}

export async function bothHear(patient: Call, agent: Call): Promise<void> {
  await Promise.all([
    patient.audio.heard(AGENT_HZ, { withinMs: SOON_MS }),
    agent.audio.heard(CALLER_HZ, { withinMs: SOON_MS }),
  ])
}

/** Some call of the service's own naming. */
export function callId(): string {
  const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
  const tail = Array.from(
    randomUUID().replaceAll('-', '').slice(0, 25),
    (hex) => ALPHABET[Number.parseInt(hex, 16)],
  )
  return `call_0${tail.join('')}`
}

/** Test files run one after the other, each in a process of its own, and every phone unregisters at its end. */
function nextExtension(): string {
  const extension = FIRST_EXTENSION + (taken++ % (LAST_EXTENSION - FIRST_EXTENSION + 1))
  return String(extension)
}

function nextCaller(): string {
  return `138${String(process.pid % 10_000).padStart(4, '0')}${String(callers++).padStart(4, '0')}`
}
