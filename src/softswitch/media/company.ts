import type { Frame } from '../ports.ts'
import { FRAME_SAMPLES } from './pcmu.ts'

/** A third party on a leg, as the leg's audio sees it. */
export interface Voice {
  /** What its far end said in this tick. */
  readonly said: Frame | undefined
}

/** Who hears a third party: the leg that it is on, and whoever hears that leg. */
export interface Hearers {
  readonly leg: boolean
  readonly peer: boolean
}

/** The third parties on one leg: supervisors, and whoever joined a call (switch_ivr_async.c `eavesdrop_callback`). */
export class Company {
  private readonly voices = new Map<Voice, Hearers>()

  set(voice: Voice, hearers: Hearers): void {
    this.voices.set(voice, hearers)
  }

  leave(voice: Voice): void {
    this.voices.delete(voice)
  }

  clear(): void {
    this.voices.clear()
  }

  /** `frame` and, over it, the third parties that `who` is to hear. */
  over(frame: Frame | undefined, who: keyof Hearers): Frame | undefined {
    let mixed = frame
    for (const [voice, hearers] of this.voices) if (hearers[who]) mixed = mix(mixed, voice.said)
    return mixed
  }
}

/** switch_merge_sln: the sum, clipped. */
export function mix(one: Frame | undefined, other: Frame | undefined): Frame | undefined {
  if (one === undefined || other === undefined) return one ?? other
  const sum = new Int16Array(FRAME_SAMPLES)
  for (let i = 0; i < FRAME_SAMPLES; i++) {
    sum[i] = Math.max(-32768, Math.min(32767, (one[i] ?? 0) + (other[i] ?? 0)))
  }
  return sum
}
