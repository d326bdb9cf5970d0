/** Setting an endpoint back in the journal. */
import { type RawBuilder, sql } from 'kysely'
import { eventTypeOf } from '../../runtime/event-types.ts'
import { type WebhookEndpoint, wantsType } from '../../runtime/webhooks.ts'

type Run = <Row>(raw: RawBuilder<unknown>) => Promise<Row[]>

/**
 * Each subject with facts of the wanted types between `afterPos` and the dispatcher's cursor begins again at the first
 * of them. Whoever holds such a pair loses it. The cursor's row stays locked meanwhile, so nothing is dispatched in
 * between; positions have no gaps, so the cursor tells how many facts there are.
 */
export async function replayFrom(
  run: Run,
  { siteId, webhookId, types, state }: WebhookEndpoint,
  afterPos: number,
  longest: number,
): Promise<{ type: 'noted'; subjects: number } | { type: 'tooLong' }> {
  const kinds = await run<{ kind: string; type: string }>(sql`
    select distinct kind, type from journal where site_id = ${siteId} and pos > ${afterPos}
       and pos <= ${afterPos + longest}`)
  const wanted = kinds.filter(({ kind, type }) => wantsType({ types }, eventTypeOf(kind, type)))
  const [noted] = await run<{ is_short: boolean; subjects: number }>(sql`
    with cursor as (
      select pos from webhook_cursors where site_id = ${siteId} for update
    ), again as (
      select subject, min(subject_seq) as first_seq, max(subject_seq) as last_seq, min(at) as at
        from journal, cursor
       where site_id = ${siteId} and journal.pos > ${afterPos} and journal.pos <= cursor.pos
         and cursor.pos - ${afterPos} <= ${longest}
         and (kind, type) in (select "kind", "type" from json_to_recordset(${JSON.stringify(wanted)}::json)
                as wanted ("kind" text, "type" text))
       group by subject order by subject
    ), noted as (
      insert into webhook_pairs as pair
        (site_id, endpoint_id, subject, wanted_seq, done_seq, behind_since, look_at)
      select ${siteId}, ${webhookId}, subject, last_seq, first_seq - 1, at,
             ${state === 'enabled' ? sql`now()` : sql`'infinity'::timestamptz`}
        from again
      on conflict (site_id, endpoint_id, subject) do update
         set wanted_seq = greatest(pair.wanted_seq, excluded.wanted_seq),
             done_seq = least(pair.done_seq, excluded.done_seq),
             behind_since = least(pair.behind_since, excluded.behind_since),
             attempts = 0, retry_at = null, holder = null, held_until = null, look_at = excluded.look_at
      returning 1
    )
    select (select pos from cursor) - ${afterPos} <= ${longest} as is_short, (select count(*) from noted) as subjects`)
  return noted?.is_short ? { type: 'noted', subjects: noted.subjects } : { type: 'tooLong' }
}
