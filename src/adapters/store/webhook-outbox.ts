/**
 * The webhooks' outbox on PostgreSQL: one statement a step, each a transaction of its own. Leases and retries are timed
 * by the database's clock, which all processes share.
 */
import { type RawBuilder, sql } from 'kysely'
import type { CallSealing } from '../../runtime/ports.ts'
import type { ClaimedPair, Passed, WantedPair, WebhookOutbox, WebhookPair } from '../../runtime/webhooks.ts'
import { rowOf } from './journal.ts'
import { build, type Queries, statement } from './queries.ts'
import {
  ENDPOINT_COLUMNS,
  type EndpointRow,
  endpointOf,
  openSecrets,
  type SealedSecret,
} from './webhook-rows.ts'

/** After it is due to be drained, a pair that nobody has taken is looked at again. */
const GRACE_MS = 5_000

const ms = (value: number) => sql`${value}::double precision * interval '1 millisecond'`

export function createWebhookOutbox(queries: Queries, sealing: CallSealing): WebhookOutbox {
  const run = <Row>(raw: RawBuilder<unknown>) => queries.run(statement<Row>(raw))
  const isPair = (siteId: string, { webhookId, subject }: WebhookPair) =>
    sql`site_id = ${siteId} and endpoint_id = ${webhookId} and subject = ${subject}`

  return {
    async state(siteId) {
      const [cursor] = await run<{ pos: number; revision: number }>(sql`
        insert into webhook_cursors as cursor (site_id, pos, revision)
        values (${siteId}, (select coalesce(max(pos), 0) from journal where site_id = ${siteId}), 1)
        on conflict (site_id) do update set revision = cursor.revision
        returning pos, revision`)
      // Read after the cursor: an endpoint that changes in between makes a new revision, which `advance` finds out.
      const endpoints = await queries.run(
        build.selectFrom('webhook_endpoints').select(ENDPOINT_COLUMNS).where('site_id', '=', siteId),
      )
      return {
        pos: cursor?.pos ?? 0,
        revision: cursor?.revision ?? 0,
        endpoints: endpoints.map(endpointOf),
      }
    },

    async pos(siteId) {
      const [cursor] = await run<{ pos: number }>(
        sql`select pos from webhook_cursors where site_id = ${siteId}`,
      )
      return cursor?.pos ?? 0
    },

    async advance(siteId, { fromPos, toPos, revision }, wanted) {
      const rows = await run<{ endpoint_id: string | null; subject: string; is_ready: boolean }>(sql`
        with moved as (
          update webhook_cursors set pos = ${toPos}
           where site_id = ${siteId} and pos = ${fromPos} and revision = ${revision}
          returning pos
        ), noted as (
          insert into webhook_pairs as pair
            (site_id, endpoint_id, subject, wanted_seq, done_seq, behind_since, look_at)
          select ${siteId}, "webhookId", "subject", "lastSeq", "firstSeq" - 1, "at",
                 case state when 'enabled' then now() + ${ms(GRACE_MS)} else 'infinity' end
            from json_to_recordset(${JSON.stringify(wanted.toSorted(byPair))}::json) as wanted
                   ("webhookId" text, "subject" text, "firstSeq" bigint, "lastSeq" bigint, "at" bigint)
            join webhook_endpoints on site_id = ${siteId} and id = "webhookId"
           where exists (select from moved)
          on conflict (site_id, endpoint_id, subject) do update
             set wanted_seq = greatest(pair.wanted_seq, excluded.wanted_seq)
          returning endpoint_id, subject, holder is null and retry_at is null and look_at < 'infinity' as is_ready
        )
        select noted.* from moved left join noted on true`)
      if (rows.length === 0) return { type: 'moved' }
      const ready = rows.flatMap(({ endpoint_id, subject, is_ready }) =>
        endpoint_id !== null && is_ready ? [{ webhookId: endpoint_id, subject }] : [],
      )
      return { type: 'advanced', ready }
    },

    async claim(siteId, { webhookId, subject }, holder, holdMs) {
      const [row] = await run<EndpointRow & ClaimRow>(sql`
        update webhook_pairs pair
           set holder = ${holder}, held_until = now() + ${ms(holdMs)}, look_at = now() + ${ms(holdMs)}
          from webhook_endpoints endpoint
         where pair.site_id = ${siteId} and pair.endpoint_id = ${webhookId} and pair.subject = ${subject}
           and endpoint.site_id = pair.site_id and endpoint.id = pair.endpoint_id
           and endpoint.state = 'enabled'
           and (holder is null or held_until <= now()) and (retry_at is null or retry_at <= now())
        returning wanted_seq, done_seq, attempts, secrets, (extract(epoch from now()) * 1000)::bigint as now,
          ${sql.join(ENDPOINT_COLUMNS.map((column) => sql.ref(`endpoint.${column}`)))}`)
      return row && claimed(row, { webhookId, subject }, sealing)
    },

    async rows(siteId, subject, afterSeq, toSeq, limit) {
      const found = await queries.run(
        build
          .selectFrom('journal')
          .selectAll()
          .where('site_id', '=', siteId)
          .where('subject', '=', subject)
          .where('subject_seq', '>', afterSeq)
          .where('subject_seq', '<=', toSeq)
          .orderBy('subject_seq')
          .limit(limit),
      )
      return found.map(rowOf)
    },

    async queueAt(siteId, subject, seq) {
      const [row] = await run<{ queue_id: string | null }>(sql`
        select data ->> 'queueId' as queue_id from journal
         where site_id = ${siteId} and subject = ${subject} and subject_seq <= ${seq}
           and jsonb_exists(data, 'queueId')
         order by subject_seq desc limit 1`)
      return row?.queue_id ?? undefined
    },

    async passed(siteId, pair, holder, { seq, at, holdMs }): Promise<Passed> {
      const step = () =>
        run<{ wanted_seq: number | null }>(sql`
          with gone as (
            delete from webhook_pairs
             where ${isPair(siteId, pair)} and holder = ${holder} and wanted_seq <= ${seq}
            returning null::bigint as wanted_seq
          ), kept as (
            update webhook_pairs
               set done_seq = ${seq}, behind_since = greatest(behind_since, ${at}::bigint), attempts = 0,
                   retry_at = null, held_until = now() + ${ms(holdMs)}, look_at = now() + ${ms(holdMs)}
             where ${isPair(siteId, pair)} and holder = ${holder} and wanted_seq > ${seq}
            returning wanted_seq
          )
          select * from gone union all select * from kept`)
      // When the dispatcher notes more at the same moment, each half may leave the row to the other: then once again.
      const [row] = await step().then((rows) => (rows.length > 0 ? rows : step()))
      if (!row) return { type: 'lost' }
      return row.wanted_seq === null ? { type: 'finished' } : { type: 'more', wantedSeq: row.wanted_seq }
    },

    async retryLater(siteId, pair, holder, delayMs) {
      await run(sql`
        update webhook_pairs
           set attempts = attempts + 1, retry_at = now() + ${ms(delayMs)}, look_at = now() + ${ms(delayMs)},
               holder = null, held_until = null
         where ${isPair(siteId, pair)} and holder = ${holder}`)
    },

    async awaken(siteId, webhookId, withinMs, limit) {
      // The try that is brought forward stands for the one that was to come: it costs none of the timetable's.
      const [row] = await run<{ woken: number }>(sql`
        with waiting as (
          select subject, now() + random() * ${ms(withinMs)} as due from webhook_pairs
           where site_id = ${siteId} and endpoint_id = ${webhookId} and holder is null
             and retry_at > now() + ${ms(withinMs)}
           limit ${limit} for update skip locked
        ), woken as (
          update webhook_pairs pair
             set retry_at = due, look_at = due, attempts = greatest(attempts - 1, 0)
            from waiting
           where site_id = ${siteId} and endpoint_id = ${webhookId} and pair.subject = waiting.subject
          returning 1
        )
        select count(*)::bigint as woken from woken`)
      return row?.woken ?? 0
    },

    async bury(row, { webhookId }, { attempts, why, status }) {
      await run(sql`
        insert into webhook_dead_letters
          (site_id, endpoint_id, pos, subject, subject_seq, type, failed_at, attempts, failure, status)
        select ${row.siteId}, id, ${row.pos}::bigint, ${row.subject}, ${row.subjectSeq}::bigint, ${row.type},
               (extract(epoch from now()) * 1000)::bigint, ${attempts}::integer, ${why}, ${status}::integer
          from webhook_endpoints where site_id = ${row.siteId} and id = ${webhookId}
        on conflict (site_id, endpoint_id, pos) do update
           set failed_at = excluded.failed_at, attempts = excluded.attempts, failure = excluded.failure,
               status = excluded.status, replayed_at = null`)
    },

    async release(siteId, pair, holder, lookAfterMs) {
      await run(sql`
        update webhook_pairs set holder = null, held_until = null, look_at = now() + ${ms(lookAfterMs)}
         where ${isPair(siteId, pair)} and holder = ${holder}`)
    },

    async postpone(siteId, pair, lookAfterMs) {
      await run(sql`
        update webhook_pairs set look_at = now() + ${ms(lookAfterMs)}
         where ${isPair(siteId, pair)} and holder is null and look_at < now() + ${ms(lookAfterMs)}`)
    },

    async overdue(siteId, limit, lookAfterMs) {
      const rows = await run<{ endpoint_id: string; subject: string }>(sql`
        update webhook_pairs pair set look_at = now() + ${ms(lookAfterMs)}
          from (select endpoint_id, subject from webhook_pairs
                 where site_id = ${siteId} and look_at <= now()
                 order by look_at limit ${limit} for update skip locked) late
         where pair.site_id = ${siteId} and pair.endpoint_id = late.endpoint_id and pair.subject = late.subject
        returning pair.endpoint_id, pair.subject`)
      return rows.map(({ endpoint_id: webhookId, subject }) => ({ webhookId, subject }))
    },
  }
}

interface ClaimRow {
  readonly wanted_seq: number
  readonly done_seq: number
  readonly attempts: number
  readonly secrets: readonly SealedSecret[]
  readonly now: number
}

function claimed(row: EndpointRow & ClaimRow, pair: WebhookPair, sealing: CallSealing): ClaimedPair {
  const secrets = openSecrets(sealing, row.site_id, row.id, row.secrets)
  return {
    ...pair,
    endpoint: endpointOf(row),
    secrets: secrets
      .filter(({ validUntil }) => (validUntil ?? row.now + 1) > row.now)
      .map((one) => one.secret),
    wantedSeq: row.wanted_seq,
    doneSeq: row.done_seq,
    attempts: row.attempts,
  }
}

/** Rows are locked in one order by everybody who locks several. */
function byPair(a: WantedPair, b: WantedPair): number {
  if (a.webhookId !== b.webhookId) return a.webhookId < b.webhookId ? -1 : 1
  return a.subject < b.subject ? -1 : a.subject > b.subject ? 1 : 0
}
