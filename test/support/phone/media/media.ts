import { randomInt } from 'node:crypto'
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { type Codec, FRAME_SAMPLES, silentFrame, toneFrame } from '../../audio/tone.ts'
import type { Peer } from '../address.ts'
import { DigitSender } from './digit-sender.ts'
import type { Ear } from './ear.ts'
import { pacer } from './pacer.ts'
import { formatRtp, PCMA_TYPE, PCMU_TYPE, parseRtp } from './rtp-packet.ts'

/** What the microphone picks up: a sine of so many hertz, silence, or nothing (no packets at all). */
export type Sound = { readonly hz: number } | 'silence' | 'nothing'

export interface MediaPath {
  readonly remote: Peer
  readonly sends: boolean
  /** Payload type of RFC 4733 events that the other side takes. */
  readonly eventType: number | undefined
  readonly codec: Codec
}

/** The RTP of one call: a socket of its own, paced by the clock that all calls share. */
export class Media {
  readonly ear: Ear
  readonly #host: string
  readonly #enabled: boolean
  readonly #ssrc = randomInt(2 ** 32)
  readonly #timestampBase = randomInt(2 ** 32)
  readonly #keys = new DigitSender()
  #sound: Sound
  #path: MediaPath | undefined
  #socket: Socket | undefined
  #opening: Promise<number> | undefined
  #sequence = randomInt(2 ** 15)
  #talking = false
  #muted = false
  #loseEvery = 0
  #dead = false
  #closed = false
  #stopTicking: () => void = () => undefined
  /** RTP packets sent so far. */
  sent = 0

  constructor(host: string, ear: Ear, sound: Sound, enabled: boolean) {
    this.#host = host
    this.ear = ear
    this.#sound = sound
    this.#enabled = enabled
  }

  /** Binds the RTP socket, once; resolves with its port. */
  open(): Promise<number> {
    this.#opening ??= this.#bind()
    return this.#opening
  }

  /** Where to send and what to expect, as negotiated. */
  connect(path: MediaPath): void {
    this.#path = path
  }

  /** Changes what is sent, from the next 20 ms on. */
  play(sound: Sound): void {
    this.#sound = sound
  }

  /** From now on the network loses every so many-th packet of sound; 0: none. */
  loseEvery(nth: number): void {
    this.#loseEvery = nth
  }

  /** A phone that holds sends nothing of its own. */
  mute(muted: boolean): void {
    this.#muted = muted
  }

  /** The network dies: nothing goes out, nothing comes in, and the port doesn't refuse either. */
  stop(): void {
    this.#dead = true
  }

  /** The network is back. */
  resume(): void {
    this.#dead = false
  }

  /** Presses keys. Throws when the other side took no RFC 4733 events, or there is no media. */
  sendDigits(digits: string, toneMs: number, gapMs: number): Promise<void> {
    if (!this.#enabled) throw new Error('this phone was made without rtp, so it has no keys')
    if (this.#path === undefined) throw new Error('keys need media: the call has no answer yet')
    if (this.#path.eventType === undefined) throw new Error('the other side took no telephone-event')
    return this.#keys.press(digits, toneMs, gapMs)
  }

  close(): void {
    this.#closed = true
    this.#stopTicking()
    this.#socket?.close()
    this.#socket = undefined
  }

  async #bind(): Promise<number> {
    const socket = createSocket('udp4')
    socket.bind(0, this.#host)
    await once(socket, 'listening')
    const { port } = socket.address()
    if (this.#closed) {
      socket.close()
      return port
    }
    socket.on('error', () => undefined)
    this.#socket = socket
    if (this.#enabled) {
      socket.on('message', (datagram) => this.#receive(datagram))
      this.#stopTicking = pacer.subscribe((tick) => this.#tick(tick))
    }
    return port
  }

  #receive(datagram: Buffer): void {
    if (this.#dead) return
    const packet = parseRtp(datagram)
    if (packet !== undefined) this.ear.receive(packet)
  }

  #tick(tick: number): void {
    const path = this.#path
    if (path === undefined || this.#dead || !path.sends || this.#muted) {
      this.#talking = false
      return
    }
    const burst = path.eventType === undefined ? undefined : this.#keys.tick(tick)
    if (burst !== undefined && path.eventType !== undefined) {
      for (const payload of burst.payloads) this.#send(path.eventType, burst.startTick, burst.first, payload)
    } else if (this.#sound === 'nothing') {
      this.#talking = false
    } else {
      const frame =
        this.#sound === 'silence' ? silentFrame(path.codec) : toneFrame(this.#sound.hz, tick, path.codec)
      this.#send(path.codec === 'PCMU' ? PCMU_TYPE : PCMA_TYPE, tick, !this.#talking, frame)
      this.#talking = true
    }
  }

  #send(payloadType: number, tick: number, marker: boolean, payload: Uint8Array): void {
    if (this.#path === undefined) return
    this.sent++
    const packet = formatRtp({
      payloadType,
      marker,
      sequence: this.#sequence++,
      timestamp: this.#timestampBase + tick * FRAME_SAMPLES,
      ssrc: this.#ssrc,
      payload,
    })
    if (this.#loseEvery > 0 && this.sent % this.#loseEvery === 0) return
    const { host, port } = this.#path.remote
    this.#socket?.send(packet, port, host, () => undefined)
  }
}
