/** The escrow's key pair: the second way into every recording, for the day on which the key service is lost. */
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { issueCertificate, validityFrom } from '../lib/pki/certificate.ts'
import { encryptPrivateKey } from '../lib/pki/encrypted-key.ts'
import { generateRsaKeyPair, type KeyPair } from '../lib/pki/key-pair.ts'
import { PUBLIC_MODE, SECRET_MODE, writeWhole } from '../lib/pki/pem-files.ts'
import { readSecretFile } from '../lib/secret-file.ts'

export interface EscrowOptions {
  readonly directory: string
  /** Without it a passphrase is made at random and written beside the key. */
  readonly passphraseFile: string | undefined
  readonly now: Date
  /** RSA of 3072 bits unless told. */
  readonly makeKeyPair?: () => Promise<KeyPair>
}

export type EscrowMade =
  | {
      readonly ok: true
      readonly certificateFile: string
      readonly keyFile: string
      readonly passphraseFile: string
    }
  | { readonly ok: false; readonly reason: string }

/** Inpatients' records are kept for thirty years from the last discharge. */
const LIFE_DAYS = 40 * 365

/** Never replaces a key that is there: recordings may hang on it. */
export async function makeEscrow(options: EscrowOptions): Promise<EscrowMade> {
  const { directory, now, makeKeyPair = generateRsaKeyPair } = options
  const keyFile = join(directory, 'escrow.key.pem')
  const certificateFile = join(directory, 'escrow.cert.pem')
  const passphraseFile = options.passphraseFile ?? join(directory, 'escrow.passphrase')
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  for (const file of [keyFile, certificateFile]) {
    if (existsSync(file)) return { ok: false, reason: `${file}: is there already, and is left as it is` }
  }
  if (options.passphraseFile === undefined) {
    writeWhole(passphraseFile, `${randomBytes(32).toString('base64url')}\n`, SECRET_MODE)
  }
  const passphrase = readSecretFile(passphraseFile)
  if (!passphrase.ok) return passphrase
  const { publicKey, privateKey } = await makeKeyPair()
  const certificate = issueCertificate(
    { profile: 'envelope', commonName: 'cti-bridge escrow', publicKey, ...validityFrom(now, LIFE_DAYS) },
    { selfKey: privateKey },
  )
  writeWhole(keyFile, encryptPrivateKey(privateKey, passphrase.value), SECRET_MODE)
  writeWhole(certificateFile, certificate, PUBLIC_MODE)
  return { ok: true, certificateFile, keyFile, passphraseFile }
}
