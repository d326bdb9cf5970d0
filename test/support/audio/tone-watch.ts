import { meanSquare, toDb, toneAmplitude } from './goertzel.ts'

const WINDOW_SAMPLES = 320
const HOP_SAMPLES = 160
const HOP_MS = 20

export interface ToneRule {
  /** How long the tone must go on, in ms. */
  readonly forMs: number
  /** The least level that counts, in dBFS. */
  readonly minDb: number
  /** The least share (0 to 1) of all power that lies in the tone; below a half, so that two mixed tones both pass. */
  readonly minShare: number
}

/**
 * Says when one tone has lasted. Windows of 40 ms every 20 ms (25 Hz apart), so that tones 50 Hz from each other are
 * told apart. One bad window is forgiven (a lost packet spoils one), two in a row begin the stretch anew.
 */
export class ToneWatch {
  readonly #hz: number
  readonly #rule: ToneRule
  readonly #window = new Int16Array(WINDOW_SAMPLES)
  #filled = 0
  #goodMs = 0
  #badInRow = 0

  constructor(hz: number, rule: ToneRule) {
    this.#hz = hz
    this.#rule = rule
  }

  /** The present stretch, in ms. */
  get presentMs(): number {
    return this.#goodMs
  }

  /** Feeds samples; true once the tone has lasted long enough. */
  push(samples: Int16Array): boolean {
    for (const sample of samples) {
      this.#window[this.#filled++] = sample
      if (this.#filled < WINDOW_SAMPLES) continue
      this.#judge()
      if (this.#goodMs >= this.#rule.forMs) return true
      this.#window.copyWithin(0, HOP_SAMPLES)
      this.#filled = WINDOW_SAMPLES - HOP_SAMPLES
    }
    return false
  }

  /** Forgets what was heard: the stream broke off. */
  reset(): void {
    this.#filled = 0
    this.#goodMs = 0
    this.#badInRow = 0
  }

  #judge(): void {
    const amplitude = toneAmplitude(this.#window, this.#hz)
    const power = meanSquare(this.#window)
    const share = power === 0 ? 0 : amplitude ** 2 / 2 / power
    if (toDb(amplitude) >= this.#rule.minDb && share >= this.#rule.minShare) {
      this.#goodMs += HOP_MS
      this.#badInRow = 0
    } else if (++this.#badInRow > 1) {
      this.#goodMs = 0
    }
  }
}
