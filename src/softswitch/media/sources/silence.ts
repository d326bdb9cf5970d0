import type { AudioSource, Frame } from '../../ports.ts'
import { TICK_MS } from '../clock.ts'
import { FRAME_SAMPLES, SILENCE } from '../pcmu.ts'

/**
 * `silence_stream://<ms>[,<divisor>]` as mod_tone_stream.c has it: a negative length lasts for ever, 0 is an error,
 * a divisor makes it comfort noise (the greater, the quieter). Undefined when the text isn't of this form.
 */
export function silenceSource(spec: string): AudioSource | undefined {
  const match = /^\s*(-?\d{1,9})(?:,\s*(-?\d{1,9}))?/.exec(spec)
  const lengthMs = Number(match?.[1])
  if (!match || lengthMs === 0) return undefined
  const divisor = Number(match[2] ?? 0)
  let framesLeft = lengthMs < 0 ? Number.POSITIVE_INFINITY : Math.ceil(lengthMs / TICK_MS)
  return {
    next(): Frame | undefined {
      if (framesLeft-- <= 0) return undefined
      return divisor > 0 ? noise(divisor) : SILENCE
    },
  }
}

/** The sum of six random 16-bit words over the divisor, wrapped to 16 bits first (switch_generate_sln_silence). */
function noise(divisor: number): Frame {
  const frame = new Int16Array(FRAME_SAMPLES)
  for (let i = 0; i < frame.length; i++) {
    let sum = 0
    for (let word = 0; word < 6; word++) sum += Math.floor(Math.random() * 65536) - 32768
    frame[i] = Math.trunc(((sum << 16) >> 16) / divisor)
  }
  return frame
}
