/** Reads the files that hold secrets. Faults name the file, never what is in it. */
import { readFileSync } from 'node:fs'
import type { Checked, Fault } from '../lib/fault.ts'

/** More than any password or key: a file larger than this is not one of ours. */
const MOST_BYTES = 4096

/** The first line of each file, by the names given. All unreadable files are reported together. */
export function readSecretFiles<Name extends string>(
  files: Readonly<Record<Name, string>>,
): Checked<Readonly<Record<Name, string>>> {
  const faults: Fault[] = []
  const values = {} as Record<Name, string>
  for (const [name, file] of Object.entries(files) as [Name, string][]) {
    const read = readSecret(file)
    if (read.ok) values[name] = read.value
    else faults.push({ place: file, path: name, message: read.reason })
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, value: values }
}

function readSecret(file: string): { ok: true; value: string } | { ok: false; reason: string } {
  try {
    const bytes = readFileSync(file)
    if (bytes.length > MOST_BYTES)
      return { ok: false, reason: `more than ${MOST_BYTES} bytes: not a secret of ours` }
    const value = bytes.toString('utf8').split(/\r?\n/, 1)[0]?.trim() ?? ''
    return value === '' ? { ok: false, reason: 'the first line is empty' } : { ok: true, value }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown'
    const hint =
      code === 'ENOENT' ? 'no such file; `scripts/run` makes one for a trial' : `not readable (${code})`
    return { ok: false, reason: hint }
  }
}
