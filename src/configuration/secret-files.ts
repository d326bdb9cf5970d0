/** Reads the files that hold secrets; all faults together, none of which says what is in a file. */
import type { Checked, Fault } from '../lib/fault.ts'
import { readSecretFile } from '../lib/secret-file.ts'

/** What the files hold, by the names given. */
export function readSecretFiles(
  files: Readonly<Record<string, string>>,
): Checked<ReadonlyMap<string, string>> {
  const faults: Fault[] = []
  const values = new Map<string, string>()
  for (const [name, file] of Object.entries(files)) {
    const read = readSecretFile(file)
    if (read.ok) values.set(name, read.value)
    else faults.push({ place: file, path: name, message: read.reason })
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, value: values }
}
