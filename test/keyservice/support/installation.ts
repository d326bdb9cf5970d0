/** A key service's installation in a directory of its own, made as `set-up` makes it, with keys that are made faster. */
import { constants, type KeyObject, publicEncrypt, X509Certificate } from 'node:crypto'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { KeyserviceInput } from '../../../src/keyservice/config.ts'
import { setUp } from '../../../src/keyservice/set-up.ts'
import { decryptPrivateKey } from '../../../src/lib/pki/encrypted-key.ts'
import { certificateIdOf, generateRsaKeyPair } from '../../../src/lib/pki/key-pair.ts'
import { type PermitClaims, signPermit } from '../../../src/lib/pki/permit.ts'

export const HOSTS = ['127.0.0.1', 'localhost']
export const makeKeyPair = () => generateRsaKeyPair(2048)

export interface Installation {
  readonly path: string
  /** The key service's part, and the API's. */
  readonly own: string
  readonly api: string
  readonly passphrase: string
  readonly apiPassphrase: string
  readonly permitKey: KeyObject
  /** Writes settings and returns their file. */
  configure(more?: Partial<KeyserviceInput>): string
  /** The log's text, all files. */
  remove(): void
}

let template: Promise<string> | undefined

/** A fresh copy; the keys are made once in a test file. */
export async function install(): Promise<Installation> {
  template ??= makeTemplate()
  const path = mkdtempSync(join(tmpdir(), 'cti-keys-'))
  cpSync(await template, path, { recursive: true })
  return installationAt(path)
}

export function removeTemplate(): Promise<void> {
  return (template ?? Promise.resolve('')).then((path) => {
    if (path !== '') rmSync(path, { recursive: true, force: true })
  })
}

async function makeTemplate(): Promise<string> {
  const path = mkdtempSync(join(tmpdir(), 'cti-keys-'))
  const made = await setUp({
    directory: join(path, 'own'),
    apiDirectory: join(path, 'api'),
    hosts: HOSTS,
    now: new Date(),
    makeKeyPair,
  })
  if (!made.ok) throw new Error(made.reason)
  return path
}

export function installationAt(path: string): Installation {
  const own = join(path, 'own')
  const api = join(path, 'api')
  const apiPassphrase = readFileSync(join(api, 'passphrase'), 'utf8').trim()
  const permitKey = decryptPrivateKey(readFileSync(join(api, 'permit-key.pem'), 'utf8'), apiPassphrase)
  if (!permitKey.ok) throw new Error(permitKey.reason)
  return {
    path,
    own,
    api,
    passphrase: readFileSync(join(own, 'passphrase'), 'utf8').trim(),
    apiPassphrase,
    permitKey: permitKey.key,
    configure(more = {}) {
      const settings: KeyserviceInput = {
        port: 0,
        dataDir: 'data',
        keysDir: 'keys',
        permitKeysDir: 'permit-keys',
        passphraseFile: 'passphrase',
        tls: { certificateFile: 'server.pem', keyFile: 'server.pem', clientAuthorityFile: 'ca/ca.pem' },
        reloadSeconds: 3600,
        ...more,
      }
      const file = join(own, 'test.yaml')
      writeFileSync(file, JSON.stringify(settings))
      return file
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  }
}

/** An envelope by node:crypto's own encryption, so that nothing of ours wraps what ours opens. */
export function wrap(certificatePem: string, dataKey: Buffer, recordingId: string, segment: number) {
  const certificate = new X509Certificate(certificatePem)
  const wrapped = publicEncrypt(
    {
      key: certificate.publicKey,
      padding: constants.RSA_PKCS1_OAEP_PADDING,
      oaepHash: 'sha256',
      oaepLabel: Buffer.from(`${recordingId}/${segment}`),
    },
    dataKey,
  )
  return {
    version: 1 as const,
    recordingId,
    segment,
    algorithm: 'RSA-OAEP-256' as const,
    keys: [{ keyId: certificateIdOf(certificate), wrappedKey: wrapped.toString('base64') }],
  }
}

let permits = 0

/** A permit that would be taken, but for `change`. */
export function permitFor(
  key: KeyObject,
  place: { recordingId: string; segment: number },
  change: Partial<PermitClaims> = {},
): string {
  permits += 1
  const now = Math.floor(Date.now() / 1000)
  const { recordingId, segment } = place
  const base = {
    permitId: `permit_${process.pid}_${permits}_${now}`,
    person: 'agent_li',
    reason: 'complaint 12',
  }
  return signPermit({ ...base, recordingId, segment, issuedAt: now, expiresAt: now + 60, ...change }, key)
}
