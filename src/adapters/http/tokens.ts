/** Bearer tokens (RFC 6750), and for whom they speak. */
import { createHash, timingSafeEqual } from 'node:crypto'
import { type Reach, WHOLE_SITE } from '../../domain/access/reach.ts'
import { ALL_SCOPES, type Scope } from '../../domain/access/scopes.ts'

/** Who asks, what they may do, and to whom. */
export interface Principal {
  /** Scopes idempotency keys and names whoever it is to auditors; it is not a secret. */
  readonly id: string
  readonly scopes: ReadonlySet<Scope>
  /** Null: every site. */
  readonly siteIds: readonly string[] | null
  readonly reach: Reach
  /** Whom it stands for; null: whoever the request names. */
  readonly person: string | null
}

export type Verified =
  | { readonly type: 'principal'; readonly principal: Principal }
  | {
      readonly type: 'refused'
      readonly why: 'unauthenticated' | 'expired' | 'revoked' | 'site'
      /** Whose key it was, where that is known. */
      readonly principalId: string | undefined
    }
  /** The store doesn't answer, and the key isn't known here. */
  | { readonly type: 'unavailable' }

export interface TokenVerifier {
  /** `known`: only what can be told without asking the store; what can't is refused. */
  verify(token: string, known?: 'onlyKnown'): Promise<Verified>
  /** The principal of this id as it is now: whether it may still do what it began. */
  principalOf(id: string): Promise<Verified>
}

export interface TokenEntry {
  readonly principalId: string
  readonly token: string
}

export const NOBODY: Verified = { type: 'refused', why: 'unauthenticated', principalId: undefined }

/** Somebody who may do everything. */
export function everything(id: string): Principal {
  return { id, scopes: new Set(ALL_SCOPES), siteIds: null, reach: WHOLE_SITE, person: null }
}

/**
 * Verifies against a fixed set, whose principals may do everything. Tokens are compared as digests of equal length,
 * each entry every time, so the time taken tells nothing about how much of a guess was right or whose token it
 * resembled. Throws when a token is shorter than 16 characters: such a one can be guessed.
 */
export function createTokens(entries: readonly TokenEntry[]): TokenVerifier {
  const known = entries.map(({ principalId, token }) => {
    if (token.length < 16) throw new RangeError(`the token of ${principalId} is shorter than 16 characters`)
    return { principal: everything(principalId), digest: digestOf(token) }
  })
  const verified = (principal: Principal | undefined): Verified =>
    principal ? { type: 'principal', principal } : NOBODY
  return {
    async verify(token) {
      const digest = digestOf(token)
      let found: Principal | undefined
      for (const entry of known) if (timingSafeEqual(entry.digest, digest)) found = entry.principal
      return verified(found)
    },
    principalOf: async (id) => verified(known.find(({ principal }) => principal.id === id)?.principal),
  }
}

export function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
