import { SAMPLE_RATE_HZ } from './goertzel.ts'
import { encodePcmu, PCMU_SILENCE } from './pcmu.ts'

export const FRAME_SAMPLES = 160

/** One second of a sine. Whole hertz only, so that the second can be repeated without a click. */
export function sine(hz: number, amplitude = 8000, samples = SAMPLE_RATE_HZ): Int16Array {
  return Int16Array.from({ length: samples }, (_, i) =>
    Math.round(amplitude * Math.sin((2 * Math.PI * hz * i) / SAMPLE_RATE_HZ)),
  )
}

const SILENT_FRAME = new Uint8Array(FRAME_SAMPLES).fill(PCMU_SILENCE)
const frames = new Map<number, readonly Uint8Array[]>()

function toneFrames(hz: number): readonly Uint8Array[] {
  const known = frames.get(hz)
  if (known !== undefined) return known
  const second = encodePcmu(sine(hz))
  const made = Array.from({ length: SAMPLE_RATE_HZ / FRAME_SAMPLES }, (_, i) =>
    second.subarray(i * FRAME_SAMPLES, (i + 1) * FRAME_SAMPLES),
  )
  frames.set(hz, made)
  return made
}

/** The 20 ms of µ-law that belong to the tick: shared by all phones that play the tone, so made once. */
export function toneFrame(hz: number, tick: number): Uint8Array {
  if (!Number.isInteger(hz) || hz < 1 || hz > 3900)
    throw new Error(`no such tone: ${hz} Hz (1 to 3900, whole)`)
  const all = toneFrames(hz)
  return all[tick % all.length] ?? SILENT_FRAME
}

/** 20 ms of silence. */
export function silentFrame(): Uint8Array {
  return SILENT_FRAME
}
