/** What we show the far end of a tunnel: looked at before each connection, and read again once a file has changed. */
import { statSync } from 'node:fs'
import { createSecureContext, type SecureContext } from 'node:tls'
import { type ClientFiles, readClientMaterial } from '../../../lib/pki/client-material.ts'

export type CredentialsTaken =
  | { readonly ok: true; readonly context: SecureContext }
  /** `reason` names the file and quotes nothing of it. */
  | { readonly ok: false; readonly reason: string }

export interface Credentials {
  take(): CredentialsTaken
}

export function createCredentials(files: ClientFiles): Credentials {
  let stamp = ''
  let taken: CredentialsTaken = { ok: false, reason: 'not read yet' }
  return {
    take() {
      const seen = stampOf(files)
      // Opening an encrypted key takes longer than other calls may wait, so it isn't done at every attempt.
      if (seen !== stamp) {
        stamp = seen
        taken = read(files)
      }
      return taken
    },
  }
}

function read(files: ClientFiles): CredentialsTaken {
  const material = readClientMaterial(files)
  if (!material.ok) return { ok: false, reason: material.reason }
  const { cert, key, ca } = material.value
  try {
    return { ok: true, context: createSecureContext({ cert, key, ca, minVersion: 'TLSv1.2' }) }
  } catch {
    // OpenSSL has rules of its own: keys that are too short, digests that are too weak.
    return { ok: false, reason: `${files.certificateFile}: OpenSSL takes neither it nor its key` }
  }
}

function stampOf({ certificateFile, keyFile, passphraseFile, authorityFile }: ClientFiles): string {
  return [certificateFile, keyFile, passphraseFile ?? '', authorityFile]
    .map((file) => {
      const stat = file === '' ? undefined : statSync(file, { throwIfNoEntry: false })
      return stat === undefined ? '-' : `${stat.ino} ${stat.size} ${stat.mtimeMs}`
    })
    .join()
}
