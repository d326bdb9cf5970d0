/** Phones on PostgreSQL. The digests of their passwords are sealed under the master key, each with a key of its own. */
import { type RawBuilder, sql } from 'kysely'
import {
  type Credential,
  type Endpoint,
  type EndpointsPort,
  MOST_ENDPOINTS,
} from '../../runtime/endpoints.ts'
import type { CallSealing } from '../../runtime/ports.ts'
import { build, type Queries, statement } from './queries.ts'
import type { Schema } from './schema.ts'

type Row = Omit<Schema['endpoints'], 'site_id' | 'wrapped_key' | 'sealed'>

const COLUMNS = [
  'extension',
  'kind',
  'label',
  'domain',
  'version',
  'created_at',
  'password_changed_at',
] as const
const RETURNED = sql.join(COLUMNS.map((column) => sql.ref(column)))
const NOW = sql`(extract(epoch from now()) * 1000)::bigint`
const FIELD = 'a1Hash'

export function createEndpoints(queries: Queries, sealing: CallSealing): EndpointsPort {
  const one = async (raw: RawBuilder<unknown>) => (await queries.run(statement<Row>(raw))).map(endpointOf)[0]
  const rows = (siteId: string) => build.selectFrom('endpoints').where('site_id', '=', siteId)
  const get = async (siteId: string, extension: string) =>
    (await queries.run(rows(siteId).select(COLUMNS).where('extension', '=', extension))).map(endpointOf)[0]
  const sealed = (siteId: string, { extension, a1Hash }: Credential) => {
    const key = sealing.createKey(siteId, keyId(extension))
    return { wrapped: Buffer.from(key.wrapped), digest: Buffer.from(key.seal(FIELD, a1Hash)) }
  }

  return {
    get,
    async list(siteId, limit, after) {
      const query = rows(siteId)
        .select(COLUMNS)
        .$if(after !== undefined, (all) => all.where('extension', '>', after ?? ''))
        .orderBy('extension')
        .limit(limit)
      return (await queries.run(query)).map(endpointOf)
    },

    async put(siteId, { extension, kind, label }, credential, ifVersion) {
      const secret = credential && { ...sealed(siteId, credential), domain: credential.domain }
      const passwordSet = secret
        ? sql`, domain = ${secret.domain}, wrapped_key = ${secret.wrapped}, sealed = ${secret.digest},
                password_changed_at = ${NOW}`
        : sql``
      if (ifVersion !== 0) {
        const changed = await one(sql`
          update endpoints set kind = ${kind}, label = ${label}, version = nextval('endpoint_versions') ${passwordSet}
           where site_id = ${siteId} and extension = ${extension}
             and version = coalesce(${ifVersion ?? null}::bigint, version)
          returning ${RETURNED}`)
        return changed ? { type: 'stored', endpoint: changed, isNew: false } : { type: 'conflict' }
      }
      if (!secret) throw new Error('a phone that is created needs a password')
      const created = await one(sql`
        insert into endpoints (site_id, extension, kind, label, domain, wrapped_key, sealed, created_at,
          password_changed_at)
        select ${siteId}, ${extension}, ${kind}, ${label}, ${secret.domain}, ${secret.wrapped}::bytea,
               ${secret.digest}::bytea, ${NOW}, ${NOW}
         where (select count(*) from endpoints where site_id = ${siteId}) < ${MOST_ENDPOINTS}
        on conflict do nothing
        returning ${RETURNED}`)
      if (created) return { type: 'stored', endpoint: created, isNew: true }
      return (await get(siteId, extension)) ? { type: 'conflict' } : { type: 'full' }
    },

    async remove(siteId, extension, ifVersion) {
      const gone = await one(sql`
        delete from endpoints where site_id = ${siteId} and extension = ${extension}
           and version = coalesce(${ifVersion ?? null}::bigint, version)
        returning ${RETURNED}`)
      if (gone) return 'removed'
      return (await get(siteId, extension)) ? 'conflict' : 'unknown'
    },

    async credentials(siteId) {
      const all = await queries.run(
        rows(siteId).select(['extension', 'domain', 'wrapped_key', 'sealed']).orderBy('extension'),
      )
      return all.flatMap(({ extension, domain, wrapped_key, sealed: digest }) => {
        const a1Hash = sealing.openKey(siteId, keyId(extension), wrapped_key)?.open(FIELD, digest)
        return a1Hash === undefined ? [] : [{ extension, domain, a1Hash }]
      })
    },
  }
}

/** Binds the sealed digest to its phone, as a call's fields are bound to their call. */
function keyId(extension: string): string {
  return `endpoint_${extension}`
}

function endpointOf(row: Row): Endpoint {
  const { extension, kind, label, domain, version } = row
  return {
    extension,
    kind,
    label,
    domain,
    version,
    createdAt: row.created_at,
    passwordChangedAt: row.password_changed_at,
  }
}
