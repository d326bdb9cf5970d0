import { type Kysely, sql } from 'kysely'

/** Each subject's present state, for lists. Derived: all of it can be folded again from the journal. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // Rows change with nearly every fact; the room left in each page keeps most of the new versions beside the old.
  await sql`
    create table views (
      site_id text not null,
      kind text not null,
      id text not null,
      pos bigint not null,
      body jsonb not null,
      order_at bigint not null,
      state text not null,
      queue_id text,
      agent_id text,
      constraint views_pkey primary key (site_id, kind, id)
    ) with (fillfactor = 80)`.execute(db)
  await sql`create index views_newest on views (site_id, kind, order_at, id)`.execute(db)
  await sql`create index views_by_state on views (site_id, kind, state, order_at, id)`.execute(db)
  await sql`create index views_by_queue on views (site_id, kind, queue_id, order_at, id)
    where queue_id is not null`.execute(db)
  await sql`create index views_by_agent on views (site_id, kind, agent_id, order_at, id)
    where agent_id is not null`.execute(db)
}
