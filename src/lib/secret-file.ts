/** Reads a password, token or key from the file that the configuration names. */
import { readSmallFile } from './small-file.ts'

const MAX_BYTES = 16_384

export type SecretRead =
  | { readonly ok: true; readonly value: string; readonly openToOthers: boolean }
  /** `reason` names the file and holds nothing of its content. */
  | { readonly ok: false; readonly reason: string }

/**
 * The file's text without surrounding white space. `openToOthers` is true when others than the owner and his group may
 * read it, which deserves a warning.
 */
export function readSecretFile(file: string): SecretRead {
  const read = readSmallFile(file, MAX_BYTES)
  if (!read.ok) return read
  const value = read.text.trim()
  if (value === '') return { ok: false, reason: `${file}: is empty` }
  // Whoever takes it as a line of a protocol would take what follows as another.
  if (/[\r\n\0]/.test(value)) return { ok: false, reason: `${file}: more than one line` }
  return { ok: true, value, openToOthers: read.openToOthers }
}
