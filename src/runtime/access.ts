/** API keys, and what auditors read: what the API needs of the store for both. */
import type { KeyGrant } from '../domain/access/grant.ts'
import type { JournalRow } from '../domain/fact.ts'
import type { KeyId } from '../domain/ids.ts'

/** A key as it may be shown: the secret is nobody's but its holder's, the digest stays in the store. */
export interface ApiKey extends KeyGrant {
  readonly keyId: KeyId
  /** For people: which system or whose desk it is. */
  readonly name: string
  /** Whom it stands for, as recordings' openings name persons; null: whoever the client names. */
  readonly person: string | null
  /** Milliseconds since the epoch, as all moments here. */
  readonly createdAt: number
  /** The principal that made it. */
  readonly createdBy: string
  readonly expiresAt: number
  /** To the minute; null: never. */
  readonly lastUsedAt: number | null
  readonly revokedAt: number | null
}

export interface StoredKey {
  readonly key: ApiKey
  /** SHA-256 of the whole token. */
  readonly digest: Uint8Array
}

/** Keys that are neither revoked nor expired, at most; old ones stay for auditors. */
export const MOST_KEYS = 5_000

export interface KeysQuery {
  /** Keys that are good for this site. */
  readonly siteId: string
  readonly limit: number
  /** From the page before; undefined for the first. Newest first. */
  readonly after?: { readonly orderAt: number; readonly id: string } | undefined
}

/** All reject with `PortUnavailable`. */
export interface KeysPort {
  create(stored: StoredKey): Promise<'created' | 'full'>
  get(keyId: string): Promise<StoredKey | undefined>
  list(query: KeysQuery): Promise<readonly ApiKey[]>
  /** The key as it is then; a second revocation changes nothing. Undefined: there is no such key. */
  revoke(keyId: string, at: number): Promise<ApiKey | undefined>
  used(keyId: string, at: number): Promise<void>
}

/** Filters that are undefined don't filter. */
export interface AccessQuery {
  readonly siteId: string
  readonly principal?: string | undefined
  /** A fact's type. */
  readonly type?: string | undefined
  /** Facts from this moment on; milliseconds since the epoch. */
  readonly from?: number | undefined
  /** Facts before this moment. */
  readonly to?: number | undefined
  readonly limit: number
  readonly beforePos?: number | undefined
}

export interface AccessLogPort {
  /** Facts about access and openings, newest first. Rejects with `PortUnavailable`. */
  list(query: AccessQuery): Promise<readonly JournalRow[]>
}
