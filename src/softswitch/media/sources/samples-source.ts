import type { AudioSource, Frame } from '../../ports.ts'
import { FRAME_SAMPLES } from '../pcmu.ts'

/** Plays samples from memory, `plays` times (Infinity: for ever), beginning at `startSample`. */
export function samplesSource(samples: Int16Array, plays = 1, startSample = 0): AudioSource {
  let position = startSample
  let left = samples.length === 0 ? 0 : plays
  return {
    next(): Frame | undefined {
      if (left <= 0) return undefined
      const frame = new Int16Array(FRAME_SAMPLES)
      let filled = 0
      while (filled < FRAME_SAMPLES && left > 0) {
        const part = samples.subarray(position, position + FRAME_SAMPLES - filled)
        frame.set(part, filled)
        filled += part.length
        position += part.length
        if (position < samples.length) continue
        position = 0
        left--
      }
      return frame
    },
  }
}

/** One after the other. */
export function sequence(sources: readonly AudioSource[]): AudioSource {
  let current = 0
  return {
    next(): Frame | undefined {
      while (current < sources.length) {
        const frame = sources[current]?.next()
        if (frame) return frame
        current++
      }
      return undefined
    },
  }
}
