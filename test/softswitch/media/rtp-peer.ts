import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'

/** One packet as received, taken apart by hand. */
export interface Heard {
  readonly type: number
  readonly marker: boolean
  readonly sequence: number
  readonly timestamp: number
  readonly ssrc: number
  readonly payload: Buffer
}

const PACKET_MS = 20

/** A phone's audio: a UDP socket that writes and reads RTP with no code of the switch's. */
export class RtpPeer {
  readonly port: number
  readonly heard: Heard[] = []
  private readonly socket: Socket
  private waiting: (() => void) | undefined

  private constructor(socket: Socket) {
    this.socket = socket
    this.port = socket.address().port
    socket.on('message', (data) => {
      this.heard.push({
        type: data.readUInt8(1) & 0x7f,
        marker: (data.readUInt8(1) & 0x80) !== 0,
        sequence: data.readUInt16BE(2),
        timestamp: data.readUInt32BE(4),
        ssrc: data.readUInt32BE(8),
        payload: data.subarray(12),
      })
      this.waiting?.()
    })
  }

  static async open(address = '127.0.0.1'): Promise<RtpPeer> {
    const socket = createSocket('udp4')
    socket.bind(0, address)
    await once(socket, 'listening')
    return new RtpPeer(socket)
  }

  send(to: number, packet: Partial<Heard> & { payload: Buffer }): void {
    const header = Buffer.alloc(12)
    header[0] = 0x80
    header[1] = (packet.marker ? 0x80 : 0) | (packet.type ?? 0)
    header.writeUInt16BE((packet.sequence ?? 0) & 0xffff, 2)
    header.writeUInt32BE((packet.timestamp ?? 0) >>> 0, 4)
    header.writeUInt32BE(packet.ssrc ?? 7, 8)
    this.raw(to, Buffer.concat([header, packet.payload]))
  }

  raw(to: number, bytes: Buffer): void {
    this.socket.send(bytes, to, '127.0.0.1')
  }

  /** Waits until `fits` holds of what was heard. */
  async until(fits: (heard: readonly Heard[]) => boolean, deadlineMs = 15_000): Promise<void> {
    const until = Date.now() + deadlineMs
    while (!fits(this.heard)) {
      const leftMs = until - Date.now()
      if (leftMs <= 0) throw new Error(`heard ${this.heard.length} packets, none that fit`)
      await new Promise<void>((wake) => {
        const timer = setTimeout(wake, leftMs)
        this.waiting = () => {
          clearTimeout(timer)
          wake()
        }
      })
    }
  }

  /**
   * Speaks a tone at a phone's pace until the returned function is called: so many packets as time has gone by, however
   * late a busy machine lets the timer be.
   */
  speak(to: number, hz: number, firstSequence = 0): () => void {
    const began = performance.now()
    let sent = 0
    const timer = setInterval(() => {
      for (; sent * PACKET_MS <= performance.now() - began; sent++) {
        const n = firstSequence + sent
        this.send(to, { sequence: n, timestamp: n * 160, payload: tonePayload(hz, n * 160) })
      }
    }, PACKET_MS / 2)
    return () => clearInterval(timer)
  }

  /** Waits for 300 ms of sound, not looking at what has come until now, with this tone, and without another. */
  async hears(hz: number, least: number, without?: { readonly hz: number; readonly most: number }) {
    const before = this.audio().length
    await this.until(() => {
      const packets = this.audio().slice(before)
      if (packets.length < 15) return false
      const samples = samplesOf(packets.slice(-15))
      return (
        strength(samples, hz) > least &&
        (without === undefined || strength(samples, without.hz) < without.most)
      )
    }, 10_000)
  }

  audio(): Heard[] {
    return this.heard.filter((packet) => packet.type === 0)
  }

  close(): void {
    this.socket.close()
  }
}

/** G.711 mu-law by the book (ITU-T G.711, as in every textbook), apart from the switch's codec. */
export function ulawDecode(byte: number): number {
  const u = ~byte & 0xff
  const magnitude = ((((u & 0x0f) << 3) + 0x84) << ((u & 0x70) >> 4)) - 0x84
  return u & 0x80 ? -magnitude : magnitude
}

export function ulawEncode(sample: number): number {
  const magnitude = Math.min(Math.abs(sample), 32635) + 0x84
  const exponent = Math.floor(Math.log2(magnitude)) - 7
  const mantissa = (magnitude >> (exponent + 3)) & 0x0f
  return ~((sample < 0 ? 0x80 : 0) | (exponent << 4) | mantissa) & 0xff
}

export function tonePayload(hz: number, startSample: number, length = 160): Buffer {
  return Buffer.from(
    Array.from({ length }, (_, i) =>
      ulawEncode(Math.round(8000 * Math.sin((2 * Math.PI * hz * (startSample + i)) / 8000))),
    ),
  )
}

export function samplesOf(packets: readonly Heard[]): number[] {
  return packets.flatMap((packet) => [...packet.payload].map(ulawDecode))
}

/** How strong `hz` is in the samples: about the amplitude of a sine of that frequency (Goertzel). */
export function strength(samples: ArrayLike<number>, hz: number, rateHz = 8000): number {
  const k = 2 * Math.cos((2 * Math.PI * hz) / rateHz)
  let a = 0
  let b = 0
  for (let i = 0; i < samples.length; i++) {
    const next = (samples[i] ?? 0) + k * a - b
    b = a
    a = next
  }
  return (2 * Math.sqrt(Math.max(0, a * a + b * b - k * a * b))) / samples.length
}
