import { SAMPLE_RATE_HZ } from './goertzel.ts'
import { encodePcma } from './pcma.ts'
import { encodePcmu, PCMU_SILENCE } from './pcmu.ts'

export const FRAME_SAMPLES = 160

/** One second of a sine. Whole hertz only, so that the second can be repeated without a click. */
export function sine(hz: number, amplitude = 8000, samples = SAMPLE_RATE_HZ): Int16Array {
  return Int16Array.from({ length: samples }, (_, i) =>
    Math.round(amplitude * Math.sin((2 * Math.PI * hz * i) / SAMPLE_RATE_HZ)),
  )
}

/** How a phone writes sound: G.711 in one of its two laws. */
export type Codec = 'PCMU' | 'PCMA'

const SILENT_FRAME = new Uint8Array(FRAME_SAMPLES).fill(PCMU_SILENCE)
const SILENT_FRAME_A = encodePcma(new Int16Array(FRAME_SAMPLES))
const frames = new Map<string, readonly Uint8Array[]>()

function toneFrames(hz: number, codec: Codec): readonly Uint8Array[] {
  const known = frames.get(`${codec} ${hz}`)
  if (known !== undefined) return known
  const second = codec === 'PCMU' ? encodePcmu(sine(hz)) : encodePcma(sine(hz))
  const made = Array.from({ length: SAMPLE_RATE_HZ / FRAME_SAMPLES }, (_, i) =>
    second.subarray(i * FRAME_SAMPLES, (i + 1) * FRAME_SAMPLES),
  )
  frames.set(`${codec} ${hz}`, made)
  return made
}

/** The 20 ms that belong to the tick: shared by all phones that play the tone, so made once. */
export function toneFrame(hz: number, tick: number, codec: Codec = 'PCMU'): Uint8Array {
  if (!Number.isInteger(hz) || hz < 1 || hz > 3900)
    throw new Error(`no such tone: ${hz} Hz (1 to 3900, whole)`)
  const all = toneFrames(hz, codec)
  return all[tick % all.length] ?? SILENT_FRAME
}

/** 20 ms of silence. */
export function silentFrame(codec: Codec = 'PCMU'): Uint8Array {
  return codec === 'PCMU' ? SILENT_FRAME : SILENT_FRAME_A
}
