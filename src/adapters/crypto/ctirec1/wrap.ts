/**
 * Wraps a data key to a certificate and unwraps it: RSA-OAEP (RFC 8017, 7.1) with SHA-256 for the label and for MGF1.
 * The label binds the wrapped key to its recording and segment: under any other label it doesn't open.
 */
import { constants, createHash, type KeyObject, privateDecrypt, randomBytes } from 'node:crypto'
import forge from 'node-forge'
import { DATA_KEY_BYTES } from './layout.ts'

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

const LEAST_MODULUS_BITS = 2_048
const SEED_BYTES = 32

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
  const wrapped = certificate.publicKey.encrypt(binary(dataKey), 'RSA-OAEP', {
    // node-forge takes SHA-1 for both unless told, and a seed of its own generator.
    md: forge.md.sha256.create(),
    mgf1: { md: forge.md.sha256.create() },
    label: binary(labelBytes(label)),
    seed: binary(randomBytes(SEED_BYTES)),
  })
  return { type: 'wrapped', keyId: certificate.keyId, wrappedKey: Buffer.from(wrapped, 'latin1') }
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
  readonly publicKey: RsaPublicKey
}

/** node-forge's types know neither the seed nor what `n` offers. */
interface RsaPublicKey {
  readonly n: { bitLength(): number }
  encrypt(message: string, scheme: 'RSA-OAEP', options: object): string
}

function readCertificate(pem: string): Certificate | CertificateFault {
  const der = derOf(pem)
  if (der === undefined) return { type: 'badCertificate', reason: 'notOneCertificate' }
  let parsed: forge.asn1.Asn1
  try {
    parsed = forge.asn1.fromDer(der)
  } catch {
    return { type: 'badCertificate', reason: 'notOneCertificate' }
  }
  let publicKey: RsaPublicKey
  try {
    // node-forge throws on keys that aren't RSA; by then the DER itself was sound.
    publicKey = forge.pki.certificateFromAsn1(parsed).publicKey as forge.pki.rsa.PublicKey & RsaPublicKey
  } catch {
    return { type: 'badCertificate', reason: isCertificate(parsed) ? 'notRsa' : 'notOneCertificate' }
  }
  if (publicKey.n.bitLength() < LEAST_MODULUS_BITS) return { type: 'badCertificate', reason: 'notRsa' }
  const keyId = createHash('sha256').update(Buffer.from(der, 'latin1')).digest('hex')
  return { type: 'certificate', keyId, publicKey }
}

function derOf(pem: string): string | undefined {
  try {
    const [only, ...more] = forge.pem.decode(pem)
    return only?.type === 'CERTIFICATE' && more.length === 0 ? only.body : undefined
  } catch {
    return undefined
  }
}

/** RFC 5280, 4.1: a sequence of the signed part, the algorithm and the signature. */
function isCertificate(parsed: forge.asn1.Asn1): boolean {
  return (
    Array.isArray(parsed.value) && parsed.value.length === 3 && Array.isArray(firstOf(parsed.value)?.value)
  )
}

function firstOf(parts: readonly forge.asn1.Asn1[]): forge.asn1.Asn1 | undefined {
  return parts[0]
}

function labelBytes(label: string): Buffer {
  return Buffer.from(label, 'utf8')
}

/** node-forge's strings hold one byte a character. */
function binary(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}
