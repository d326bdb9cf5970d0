import type { AudioSource, SourceFactory } from '../../ports.ts'
import { Music } from './music.ts'
import { resolveSound } from './roots.ts'
import { samplesSource, sequence } from './samples-source.ts'
import { silenceSource } from './silence.ts'
import { toneSource } from './tone.ts'
import { WavCache } from './wav-cache.ts'

export interface SourcesOptions {
  /** Where relative paths begin. */
  readonly base?: string
  /** When given, only files under one of these directories are played. */
  readonly roots?: readonly string[]
  /** Directory of WAV files by stream name, for `local_stream://NAME`. */
  readonly music?: Readonly<Record<string, string>>
  /** Default 16 MiB. */
  readonly maxFileBytes?: number
  /** Memory for decoded files. Default 128 MiB. */
  readonly maxCachedBytes?: number
  /** Milliseconds that only go forward. Default performance.now. */
  readonly nowMs?: () => number
}

const MAX_PARTS = 64
const MAX_PATH = 4096

type Opened = ReturnType<SourceFactory['open']>

/** Audio by FreeSWITCH's file syntax; several in a row are `file_string://a!b` or plain `a!b`. */
export function createSources(options: SourcesOptions = {}): SourceFactory {
  const cache = new WavCache(options.maxFileBytes ?? 16 << 20, options.maxCachedBytes ?? 128 << 20)
  const music = new Music(options.music ?? {}, cache, options.nowMs ?? (() => performance.now()))

  function openOne(path: string): Opened {
    const [, scheme = '', rest = ''] = /^([a-z_]+):\/\/([\s\S]*)$/.exec(path) ?? []
    switch (scheme) {
      case 'tone_stream':
        return made(toneSource(rest), 'tone_stream: no tone in it')
      case 'silence_stream':
        return made(silenceSource(rest), 'silence_stream: expects <ms>[,<divisor>], not 0')
      case 'local_stream':
        return made(music.open(rest), 'local_stream: no stream of this name')
      case '':
        return openFile(path)
      default:
        return { ok: false, reason: `${scheme}: not known here` }
    }
  }

  function openFile(path: string): Opened {
    const resolved = resolveSound(path, options.base, options.roots)
    if (!resolved.ok) return resolved
    const decoded = cache.open(resolved.path)
    return decoded.ok ? { ok: true, source: samplesSource(decoded.samples) } : decoded
  }

  return {
    open(path) {
      if (path.length > MAX_PATH) return { ok: false, reason: 'path too long' }
      const prefix = 'file_string://'
      const parts = (path.startsWith(prefix) ? path.slice(prefix.length) : path).split('!').filter(Boolean)
      if (parts.length > MAX_PARTS) return { ok: false, reason: 'too many parts' }
      if (parts.length === 0) return { ok: false, reason: 'no file named' }
      const opened = parts.map(openOne)
      // A part that can't be opened is passed over (mod_dptools.c, `next_file`).
      const sources = opened.flatMap((one) => (one.ok ? [one.source] : []))
      const fault = opened.find((one) => !one.ok)
      return sources.length === 0 && fault !== undefined ? fault : { ok: true, source: sequence(sources) }
    },
  }
}

function made(source: AudioSource | undefined, reason: string): Opened {
  return source ? { ok: true, source } : { ok: false, reason }
}
