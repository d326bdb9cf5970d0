/** Key pairs by node:crypto: node-forge's generation runs in JavaScript and blocks for seconds. */
import {
  createHash,
  createPublicKey,
  generateKeyPair,
  type KeyObject,
  type X509Certificate,
} from 'node:crypto'
import { promisify } from 'node:util'

const generate = promisify(generateKeyPair)

/** 128 bits of strength (NIST SP 800-57), which holds for the thirty years that recordings are kept. */
export const RSA_BITS = 3072

export interface KeyPair {
  readonly publicKey: KeyObject
  readonly privateKey: KeyObject
}

/** An RSA key pair, made off the main thread. */
export function generateRsaKeyPair(bits = RSA_BITS): Promise<KeyPair> {
  return generate('rsa', { modulusLength: bits, publicExponent: 65_537 })
}

/** An Ed25519 key pair (RFC 8032): signs permits. */
export function generateEd25519KeyPair(): Promise<KeyPair> {
  return generate('ed25519')
}

/** The name of a certificate: SHA-256 over it (DER), as 64 hexadecimal digits; `openssl x509 -fingerprint -sha256`. */
export function certificateIdOf(certificate: X509Certificate): string {
  return certificate.fingerprint256.replaceAll(':', '').toLowerCase()
}

/**
 * The name of a key that has no certificate: SHA-256 over its SubjectPublicKeyInfo (DER), as 64 hexadecimal digits.
 * Whoever has the public or the private key finds the same name, so no list of names is needed.
 */
export function keyIdOf(key: KeyObject): string {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  return createHash('sha256').update(spki).digest('hex')
}
