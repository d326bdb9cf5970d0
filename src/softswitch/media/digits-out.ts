import { TICK_MS } from './clock.ts'
import { DIGITS } from './digits-in.ts'
import { FRAME_SAMPLES } from './pcmu.ts'

/** More digits than anybody dials in one go; beyond it they are dropped. */
const MAX_QUEUED = 128
/** RFC 4733 2.5.1.4: the end is sent three times. */
const END_PACKETS = 3
/** Pause between digits, so that detectors on the way see two: with the repeated ends 60 ms. */
const PAUSE_TICKS = 1
const MIN_TICKS = 2
/** One event's 16-bit duration holds 8 s. */
const MAX_TICKS = 8000 / TICK_MS

/** What to send in this tick instead of audio. */
export type DigitStep =
  | {
      readonly kind: 'event'
      readonly code: number
      readonly first: boolean
      readonly end: boolean
      readonly durationSamples: number
    }
  | { readonly kind: 'pause' }

/** Turns digits into a packet's worth of telephone-event each tick. */
export class DigitsOut {
  private readonly queue: { code: number; ticks: number }[] = []
  private step = 0

  /** Unknown characters are skipped. Returns how many digits were taken. */
  add(digits: string, durationMs: number): number {
    const ticks = Math.min(MAX_TICKS, Math.max(MIN_TICKS, Math.round(durationMs / TICK_MS)))
    let taken = 0
    for (const digit of digits.toUpperCase()) {
      const code = DIGITS.indexOf(digit)
      if (code < 0 || this.queue.length >= MAX_QUEUED) continue
      this.queue.push({ code, ticks })
      taken++
    }
    return taken
  }

  /** Undefined when no digit waits. */
  next(): DigitStep | undefined {
    const current = this.queue[0]
    if (!current) return undefined
    const step = ++this.step
    const { code, ticks } = current
    // The last of the increasing packets is the first of the three ends.
    if (step >= ticks + END_PACKETS + PAUSE_TICKS - 1) {
      this.queue.shift()
      this.step = 0
    }
    if (step >= ticks + END_PACKETS) return { kind: 'pause' }
    const durationSamples = Math.min(step, ticks) * FRAME_SAMPLES
    return { kind: 'event', code, first: step === 1, end: step >= ticks, durationSamples }
  }

  clear(): void {
    this.queue.length = 0
    this.step = 0
  }
}
