import { decodePcmu } from '../../audio/pcmu.ts'
import type { RtpPacket } from './rtp-packet.ts'

interface Frame {
  /** Place on the time line, in samples since the first frame. */
  readonly position: number
  readonly arrivedMs: number
  readonly payload: Uint8Array
}

const SAMPLES_PER_MS = 8
const MAX_GAP_SAMPLES = 16_000

/** The received audio of one call, in memory, the oldest dropped beyond the bound. */
export class Recording {
  readonly #maxFrames: number
  readonly #frames: Frame[] = []
  #ssrc: number | undefined
  #timestamp = 0

  constructor(maxMs: number) {
    this.#maxFrames = Math.max(1, Math.ceil(maxMs / 20))
  }

  get frames(): readonly Frame[] {
    return this.#frames
  }

  add(packet: RtpPacket, arrivedMs: number): void {
    const last = this.#frames.at(-1)
    const position = last === undefined ? 0 : last.position + this.#stepFrom(last, packet, arrivedMs)
    this.#ssrc = packet.ssrc
    this.#timestamp = packet.timestamp
    this.#frames.push({ position, arrivedMs, payload: packet.payload })
    if (this.#frames.length > this.#maxFrames) this.#frames.shift()
  }

  /** The samples of the last `ms` until `nowMs`, by arrival; less if less has come. */
  recent(ms: number, nowMs: number): Int16Array {
    const from = this.#frames.findIndex((frame) => frame.arrivedMs >= nowMs - ms)
    const payloads = from < 0 ? [] : this.#frames.slice(from).map((frame) => frame.payload)
    return decodePcmu(Buffer.concat(payloads))
  }

  /** All that is kept, with silence where packets are missing. */
  samples(): Int16Array {
    const first = this.#frames[0]
    const last = this.#frames.at(-1)
    if (first === undefined || last === undefined) return new Int16Array(0)
    const samples = new Int16Array(last.position - first.position + last.payload.length)
    for (const { position, payload } of this.#frames) {
      const place = position - first.position
      if (place >= 0) samples.set(decodePcmu(payload).subarray(0, samples.length - place), place)
    }
    return samples
  }

  /** By time stamp while the stream is one; by the clock when the sender starts afresh or was long silent. */
  #stepFrom(last: Frame, packet: RtpPacket, arrivedMs: number): number {
    const step = (packet.timestamp - this.#timestamp) | 0
    if (packet.ssrc === this.#ssrc && step > 0 && step <= MAX_GAP_SAMPLES) return step
    const byClock = Math.round((arrivedMs - last.arrivedMs) * SAMPLES_PER_MS)
    return Math.max(last.payload.length, Math.min(byClock, MAX_GAP_SAMPLES))
  }
}
