import type { AudioSource } from '../../ports.ts'
import { samplesSource } from './samples-source.ts'
import { parseToneScript, type Tone } from './tone-script.ts'
import { RATE_HZ } from './wav.ts'

/** The level in dBm0 at which a sine would just reach full scale in mu-law, as libteletone counts it. */
const FULL_SCALE_DBM0 = 3.14 + 3.02
const FULL_SCALE = 32767 * Math.SQRT2

/** A source for what follows `tone_stream://`; undefined when there is no tone in it. */
export function toneSource(spec: string): AudioSource | undefined {
  const script = parseToneScript(spec)
  if (!script) return undefined
  return samplesSource(renderTones(script.tones), script.plays)
}

/** 16-bit samples at 8 kHz; several frequencies share the level of one (teletone_mux_tones). */
export function renderTones(tones: readonly Tone[]): Int16Array {
  const perMs = RATE_HZ / 1000
  const lengths = tones.map((tone) => Math.round((tone.onMs + tone.offMs) * perMs))
  const samples = new Int16Array(lengths.reduce((sum, length) => sum + length, 0))
  let start = 0
  tones.forEach((tone, index) => {
    const peak = (10 ** ((tone.volumeDb - FULL_SCALE_DBM0) / 20) * FULL_SCALE) / tone.frequenciesHz.length
    const steps = tone.frequenciesHz.map((hz) => (2 * Math.PI * hz) / RATE_HZ)
    const length = Math.round(tone.onMs * perMs)
    for (let i = 0; i < length; i++) {
      let sum = 0
      for (const step of steps) sum += Math.sin(step * i)
      samples[start + i] = Math.max(-32768, Math.min(32767, Math.round(sum * peak)))
    }
    start += lengths[index] ?? 0
  })
  return samples
}
