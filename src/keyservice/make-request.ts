/** A key and a request for its certificate, for the hospital's own authority. */
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { certificateRequest } from '../lib/pki/certificate.ts'
import { encryptPrivateKey } from '../lib/pki/encrypted-key.ts'
import { generateRsaKeyPair } from '../lib/pki/key-pair.ts'
import { PUBLIC_MODE, SECRET_MODE, writeWhole } from '../lib/pki/pem-files.ts'
import { readSecretFile } from '../lib/secret-file.ts'

export interface RequestOptions {
  readonly directory: string
  readonly profile: 'server' | 'client' | 'envelope'
  readonly hosts: readonly string[]
  readonly passphraseFile: string
}

export type RequestMade =
  | { readonly ok: true; readonly requestFile: string; readonly keyFile: string }
  | { readonly ok: false; readonly reason: string }

export async function makeRequest({
  directory,
  profile,
  hosts,
  passphraseFile,
}: RequestOptions): Promise<RequestMade> {
  const passphrase = readSecretFile(passphraseFile)
  if (!passphrase.ok) return passphrase
  const keyFile = join(directory, `${profile}.key.pem`)
  const requestFile = join(directory, `${profile}.csr.pem`)
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  if (existsSync(keyFile)) return { ok: false, reason: `${keyFile}: is there already, and is left as it is` }
  const pair = await generateRsaKeyPair()
  const commonName = profile === 'client' ? (hosts[0] ?? 'cti-bridge-api') : `cti-bridge ${profile}`
  const request = certificateRequest({ profile, commonName, hosts }, pair)
  writeWhole(keyFile, encryptPrivateKey(pair.privateKey, passphrase.value), SECRET_MODE)
  writeWhole(requestFile, request, PUBLIC_MODE)
  return { ok: true, requestFile, keyFile }
}
