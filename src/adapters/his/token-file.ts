/** A token in a file that somebody replaces from time to time. */
import { statSync } from 'node:fs'
import { readSecretFile } from '../../lib/secret-file.ts'

/** Undefined: it can't be read now. Looked at with each request, read only when it has changed. */
export type ReadToken = () => string | undefined

export function tokenFile(file: string): ReadToken {
  let read: { readonly stamp: string; readonly token: string } | undefined
  return () => {
    const stamp = stampOf(file)
    if (stamp === undefined) return undefined
    if (read?.stamp !== stamp) {
      const secret = readSecretFile(file)
      read = secret.ok ? { stamp, token: secret.value } : undefined
    }
    return read?.token
  }
}

function stampOf(file: string): string | undefined {
  try {
    const { ino, size, mtimeMs } = statSync(file)
    return `${ino} ${size} ${mtimeMs}`
  } catch {
    return undefined
  }
}
