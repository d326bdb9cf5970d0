import { randomInt } from 'node:crypto'
import type { Codec, Frame } from '../ports.ts'
import type { DigitStep } from './digits-out.ts'
import { encode, payloadTypeOf } from './g711.ts'
import { FRAME_SAMPLES } from './pcmu.ts'
import { newRtp, RTP_HEADER_BYTES } from './rtp-packet.ts'

/** Telephone-event volume in -dBm0 (RFC 4733 2.3): what phones use. */
const EVENT_VOLUME = 10

/**
 * Writes one session's packets: the timestamp follows the clock whether or not anything is sent, the sequence number
 * counts packets, and the marker says that sound begins again (RFC 3551 4.1).
 */
export class RtpSender {
  private readonly ssrc = randomInt(0, 2 ** 32)
  private readonly firstTimestamp = randomInt(0, 2 ** 32)
  private sequence = randomInt(0, 2 ** 16)
  private eventTimestamp = 0
  private lastAudioTick = -1

  /** 20 ms of audio for `tick`. */
  audio(frame: Frame, tick: number, codec: Codec): Buffer {
    const marker = this.lastAudioTick !== tick - 1
    this.lastAudioTick = tick
    const packet = this.packet(payloadTypeOf(codec), marker, this.timestamp(tick), FRAME_SAMPLES)
    encode(codec, frame.length === FRAME_SAMPLES ? frame : padded(frame), packet, RTP_HEADER_BYTES)
    return packet
  }

  /** All packets of one digit bear the timestamp of its beginning (RFC 4733 2.2). */
  event(step: Extract<DigitStep, { kind: 'event' }>, payloadType: number, tick: number): Buffer {
    if (step.first) this.eventTimestamp = this.timestamp(tick)
    const packet = this.packet(payloadType, step.first, this.eventTimestamp, 4)
    packet.writeUInt8(step.code, RTP_HEADER_BYTES)
    packet.writeUInt8((step.end ? 0x80 : 0) | EVENT_VOLUME, RTP_HEADER_BYTES + 1)
    packet.writeUInt16BE(step.durationSamples, RTP_HEADER_BYTES + 2)
    return packet
  }

  private timestamp(tick: number): number {
    return (this.firstTimestamp + ((tick * FRAME_SAMPLES) % 2 ** 32)) % 2 ** 32
  }

  private packet(payloadType: number, marker: boolean, timestamp: number, bytes: number): Buffer {
    const { ssrc } = this
    const sequence = this.sequence
    this.sequence = (sequence + 1) & 0xffff
    return newRtp({ marker, payloadType, sequence, timestamp, ssrc }, bytes)
  }
}

function padded(frame: Frame): Frame {
  const full = new Int16Array(FRAME_SAMPLES)
  full.set(frame.subarray(0, FRAME_SAMPLES))
  return full
}
