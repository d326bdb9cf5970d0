/**
 * Private keys at rest: PKCS#8 `EncryptedPrivateKeyInfo` with PBES2, AES-256-CBC and scrypt (RFC 8018, RFC 7914), as
 * `openssl pkcs8 -topk8 -scrypt` writes it. Neither library makes one that holds: node:crypto derives with 2048 rounds
 * of PBKDF2 and can't be told otherwise, node-forge with as many as wished, but in JavaScript. So node:crypto does
 * scrypt and AES, node-forge's ASN.1 writes the frame, and any OpenSSL reads it.
 */
import { createCipheriv, createPrivateKey, type KeyObject, randomBytes, scryptSync } from 'node:crypto'
import forge from 'node-forge'

const PBES2 = '1.2.840.113549.1.5.13'
const SCRYPT = '1.3.6.1.4.1.11591.4.11'
const AES_256_CBC = '2.16.840.1.101.3.4.1.42'
/** OpenSSL's own choice: 16 MiB and about 50 ms a guess; twice as much exceeds what it agrees to read. */
const COST = { N: 16_384, r: 8, p: 1 }

/** `key` encrypted under `passphrase`, as PEM. Takes about 50 ms. */
export function encryptPrivateKey(key: KeyObject, passphrase: string): string {
  const salt = randomBytes(16)
  const iv = randomBytes(16)
  const derived = scryptSync(passphrase, salt, 32, COST)
  const cipher = createCipheriv('aes-256-cbc', derived, iv)
  const plain = key.export({ type: 'pkcs8', format: 'der' })
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()])
  const der = sequence(
    sequence(
      oid(PBES2),
      sequence(
        sequence(oid(SCRYPT), sequence(octets(salt), integer(COST.N), integer(COST.r), integer(COST.p))),
        sequence(oid(AES_256_CBC), octets(iv)),
      ),
    ),
    octets(sealed),
  )
  return forge.pem
    .encode({ type: 'ENCRYPTED PRIVATE KEY', body: forge.asn1.toDer(der).getBytes() })
    .replaceAll('\r\n', '\n')
}

export type PrivateKeyRead =
  | { readonly ok: true; readonly key: KeyObject }
  /** A sentence about the file's content that quotes nothing of it. */
  | { readonly ok: false; readonly reason: string }

/** Any private key that OpenSSL reads, provided it is encrypted: one that lies open is refused. */
export function decryptPrivateKey(pem: string, passphrase: string): PrivateKeyRead {
  if (!/-----BEGIN (?:ENCRYPTED PRIVATE KEY|[A-Z ]*PRIVATE KEY-----\r?\nProc-Type: 4,ENCRYPTED)/.test(pem)) {
    return { ok: false, reason: 'is not an encrypted private key in PEM' }
  }
  try {
    return { ok: true, key: createPrivateKey({ key: pem, format: 'pem', passphrase }) }
  } catch {
    return { ok: false, reason: "can't be decrypted: wrong passphrase, or damaged" }
  }
}

/** A private key that isn't encrypted, as programs without a passphrase keep it: its file must be its owner's alone. */
export function readOpenPrivateKey(pem: string): PrivateKeyRead {
  if (!/-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/.test(pem)) {
    return { ok: false, reason: 'is not a private key in PEM' }
  }
  if (/-----BEGIN ENCRYPTED|Proc-Type: 4,ENCRYPTED/.test(pem)) {
    return { ok: false, reason: 'is encrypted, and no passphrase is given' }
  }
  try {
    return { ok: true, key: createPrivateKey({ key: pem, format: 'pem' }) }
  } catch {
    return { ok: false, reason: 'is damaged' }
  }
}

type Asn1 = forge.asn1.Asn1
const { Class, Type } = forge.asn1

function sequence(...parts: Asn1[]): Asn1 {
  return forge.asn1.create(Class.UNIVERSAL, Type.SEQUENCE, true, parts)
}

function oid(id: string): Asn1 {
  return forge.asn1.create(Class.UNIVERSAL, Type.OID, false, forge.asn1.oidToDer(id).getBytes())
}

function octets(bytes: Buffer): Asn1 {
  return forge.asn1.create(Class.UNIVERSAL, Type.OCTETSTRING, false, bytes.toString('binary'))
}

function integer(value: number): Asn1 {
  return forge.asn1.create(Class.UNIVERSAL, Type.INTEGER, false, forge.asn1.integerToDer(value).getBytes())
}
