/** A prompt that is a tone: `tone 1000 Hz 400 ms` in the place of a text. */
import wavefile from 'wavefile'

const TONE = /^tone ([0-9]{3,4}) Hz ([0-9]{2,4}) ms$/
const LINE_RATE = 8000
/** Half of full scale: a beep is heard as louder than speech of the same height. */
const HEIGHT = 0.35 * 0x7fff
/** Rises and falls within 10 ms, so that it doesn't click. */
const EDGE_SAMPLES = LINE_RATE / 100

export function isTone(text: string): boolean {
  return TONE.test(text)
}

/** The tone as a WAV file for the line; undefined when the text is none. */
export function toneOf(text: string): Uint8Array | undefined {
  const [, hertz, ms] = TONE.exec(text) ?? []
  if (hertz === undefined || ms === undefined) return undefined
  const count = Math.round((Number(ms) * LINE_RATE) / 1000)
  const samples = Int16Array.from({ length: count }, (_, index) => {
    const edge = Math.min(1, index / EDGE_SAMPLES, (count - 1 - index) / EDGE_SAMPLES)
    return Math.round(HEIGHT * edge * Math.sin((2 * Math.PI * Number(hertz) * index) / LINE_RATE))
  })
  const out = new wavefile.WaveFile()
  out.fromScratch(1, LINE_RATE, '16', samples)
  return out.toBuffer()
}
