import type {
  AudioSource,
  Codec,
  Digit,
  DigitHandler,
  Frame,
  MediaReport,
  MediaSession,
  Overhearing,
} from '../ports.ts'
import type { Clock, Ticking } from './clock.ts'
import { Company, mix, type Voice } from './company.ts'
import { DigitsIn } from './digits-in.ts'
import { DigitsOut } from './digits-out.ts'
import { isG711 } from './g711.ts'
import { JitterBuffer } from './jitter-buffer.ts'
import { Latch } from './latch.ts'
import { SILENCE } from './pcmu.ts'
import { Player } from './player.ts'
import { Reception } from './reception.ts'
import { readRtp } from './rtp-packet.ts'
import { RtpSender } from './rtp-sender.ts'
import { openRtpSocket, type PortRange, type RtpSocket } from './rtp-socket.ts'
import type { ManagedSession, RemoteMedia } from './session-factory.ts'

/** RFC 3551's number for comfort noise. */
const COMFORT_NOISE = 13
/** The number that our own offers give telephone-event. */
const OUR_DTMF_PAYLOAD = 101
const DEFAULT_DIGIT_MS = 100

export interface SessionOptions {
  readonly address: string
  readonly range: PortRange
  readonly clock: Clock
  readonly onFault: (fault: unknown) => void
  readonly onClose: (session: RtpSession) => void
}

/**
 * One leg's audio. Each tick it takes 20 ms from the far end, then sends 20 ms: a digit, else what plays, else what
 * the linked leg's far end said, else silence if asked to.
 */
export class RtpSession implements ManagedSession, Ticking, Voice {
  readonly stats = { packetsIn: 0, packetsOut: 0, malformedIn: 0 }
  private readonly options: SessionOptions
  private readonly jitter = new JitterBuffer()
  private readonly reception = new Reception()
  private readonly sent = { mediaPackets: 0, digitPackets: 0 }
  private readonly latch = new Latch()
  private readonly player = new Player()
  private readonly sender = new RtpSender()
  private readonly digitsOut = new DigitsOut()
  private readonly digitsIn = new DigitsIn((digit) => this.digit(digit))
  private readonly digitHandlers: DigitHandler[] = []
  private readonly taps = new Set<(read: Frame, written: Frame) => void>()
  private socket: RtpSocket | undefined
  private remote: RemoteMedia | undefined
  private readonly company = new Company()
  private peer: RtpSession | undefined
  /** The leg that this one listens to. */
  private overheard: RtpSession | undefined
  private read: Frame | undefined
  /** What the far end would hear without third parties, as of the latest tick. */
  private plain: Frame | undefined
  private ssrc: number | undefined
  private currentTick = 0
  private idleSilence = false
  private suspended = false
  private muted = false
  private closed = false

  constructor(options: SessionOptions) {
    this.options = options
  }

  async bind(): Promise<number | false> {
    const socket = await openRtpSocket(this.options.address, this.options.range, (datagram, address, port) =>
      this.receive(datagram, address, port),
    )
    if (!socket) return false
    // The leg may have ended meanwhile.
    if (this.closed) {
      socket.close()
      return false
    }
    this.socket = socket
    return socket.port
  }

  agree(remote: RemoteMedia): void {
    if (this.closed) return
    // 0.0.0.0 is hold as RFC 2543 had it, and no place to send to.
    if (remote.address !== '0.0.0.0') this.latch.signal(remote.address, remote.port)
    if (remote.signalledFrom !== undefined) this.latch.alsoFrom(remote.signalledFrom)
    const first = this.remote === undefined
    this.remote = remote
    if (first) this.options.clock.add(this)
  }

  get codec(): Codec {
    return this.remote?.codec ?? 'PCMU'
  }

  get ready(): boolean {
    return !this.closed && this.socket !== undefined && this.remote !== undefined
  }

  play(source: AudioSource, done: (why: 'ended' | 'stopped') => void): void {
    if (this.closed) setImmediate(done, 'stopped')
    else this.player.play(source, done)
  }

  stopPlaying(): void {
    this.player.stop()
  }

  sendDigits(digits: string, durationMs = DEFAULT_DIGIT_MS): void {
    if (!this.closed && this.remote?.dtmfPayload !== undefined) this.digitsOut.add(digits, durationMs)
  }

  onDigit(handler: DigitHandler): void {
    this.digitHandlers.push(handler)
  }

  link(other: MediaSession): void {
    if (!(other instanceof RtpSession) || other === this)
      throw new TypeError('can only link another RTP session')
    if (this.closed || other.closed || this.peer === other) return
    this.unlink()
    other.unlink()
    this.peer = other
    other.peer = this
  }

  unlink(): void {
    if (this.peer) this.peer.peer = undefined
    this.peer = undefined
  }

  suspend(on: boolean): void {
    this.suspended = on
  }

  mute(on: boolean): void {
    this.muted = on
  }

  overhear(other: MediaSession): Overhearing {
    if (!(other instanceof RtpSession) || other === this)
      throw new TypeError('can only listen to another RTP session')
    this.overheard = other
    return {
      speakTo: (hearers) => {
        if (this.overheard === other) other.company.set(this, hearers)
      },
      leave: () => {
        other.company.leave(this)
        if (this.overheard === other) this.overheard = undefined
      },
    }
  }

  get said(): Frame | undefined {
    return this.read
  }

  report(): MediaReport | undefined {
    return this.remote && { received: this.reception.report, sent: { ...this.sent } }
  }

  silenceWhenIdle(on: boolean): void {
    this.idleSilence = on
  }

  tap(handler: (read: Frame, written: Frame) => void): () => void {
    this.taps.add(handler)
    return () => this.taps.delete(handler)
  }

  gather(tick: number): void {
    this.currentTick = tick
    this.digitsIn.tick(tick)
    this.reception.tick()
    this.read = this.jitter.take()
  }

  emit(tick: number): void {
    if (!this.socket || !this.remote) return
    const written = this.write(tick, this.remote)
    for (const handler of this.taps) handler(this.read ?? SILENCE, written ?? SILENCE)
  }

  close(): void {
    if (this.closed) return
    this.closed = true
    this.options.clock.remove(this)
    this.unlink()
    this.overheard?.company.leave(this)
    this.overheard = undefined
    this.company.clear()
    this.read = undefined
    this.plain = undefined
    this.player.stop()
    this.digitsOut.clear()
    this.jitter.clear()
    this.taps.clear()
    this.socket?.close()
    this.options.onClose(this)
  }

  /** What the far end got to hear, if anything. */
  private write(tick: number, remote: RemoteMedia): Frame | undefined {
    // A prompt goes on while a digit is sent or the far end holds: its length is a promise to the caller of `play`.
    this.plain = this.player.next() ?? this.heard() ?? (this.idle() ? SILENCE : undefined)
    const frame = this.company.over(this.plain, 'leg')
    if (!remote.hears || this.muted) return undefined
    const step = this.digitsOut.next()
    if (step?.kind === 'event' && remote.dtmfPayload !== undefined) {
      this.send(this.sender.event(step, remote.dtmfPayload, tick), 'digitPackets')
      return undefined
    }
    if (frame) this.send(this.sender.audio(frame, tick, remote.codec), 'mediaPackets')
    return frame
  }

  /** What comes from other legs. */
  private heard(): Frame | undefined {
    if (this.overheard) return mix(this.overheard.read, this.overheard.plain)
    if (this.suspended || this.peer?.suspended === true) return undefined
    return this.peer?.company.over(this.peer.read, 'peer')
  }

  private idle(): boolean {
    return this.idleSilence && this.peer === undefined
  }

  private send(packet: Buffer, kind: keyof MediaReport['sent']): void {
    const target = this.latch.target
    if (!target) return
    this.sent[kind]++
    this.stats.packetsOut++
    this.socket?.send(packet, target.port, target.address)
  }

  private receive(datagram: Buffer, address: string, port: number): void {
    if (!this.remote || this.closed) return
    const packet = readRtp(datagram)
    if (!packet) {
      this.stats.malformedIn++
      return
    }
    const isDigit = packet.payloadType === this.remote.dtmfPayload || packet.payloadType === OUR_DTMF_PAYLOAD
    const isComfort = packet.payloadType === COMFORT_NOISE
    // What else there may be is well formed, and of no use here.
    if (!isDigit && !isComfort && !isG711(packet.payloadType)) return
    const admission = this.latch.admits(address, port, this.currentTick)
    if (!admission.ok) return
    if (admission.changed || packet.ssrc !== this.ssrc) this.restart(packet.ssrc)
    if (isDigit && !this.digitsIn.put(packet, this.currentTick)) {
      this.stats.malformedIn++
      return
    }
    this.stats.packetsIn++
    this.count(packet.sequence, isDigit, isComfort)
    // Comfort noise says that the far end is there, and is heard as silence.
    if (isDigit || isComfort) this.jitter.skip(packet.sequence)
    else this.jitter.put(packet)
  }

  private count(sequence: number, isDigit: boolean, isComfort: boolean): void {
    const nowMs = performance.now()
    if (isDigit) this.reception.digit()
    else if (isComfort) this.reception.comfort(sequence, nowMs)
    else this.reception.media(sequence, nowMs)
  }

  private restart(ssrc: number): void {
    this.ssrc = ssrc
    this.jitter.clear()
    this.digitsIn.restart()
  }

  private digit(digit: Digit): void {
    let kept = false
    for (const handler of this.digitHandlers) {
      try {
        if (handler(digit) === 'kept') kept = true
      } catch (fault) {
        this.options.onFault(fault)
      }
    }
    if (!kept) this.peer?.sendDigits(digit.digit, digit.durationMs)
  }
}
