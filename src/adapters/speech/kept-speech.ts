/**
 * Files of fixed texts, by the hash of what they say and how. They outlive the process; beyond the bound the ones that
 * were needed longest ago go first.
 */
import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'

export interface KeptSpeech {
  /** The file, if it is there; it counts as needed now. */
  find(key: string): Promise<string | undefined>
  /** Throws what the disk throws. */
  keep(key: string, wav: Uint8Array): Promise<string>
}

export interface KeptSpeechOptions {
  readonly directory: string
  readonly mostBytes: number
  /** Milliseconds since the epoch. */
  now(): number
}

const NAME = /^[0-9a-f]{64}\.wav$/
/** What was given out so lately may still be waiting to be played. */
const IN_USE_MS = 60_000
/** How exactly it is known when a file was needed last: writing that down each time would be a write a call. */
const TOUCH_AFTER_MS = 3_600_000

interface Entry {
  readonly bytes: number
  usedAt: number
  touchedAt: number
}

export function keyOf(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}

export function createKeptSpeech({ directory, mostBytes, now }: KeptSpeechOptions): KeptSpeech {
  let listing: Promise<Map<string, Entry>> | undefined
  const fileOf = (key: string) => join(directory, `${key}.wav`)

  async function list(): Promise<Map<string, Entry>> {
    await mkdir(directory, { recursive: true, mode: 0o755 })
    const entries = new Map<string, Entry>()
    for (const name of await readdir(directory)) {
      if (!NAME.test(name)) continue
      const found = await stat(join(directory, name)).catch(() => undefined)
      if (!found?.isFile()) continue
      const at = Math.floor(found.mtimeMs)
      entries.set(name.slice(0, 64), { bytes: found.size, usedAt: at, touchedAt: at })
    }
    return entries
  }

  function entriesOf(): Promise<Map<string, Entry>> {
    listing ??= list().catch((error: unknown) => {
      // The disk may come later.
      listing = undefined
      throw error
    })
    return listing
  }

  async function makeRoom(entries: Map<string, Entry>): Promise<void> {
    let bytes = [...entries.values()].reduce((sum, entry) => sum + entry.bytes, 0)
    const oldestFirst = [...entries].sort(([, a], [, b]) => a.usedAt - b.usedAt)
    for (const [key, entry] of oldestFirst) {
      if (bytes <= mostBytes || now() - entry.usedAt < IN_USE_MS) return
      entries.delete(key)
      bytes -= entry.bytes
      await rm(fileOf(key), { force: true })
    }
  }

  return {
    async find(key) {
      const entries = await entriesOf()
      const file = fileOf(key)
      const found = await stat(file).catch(() => undefined)
      if (!found?.isFile()) {
        entries.delete(key)
        return undefined
      }
      const entry = entries.get(key) ?? { bytes: found.size, usedAt: 0, touchedAt: 0 }
      entries.set(key, entry)
      entry.usedAt = now()
      if (now() - entry.touchedAt > TOUCH_AFTER_MS) {
        entry.touchedAt = now()
        await utimes(file, now() / 1_000, now() / 1_000).catch(() => undefined)
      }
      return file
    },

    async keep(key, wav) {
      const entries = await entriesOf()
      const draft = join(directory, `.${key}.${randomUUID()}.new`)
      try {
        // The switch runs under another user.
        const handle = await open(draft, 'wx', 0o644)
        try {
          await handle.writeFile(wav)
          await handle.chmod(0o644)
        } finally {
          await handle.close()
        }
        await rename(draft, fileOf(key))
      } finally {
        await rm(draft, { force: true })
      }
      entries.set(key, { bytes: wav.length, usedAt: now(), touchedAt: now() })
      await makeRoom(entries)
      return fileOf(key)
    },
  }
}
