/**
 * X.509 certificates by node-forge (RFC 5280). It signs with RSA only, so every certificate's key is RSA; signatures
 * are SHA-256 with RSA, since node-forge would take SHA-1 unasked.
 */
import { constants, type KeyObject, privateEncrypt, randomBytes } from 'node:crypto'
import { isIP } from 'node:net'
import forge from 'node-forge'
import type { KeyPair } from './key-pair.ts'

/**
 * What a certificate is for. `authority` signs others; `server` and `client` are the two ends of mutual TLS,
 * `peer` is either; `envelope` is what data keys are wrapped to.
 */
export type Profile = 'authority' | 'server' | 'client' | 'peer' | 'envelope'

export interface CertificateRequest {
  readonly profile: Profile
  readonly commonName: string
  /** DNS names and IP addresses that the certificate is valid for. */
  readonly hosts?: readonly string[]
  readonly publicKey: KeyObject
  readonly notBefore: Date
  readonly notAfter: Date
}

export interface Issuer {
  /** PEM. */
  readonly certificate: string
  readonly privateKey: KeyObject
}

const ORGANISATION = 'cti-bridge'
/** A peer's clock may be behind. */
const BACKDATE_MS = 300_000

/** From now (less five minutes) for so many days. */
export function validityFrom(now: Date, days: number): { notBefore: Date; notAfter: Date } {
  return {
    notBefore: new Date(now.getTime() - BACKDATE_MS),
    notAfter: new Date(now.getTime() + days * 86_400_000),
  }
}

/**
 * Issues a certificate and returns it as PEM. Without `issuer` it is signed by its own key, `selfKey`.
 * Throws when the common name or a host can't stand in a certificate, which is the caller's fault.
 */
export function issueCertificate(
  request: CertificateRequest,
  by: Issuer | { readonly selfKey: KeyObject },
): string {
  const certificate = forge.pki.createCertificate()
  certificate.publicKey = forge.pki.publicKeyFromPem(publicPem(request.publicKey))
  certificate.serialNumber = randomSerial()
  certificate.validity.notBefore = request.notBefore
  certificate.validity.notAfter = request.notAfter
  const issuer = 'certificate' in by ? forge.pki.certificateFromPem(by.certificate) : undefined
  const subject = nameOf(request.commonName)
  certificate.setSubject(subject)
  certificate.setIssuer(issuer === undefined ? subject : attributesOf(issuer))
  certificate.setExtensions(extensionsOf(request, certificate, issuer))
  certificate.sign(signingKey('certificate' in by ? by.privateKey : by.selfKey), forge.md.sha256.create())
  return forge.pki.certificateToPem(certificate).replaceAll('\r\n', '\n')
}

function extensionsOf(
  request: CertificateRequest,
  own: forge.pki.Certificate,
  issuer: forge.pki.Certificate | undefined,
): object[] {
  // `keyIdentifier: true` would put the subject's own identifier here, and no chain would be found by it.
  const keyIdentifier = (issuer ?? own).generateSubjectKeyIdentifier().getBytes()
  return [
    { name: 'basicConstraints', critical: true, ...basicConstraints(request.profile) },
    { name: 'keyUsage', critical: true, ...KEY_USAGE[request.profile] },
    ...EXTENDED_USAGE[request.profile],
    { name: 'subjectKeyIdentifier' },
    { name: 'authorityKeyIdentifier', keyIdentifier },
    ...alternativeNames(request),
  ]
}

function basicConstraints(profile: Profile): object {
  return profile === 'authority' ? { cA: true, pathLenConstraint: 0 } : { cA: false }
}

const KEY_USAGE: Readonly<Record<Profile, object>> = {
  authority: { keyCertSign: true, cRLSign: true },
  server: { digitalSignature: true },
  client: { digitalSignature: true },
  peer: { digitalSignature: true },
  envelope: { keyEncipherment: true },
}

const EXTENDED_USAGE: Readonly<Record<Profile, readonly object[]>> = {
  authority: [],
  server: [{ name: 'extKeyUsage', serverAuth: true }],
  client: [{ name: 'extKeyUsage', clientAuth: true }],
  peer: [{ name: 'extKeyUsage', serverAuth: true, clientAuth: true }],
  envelope: [],
}

function alternativeNames({ hosts = [], profile }: Pick<CertificateRequest, 'hosts' | 'profile'>): object[] {
  if (hosts.length === 0) {
    if (profile === 'server') throw new RangeError('a server certificate needs a host')
    return []
  }
  const altNames = hosts.map((host) => {
    if (isIP(host) !== 0) return { type: 7, ip: host }
    if (!/^(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(host)) {
      throw new RangeError('a host is a DNS name or an IP address')
    }
    return { type: 2, value: host }
  })
  return [{ name: 'subjectAltName', altNames }]
}

/** A PKCS#10 request for a certificate, as PEM: what a hospital's own authority is given to sign. */
export function certificateRequest(
  request: Omit<CertificateRequest, 'publicKey' | 'notBefore' | 'notAfter'>,
  pair: KeyPair,
): string {
  const csr = forge.pki.createCertificationRequest()
  csr.publicKey = forge.pki.publicKeyFromPem(publicPem(pair.publicKey))
  csr.setSubject(nameOf(request.commonName))
  const extensions = [
    { name: 'keyUsage', critical: true, ...KEY_USAGE[request.profile] },
    ...EXTENDED_USAGE[request.profile],
    ...alternativeNames(request),
  ]
  csr.setAttributes([{ name: 'extensionRequest', extensions }] as never)
  csr.sign(signingKey(pair.privateKey), forge.md.sha256.create())
  return forge.pki.certificationRequestToPem(csr).replaceAll('\r\n', '\n')
}

function nameOf(commonName: string): forge.pki.CertificateField[] {
  // 64 characters: ub-common-name of RFC 5280. node-forge takes PrintableString unless told, and doesn't check it.
  if (!/^[\p{L}\p{N} ._()-]{1,64}$/u.test(commonName))
    throw new RangeError('a common name of 1 to 64 characters')
  const valueTagClass = forge.asn1.Type.UTF8 as unknown as forge.asn1.Class
  return [
    { name: 'organizationName', value: ORGANISATION, valueTagClass },
    { name: 'commonName', value: commonName, valueTagClass },
  ]
}

/** node-forge reads UTF-8 as bytes and writes it as text: an issuer taken as it was read would be encoded twice. */
function attributesOf(issuer: forge.pki.Certificate): forge.pki.CertificateField[] {
  return issuer.subject.attributes.map((one) =>
    isUtf8(one) ? { ...one, value: forge.util.decodeUtf8(String(one.value)) } : one,
  )
}

function isUtf8({ valueTagClass }: forge.pki.CertificateField): boolean {
  return Number(valueTagClass) === forge.asn1.Type.UTF8
}

/** 127 random bits with the highest set: positive, without a leading zero, and never short (RFC 5280, 4.1.2.2). */
function randomSerial(): string {
  const bytes = randomBytes(16)
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40
  return bytes.toString('hex')
}

function publicPem(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'pem' }).toString()
}

/**
 * node-forge only asks its key to sign a digest. node:crypto does it a hundred times faster, in constant time, and the
 * private key never becomes JavaScript numbers.
 */
function signingKey(key: KeyObject): forge.pki.rsa.PrivateKey {
  if (key.asymmetricKeyType !== 'rsa') throw new RangeError('certificates are signed with RSA keys only')
  const sign = (md: forge.md.MessageDigest) => {
    const digestInfo = Buffer.concat([SHA256_DIGEST_INFO, Buffer.from(md.digest().getBytes(), 'binary')])
    return privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, digestInfo).toString('binary')
  }
  return { sign } as unknown as forge.pki.rsa.PrivateKey
}

/** What stands before the digest in a PKCS#1 v1.5 signature (RFC 8017, 9.2, note 1). */
const SHA256_DIGEST_INFO = Buffer.from('3031300d060960864801650304020105000420', 'hex')
