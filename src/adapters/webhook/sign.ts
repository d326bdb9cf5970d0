/** Signatures as Standard Webhooks 1.0.0 asks for: HMAC-SHA256 over `id.timestamp.body`. */
import { createHmac, randomBytes } from 'node:crypto'

/** 32 bytes; the specification asks for 24 to 64. */
const SECRET_BYTES = 32
const PREFIX = 'whsec_'

export function newSecret(): string {
  return PREFIX + randomBytes(SECRET_BYTES).toString('base64')
}

export interface Signed {
  readonly id: string
  /** Seconds since the epoch. */
  readonly timestampS: number
  readonly body: string
}

/** One signature for each secret: a receiver that knows any of them accepts. */
export function signatures(secrets: readonly string[], { id, timestampS, body }: Signed): string {
  return secrets
    .map((secret) => {
      const key = Buffer.from(secret.slice(PREFIX.length), 'base64')
      return `v1,${createHmac('sha256', key).update(`${id}.${timestampS}.${body}`).digest('base64')}`
    })
    .join(' ')
}
