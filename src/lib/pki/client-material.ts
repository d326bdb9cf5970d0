/** What one end of mutual TLS needs, read from the files that a configuration names. */
import { readSecretFile } from '../secret-file.ts'
import { readSmallFile } from '../small-file.ts'
import { readCertificates, readCredential } from './credential.ts'

export interface ClientFiles {
  /** The certificate, its chain behind it. */
  readonly certificateFile: string
  /** May be the same file. */
  readonly keyFile: string
  /** Null: the key isn't encrypted. */
  readonly passphraseFile: string | null
  /** Who signed the other end's certificate. */
  readonly authorityFile: string
}

/** PEM, as node:tls takes it. */
export interface ClientMaterial {
  readonly cert: string
  readonly key: string
  readonly ca: string
  /** Files with secrets that others than their owner and group may read. */
  readonly openToOthers: readonly string[]
}

export type ClientMaterialRead =
  | { readonly ok: true; readonly value: ClientMaterial }
  /** `reason` names the file at fault and quotes nothing of it. */
  | { readonly ok: false; readonly file: string; readonly reason: string }

const MAX_KEY_BYTES = 1_048_576

/** Reads and checks all of them. With an encrypted key this takes as long as its key derivation, 50 ms and more. */
export function readClientMaterial(files: ClientFiles): ClientMaterialRead {
  const { certificateFile, keyFile, passphraseFile, authorityFile } = files
  const passphrase = passphraseFile === null ? undefined : readSecretFile(passphraseFile)
  if (passphrase?.ok === false) return fault(passphraseFile ?? '', passphrase.reason)
  const own = readCredential(certificateFile, keyFile, passphrase?.value)
  if (!own.ok) return fault(own.reason.startsWith(keyFile) ? keyFile : certificateFile, own.reason)
  const authority = readCertificates(authorityFile)
  if (!authority.ok) return fault(authorityFile, authority.reason)
  const key = readSmallFile(keyFile, MAX_KEY_BYTES)
  const openToOthers = [
    ...(passphraseFile !== null && passphrase?.openToOthers === true ? [passphraseFile] : []),
    ...(passphraseFile === null && key.ok && key.openToOthers ? [keyFile] : []),
  ]
  return {
    ok: true,
    value: {
      cert: own.value.certificates,
      key: own.value.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      ca: authority.value.map((one) => one.toString()).join(''),
      openToOthers,
    },
  }
}

function fault(file: string, reason: string): ClientMaterialRead {
  return { ok: false, file, reason }
}
