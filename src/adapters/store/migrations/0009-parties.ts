import { type Kysely, sql } from 'kysely'

/** All calls with one party: by the keyed hash of the number outside, who calls in or is called. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table views add column party_hash text`.execute(db)
  await sql`
    update views
       set party_hash = nullif(coalesce(
             case journal.type when 'callAccepted' then journal.data #>> '{calling,hash}'
                               else journal.data #>> '{called,hash}' end, ''), '')
      from journal
     where views.kind = 'call' and journal.site_id = views.site_id and journal.subject = views.id
       and journal.subject_seq = 1 and journal.type in ('callAccepted', 'callPlaced')`.execute(db)
  await sql`create index views_by_party on views (site_id, kind, party_hash, order_at, id)
    where party_hash is not null`.execute(db)
}
