/**
 * Remembers which prompt files are our own work. A file whose content isn't ours was put there by the hospital, and
 * is never overwritten; so a lost or damaged manifest makes every file the hospital's, which errs on the safe side.
 */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { writeWhole } from './write-whole.ts'

const hash = z.string().regex(/^[0-9a-f]{64}$/)
const schema = z.object({
  version: z.literal(1),
  prompts: z.record(z.string(), z.object({ text: hash, files: z.array(hash).max(2) })),
})

type Entries = Map<string, { text: string; files: readonly string[] }>

export class Manifest {
  readonly #file: string
  readonly #entries: Entries
  #writing: Promise<void> = Promise.resolve()

  private constructor(file: string, entries: Entries) {
    this.#file = file
    this.#entries = entries
  }

  /** `damaged` is true when a file is there and can't be understood. */
  static async open(file: string): Promise<{ manifest: Manifest; damaged: boolean }> {
    let text: string
    try {
      text = await readFile(file, 'utf8')
    } catch (error) {
      const absent = (error as NodeJS.ErrnoException).code === 'ENOENT'
      return { manifest: new Manifest(file, new Map()), damaged: !absent }
    }
    const parsed = schema.safeParse(jsonOr(text))
    const entries: Entries = new Map(parsed.success ? Object.entries(parsed.data.prompts) : [])
    return { manifest: new Manifest(file, entries), damaged: !parsed.success }
  }

  /** `ours`: made by us from this very text; `stale`: made by us from another; `foreign`: not made by us. */
  judge(key: string, textHash: string, fileHash: string): 'ours' | 'stale' | 'foreign' {
    const entry = this.#entries.get(key)
    if (!entry?.files.includes(fileHash)) return 'foreign'
    return entry.text === textHash && entry.files.at(-1) === fileHash ? 'ours' : 'stale'
  }

  /** Whether a file of this content is our own work, from whatever text. */
  isOurs(key: string, fileHash: string): boolean {
    return this.#entries.get(key)?.files.includes(fileHash) === true
  }

  /**
   * Notes what is about to be written, before it is: after a crash in between, the file is the old or the new one,
   * and both are known as ours.
   */
  announce(key: string, textHash: string, fileHash: string): Promise<void> {
    const before = this.#entries.get(key)?.files ?? []
    const files = [...before.filter((one) => one !== fileHash).slice(-1), fileHash]
    this.#entries.set(key, { text: textHash, files })
    this.#writing = this.#writing.then(() => this.#write())
    return this.#writing
  }

  #write(): Promise<void> {
    const prompts = Object.fromEntries([...this.#entries].sort(([a], [b]) => (a < b ? -1 : 1)))
    return writeWhole(this.#file, `${JSON.stringify({ version: 1, prompts }, null, 1)}\n`)
  }
}

export function hashOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
