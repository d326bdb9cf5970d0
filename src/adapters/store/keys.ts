/** API keys on PostgreSQL. */
import { type RawBuilder, sql } from 'kysely'
import type { KeyId } from '../../domain/ids.ts'
import type { ApiKey, KeysPort, StoredKey } from '../../runtime/access.ts'
import { MOST_KEYS } from '../../runtime/access.ts'
import { build, type Queries, statement } from './queries.ts'
import type { Schema } from './schema.ts'

type Row = Schema['api_keys']

export function createKeys(queries: Queries): KeysPort {
  const run = <Result>(raw: RawBuilder<unknown>) => queries.run(statement<Result>(raw))
  return {
    async create({ key, digest }) {
      // Two at once may make one key too many, which costs nothing.
      const created = await run(sql`
        insert into api_keys (id, digest, name, roles, scopes, site_ids, queue_ids, agent_id, person, created_at,
          created_by, expires_at)
        select ${key.keyId}, ${Buffer.from(digest)}, ${key.name}, ${jsonb(key.roles)}, ${jsonb(key.scopes)},
               ${jsonb(key.siteIds)}, ${jsonb(key.queueIds)}, ${key.agentId}, ${key.person}, ${key.createdAt}::bigint,
               ${key.createdBy}, ${key.expiresAt}::bigint
         where (select count(*) from api_keys
                 where revoked_at is null and expires_at > ${key.createdAt}::bigint) < ${MOST_KEYS}
        returning id`)
      return created.length > 0 ? 'created' : 'full'
    },

    async get(keyId) {
      const rows = await queries.run(build.selectFrom('api_keys').selectAll().where('id', '=', keyId))
      return rows.map((row): StoredKey => ({ key: keyOf(row), digest: row.digest }))[0]
    },

    async list({ siteId, limit, after }) {
      const rows = await queries.run(
        build
          .selectFrom('api_keys')
          .selectAll()
          .where((row) =>
            row.or([
              row('site_ids', 'is', null),
              sql<boolean>`site_ids @> jsonb_build_array(${siteId}::text)`,
            ]),
          )
          .$if(after !== undefined, (query) =>
            query.where(({ eb, refTuple, tuple }) =>
              eb(refTuple('created_at', 'id'), '<', tuple(after?.orderAt ?? 0, after?.id ?? '')),
            ),
          )
          .orderBy('created_at', 'desc')
          .orderBy('id', 'desc')
          .limit(limit),
      )
      return rows.map(keyOf)
    },

    async revoke(keyId, at) {
      const rows = await run<Row>(sql`
        update api_keys set revoked_at = coalesce(revoked_at, ${at}::bigint) where id = ${keyId} returning *`)
      return rows.map(keyOf)[0]
    },

    async used(keyId, at) {
      await run(sql`
        update api_keys set last_used_at = greatest(last_used_at, ${at}::bigint) where id = ${keyId}`)
    },
  }
}

/** What is in the table came in by `create`. */
function keyOf(row: Row): ApiKey {
  return {
    keyId: row.id as KeyId,
    name: row.name,
    roles: row.roles,
    scopes: row.scopes,
    siteIds: row.site_ids,
    queueIds: row.queue_ids,
    agentId: row.agent_id,
    person: row.person,
    createdAt: row.created_at,
    createdBy: row.created_by,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
  }
}

function jsonb(value: readonly string[] | null): RawBuilder<unknown> {
  return sql`${value === null ? null : JSON.stringify(value)}::jsonb`
}
