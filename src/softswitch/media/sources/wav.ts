import wavefile from 'wavefile'
import { decodePcmu } from '../pcmu.ts'
import { resample } from './resample.ts'

export const RATE_HZ = 8000
const MIN_RATE_HZ = 4000
const MAX_RATE_HZ = 192_000

export type Decoded =
  | { readonly ok: true; readonly samples: Int16Array }
  | { readonly ok: false; readonly reason: string }

/** WAV bytes as 16-bit mono at 8 kHz. Reads 8- and 16-bit PCM and PCMU, mono or stereo. Never throws. */
export function decodeWav(bytes: Uint8Array): Decoded {
  let wav: InstanceType<typeof wavefile.WaveFile>
  try {
    wav = new wavefile.WaveFile(bytes)
  } catch {
    return { ok: false, reason: 'not a WAV file' }
  }
  const format = wav.fmt as { sampleRate?: number; numChannels?: number }
  const rateHz = Number(format.sampleRate)
  const channels = Number(format.numChannels)
  if (channels !== 1 && channels !== 2) return { ok: false, reason: 'neither mono nor stereo' }
  if (!Number.isInteger(rateHz) || rateHz < MIN_RATE_HZ || rateHz > MAX_RATE_HZ) {
    return { ok: false, reason: 'sample rate out of range' }
  }
  const data = (wav.data as { samples?: Uint8Array }).samples
  const samples = data && toLinear(data, wav.bitDepth, wav.container === 'RIFX')
  if (!samples) return { ok: false, reason: `samples of kind ${wav.bitDepth} can't be played` }
  return { ok: true, samples: resample(channels === 2 ? toMono(samples) : samples, rateHz, RATE_HZ) }
}

/** By hand and not by the package's unpacker, which takes about a second for a minute of speech. */
function toLinear(data: Uint8Array, kind: string, bigEndian: boolean): Int16Array | undefined {
  switch (kind) {
    case '8':
      return Int16Array.from(data, (byte) => (byte - 128) << 8)
    case '8m':
      return decodePcmu(data)
    case '16': {
      const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
      return Int16Array.from({ length: data.byteLength >> 1 }, (_, i) => view.getInt16(2 * i, !bigEndian))
    }
    default:
      return undefined
  }
}

function toMono(samples: Int16Array): Int16Array {
  return Int16Array.from({ length: samples.length >> 1 }, (_, i) =>
    Math.round(((samples[2 * i] ?? 0) + (samples[2 * i + 1] ?? 0)) / 2),
  )
}
