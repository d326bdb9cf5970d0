import { readFileSync, statSync } from 'node:fs'
import { type Decoded, decodeWav } from './wav.ts'

interface Entry {
  readonly mtimeMs: number
  readonly fileBytes: number
  readonly samples: Int16Array
}

/** Decoded files, kept while their path, date and size stay the same, within a bound of memory. */
export class WavCache {
  private readonly entries = new Map<string, Entry>()
  private readonly maxFileBytes: number
  private readonly maxCachedBytes: number
  private cachedBytes = 0

  constructor(maxFileBytes: number, maxCachedBytes: number) {
    this.maxFileBytes = maxFileBytes
    this.maxCachedBytes = maxCachedBytes
  }

  /** Never throws for a file's fault. */
  open(path: string): Decoded {
    try {
      const { mtimeMs, size, ...stat } = statOf(path)
      if (!stat.isFile) return { ok: false, reason: 'not a file' }
      if (size > this.maxFileBytes) return { ok: false, reason: 'file too large' }
      const known = this.entries.get(path)
      if (known && known.mtimeMs === mtimeMs && known.fileBytes === size) {
        this.entries.delete(path)
        this.entries.set(path, known)
        return { ok: true, samples: known.samples }
      }
      const decoded = decodeWav(readFileSync(path))
      if (decoded.ok) this.keep(path, { mtimeMs, fileBytes: size, samples: decoded.samples })
      return decoded
    } catch (error) {
      const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
      return { ok: false, reason: missing ? 'no such file' : 'file can not be read' }
    }
  }

  private keep(path: string, entry: Entry): void {
    this.drop(path)
    this.entries.set(path, entry)
    this.cachedBytes += entry.samples.byteLength
    for (const oldest of this.entries.keys()) {
      if (this.cachedBytes <= this.maxCachedBytes) return
      this.drop(oldest)
    }
  }

  private drop(path: string): void {
    const entry = this.entries.get(path)
    if (!entry) return
    this.entries.delete(path)
    this.cachedBytes -= entry.samples.byteLength
  }
}

function statOf(path: string): { mtimeMs: number; size: number; isFile: boolean } {
  const stat = statSync(path)
  return { mtimeMs: stat.mtimeMs, size: stat.size, isFile: stat.isFile() }
}
