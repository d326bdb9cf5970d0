import type { Frame } from '../ports.ts'
import { decode } from './g711.ts'
import { FRAME_SAMPLES } from './pcmu.ts'
import { type RtpPacket, sequenceAhead } from './rtp-packet.ts'

/** Kept back before playing, so that a packet may be this late: 40 ms. */
const TARGET_SAMPLES = 2 * FRAME_SAMPLES
/** Beyond 200 ms the far end's clock is faster than ours, or the network delivered a burst: the oldest goes. */
const MAX_SAMPLES = 10 * FRAME_SAMPLES
/** A packet missing while this many later ones are here counts as lost. */
const REORDER_PACKETS = 3
/** A jump this wide is a new stream, not a reordering. */
const RESTART_DISTANCE = 100

const NOTHING = new Int16Array(0)

/** Puts G.711 packets back in order and hands out 20 ms at a time. At most about 200 ms are ever held. */
export class JitterBuffer {
  private readonly waiting = new Map<number, Int16Array>()
  private ready: Int16Array[] = []
  private readySamples = 0
  private next: number | undefined
  private playing = false
  /** Length of the far end's packets, to fill in for lost ones. */
  private packetSamples = FRAME_SAMPLES

  /** Takes a packet; late and repeated ones are dropped. */
  put(packet: RtpPacket): void {
    const ahead = this.next === undefined ? 0 : sequenceAhead(packet.sequence, this.next)
    if (Math.abs(ahead) > RESTART_DISTANCE) this.clear()
    else if (ahead < 0) return
    this.next ??= packet.sequence
    const samples = decode(packet.payloadType, packet.payload)
    this.packetSamples = Math.min(samples.length, MAX_SAMPLES)
    this.waiting.set(packet.sequence, samples)
    this.advance()
    if (this.readySamples > MAX_SAMPLES) this.shrink()
  }

  /** A packet of another kind has used this sequence number: it isn't missing. */
  skip(sequence: number): void {
    if (this.next === undefined) return
    const ahead = sequenceAhead(sequence, this.next)
    if (ahead < 0 || ahead > RESTART_DISTANCE) return
    this.waiting.set(sequence, NOTHING)
    this.advance()
  }

  /** The next 20 ms; undefined while there is nothing to hear. */
  take(): Frame | undefined {
    if (!this.playing) {
      if (this.readySamples < TARGET_SAMPLES) return undefined
      this.playing = true
    }
    // What the missing packet held back is better than silence.
    if (this.readySamples < FRAME_SAMPLES && this.waiting.size > 0) this.skipMissing()
    if (this.readySamples === 0) {
      this.playing = false
      return undefined
    }
    const frame = new Int16Array(FRAME_SAMPLES)
    let filled = 0
    while (filled < FRAME_SAMPLES) {
      const head = this.ready[0]
      if (!head) break
      const part = head.subarray(0, FRAME_SAMPLES - filled)
      frame.set(part, filled)
      filled += part.length
      if (part.length === head.length) this.ready.shift()
      else this.ready[0] = head.subarray(part.length)
    }
    this.readySamples -= filled
    return frame
  }

  clear(): void {
    this.waiting.clear()
    this.ready = []
    this.readySamples = 0
    this.next = undefined
    this.playing = false
  }

  private advance(): void {
    this.moveReady()
    while (this.waiting.size >= REORDER_PACKETS) this.skipMissing()
  }

  private moveReady(): void {
    while (this.next !== undefined) {
      const samples = this.waiting.get(this.next)
      if (!samples) return
      this.waiting.delete(this.next)
      this.next = (this.next + 1) & 0xffff
      if (samples.length > 0) this.ready.push(samples)
      this.readySamples += samples.length
    }
  }

  /** A lost packet becomes as much silence, so that a recording keeps its length. */
  private skipMissing(): void {
    if (this.next === undefined) return
    this.next = (this.next + 1) & 0xffff
    const gap = new Int16Array(this.packetSamples)
    this.ready.push(gap)
    this.readySamples += gap.length
    this.moveReady()
  }

  /** One audible jump back to a short delay, instead of a long delay from then on. */
  private shrink(): void {
    while (this.readySamples > 2 * TARGET_SAMPLES) this.readySamples -= this.ready.shift()?.length ?? 0
  }
}
