/**
 * What is due for renewal, and its renewal: certificates that an authority of ours issued, each in one file with its
 * key, and the key pairs that envelopes are wrapped to, which are only ever added.
 */
import { X509Certificate } from 'node:crypto'
import { mkdirSync, readdirSync } from 'node:fs'
import { isIP } from 'node:net'
import { join } from 'node:path'
import type { Authority } from './authority.ts'
import { type CertificateRequest, issueCertificate, type Profile, validityFrom } from './certificate.ts'
import { type Credential, readCredential, validityOf } from './credential.ts'
import { encryptPrivateKey } from './encrypted-key.ts'
import { certificateIdOf, generateRsaKeyPair, type KeyPair } from './key-pair.ts'
import { SECRET_MODE, writeWhole } from './pem-files.ts'
import { dueAt } from './renewal-time.ts'

/** A certificate that is renewed in place, by a new key and a new certificate in one rename. */
export interface ManagedCertificate {
  readonly file: string
  readonly profile: Extract<Profile, 'server' | 'client' | 'peer'>
  readonly commonName: string
  readonly hosts: readonly string[]
}

export interface RenewalOptions {
  readonly authority: Authority
  readonly passphrase: string
  readonly now: Date
  /** RSA of 3072 bits unless told. */
  readonly makeKeyPair?: () => Promise<KeyPair>
}

export interface Renewal {
  readonly file: string
  readonly renewed: boolean
  /** Of the certificate that is in the file now. */
  readonly expiresAt: Date
  readonly dueAt: Date
}

const LEAF_DAYS = 90
const ENVELOPE_DAYS = 730

/** Why a certificate needs renewing at `now`; undefined when it doesn't. */
export function whyDue(
  managed: ManagedCertificate,
  options: RenewalOptions,
): 'unreadable' | 'otherNames' | 'notTrusted' | 'expiring' | undefined {
  const read = readCredential(managed.file, managed.file, options.passphrase)
  if (!read.ok) return 'unreadable'
  const { certificate } = read.value
  if (
    !managed.hosts.every((host) =>
      isIP(host) === 0 ? certificate.checkHost(host) : certificate.checkIP(host),
    )
  )
    return 'otherNames'
  if (!isTrusted(read.value, options)) return 'notTrusted'
  return options.now >= dueAt(certificate) ? 'expiring' : undefined
}

/** Renews `managed` if it is due. The former certificate stays valid until it expires: who has it loaded goes on. */
export async function renewIfDue(managed: ManagedCertificate, options: RenewalOptions): Promise<Renewal> {
  const before = readCredential(managed.file, managed.file, options.passphrase)
  if (before.ok && whyDue(managed, options) === undefined) return renewal(managed.file, before.value, false)
  const pair = await (options.makeKeyPair ?? generateRsaKeyPair)()
  const { profile, commonName, hosts } = managed
  const certificate = signed(
    { profile, commonName, hosts, publicKey: pair.publicKey, ...validityFrom(options.now, LEAF_DAYS) },
    options,
  )
  writeWhole(managed.file, certificate + encryptPrivateKey(pair.privateKey, options.passphrase), SECRET_MODE)
  return renewal(managed.file, mustRead(managed.file, options.passphrase), true)
}

/**
 * Adds an envelope key pair to `directory` when the newest is due or there is none. The pair's file is named by its
 * certificate's id. Former pairs stay: whatever was wrapped to them is opened by them.
 */
export async function renewEnvelopeKey(directory: string, options: RenewalOptions): Promise<Renewal> {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const newest = readEnvelopeKeys(directory, options.passphrase).newest
  if (newest !== undefined && options.now < dueAt(newest.credential.certificate)) {
    return renewal(newest.file, newest.credential, false)
  }
  const pair = await (options.makeKeyPair ?? generateRsaKeyPair)()
  const certificate = signed(
    {
      profile: 'envelope',
      commonName: 'cti-bridge envelopes',
      publicKey: pair.publicKey,
      ...validityFrom(options.now, ENVELOPE_DAYS),
    },
    options,
  )
  const file = join(directory, `${certificateIdOf(new X509Certificate(certificate))}.pem`)
  writeWhole(file, certificate + encryptPrivateKey(pair.privateKey, options.passphrase), SECRET_MODE)
  return renewal(file, mustRead(file, options.passphrase), true)
}

export interface EnvelopeKeys {
  /** By the certificate's id, which an envelope calls `keyId`. */
  readonly byId: ReadonlyMap<string, { readonly file: string; readonly credential: Credential }>
  /** The one to wrap to. */
  readonly newest: { readonly file: string; readonly credential: Credential } | undefined
  /** Files that can't be read, each with its reason. */
  readonly faults: readonly string[]
}

/** Reads every `*.pem` of `directory`: pairs of certificate and key, of any age. */
export function readEnvelopeKeys(directory: string, passphrase: string): EnvelopeKeys {
  const byId = new Map<string, { file: string; credential: Credential }>()
  const faults: string[] = []
  for (const name of readdirSync(directory).sort()) {
    if (!name.endsWith('.pem')) continue
    const file = join(directory, name)
    const read = readCredential(file, file, passphrase)
    if (!read.ok) faults.push(read.reason)
    else if (read.value.privateKey.asymmetricKeyType !== 'rsa') faults.push(`${file}: is not an RSA key`)
    else byId.set(certificateIdOf(read.value.certificate), { file, credential: read.value })
  }
  const begin = (one: { credential: Credential }) =>
    validityOf(one.credential.certificate).notBefore.getTime()
  const newest = [...byId.values()].sort((a, b) => begin(b) - begin(a))[0]
  return { byId, newest, faults }
}

function signed(request: CertificateRequest, { authority, now }: RenewalOptions): string {
  const signer = authority.signer(now)
  if (signer === undefined) throw new Error('the certificate authority has expired')
  // What outlives its issuer is valid on paper only.
  const limit = validityOf(signer.certificate).notAfter
  const notAfter = request.notAfter < limit ? request.notAfter : limit
  return issueCertificate(
    { ...request, notAfter },
    { certificate: signer.certificates, privateKey: signer.privateKey },
  )
}

function isTrusted({ certificate }: Credential, { authority, now }: RenewalOptions): boolean {
  const signer = authority.signer(now)
  return (
    signer?.certificate.subject === certificate.issuer && certificate.verify(signer.certificate.publicKey)
  )
}

function mustRead(file: string, passphrase: string): Credential {
  const read = readCredential(file, file, passphrase)
  if (!read.ok) throw new Error(read.reason)
  return read.value
}

function renewal(file: string, { certificate }: Credential, renewed: boolean): Renewal {
  return { file, renewed, expiresAt: validityOf(certificate).notAfter, dueAt: dueAt(certificate) }
}
