import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { AudioSource } from '../../ports.ts'
import { TICK_MS } from '../clock.ts'
import { FRAME_SAMPLES } from '../pcmu.ts'
import { samplesSource } from './samples-source.ts'
import { RATE_HZ } from './wav.ts'
import type { WavCache } from './wav-cache.ts'

/** Pieces of a stream that are played; a directory of thousands is a mistake. */
const MAX_PIECES = 50
/** Ten minutes in memory at most. */
const MAX_STREAM_SAMPLES = 600 * RATE_HZ

/**
 * Hold music, `local_stream://NAME`: one stream that goes on whether or not anybody listens, so a caller who comes
 * back from an announcement doesn't hear the first bar again (mod_local_stream). Without WAV files a quiet melody is
 * generated.
 */
export class Music {
  private readonly directories: Readonly<Record<string, string>>
  private readonly cache: WavCache
  private readonly nowMs: () => number
  private readonly streams = new Map<string, Int16Array>()
  private readonly startMs: number

  constructor(directories: Readonly<Record<string, string>>, cache: WavCache, nowMs: () => number) {
    this.directories = directories
    this.cache = cache
    this.nowMs = nowMs
    this.startMs = nowMs()
  }

  /** Undefined for a name that isn't configured; `moh` and `default` always exist. */
  open(name: string): AudioSource | undefined {
    const key = Object.hasOwn(this.directories, name) ? name : 'moh'
    if (key !== name && name !== 'moh' && name !== 'default') return undefined
    const samples = this.stream(key)
    const elapsed = Math.floor((this.nowMs() - this.startMs) / TICK_MS) * FRAME_SAMPLES
    return samplesSource(samples, Number.POSITIVE_INFINITY, elapsed % samples.length)
  }

  private stream(name: string): Int16Array {
    const known = this.streams.get(name)
    if (known) return known
    const directory = this.directories[name]
    const pieces = directory === undefined ? [] : this.pieces(directory)
    const samples = pieces.length > 0 ? joined(pieces) : melody()
    this.streams.set(name, samples)
    return samples
  }

  private pieces(directory: string): Int16Array[] {
    let names: string[] = []
    try {
      names = readdirSync(directory)
    } catch {
      // No such directory: the melody stands in.
    }
    const wavs = names.filter((name) => name.toLowerCase().endsWith('.wav')).sort()
    return wavs.slice(0, MAX_PIECES).flatMap((name) => {
      const decoded = this.cache.open(join(directory, name))
      return decoded.ok && decoded.samples.length > 0 ? [decoded.samples] : []
    })
  }
}

function joined(pieces: readonly Int16Array[]): Int16Array {
  const total = pieces.reduce((sum, piece) => sum + piece.length, 0)
  const samples = new Int16Array(Math.min(total, MAX_STREAM_SAMPLES))
  let start = 0
  for (const piece of pieces) {
    samples.set(piece.subarray(0, samples.length - start), start)
    start = Math.min(start + piece.length, samples.length)
  }
  return samples
}

/** A slow rise and fall over a C major chord, each note under a soft fifth, 16 notes of half a second. */
const NOTES_HZ = [262, 330, 392, 330, 349, 440, 523, 440, 392, 330, 294, 330, 262, 294, 330, 294]
const NOTE_SAMPLES = RATE_HZ / 2
const PEAK = 3000

/** 8 s of music that nobody owns. */
export function melody(): Int16Array {
  const samples = new Int16Array(NOTES_HZ.length * NOTE_SAMPLES)
  NOTES_HZ.forEach((hz, note) => {
    for (let i = 0; i < NOTE_SAMPLES; i++) {
      const swell = Math.sin((Math.PI * i) / NOTE_SAMPLES)
      const angle = (2 * Math.PI * hz * i) / RATE_HZ
      samples[note * NOTE_SAMPLES + i] = Math.round(
        PEAK * swell * (0.7 * Math.sin(angle) + 0.3 * Math.sin(angle * 1.5)),
      )
    }
  })
  return samples
}
