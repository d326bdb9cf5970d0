/** Reads the files that hold secrets; all faults together, none of which says what is in a file. */
import type { Checked, Fault } from '../lib/fault.ts'
import { readSecretFile } from '../lib/secret-file.ts'

export interface SecretFiles {
  readonly values: ReadonlyMap<string, string>
  /** Files that others than their owner and group may read. */
  readonly openToOthers: readonly string[]
}

/** What the files hold, by the names given. */
export function readSecretFiles(files: Readonly<Record<string, string>>): Checked<SecretFiles> {
  const faults: Fault[] = []
  const values = new Map<string, string>()
  const openToOthers: string[] = []
  for (const [name, file] of Object.entries(files)) {
    const read = readSecretFile(file)
    if (read.ok) {
      values.set(name, read.value)
      if (read.openToOthers) openToOthers.push(file)
    } else faults.push({ place: file, path: name, message: read.reason })
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, value: { values, openToOthers } }
}
