/** All that the key service reads from files and may read again: keys, certificates, lists. Whole or not at all. */
import { createPublicKey, type KeyObject } from 'node:crypto'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Credential, readCertificates, readCredential } from '../lib/pki/credential.ts'
import { keyIdOf } from '../lib/pki/key-pair.ts'
import { readSmall } from '../lib/pki/pem-files.ts'
import { type EnvelopeKeys, readEnvelopeKeys } from '../lib/pki/renewal.ts'
import type { KeyserviceConfig } from './config.ts'

export interface Material {
  readonly envelopeKeys: EnvelopeKeys
  /** Public keys by key id. */
  readonly permitKeys: ReadonlyMap<string, KeyObject>
  readonly server: Credential
  /** PEM. */
  readonly clientAuthority: string
  readonly crl: string | undefined
  /** Ids of client certificates. */
  readonly revoked: ReadonlySet<string>
  /** Files that were passed over, each with its reason. */
  readonly faults: readonly string[]
}

export type MaterialRead =
  | { readonly ok: true; readonly value: Material }
  | { readonly ok: false; readonly reasons: readonly string[] }

/** Reads everything; takes about 100 ms for each private key. */
export function readMaterial(config: KeyserviceConfig): MaterialRead {
  const { tls, passphrase } = config
  const reasons: string[] = []
  const need = <T>(read: { ok: true; value: T } | { ok: false; reason: string }): T | undefined => {
    if (read.ok) return read.value
    reasons.push(read.reason)
    return undefined
  }
  const server = need(readCredential(tls.certificateFile, tls.keyFile, passphrase))
  const authorities = need(readCertificates(tls.clientAuthorityFile))
  const crl = tls.crlFile === undefined ? '' : need(textOf(tls.crlFile))
  const revoked = tls.revokedFile === undefined ? new Set<string>() : need(readRevoked(tls.revokedFile))
  const envelopeKeys = need(inDirectory(config.keysDir, () => readEnvelopeKeys(config.keysDir, passphrase)))
  const permitKeys = need(inDirectory(config.permitKeysDir, () => readPermitKeys(config.permitKeysDir)))
  if (envelopeKeys?.byId.size === 0)
    reasons.push(`${config.keysDir}: holds no key pair`, ...envelopeKeys.faults)
  if (permitKeys?.keys.size === 0)
    reasons.push(`${config.permitKeysDir}: holds no public key`, ...permitKeys.faults)
  if (!server || !authorities || crl === undefined || !revoked || !envelopeKeys || !permitKeys) {
    return { ok: false, reasons }
  }
  if (reasons.length > 0) return { ok: false, reasons }
  const value: Material = {
    envelopeKeys,
    permitKeys: permitKeys.keys,
    server,
    clientAuthority: authorities.map((one) => one.toString()).join(''),
    crl: crl === '' ? undefined : crl,
    revoked,
    faults: [...envelopeKeys.faults, ...permitKeys.faults],
  }
  return { ok: true, value }
}

/** Changes when one of the files does. */
export function materialStamp(config: KeyserviceConfig): string {
  const { tls, keysDir, permitKeysDir } = config
  const single = [tls.certificateFile, tls.keyFile, tls.clientAuthorityFile, tls.crlFile, tls.revokedFile]
  const files = [...single.filter((one) => one !== undefined), ...filesIn(keysDir), ...filesIn(permitKeysDir)]
  return files.map((file) => `${file} ${stamp(file)}`).join('\n')
}

function stamp(file: string): string {
  const stat = statSync(file, { throwIfNoEntry: false })
  return stat === undefined ? '-' : `${stat.ino} ${stat.size} ${stat.mtimeMs}`
}

function filesIn(directory: string): string[] {
  try {
    return readdirSync(directory)
      .sort()
      .map((name) => join(directory, name))
  } catch {
    return []
  }
}

type Read<T> = { ok: true; value: T } | { ok: false; reason: string }

function textOf(file: string): Read<string> {
  const read = readSmall(file)
  if (!read.ok) return read
  if (!read.text.includes('-----BEGIN X509 CRL-----'))
    return { ok: false, reason: `${file}: holds no revocation list` }
  return { ok: true, value: read.text }
}

function inDirectory<T>(directory: string, read: () => T): Read<T> {
  try {
    return { ok: true, value: read() }
  } catch (error) {
    return { ok: false, reason: `${directory}: ${(error as NodeJS.ErrnoException).code ?? "can't be read"}` }
  }
}

/** Ids as `openssl x509 -fingerprint -sha256` prints them, with colons or without; `#` begins a remark. */
function readRevoked(file: string): Read<ReadonlySet<string>> {
  const read = readSmall(file)
  if (!read.ok) return read
  const revoked = new Set<string>()
  for (const [index, line] of read.text.split('\n').entries()) {
    const id = line.replace(/#.*/, '').replaceAll(':', '').trim().toLowerCase()
    if (id === '') continue
    if (!/^[0-9a-f]{64}$/.test(id)) {
      return { ok: false, reason: `${file}:${index + 1}: is not the SHA-256 fingerprint of a certificate` }
    }
    revoked.add(id)
  }
  return { ok: true, value: revoked }
}

function readPermitKeys(directory: string): { keys: Map<string, KeyObject>; faults: string[] } {
  const keys = new Map<string, KeyObject>()
  const faults: string[] = []
  for (const file of filesIn(directory).filter((one) => one.endsWith('.pem'))) {
    const read = readSmall(file)
    if (!read.ok) faults.push(read.reason)
    else {
      const key = publicKeyOf(read.text)
      if (key?.asymmetricKeyType === 'ed25519') keys.set(keyIdOf(key), key)
      else faults.push(`${file}: is not an Ed25519 public key in PEM`)
    }
  }
  return { keys, faults }
}

function publicKeyOf(pem: string): KeyObject | undefined {
  // createPublicKey would derive one from a private key, which has no business here.
  if (!pem.includes('-----BEGIN PUBLIC KEY-----')) return undefined
  try {
    return createPublicKey(pem)
  } catch {
    return undefined
  }
}
