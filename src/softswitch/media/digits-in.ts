import type { Digit } from '../ports.ts'
import { TICK_MS } from './clock.ts'
import { type RtpPacket, timestampAhead } from './rtp-packet.ts'

/** RFC 4733 table 3, by event code; higher codes (flash, tones) are no digits. */
export const DIGITS = '0123456789*#ABCD'
/** An event silent for this long has ended: all of its end packets were lost. */
const LOST_END_TICKS = 200 / TICK_MS
/** Timestamps within 10 s before the last event are stragglers of it. */
const STRAGGLER_SAMPLES = 80_000

interface Running {
  readonly timestamp: number
  readonly code: number
  /** Of earlier segments of a very long event (RFC 4733 2.5.1.3). */
  readonly earlierSamples: number
  samples: number
  lastTick: number
}

/** Digits from telephone-event packets, each once. */
export class DigitsIn {
  private running: Running | undefined
  private lastTimestamp: number | undefined
  private readonly tell: (digit: Digit) => void

  constructor(tell: (digit: Digit) => void) {
    this.tell = tell
  }

  /** False for a payload that is no telephone-event. `tick` is the clock's. */
  put(packet: RtpPacket, tick: number): boolean {
    if (packet.payload.length < 4) return false
    const code = packet.payload.readUInt8(0)
    const ends = (packet.payload.readUInt8(1) & 0x80) !== 0
    const samples = packet.payload.readUInt16BE(2)
    if (this.running?.timestamp !== packet.timestamp && !this.begin(packet, code, tick)) return true
    const { running } = this
    if (!running || running.code !== code) return true
    running.samples = Math.max(running.samples, samples)
    running.lastTick = tick
    if (ends) this.finish()
    return true
  }

  /** Ends an event whose end packets were lost. */
  tick(tick: number): void {
    if (this.running && tick - this.running.lastTick >= LOST_END_TICKS) this.finish()
  }

  /** A new stream has begun: timestamps say nothing about the old ones. */
  restart(): void {
    this.finish()
    this.lastTimestamp = undefined
  }

  /** False for a straggler of an event that has ended. */
  private begin(packet: RtpPacket, code: number, tick: number): boolean {
    const { timestamp } = packet
    const last = this.running?.timestamp ?? this.lastTimestamp
    if (last !== undefined) {
      const ahead = timestampAhead(timestamp, last)
      if (ahead <= 0 && ahead > -STRAGGLER_SAMPLES) return false
    }
    const earlier = this.continued(packet, code)
    if (earlier === undefined) this.finish()
    this.running = { timestamp, code, earlierSamples: earlier ?? 0, samples: 0, lastTick: tick }
    this.lastTimestamp = timestamp
    return true
  }

  /** The samples so far, when this packet goes on with the running event in a new segment. */
  private continued(packet: RtpPacket, code: number): number | undefined {
    const { running } = this
    if (!running || running.code !== code || packet.marker) return undefined
    // A segment ends only where its 16-bit duration would overflow.
    const atLimit = running.samples > 0xf000
    const adjoins = timestampAhead(packet.timestamp, running.timestamp) <= 0xffff
    return atLimit && adjoins ? running.earlierSamples + running.samples : undefined
  }

  private finish(): void {
    const { running } = this
    this.running = undefined
    if (!running) return
    this.lastTimestamp = running.timestamp
    const digit = DIGITS[running.code]
    if (digit !== undefined) {
      this.tell({ digit, durationMs: Math.round((running.earlierSamples + running.samples) / 8) })
    }
  }
}
