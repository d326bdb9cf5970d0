/** Reads a password, token or key from the file that the configuration names. */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'

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
  let fd: number
  try {
    fd = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK)
  } catch (error) {
    const absent = (error as NodeJS.ErrnoException).code === 'ENOENT'
    return { ok: false, reason: `${file}: ${absent ? 'no such file' : "can't be opened"}` }
  }
  try {
    const stat = fstatSync(fd)
    if (!stat.isFile()) return { ok: false, reason: `${file}: is not a plain file` }
    const bytes = Buffer.alloc(MAX_BYTES + 1)
    const length = readSync(fd, bytes, 0, bytes.length, 0)
    if (length > MAX_BYTES) return { ok: false, reason: `${file}: larger than ${MAX_BYTES} bytes` }
    const value = bytes.toString('utf8', 0, length).trim()
    if (value === '') return { ok: false, reason: `${file}: is empty` }
    // Whoever takes it as a line of a protocol would take what follows as another.
    if (/[\r\n\0]/.test(value)) return { ok: false, reason: `${file}: more than one line` }
    return { ok: true, value, openToOthers: (stat.mode & 0o007) !== 0 }
  } catch {
    return { ok: false, reason: `${file}: can't be read` }
  } finally {
    closeSync(fd)
  }
}
