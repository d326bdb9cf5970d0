/** A hospital's recording, turned into what a telephone line carries: 8 kHz, mono, 16 bit. */
import wavefile from 'wavefile'

export type Converted =
  | { readonly type: 'converted'; readonly wav: Uint8Array }
  | { readonly type: 'invalid'; readonly found: string; readonly expected: string }

const LINE_RATE = 8000
const RATES = { least: 8000, most: 48_000 }
const DEPTHS: ReadonlySet<string> = new Set(['8', '16', '24'])
const MOST_SECONDS = 300
const PCM = 1
const EXTENSIBLE = 0xfffe
const EXPECTED = 'a WAV file: PCM of 8, 16 or 24 bits, mono or stereo, 8 to 48 kHz, at most 5 minutes'

interface Format {
  readonly audioFormat: number
  readonly numChannels: number
  readonly sampleRate: number
  readonly blockAlign: number
  readonly subformat: readonly number[]
}

/** Takes long for long recordings (a third of a second for ten seconds), so it belongs in a thread of its own. */
export function convertWav(bytes: Uint8Array): Converted {
  const invalid = (found: string): Converted => ({ type: 'invalid', found, expected: EXPECTED })
  const tag = Buffer.from(bytes.subarray(0, 12)).toString('latin1')
  if (!/^RIFF[\s\S]{4}WAVE$/.test(tag)) return invalid(foundInstead(bytes))
  let wav: InstanceType<typeof wavefile.WaveFile>
  try {
    wav = new wavefile.WaveFile(bytes)
  } catch {
    return invalid('a WAV file that is cut off or damaged')
  }
  const format = wav.fmt as Format
  const fault = faultOf(format, wav)
  if (fault !== undefined) return invalid(fault)
  try {
    return { type: 'converted', wav: forTheLine(wav, format) }
  } catch {
    return invalid('a WAV file that is damaged')
  }
}

function foundInstead(bytes: Uint8Array): string {
  const start = Buffer.from(bytes.subarray(0, 16)).toString('latin1')
  if (bytes.length === 0) return 'nothing'
  if (start.startsWith('ID3') || (bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe0) === 0xe0))
    return 'an MP3 file'
  if (start.startsWith('OggS')) return 'an Ogg file'
  if (start.startsWith('fLaC')) return 'a FLAC file'
  if (/^.{4}ftyp/s.test(start)) return 'an MP4 file'
  if (/^(?:RIFX|RF64|FORM)/.test(start)) return 'another kind of sound file'
  return 'no WAV file'
}

function faultOf(format: Format, wav: InstanceType<typeof wavefile.WaveFile>): string | undefined {
  const { audioFormat, numChannels, sampleRate, blockAlign, subformat } = format
  const isPcm = audioFormat === PCM || (audioFormat === EXTENSIBLE && subformat[0] === PCM)
  if (!isPcm) return `a WAV file of another coding than PCM (${audioFormat})`
  if (!DEPTHS.has(wav.bitDepth)) return `PCM of ${wav.bitDepth} bits`
  if (numChannels !== 1 && numChannels !== 2) return `${numChannels} channels`
  if (sampleRate < RATES.least || sampleRate > RATES.most) return `${sampleRate} Hz`
  if (blockAlign !== (numChannels * Number(wav.bitDepth)) / 8)
    return 'a WAV file whose header contradicts itself'
  const { samples } = wav.data as { samples: Uint8Array }
  const seconds = samples.length / blockAlign / sampleRate
  if (samples.length < blockAlign) return 'a WAV file without sound'
  return seconds > MOST_SECONDS ? `${Math.ceil(seconds)} seconds` : undefined
}

/** A new file, so that nothing of the given one's other chunks (names, programs, pictures) goes along. */
function forTheLine(
  wav: InstanceType<typeof wavefile.WaveFile>,
  { numChannels, sampleRate }: Format,
): Uint8Array {
  if (wav.bitDepth !== '16') wav.toBitDepth('16')
  const mono = monoOf(wav.getSamples(false) as unknown, numChannels)
  const line = new wavefile.WaveFile()
  line.fromScratch(1, sampleRate, '16', mono)
  if (sampleRate === LINE_RATE) return line.toBuffer()
  line.toSampleRate(LINE_RATE, { method: 'sinc', LPF: true })
  const out = new wavefile.WaveFile()
  const resampled = Float64Array.from(line.getSamples(true) as unknown as ArrayLike<number>)
  out.fromScratch(1, LINE_RATE, '16', Int16Array.from(resampled, clipped))
  return out.toBuffer()
}

function monoOf(samples: unknown, numChannels: number): Int16Array {
  if (numChannels === 1) return Int16Array.from(samples as ArrayLike<number>, clipped)
  const [left, right] = samples as readonly [ArrayLike<number>, ArrayLike<number>]
  return Int16Array.from(left, (sample, index) => clipped((sample + (right[index] ?? 0)) / 2))
}

function clipped(sample: number): number {
  return Math.max(-0x8000, Math.min(0x7fff, Math.round(sample)))
}
