/** A certificate with its private key, from one file or two, checked to belong together. */
import { type KeyObject, X509Certificate } from 'node:crypto'
import { decryptPrivateKey, readOpenPrivateKey } from './encrypted-key.ts'
import { readSmall } from './pem-files.ts'

export interface Credential {
  /** The certificate, with its chain behind it if the file has one; PEM. */
  readonly certificates: string
  readonly certificate: X509Certificate
  readonly privateKey: KeyObject
}

export type CredentialRead =
  | { readonly ok: true; readonly value: Credential }
  /** `reason` names the file and quotes nothing of it. */
  | { readonly ok: false; readonly reason: string }

/** `certificateFile` and `keyFile` may be the same file. Without a passphrase the key must not be encrypted. */
export function readCredential(
  certificateFile: string,
  keyFile: string,
  passphrase: string | undefined,
): CredentialRead {
  const certificates = readCertificates(certificateFile)
  if (!certificates.ok) return certificates
  const [certificate] = certificates.value
  if (certificate === undefined) return { ok: false, reason: `${certificateFile}: holds no certificate` }
  const text = readSmall(keyFile)
  if (!text.ok) return text
  const block = keyBlock(text.text)
  const key = passphrase === undefined ? readOpenPrivateKey(block) : decryptPrivateKey(block, passphrase)
  if (!key.ok) return { ok: false, reason: `${keyFile}: ${key.reason}` }
  if (!certificate.checkPrivateKey(key.key)) {
    return { ok: false, reason: `${keyFile}: is not the key of the certificate in ${certificateFile}` }
  }
  const chain = certificates.value.map((one) => one.toString()).join('')
  return { ok: true, value: { certificates: chain, certificate, privateKey: key.key } }
}

export type CertificatesRead =
  | { readonly ok: true; readonly value: readonly X509Certificate[] }
  | { readonly ok: false; readonly reason: string }

/** All certificates of a PEM file, in its order; whatever else the file holds is passed over. */
export function readCertificates(file: string): CertificatesRead {
  const text = readSmall(file)
  if (!text.ok) return text
  const blocks = text.text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  if (blocks.length === 0) return { ok: false, reason: `${file}: holds no certificate in PEM` }
  try {
    return { ok: true, value: blocks.map((block) => new X509Certificate(block)) }
  } catch {
    return { ok: false, reason: `${file}: holds a certificate that can't be read` }
  }
}

export interface Validity {
  readonly notBefore: Date
  readonly notAfter: Date
}

/** node:crypto 20 gives dates as OpenSSL prints them, always in GMT. */
export function validityOf(certificate: X509Certificate): Validity {
  return { notBefore: new Date(certificate.validFrom), notAfter: new Date(certificate.validTo) }
}

function keyBlock(pem: string): string {
  return (
    /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----[\s\S]+?-----END (?:[A-Z]+ )?PRIVATE KEY-----/.exec(pem)?.[0] ??
    ''
  )
}
