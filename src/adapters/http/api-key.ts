/**
 * API keys: `ctik_ID_SECRET`. ID is the ULID of the key's id, SECRET 256 random bits in base64url.
 *
 * What is kept is the SHA-256 of the whole. A slow hash (scrypt, Argon2) makes up for what people choose as passwords;
 * 256 random bits can't be searched for however fast the hash is, and each request is to be verified at once.
 */
import { randomBytes } from 'node:crypto'
import { type KeyId, parseKeyId } from '../../domain/ids.ts'
import { digestOf } from './tokens.ts'

const SECRET_BYTES = 32
const TOKEN = /^ctik_([0-9A-Z]{26})_[A-Za-z0-9_-]{43}$/

export interface NewToken {
  readonly token: string
  readonly digest: Buffer
}

export function newToken(keyId: KeyId): NewToken {
  const secret = randomBytes(SECRET_BYTES).toString('base64url')
  const token = `ctik_${keyId.slice('key_'.length)}_${secret}`
  return { token, digest: digestOf(token) }
}

/** Whose token it says it is; undefined when it is no API key. */
export function keyIdOfToken(token: string): KeyId | undefined {
  const [, ulid] = TOKEN.exec(token) ?? []
  const parsed = parseKeyId(`key_${ulid ?? ''}`)
  return parsed.ok ? parsed.id : undefined
}
