/** Speech by espeak-ng, a program of its own, and its way down to what a telephone line carries. */
import { execFile } from 'node:child_process'
import { readFile, rm } from 'node:fs/promises'
import wavefile from 'wavefile'
import type { Language } from '../../domain/ivr/flow.ts'
import { toneOf } from './tone.ts'

/** Part of what decides whether a file is made anew: change it together with anything below that changes the sound. */
export const RECIPE = 'espeak-ng 1; 8 kHz mono 16 bit; peak 0.7; 250 ms'

const DEADLINE_MS = 30_000
const LINE_RATE = 8000
/** Some room for the line's own companding, and the same loudness for all prompts. */
const PEAK = 0.7 * 0x7fff
/** One prompt follows another, and one language the other. */
const PAUSE_SAMPLES = LINE_RATE / 4

/** Slower than espeak-ng's 175 words a minute: patients are old, ill or afraid. */
const VOICES: Readonly<Record<Language, readonly string[]>> = {
  zh: ['-v', 'cmn-latn-pinyin', '-s', '150'],
  en: ['-v', 'en-us', '-s', '145'],
}

export type Synthesis =
  | { readonly ok: true; readonly wav: Uint8Array }
  | { readonly ok: false; readonly reason: string }

/** Speaks `text` into a WAV file in memory; `scratch` is a file that may be written and is removed afterwards. */
export async function synthesise(language: Language, text: string, scratch: string): Promise<Synthesis> {
  const tone = toneOf(text)
  if (tone) return { ok: true, wav: tone }
  try {
    const reason = await espeak([...VOICES[language], '-w', scratch, '--stdin'], text)
    if (reason !== undefined) return { ok: false, reason }
    return { ok: true, wav: forTheLine(await readFile(scratch)) }
  } catch (error) {
    return { ok: false, reason: `espeak-ng gave no WAV file: ${(error as Error).message}` }
  } finally {
    await rm(scratch, { force: true })
  }
}

/** Runs espeak-ng; undefined when all went well, else what went wrong. */
function espeak(args: readonly string[], input: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const options = { timeout: DEADLINE_MS, killSignal: 'SIGKILL', maxBuffer: 65_536 } as const
    const child = execFile('espeak-ng', args, options, (error, _stdout, stderr) => {
      if (error === null) return resolve(undefined)
      if (error.code === 'ENOENT') return resolve('espeak-ng is missing: apt-get install espeak-ng')
      if (error.killed === true) return resolve(`espeak-ng took longer than ${DEADLINE_MS} ms`)
      const said = stderr.trim().split('\n').at(-1)?.slice(0, 200)
      resolve(`espeak-ng failed: ${said || `exit code ${error.code ?? 'unknown'}`}`)
    })
    // A child that is gone before it has read: its exit code says why.
    child.stdin?.on('error', () => {})
    child.stdin?.end(input)
  })
}

function forTheLine(bytes: Uint8Array): Uint8Array {
  const wav = new wavefile.WaveFile(bytes)
  wav.toSampleRate(LINE_RATE, { method: 'sinc', LPF: true })
  const samples = Float64Array.from(wav.getSamples(true) as unknown as ArrayLike<number>)
  const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)
  if (loudest < 100) throw new Error('silence')
  const line = new Int16Array(samples.length + PAUSE_SAMPLES)
  samples.forEach((sample, index) => {
    line[index] = Math.round((sample * PEAK) / loudest)
  })
  const out = new wavefile.WaveFile()
  out.fromScratch(1, LINE_RATE, '16', line)
  return out.toBuffer()
}

/** What a WAV file holds, or undefined when it is none. */
export function wavFormat(bytes: Uint8Array): { channels: number; rate: number; bits: string } | undefined {
  try {
    const wav = new wavefile.WaveFile(bytes)
    const { numChannels, sampleRate } = wav.fmt as { numChannels: number; sampleRate: number }
    return { channels: numChannels, rate: sampleRate, bits: wav.bitDepth }
  } catch {
    return undefined
  }
}

/** How long a WAV file sounds, in whole milliseconds; 0 when it is none. */
export function durationMsOf(bytes: Uint8Array): number {
  try {
    const wav = new wavefile.WaveFile(bytes)
    const { blockAlign, sampleRate } = wav.fmt as { blockAlign: number; sampleRate: number }
    const { samples } = wav.data as { samples: Uint8Array }
    const ms = (samples.length / blockAlign / sampleRate) * 1000
    return Number.isFinite(ms) ? Math.round(ms) : 0
  } catch {
    return 0
  }
}
