/**
 * The webhooks' endpoints on PostgreSQL. Whatever changes what is to be delivered raises the site's revision in the same
 * statement, so that a dispatcher can't go on with what it knew.
 */
import { type RawBuilder, sql } from 'kysely'
import type { CallSealing } from '../../runtime/ports.ts'
import {
  type ChangeOutcome,
  LONGEST_REPLAY,
  MOST_SECRETS,
  MOST_WEBHOOKS,
  type WebhookRegistry,
  type WebhookTerms,
} from '../../runtime/webhooks.ts'
import { rowOf } from './journal.ts'
import { build, type Queries, statement } from './queries.ts'
import { replayFrom } from './webhook-replay.ts'
import {
  deadLetterOf,
  ENDPOINT_COLUMNS,
  type EndpointRow,
  endpointOf,
  openSecrets,
  type SealedSecret,
  sealSecret,
} from './webhook-rows.ts'

const COLUMNS = sql.join(ENDPOINT_COLUMNS.map((column) => sql.ref(column)))
const NOW = sql`(extract(epoch from now()) * 1000)::bigint`

export function createWebhookRegistry(queries: Queries, sealing: CallSealing): WebhookRegistry {
  const run = <Row>(raw: RawBuilder<unknown>) => queries.run(statement<Row>(raw))
  const one = async (raw: RawBuilder<unknown>) => (await run<EndpointRow>(raw)).map(endpointOf)[0]
  const endpoints = (siteId: string) => build.selectFrom('webhook_endpoints').where('site_id', '=', siteId)
  const deadLetters = (siteId: string, webhookId: string) =>
    build
      .selectFrom('webhook_dead_letters')
      .selectAll()
      .where('site_id', '=', siteId)
      .where('endpoint_id', '=', webhookId)
  const get = async (siteId: string, webhookId: string) =>
    (await queries.run(endpoints(siteId).select(ENDPOINT_COLUMNS).where('id', '=', webhookId))).map(
      endpointOf,
    )[0]

  async function sealedSecrets(siteId: string, webhookId: string) {
    const rows = await queries.run(
      endpoints(siteId).select(['secrets', 'version']).where('id', '=', webhookId),
    )
    return rows[0]
  }

  return {
    get,
    async list(siteId, limit, afterId) {
      const rows = await queries.run(
        endpoints(siteId)
          .select(ENDPOINT_COLUMNS)
          .$if(afterId !== undefined, (query) => query.where('id', '>', afterId ?? ''))
          .orderBy('id')
          .limit(limit),
      )
      return rows.map(endpointOf)
    },

    async create(siteId, webhookId, terms, secret) {
      const secrets = JSON.stringify([sealSecret(sealing, siteId, webhookId, secret)])
      const created = await one(sql`
        with raised as (
          insert into webhook_cursors as cursor (site_id, pos, revision)
          values (${siteId}, (select coalesce(max(pos), 0) from journal where site_id = ${siteId}), 1)
          on conflict (site_id) do update set revision = cursor.revision + 1
          returning site_id
        )
        insert into webhook_endpoints (site_id, id, url, types, queue_ids, description, state, state_since,
          secrets, created_at, version)
        select site_id, ${webhookId}, ${terms.url}, ${jsonb(terms.types)}, ${jsonb(terms.queueIds)},
               ${terms.description}, 'enabled', ${NOW}, ${secrets}::jsonb, ${NOW}, 1
          from raised
         where (select count(*) from webhook_endpoints where site_id = ${siteId}) < ${MOST_WEBHOOKS}
        returning ${COLUMNS}`)
      return created ?? 'full'
    },

    async replace(siteId, webhookId, terms, version): Promise<ChangeOutcome> {
      const changed = await one(sql`
        with ${raised(siteId)}
        update webhook_endpoints set ${termsSet(terms)}, version = version + 1
         where site_id = (select site_id from raised) and id = ${webhookId} and version = ${version}
        returning ${COLUMNS}`)
      if (changed) return { type: 'changed', endpoint: changed }
      const there = await get(siteId, webhookId)
      return there ? { type: 'conflict', version: there.version } : { type: 'unknown' }
    },

    async setState(siteId, webhookId, state, why, onlyUrl) {
      const enabled = state === 'enabled'
      return one(sql`
        with ${raised(siteId)}, changed as (
          update webhook_endpoints
             set state = ${state}, disabled_why = ${enabled ? null : why}, state_since = ${NOW},
                 version = version + 1
           where site_id = (select site_id from raised) and id = ${webhookId}
             and url = coalesce(${onlyUrl ?? null}, url)
          returning ${COLUMNS}
        ), pairs as (
          update webhook_pairs
             set look_at = case when ${enabled} then now() else 'infinity' end, retry_at = null, attempts = 0,
                 holder = null, held_until = null
            from changed
           where webhook_pairs.site_id = changed.site_id and endpoint_id = changed.id
        )
        select ${COLUMNS} from changed`)
    },

    async remove(siteId, webhookId) {
      const gone = await run(sql`
        with ${raised(siteId)}
        delete from webhook_endpoints
         where site_id = (select site_id from raised) and id = ${webhookId} returning id`)
      return gone.length > 0
    },

    async secrets(siteId, webhookId) {
      const kept = await sealedSecrets(siteId, webhookId)
      return kept && openSecrets(sealing, siteId, webhookId, kept.secrets)
    },

    async addSecret(siteId, webhookId, secret, oldValidForMs) {
      for (;;) {
        const kept = await sealedSecrets(siteId, webhookId)
        if (!kept) return 'unknown'
        const now = Date.now()
        const old = kept.secrets
          .map((each) => ({
            ...each,
            validUntil: Math.min(each.validUntil ?? Infinity, now + oldValidForMs),
          }))
          .filter((each) => each.validUntil > now)
        if (old.length >= MOST_SECRETS) return 'full'
        const secrets: readonly SealedSecret[] = [sealSecret(sealing, siteId, webhookId, secret), ...old]
        const added = await run(sql`
          update webhook_endpoints set secrets = ${JSON.stringify(secrets)}::jsonb, version = version + 1
           where site_id = ${siteId} and id = ${webhookId} and version = ${kept.version} returning id`)
        if (added.length > 0) return 'added'
      }
    },

    async standings(siteId) {
      const rows = await run<{ id: string; waiting: number; behind_since: number | null; dead: number }>(sql`
        select id, coalesce(waiting, 0) as waiting, behind_since, coalesce(dead, 0) as dead
          from webhook_endpoints
          left join (select endpoint_id, count(*) as waiting, min(behind_since) as behind_since
                       from webhook_pairs where site_id = ${siteId} group by endpoint_id) pairs
            on pairs.endpoint_id = id
          left join (select endpoint_id, count(*) as dead from webhook_dead_letters
                      where site_id = ${siteId} and replayed_at is null group by endpoint_id) letters
            on letters.endpoint_id = id
         where site_id = ${siteId}`)
      return rows.map((row) => ({
        webhookId: row.id,
        waiting: row.waiting,
        behindSince: row.behind_since,
        deadLetters: row.dead,
      }))
    },

    async deadLetters(siteId, webhookId, limit, beforePos, { replayed, subject } = {}) {
      const rows = await queries.run(
        deadLetters(siteId, webhookId)
          .$if(beforePos !== undefined, (query) => query.where('pos', '<', beforePos ?? 0))
          .$if(subject !== undefined, (query) => query.where('subject', '=', subject ?? ''))
          .$if(replayed !== undefined, (query) =>
            query.where('replayed_at', replayed ? 'is not' : 'is', null),
          )
          .orderBy('pos', 'desc')
          .limit(limit),
      )
      return rows.map(deadLetterOf)
    },

    async deadLetter(siteId, webhookId, pos) {
      const rows = await queries.run(deadLetters(siteId, webhookId).where('pos', '=', pos))
      return rows.map(deadLetterOf)[0]
    },

    async deadLetterReplayed(siteId, webhookId, pos) {
      await run(sql`
        update webhook_dead_letters set replayed_at = ${NOW}
         where site_id = ${siteId} and endpoint_id = ${webhookId} and pos = ${pos}`)
    },

    async row(siteId, pos) {
      const rows = await queries.run(
        build.selectFrom('journal').selectAll().where('site_id', '=', siteId).where('pos', '=', pos),
      )
      return rows.map(rowOf)[0]
    },

    replayFrom: (endpoint, afterPos) => replayFrom(run, endpoint, afterPos, LONGEST_REPLAY),
  }
}

/** A part of a `with`: the site's row, locked until the end. */
function raised(siteId: string): RawBuilder<unknown> {
  return sql`raised as (
    update webhook_cursors set revision = revision + 1 where site_id = ${siteId} returning site_id
  )`
}

function termsSet({ url, types, queueIds, description }: WebhookTerms): RawBuilder<unknown> {
  return sql`url = ${url}, types = ${jsonb(types)}, queue_ids = ${jsonb(queueIds)}, description = ${description}`
}

function jsonb(value: readonly string[] | null): RawBuilder<unknown> {
  return sql`${value === null ? null : JSON.stringify(value)}::jsonb`
}
