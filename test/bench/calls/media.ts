/**
 * What every caller sends, as a capture that sipp plays: silence, one key by RFC 4733, a tone to the end. One capture
 * for the whole call, so that timestamps and sequence numbers run on as a phone's do.
 */
import { writeFile } from 'node:fs/promises'
import alawmulaw from 'alawmulaw'
import { sine } from '../../support/audio/tone.ts'

const STEP_MS = 20
const SAMPLES = 160
const KEY_STEPS = 5
const TONE_HZ = 500
const SILENCE = Buffer.alloc(SAMPLES, 0xff)

export interface MediaPlan {
  /** Before the key. */
  readonly leadMs: number
  readonly key: number
  /** From the key's end to the call's. */
  readonly talkMs: number
}

/** How long the capture lasts. */
export function lengthMs({ leadMs, talkMs }: MediaPlan): number {
  return leadMs + KEY_STEPS * STEP_MS + talkMs
}

export async function writeCapture(file: string, plan: MediaPlan): Promise<void> {
  const tone = Buffer.from(alawmulaw.mulaw.encode(sine(TONE_HZ, 8_000, 8_000)))
  const lead = plan.leadMs / STEP_MS
  const steps = lengthMs(plan) / STEP_MS
  const packets: Buffer[] = []
  for (let step = 0; step < steps; step += 1) {
    const inKey = step - lead
    const isKey = inKey >= 0 && inKey < KEY_STEPS
    const from = ((step - lead) * SAMPLES) % (tone.length - SAMPLES)
    const payload = isKey
      ? keyEvent(plan.key, inKey)
      : step < lead
        ? SILENCE
        : tone.subarray(from, from + SAMPLES)
    const timestamp = (isKey ? lead : step) * SAMPLES
    packets.push(framed(rtp(isKey ? 101 : 0, step, timestamp, isKey && inKey === 0, payload), step * STEP_MS))
  }
  await writeFile(file, Buffer.concat([FILE_HEADER, ...packets]))
}

/** RFC 4733, section 2.3; the last one has the end bit. */
function keyEvent(key: number, nth: number): Buffer {
  const duration = (nth + 1) * SAMPLES
  return Buffer.from([key, (nth === KEY_STEPS - 1 ? 0x80 : 0) | 10, duration >> 8, duration & 0xff])
}

function rtp(type: number, sequence: number, timestamp: number, marker: boolean, payload: Buffer): Buffer {
  const header = Buffer.alloc(12)
  header[0] = 0x80
  header[1] = (marker ? 0x80 : 0) | type
  header.writeUInt16BE(sequence, 2)
  header.writeUInt32BE(timestamp, 4)
  header.writeUInt32BE(0x0c71b21d, 8)
  return Buffer.concat([header, payload])
}

/** libpcap's file format, microseconds, Ethernet. */
const FILE_HEADER = Buffer.alloc(24)
FILE_HEADER.writeUInt32LE(0xa1b2c3d4, 0)
FILE_HEADER.writeUInt16LE(2, 4)
FILE_HEADER.writeUInt16LE(4, 6)
FILE_HEADER.writeUInt32LE(65_535, 16)
FILE_HEADER.writeUInt32LE(1, 20)

/** sipp puts the call's own addresses and ports in. */
function framed(packet: Buffer, atMs: number): Buffer {
  const headers = Buffer.alloc(16 + 14 + 20 + 8)
  const captured = 14 + 20 + 8 + packet.length
  headers.writeUInt32LE(Math.floor(atMs / 1_000), 0)
  headers.writeUInt32LE((atMs % 1_000) * 1_000, 4)
  headers.writeUInt32LE(captured, 8)
  headers.writeUInt32LE(captured, 12)
  headers.writeUInt16BE(0x0800, 16 + 12)
  const ip = 16 + 14
  headers[ip] = 0x45
  headers.writeUInt16BE(20 + 8 + packet.length, ip + 2)
  headers[ip + 8] = 64
  headers[ip + 9] = 17
  headers.set([127, 0, 0, 1], ip + 12)
  headers.set([127, 0, 0, 1], ip + 16)
  const udp = ip + 20
  headers.writeUInt16BE(6_000, udp)
  headers.writeUInt16BE(6_000, udp + 2)
  headers.writeUInt16BE(8 + packet.length, udp + 4)
  return Buffer.concat([headers, packet])
}
