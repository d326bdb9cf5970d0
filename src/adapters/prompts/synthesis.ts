/** Speech by espeak-ng, a program of its own, and its way down to what a telephone line carries. */
import { execFile } from 'node:child_process'
import wavefile from 'wavefile'
import type { Language, Pace } from '../../domain/ivr/flow.ts'
import { toneOf } from './tone.ts'

const DEADLINE_MS = 30_000
/** Six minutes of its 22,050 samples a second. */
const MOST_BYTES = 16 * 1024 * 1024
const HEADER_BYTES = 44
const LINE_RATE = 8000
/** Some room for the line's own companding, and the same loudness for all prompts. */
const PEAK = 0.7 * 0x7fff
/** One prompt follows another, and one language the other. */
const PAUSE_SAMPLES = LINE_RATE / 4

/** Slower than espeak-ng's 175 words a minute: patients are old, ill or afraid. */
const VOICES: Readonly<Record<Language, readonly string[]>> = {
  zh: ['-v', 'cmn-latn-pinyin'],
  en: ['-v', 'en-us'],
}
const WORDS_A_MINUTE: Readonly<Record<Pace, Readonly<Record<Language, number>>>> = {
  standard: { zh: 150, en: 145 },
  slow: { zh: 110, en: 105 },
}

export type Synthesis =
  | { readonly ok: true; readonly wav: Uint8Array }
  | { readonly ok: false; readonly reason: string }

/** Speaks `text` into a WAV file in memory: nothing of it touches a disk. */
export async function synthesise(
  language: Language,
  text: string,
  pace: Pace = 'standard',
): Promise<Synthesis> {
  const tone = toneOf(text)
  if (tone) return { ok: true, wav: tone }
  const speed = `${WORDS_A_MINUTE[pace][language]}`
  const spoken = await espeak([...VOICES[language], '-s', speed, '--stdout', '--stdin'], text)
  if (typeof spoken === 'string') return { ok: false, reason: spoken }
  try {
    return { ok: true, wav: forTheLine(withLengths(spoken)) }
  } catch (error) {
    return { ok: false, reason: `espeak-ng gave no WAV file: ${(error as Error).message}` }
  }
}

/** Runs espeak-ng; its sound when all went well, else what went wrong. */
function espeak(args: readonly string[], input: string): Promise<Buffer | string> {
  return new Promise((resolve) => {
    const limits = { timeout: DEADLINE_MS, killSignal: 'SIGKILL', maxBuffer: MOST_BYTES } as const
    const options = { ...limits, encoding: 'buffer' } as const
    const child = execFile('espeak-ng', args, options, (error, stdout, stderr) => {
      if (error === null) return resolve(stdout)
      if (error.code === 'ENOENT') return resolve('espeak-ng is missing: apt-get install espeak-ng')
      if (error.killed === true) return resolve(`espeak-ng took longer than ${DEADLINE_MS} ms`)
      const said = stderr.toString('utf8').trim().split('\n').at(-1)?.slice(0, 200)
      resolve(`espeak-ng failed: ${said || `exit code ${error.code ?? 'unknown'}`}`)
    })
    // A child that is gone before it has read: its exit code says why.
    child.stdin?.on('error', () => {})
    child.stdin?.end(input)
  })
}

/** espeak-ng writes the header before it knows how long it will talk: the lengths in it are the largest there are. */
function withLengths(wav: Buffer): Buffer {
  const isAsExpected = wav.length > HEADER_BYTES && wav.toString('latin1', 36, 40) === 'data'
  if (!isAsExpected) throw new Error('its header has another shape')
  wav.writeUInt32LE(wav.length - 8, 4)
  wav.writeUInt32LE(wav.length - HEADER_BYTES, 40)
  return wav
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
