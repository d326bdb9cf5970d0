/** A directory of a test's own, gone when the test is over. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

export interface Scratch {
  readonly path: string
  /** Writes a file, making its folders, and returns its path. */
  write(name: string, content: string | Uint8Array): string
}

export function scratch(): Scratch {
  const path = mkdtempSync(join(tmpdir(), 'cti-test-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return {
    path,
    write: (name, content) => {
      const file = join(path, name)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, content)
      return file
    },
  }
}
