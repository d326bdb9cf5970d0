/** API keys held in memory, and keys for tests to ask with. */
import { ulid } from 'ulid'
import { newToken } from '../../../src/adapters/http/api-key.ts'
import { keyIdFrom } from '../../../src/domain/ids.ts'
import type { ApiKey, KeysPort, StoredKey } from '../../../src/runtime/access.ts'
import { PortUnavailable } from '../../../src/runtime/ports.ts'

export class KeysInMemory implements KeysPort {
  readonly stored = new Map<string, StoredKey>()
  /** How often it was asked for one key. */
  asked = 0
  /** Whether the database is away. */
  away = false
  full = false

  async create(stored: StoredKey): Promise<'created' | 'full'> {
    this.#reach()
    if (this.full) return 'full'
    this.stored.set(stored.key.keyId, stored)
    return 'created'
  }

  async get(keyId: string): Promise<StoredKey | undefined> {
    this.asked += 1
    this.#reach()
    return this.stored.get(keyId)
  }

  async list({ limit, after }: Parameters<KeysPort['list']>[0]): Promise<readonly ApiKey[]> {
    this.#reach()
    return [...this.stored.values()]
      .map(({ key }) => key)
      .sort((a, b) => b.createdAt - a.createdAt || (a.keyId < b.keyId ? 1 : -1))
      .filter(
        (key) =>
          !after ||
          key.createdAt < after.orderAt ||
          (key.createdAt === after.orderAt && key.keyId < after.id),
      )
      .slice(0, limit)
  }

  async revoke(keyId: string, at: number): Promise<ApiKey | undefined> {
    this.#reach()
    return this.#change(keyId, (key) => ({ ...key, revokedAt: key.revokedAt ?? at }))
  }

  async used(keyId: string, at: number): Promise<void> {
    this.#reach()
    this.#change(keyId, (key) => ({ ...key, lastUsedAt: at }))
  }

  /** A key that is there already; gives its token. */
  give(more: Partial<ApiKey> & Pick<ApiKey, 'roles'>): { readonly token: string; readonly key: ApiKey } {
    const keyId = keyIdFrom(ulid())
    const { token, digest } = newToken(keyId)
    const now = Date.now()
    const key: ApiKey = {
      keyId,
      name: 'a key for tests',
      scopes: null,
      siteIds: null,
      queueIds: null,
      agentId: null,
      person: null,
      createdAt: now,
      createdBy: 'his',
      expiresAt: now + 86_400_000,
      lastUsedAt: null,
      revokedAt: null,
      ...more,
    }
    this.stored.set(keyId, { key, digest })
    return { token, key }
  }

  #change(keyId: string, change: (key: ApiKey) => ApiKey): ApiKey | undefined {
    const there = this.stored.get(keyId)
    if (!there) return undefined
    const key = change(there.key)
    this.stored.set(keyId, { ...there, key })
    return key
  }

  #reach(): void {
    if (this.away) throw new PortUnavailable('the database is away')
  }
}
