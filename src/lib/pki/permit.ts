/**
 * A permit: the API's signed word that one person may open one segment of one recording, once, now.
 *
 * It is a JSON Web Signature in compact form (RFC 7515) with EdDSA (RFC 8037): `header.claims.signature`, each
 * base64url. The header is `{"alg":"EdDSA","kid":KEY ID,"typ":"cti-permit"}`; nothing in it chooses how the permit is
 * checked.
 */
import { type KeyObject, sign, verify } from 'node:crypto'
import { z } from 'zod'
import { keyIdOf } from './key-pair.ts'

/** Seconds that a permit may live. */
export const MAX_PERMIT_LIFE_SECONDS = 120
export const MAX_PERMIT_CHARACTERS = 4096

/** A recording's id, or another of ours. */
export const ID_PATTERN = /^[A-Za-z0-9_.-]{1,128}$/

const seconds = z.int().min(0).max(253_402_300_799)

export const permitClaims = z.strictObject({
  /** Unique; what makes the permit good for one opening. */
  permitId: z.string().regex(ID_PATTERN),
  /** The id of the person who asks, never a name. */
  person: z.string().regex(/^[A-Za-z0-9_.@-]{1,128}$/),
  /** In the person's words. */
  reason: z
    .string()
    .min(1)
    .max(500)
    .regex(/^[^\p{Cc}\p{Cs}\u2028\u2029]*$/u),
  recordingId: z.string().regex(ID_PATTERN),
  segment: z.int().min(0).max(1_000_000),
  /** Seconds since 1970 (UTC), as in a JSON Web Token. */
  issuedAt: seconds,
  expiresAt: seconds,
})

export type PermitClaims = z.output<typeof permitClaims>

const header = z.strictObject({
  alg: z.literal('EdDSA'),
  typ: z.literal('cti-permit'),
  kid: z.string().regex(/^[0-9a-f]{64}$/),
})

/** Signs `claims` with an Ed25519 key. Throws when the claims aren't what a permit may hold. */
export function signPermit(claims: PermitClaims, key: KeyObject): string {
  const head = encode({ alg: 'EdDSA', kid: keyIdOf(key), typ: 'cti-permit' })
  const body = `${head}.${encode(permitClaims.parse(claims))}`
  return `${body}.${sign(null, Buffer.from(body), key).toString('base64url')}`
}

export type PermitRead =
  | { readonly type: 'genuine'; readonly claims: PermitClaims; readonly permitKeyId: string }
  | { readonly type: 'malformed' }
  | { readonly type: 'unknownKey' }
  | { readonly type: 'forged' }

/** Checks a permit's signature by one of `keys` (Ed25519 public keys by key id). Says nothing of time or use. */
export function readPermit(token: string, keys: ReadonlyMap<string, KeyObject>): PermitRead {
  if (token.length > MAX_PERMIT_CHARACTERS) return { type: 'malformed' }
  const [, head, body, signature] = /^([\w-]+)\.([\w-]+)\.([\w-]{86})$/.exec(token) ?? []
  if (head === undefined || body === undefined || signature === undefined) return { type: 'malformed' }
  const kid = header.safeParse(decode(head))
  if (!kid.success) return { type: 'malformed' }
  const key = keys.get(kid.data.kid)
  if (key === undefined) return { type: 'unknownKey' }
  const signed = Buffer.from(`${head}.${body}`)
  if (!verify(null, signed, key, Buffer.from(signature, 'base64url'))) return { type: 'forged' }
  const claims = permitClaims.safeParse(decode(body))
  return claims.success
    ? { type: 'genuine', claims: claims.data, permitKeyId: kid.data.kid }
    : { type: 'malformed' }
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

function decode(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}
