import type { RtpPacket } from './rtp-packet.ts'

export interface ReceptionCounts {
  readonly packets: number
  readonly lost: number
  readonly outOfOrder: number
  /** Interarrival jitter in ms: RFC 3550 section 6.4.1. */
  readonly jitterMs: number
  /** How often the sender's SSRC changed. */
  readonly sources: number
}

const SAMPLES_PER_MS = 8

/** Counts loss, disorder and jitter of what comes in. */
export class Reception {
  #ssrc: number | undefined
  #packets = 0
  #outOfOrder = 0
  #sources = 0
  #expectedBefore = 0
  #first = 0
  #highest = 0
  #transit: number | undefined
  #jitter = 0

  count(packet: RtpPacket, arrivedMs: number): void {
    if (packet.ssrc !== this.#ssrc) this.#newSource(packet)
    this.#packets++
    const step = (packet.sequence - (this.#highest & 0xffff)) & 0xffff
    if (step < 0x8000) this.#highest += step
    else this.#outOfOrder++
    const transit = arrivedMs * SAMPLES_PER_MS - packet.timestamp
    // A jump of more than a second is a new stretch of talk, not jitter.
    const change = this.#transit === undefined ? 0 : Math.abs(transit - this.#transit)
    if (change < 1000 * SAMPLES_PER_MS) this.#jitter += (change - this.#jitter) / 16
    this.#transit = transit
  }

  get counts(): ReceptionCounts {
    const expected = this.#expectedBefore + (this.#ssrc === undefined ? 0 : this.#highest - this.#first + 1)
    return {
      packets: this.#packets,
      lost: Math.max(0, expected - this.#packets),
      outOfOrder: this.#outOfOrder,
      jitterMs: this.#jitter / SAMPLES_PER_MS,
      sources: this.#sources,
    }
  }

  #newSource(packet: RtpPacket): void {
    if (this.#ssrc !== undefined) this.#expectedBefore += this.#highest - this.#first + 1
    this.#ssrc = packet.ssrc
    this.#sources++
    this.#first = packet.sequence
    this.#highest = packet.sequence
    this.#transit = undefined
  }
}
