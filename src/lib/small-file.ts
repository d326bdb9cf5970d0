/** Reads a small file that somebody named: a secret, a certificate, a key. */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'

export type SmallFile =
  /** `openToOthers`: others than the owner and his group may read it. */
  | { readonly ok: true; readonly text: string; readonly openToOthers: boolean }
  /** `reason` names the file and holds nothing of its content. */
  | { readonly ok: false; readonly reason: string }

/** A plain file's text, at most `maxBytes` of it: a device, a pipe or a huge file is refused, not waited for. */
export function readSmallFile(file: string, maxBytes: number): SmallFile {
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
    // One more than allowed: the size may change between the look and the read.
    const bytes = Buffer.alloc(maxBytes + 1)
    const length = readSync(fd, bytes, 0, bytes.length, 0)
    if (length > maxBytes) return { ok: false, reason: `${file}: larger than ${maxBytes} bytes` }
    return { ok: true, text: bytes.toString('utf8', 0, length), openToOthers: (stat.mode & 0o007) !== 0 }
  } catch {
    return { ok: false, reason: `${file}: can't be read` }
  } finally {
    closeSync(fd)
  }
}
