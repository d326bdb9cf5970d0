/**
 * Verifies API keys against the store, with a short memory: a key is read at most every five seconds, however many
 * requests it makes, so a revocation holds everywhere within that time (in the process that took it: at once). While
 * the database is away, a key that was good goes on for five minutes from when it was last read; what isn't known
 * here can't be judged then.
 */
import { timingSafeEqual } from 'node:crypto'
import { rightsOf } from '../../domain/access/grant.ts'
import type { Log } from '../../lib/log.ts'
import type { KeysPort, StoredKey } from '../../runtime/access.ts'
import { type Clock, PortUnavailable } from '../../runtime/ports.ts'
import { keyIdOfToken } from './api-key.ts'
import { digestOf, NOBODY, type Principal, type TokenVerifier, type Verified } from './tokens.ts'

export interface KeyVerifierOptions {
  readonly siteId: string
  readonly keys: Pick<KeysPort, 'get' | 'used'>
  /** Asked first: tokens that aren't keys. */
  readonly fixed: TokenVerifier
  readonly clock: Clock
  readonly log: Log
}

export interface KeyVerifier extends TokenVerifier {
  /** The key has been changed by this process. */
  forget(keyId: string): void
}

const FRESH_MS = 5_000
const KEPT_WITHOUT_STORE_MS = 5 * 60_000
const MOST_KNOWN = 5_000
const USED_EVERY_MS = 60_000

interface Known {
  readonly stored: StoredKey
  readonly principal: Principal
  /** Monotonic: when the store gave it, and when it was last asked. */
  readAt: number
  askedAt: number
  /** Monotonic: when its use was last written down. */
  usedAt: number
}

export function createKeyVerifier({ siteId, keys, fixed, clock, log }: KeyVerifierOptions): KeyVerifier {
  /** The one that was used longest ago first. */
  const known = new Map<string, Known>()
  /** Requests that come together with a key ask the store once. */
  const asking = new Map<string, Promise<Known | 'absent' | 'unavailable'>>()
  /** How often a key was changed here: what was read meanwhile may be the key as it was before. */
  let changes = 0

  function remember(stored: StoredKey, before: Known | undefined): Known {
    const { keyId, person } = stored.key
    const { scopes, siteIds, reach } = rightsOf(stored.key)
    const now = clock.monotonic()
    const principal = { id: keyId, scopes: new Set(scopes), siteIds, reach, person }
    const fresh = { stored, principal, readAt: now, askedAt: now, usedAt: before?.usedAt ?? -Infinity }
    known.delete(keyId)
    known.set(keyId, fresh)
    for (const oldest of known.keys()) {
      if (known.size <= MOST_KNOWN) break
      known.delete(oldest)
    }
    return fresh
  }

  async function ask(keyId: string): Promise<Known | 'absent' | 'unavailable'> {
    const before = known.get(keyId)
    if (before) before.askedAt = clock.monotonic()
    const changesBefore = changes
    try {
      const stored = await keys.get(keyId)
      if (changes !== changesBefore) return await ask(keyId)
      if (stored) return remember(stored, before)
      known.delete(keyId)
      return 'absent'
    } catch (err) {
      if (!(err instanceof PortUnavailable)) throw err
      log.warn({ err }, 'API keys could not be read')
      const kept = known.get(keyId)
      return kept && clock.monotonic() - kept.readAt <= KEPT_WITHOUT_STORE_MS ? kept : 'unavailable'
    }
  }

  function find(keyId: string): Promise<Known | 'absent' | 'unavailable'> {
    const there = known.get(keyId)
    // While the store is away it isn't asked by every request.
    const now = clock.monotonic()
    if (there && now - there.askedAt < FRESH_MS && now - there.readAt <= KEPT_WITHOUT_STORE_MS)
      return Promise.resolve(there)
    const under = asking.get(keyId) ?? ask(keyId).finally(() => asking.delete(keyId))
    asking.set(keyId, under)
    return under
  }

  /** Written down beside the request. */
  function used(key: Known): void {
    const now = clock.monotonic()
    if (now - key.usedAt < USED_EVERY_MS) return
    key.usedAt = now
    keys.used(key.principal.id, clock.wall()).catch((err: unknown) => {
      log.warn({ err, keyId: key.principal.id }, 'the use of an API key could not be written down')
    })
  }

  function judged(found: Known): Verified {
    const { key } = found.stored
    const refused = (why: 'expired' | 'revoked' | 'site'): Verified => ({
      type: 'refused',
      why,
      principalId: key.keyId,
    })
    if (key.revokedAt !== null) return refused('revoked')
    if (key.expiresAt <= clock.wall()) return refused('expired')
    if (key.siteIds !== null && !(key.siteIds as readonly string[]).includes(siteId)) return refused('site')
    used(found)
    return { type: 'principal', principal: found.principal }
  }

  return {
    async verify(token, onlyKnown) {
      const keyId = keyIdOfToken(token)
      if (keyId === undefined) return fixed.verify(token)
      if (onlyKnown && !known.has(keyId)) return NOBODY
      const found = await find(keyId)
      if (found === 'unavailable') return { type: 'unavailable' }
      if (found === 'absent') return NOBODY
      return timingSafeEqual(found.stored.digest, digestOf(token)) ? judged(found) : NOBODY
    },
    async principalOf(id) {
      if (!id.startsWith('key_')) return fixed.principalOf(id)
      const found = await find(id)
      if (found === 'unavailable') return { type: 'unavailable' }
      return found === 'absent' ? NOBODY : judged(found)
    },
    forget: (keyId) => {
      changes += 1
      known.delete(keyId)
    },
  }
}

/** Verifiers of several sites over the same keys: a change that one of them is told of holds for all at once. */
export function forgetTogether(verifiers: readonly KeyVerifier[]): KeyVerifier[] {
  const forget = (keyId: string) => {
    for (const one of verifiers) one.forget(keyId)
  }
  return verifiers.map((one) => ({ ...one, forget }))
}
