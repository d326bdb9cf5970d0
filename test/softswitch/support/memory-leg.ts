import type {
  AudioSource,
  DigitHandler,
  Frame,
  InviteOptions,
  LegEnd,
  LegEvents,
  LegInfo,
  MediaSession,
  Overhearing,
  PhoneEvent,
  SipLeg,
} from '../../../src/softswitch/ports.ts'

/** Audio without packets: a source is pulled every millisecond instead of every twenty. */
export class MemoryMedia implements MediaSession {
  ready = true
  readonly codec = 'PCMU'
  readonly stats = { packetsIn: 0, packetsOut: 0, malformedIn: 0 }
  peer: MemoryMedia | undefined
  idleSilence = false
  /** Digits sent to the far end. */
  sent = ''
  private digitHandler: DigitHandler = () => 'passed'
  private readonly taps = new Set<(read: Frame, written: Frame) => void>()
  private playing: { source: AudioSource; done: (why: 'ended' | 'stopped') => void } | undefined
  private timer: NodeJS.Timeout | undefined

  report(): undefined {}

  play(source: AudioSource, done: (why: 'ended' | 'stopped') => void): void {
    this.stopPlaying()
    this.playing = { source, done }
    this.timer = setInterval(() => {
      const frame = source.next()
      if (frame !== undefined) {
        for (const tap of this.taps) tap(new Int16Array(160), frame)
        return
      }
      this.finish('ended')
    }, 1)
  }

  stopPlaying(): void {
    if (this.playing !== undefined) this.finish('stopped')
  }

  get isPlaying(): boolean {
    return this.playing !== undefined
  }

  sendDigits(digits: string): void {
    this.sent += digits
  }

  onDigit(handler: DigitHandler): void {
    this.digitHandler = handler
  }

  /** The far end presses keys. */
  press(digits: string): void {
    for (const digit of digits) {
      this.digitHandler({ digit, durationMs: 100 })
      this.peer?.sendDigits(digit)
    }
  }

  /** The far end says one frame of this value. */
  say(value: number): void {
    for (const tap of this.taps) tap(new Int16Array(160).fill(value), new Int16Array(160))
  }

  link(other: MediaSession): void {
    if (!(other instanceof MemoryMedia)) throw new TypeError('another kind of media')
    this.peer = other
    other.peer = this
  }

  unlink(): void {
    if (this.peer !== undefined) this.peer.peer = undefined
    this.peer = undefined
  }

  suspend(): void {}

  mute(): void {}

  overhear(): Overhearing {
    return { speakTo: () => {}, leave: () => {} }
  }

  silenceWhenIdle(on: boolean): void {
    this.idleSilence = on
  }

  tap(handler: (read: Frame, written: Frame) => void): () => void {
    this.taps.add(handler)
    return () => this.taps.delete(handler)
  }

  close(): void {
    this.stopPlaying()
    this.unlink()
  }

  private finish(why: 'ended' | 'stopped'): void {
    clearInterval(this.timer)
    const { playing } = this
    this.playing = undefined
    if (playing !== undefined) setImmediate(() => playing.done(why))
  }
}

/** One SIP dialogue without SIP: the test is the far end. */
export class MemoryLeg implements SipLeg {
  readonly media = new MemoryMedia()
  readonly info: LegInfo
  /** What the switch did to the far end, in order. */
  readonly done: string[] = []
  end: Parameters<SipLeg['hangUp']>[0] | undefined
  readonly options: InviteOptions | undefined
  private events: LegEvents | undefined
  private over = false

  constructor(info: Partial<LegInfo> & Pick<LegInfo, 'direction'>, options?: InviteOptions) {
    this.options = options
    this.info = {
      sipCallId: `call-${Math.random().toString(36).slice(2)}`,
      from: { user: '13800000000', host: '127.0.0.1', displayName: '' },
      to: { user: '8000', host: '127.0.0.1', displayName: '' },
      destination: '8000',
      userAgent: 'memory',
      networkAddress: '127.0.0.1',
      networkPort: 5099,
      authenticatedAs: undefined,
      extraHeaders: {},
      ...info,
    }
  }

  listen(events: LegEvents): void {
    this.events = events
  }

  ring(): void {
    this.done.push('180')
  }

  preAnswer(): void {
    this.done.push('183')
  }

  answer(): void {
    this.done.push('200')
    this.later((events) => events.answered())
  }

  refer(uri: string): void {
    this.done.push(`refer ${uri}`)
  }

  phoneEvent(event: PhoneEvent, stays: boolean): void {
    this.done.push(`phoneEvent ${event}${stays ? '' : ', the last'}`)
  }

  hangUp(end: Parameters<SipLeg['hangUp']>[0]): void {
    if (this.over) return
    this.end = end
    this.over = true
    this.done.push('end')
    this.media.close()
  }

  hold(on: boolean): void {
    this.done.push(on ? 'hold' : 'unhold')
  }

  farRings(): void {
    this.later((events) => events.ringing())
  }

  farEarlyMedia(): void {
    this.later((events) => events.earlyMedia())
  }

  farAnswers(): void {
    this.later((events) => events.answered())
  }

  farHolds(on: boolean): void {
    this.later((events) => events.held(on))
  }

  farRefers(target: string): void {
    this.later((events) => events.refer({ target, replaces: undefined }, () => {}))
  }

  farEnds(end: Partial<LegEnd> & Pick<LegEnd, 'how'>): void {
    this.later((events) => {
      this.over = true
      this.media.close()
      events.ended({ by: 'remote', sipStatus: undefined, q850: undefined, ...end })
    })
  }

  /** Every callback comes on a later tick, as the seam promises. */
  private later(tell: (events: LegEvents) => void): void {
    setImmediate(() => {
      if (this.events !== undefined && !this.over) tell(this.events)
    })
  }
}
