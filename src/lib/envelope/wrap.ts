/**
 * Wraps a data key to a certificate and unwraps it: RSA-OAEP (RFC 8017, 7.1) with SHA-256 for the label and for MGF1.
 * The label binds the wrapped key to its recording and segment: under any other label it doesn't open.
 */
import {
  constants,
  createHash,
  type KeyObject,
  privateDecrypt,
  publicEncrypt,
  X509Certificate,
} from 'node:crypto'

export type WrapOutcome =
  | { readonly type: 'wrapped'; readonly keyId: string; readonly wrappedKey: Buffer }
  | CertificateFault

/** `reason` `notRsa` also stands for a key of less than 2,048 bits. */
export interface CertificateFault {
  readonly type: 'badCertificate'
  readonly reason: 'notOneCertificate' | 'notRsa'
}

export type UnwrapOutcome =
  | { readonly type: 'unwrapped'; readonly dataKey: Buffer }
  /** Another key, another label or altered bytes; which of them isn't told, for it would help a forger. */
  | { readonly type: 'notOpened' }

export const DATA_KEY_BYTES = 32
const LEAST_MODULUS_BITS = 2_048

/** The label of a segment's data key. */
export function keyLabel(recordingId: string, segment: number): string {
  return `${recordingId}/${segment}`
}

/**
 * Wraps `dataKey` to the certificate's public key. Validity dates and the chain are the business of whoever trusts the
 * certificate: a recording must be sealed even on the day after a certificate expired.
 * @param label ASCII, see `keyLabel`
 * @param certificatePem exactly one certificate
 */
export function wrapKey(dataKey: Uint8Array, label: string, certificatePem: string): WrapOutcome {
  if (dataKey.length !== DATA_KEY_BYTES) throw new RangeError('a data key has 32 bytes')
  const certificate = readCertificate(certificatePem)
  if (certificate.type !== 'certificate') return certificate
  // node-forge does the same in 7 ms, during which no call would be served; MGF1 takes the label's hash.
  const wrappedKey = publicEncrypt(
    {
      key: certificate.publicKey,
      padding: constants.RSA_PKCS1_OAEP_PADDING,
      oaepHash: 'sha256',
      oaepLabel: labelBytes(label),
    },
    dataKey,
  )
  return { type: 'wrapped', keyId: certificate.keyId, wrappedKey }
}

export function unwrapKey(wrappedKey: Uint8Array, label: string, privateKey: KeyObject): UnwrapOutcome {
  try {
    const dataKey = privateDecrypt(
      {
        key: privateKey,
        padding: constants.RSA_PKCS1_OAEP_PADDING,
        oaepHash: 'sha256',
        oaepLabel: labelBytes(label),
      },
      wrappedKey,
    )
    return dataKey.length === DATA_KEY_BYTES ? { type: 'unwrapped', dataKey } : { type: 'notOpened' }
  } catch {
    return { type: 'notOpened' }
  }
}

/** The certificate's fingerprint, by which envelopes and headers name it: SHA-256 of its DER bytes in hexadecimal. */
export function certificateKeyId(
  certificatePem: string,
): { type: 'keyId'; keyId: string } | CertificateFault {
  const certificate = readCertificate(certificatePem)
  return certificate.type === 'certificate' ? { type: 'keyId', keyId: certificate.keyId } : certificate
}

interface Certificate {
  readonly type: 'certificate'
  readonly keyId: string
  readonly publicKey: KeyObject
}

/** What stands around a certificate's base64 text (RFC 7468). */
const PEM_BOUNDARY = /-----BEGIN ([A-Z0-9 ]+)-----/g

function readCertificate(pem: string): Certificate | CertificateFault {
  const labels = Array.from(pem.matchAll(PEM_BOUNDARY), ([, label]) => label)
  if (labels.length !== 1 || labels[0] !== 'CERTIFICATE')
    return { type: 'badCertificate', reason: 'notOneCertificate' }
  let certificate: X509Certificate
  try {
    certificate = new X509Certificate(pem)
  } catch {
    return { type: 'badCertificate', reason: 'notOneCertificate' }
  }
  const { publicKey, raw } = certificate
  const bits = publicKey.asymmetricKeyType === 'rsa' ? publicKey.asymmetricKeyDetails?.modulusLength : 0
  if (bits === undefined || bits < LEAST_MODULUS_BITS) return { type: 'badCertificate', reason: 'notRsa' }
  return { type: 'certificate', keyId: createHash('sha256').update(raw).digest('hex'), publicKey }
}

function labelBytes(label: string): Buffer {
  return Buffer.from(label, 'utf8')
}
