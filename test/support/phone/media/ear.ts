import { overallDb, strongest, toneDb } from '../../audio/goertzel.ts'
import { pcmaAsPcmu } from '../../audio/pcma.ts'
import { decodePcmu } from '../../audio/pcmu.ts'
import { type ToneRule, ToneWatch } from '../../audio/tone-watch.ts'
import { writeWav } from '../../audio/wav.ts'
import type { Timers } from '../timers.ts'
import { LIMIT_MS, type Waits } from '../waits.ts'
import { pacer, TICK_MS } from './pacer.ts'
import { Reception, type ReceptionCounts } from './reception.ts'
import { Recording } from './recording.ts'
import { PCMA_TYPE, PCMU_TYPE, type RtpPacket } from './rtp-packet.ts'
import { parseEvent } from './telephone-event.ts'

export interface HeardOptions {
  /** Deadline, in ms; a minute unless told. */
  readonly withinMs?: number
  /** How long the tone must last; 200 ms unless told. */
  readonly forMs?: number
  /** `start` also looks at what was received before; `now` (the default) doesn't. */
  readonly from?: 'start' | 'now'
  /** The least level in dBFS that counts; -40 unless told. */
  readonly minDb?: number
  /** The least share of all power in the tone (0 to 1); 0.2 unless told, so that a tone in a mix of three is heard. */
  readonly minShare?: number
}

const LOUD_DB = -45
const MAX_DIGITS = 1000
const LEVEL_WINDOW_MS = 500
/** A stream that stops for so long has broken off; single lost packets haven't. */
const BREAK_MS = 200

type Listener = (samples: Int16Array, gapMs: number) => void

/** What one end of a call hears. All waits fail when the call ends. */
export class Ear {
  readonly #waits: Waits
  readonly #timers: Timers
  readonly #reception = new Reception()
  readonly #recording: Recording
  readonly #listeners = new Set<Listener>()
  readonly #digitListeners = new Set<() => void>()
  #eventType: number | undefined
  #loudPackets = 0
  #lastAudioMs = Number.NEGATIVE_INFINITY
  #lastEvent: string | undefined
  #digits = ''

  constructor(waits: Waits, timers: Timers, recordMs: number) {
    this.#waits = waits
    this.#timers = timers
    this.#recording = new Recording(recordMs)
  }

  /** The payload type under which digits come. */
  expectEvents(type: number | undefined): void {
    this.#eventType = type
  }

  receive(received: RtpPacket): void {
    const nowMs = performance.now()
    this.#reception.count(received, nowMs)
    if (received.payloadType === this.#eventType) {
      this.#receiveEvent(received)
      return
    }
    const { payloadType, payload } = received
    if (payloadType !== PCMU_TYPE && payloadType !== PCMA_TYPE) return
    const packet = payloadType === PCMU_TYPE ? received : { ...received, payload: pcmaAsPcmu(payload) }
    this.#recording.add(packet, nowMs)
    const samples = decodePcmu(packet.payload)
    if (overallDb(samples) >= LOUD_DB) this.#loudPackets++
    const gapMs = nowMs - this.#lastAudioMs
    this.#lastAudioMs = nowMs
    for (const listener of [...this.#listeners]) listener(samples, gapMs)
  }

  /** Resolves when the tone has lasted; rejects at the deadline and says what was heard instead. */
  heard(hz: number, options: HeardOptions = {}): Promise<void> {
    const rule = ruleOf(options)
    const watch = new ToneWatch(hz, rule)
    const wait = this.#waits.start<void>(`${hz} Hz for ${rule.forMs} ms`, options.withinMs ?? LIMIT_MS, () =>
      this.describe(hz),
    )
    if (options.from === 'start' && this.#recording.frames.some((f) => watch.push(decodePcmu(f.payload))))
      wait.done()
    this.#listen(wait.promise, (samples, gapMs) => {
      if (gapMs > BREAK_MS) watch.reset()
      if (watch.push(samples)) wait.done()
    })
    return wait.promise
  }

  /** Resolves after `watchMs` in which the tone never lasted for 100 ms; rejects as soon as it did. */
  async notHeard(
    hz: number,
    { watchMs, minDb, minShare }: { watchMs: number; minDb?: number; minShare?: number },
  ) {
    const heard = new ToneWatch(hz, { forMs: 100, minDb: minDb ?? -45, minShare: minShare ?? 0.1 })
    const wait = this.#waits.start<void>(`no ${hz} Hz for ${watchMs} ms`, watchMs + LIMIT_MS, () =>
      this.describe(hz),
    )
    const callOff = this.#timers.after(watchMs, () => wait.done())
    this.#listen(wait.promise, (samples) => {
      if (heard.push(samples)) wait.fail('it was heard')
    })
    return wait.promise.finally(callOff)
  }

  /** Resolves when anything louder than -45 dBFS has gone on for `forMs` (speech pauses of 300 ms allowed). */
  sound({ withinMs = LIMIT_MS, forMs = 500 }: { withinMs?: number; forMs?: number } = {}): Promise<void> {
    const wait = this.#waits.start<void>(`any sound for ${forMs} ms`, withinMs, () => this.describe())
    let sinceMs: number | undefined
    let lastMs = 0
    this.#listen(wait.promise, (samples) => {
      if (overallDb(samples) < LOUD_DB) return
      const nowMs = performance.now()
      if (sinceMs === undefined || nowMs - lastMs > 300) sinceMs = nowMs
      lastMs = nowMs
      if (nowMs - sinceMs >= forMs) wait.done()
    })
    return wait.promise
  }

  /**
   * Resolves when, from now on, nothing louder than -45 dBFS came for `ms`; no packets are silence too. Counted in
   * ticks of the pacer, not by the clock: while this process is stalled nobody hears, and that is no silence.
   */
  silentFor(ms: number, { withinMs = ms + LIMIT_MS }: { withinMs?: number } = {}): Promise<void> {
    const wait = this.#waits.start<void>(`silence for ${ms} ms`, withinMs, () => this.describe())
    let quietMs = 0
    let loudSeen = this.#loudPackets
    const stop = pacer.subscribe(() => {
      quietMs = loudSeen === this.#loudPackets ? quietMs + TICK_MS : 0
      loudSeen = this.#loudPackets
      if (quietMs >= ms) wait.done()
    })
    wait.promise.then(stop, stop)
    return wait.promise
  }

  /** Keys pressed at the other side, in order. */
  get digits(): string {
    return this.#digits
  }

  /** Resolves when the keys received so far end with `digits`. */
  heardDigits(digits: string, { withinMs = LIMIT_MS }: { withinMs?: number } = {}): Promise<void> {
    const wait = this.#waits.start<void>(
      `digits ${digits}`,
      withinMs,
      () => `digits so far: '${this.#digits}'`,
    )
    const look = (): void => {
      if (this.#digits.endsWith(digits)) wait.done()
    }
    this.#digitListeners.add(look)
    const forget = () => this.#digitListeners.delete(look)
    wait.promise.then(forget, forget)
    look()
    return wait.promise
  }

  /** Levels in dBFS over the last half second, one per frequency. */
  levels(frequencies: readonly number[]): ReadonlyMap<number, number> {
    const samples = this.#recording.recent(LEVEL_WINDOW_MS, performance.now())
    return new Map(frequencies.map((hz) => [hz, toneDb(samples, hz)]))
  }

  /** Everything kept, 16-bit at 8 kHz. */
  get samples(): Int16Array {
    return this.#recording.samples()
  }

  get counts(): ReceptionCounts {
    return this.#reception.counts
  }

  /** Writes what was heard as a WAV file. */
  saveWav(path: string): Promise<void> {
    return writeWav(path, this.samples)
  }

  /** One line for failure messages. */
  describe(hz?: number): string {
    const samples = this.#recording.recent(LEVEL_WINDOW_MS, performance.now())
    const { packets, lost, jitterMs } = this.counts
    const counts = `${packets} RTP packets so far, ${lost} lost, jitter ${jitterMs.toFixed(1)} ms`
    if (samples.length === 0) return `heard nothing in the last ${LEVEL_WINDOW_MS} ms (${counts})`
    const peaks = strongest(samples, 3).map((peak) => `${peak.hz} Hz ${peak.db.toFixed(0)} dBFS`)
    const own = hz === undefined ? '' : `${hz} Hz ${toneDb(samples, hz).toFixed(0)} dBFS, `
    return `heard: ${own}overall ${overallDb(samples).toFixed(0)} dBFS, strongest ${peaks.join(', ')} (${counts})`
  }

  #listen(until: Promise<void>, listener: Listener): void {
    this.#listeners.add(listener)
    const forget = () => this.#listeners.delete(listener)
    until.then(forget, forget)
  }

  /** One key press is one time stamp, however many of its packets come: RFC 4733 section 2.5.1.2. */
  #receiveEvent(packet: RtpPacket): void {
    const event = parseEvent(packet.payload)
    const key = `${packet.ssrc}/${packet.timestamp}`
    if (event === undefined || key === this.#lastEvent) return
    this.#lastEvent = key
    this.#digits = (this.#digits + event.digit).slice(-MAX_DIGITS)
    for (const look of [...this.#digitListeners]) look()
  }
}

function ruleOf({ forMs = 200, minDb = -40, minShare = 0.2 }: HeardOptions): ToneRule {
  return { forMs, minDb, minShare }
}
