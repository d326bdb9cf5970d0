/** Bearer tokens (RFC 6750) of the integrating systems. */
import { createHash, timingSafeEqual } from 'node:crypto'

/** Who asks. `id` scopes idempotency keys and, later, the audit trail; it is not a secret. */
export interface Principal {
  readonly id: string
}

export interface TokenVerifier {
  verify(token: string): Principal | undefined
}

export interface TokenEntry {
  readonly principalId: string
  readonly token: string
}

/**
 * Verifies against a fixed set. Tokens are compared as digests of equal length, each entry every time, so the time
 * taken tells nothing about how much of a guess was right or whose token it resembled. Throws when a token is
 * shorter than 16 characters: such a one can be guessed.
 */
export function createTokens(entries: readonly TokenEntry[]): TokenVerifier {
  const known = entries.map(({ principalId, token }) => {
    if (token.length < 16) throw new RangeError(`the token of ${principalId} is shorter than 16 characters`)
    return { principal: { id: principalId }, digest: digestOf(token) }
  })
  return {
    verify(token) {
      const digest = digestOf(token)
      let found: Principal | undefined
      for (const entry of known) if (timingSafeEqual(entry.digest, digest)) found = entry.principal
      return found
    },
  }
}

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
