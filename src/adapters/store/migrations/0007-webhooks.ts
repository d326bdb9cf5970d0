import { type Kysely, sql } from 'kysely'

/** Where events are sent to, what is still to be sent, and what could not be. The events themselves are the journal's. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table webhook_cursors (
      site_id text primary key,
      pos bigint not null,
      revision bigint not null
    )`.execute(db)
  await sql`
    create table webhook_endpoints (
      site_id text not null,
      id text not null,
      url text not null,
      types jsonb,
      queue_ids jsonb,
      description text not null,
      state text not null check (state in ('enabled', 'disabled')),
      disabled_why text check (disabled_why in ('gone', 'asked')),
      state_since bigint not null,
      secrets jsonb not null,
      created_at bigint not null,
      version bigint not null,
      constraint webhook_endpoints_pkey primary key (site_id, id)
    )`.execute(db)
  // One row for each endpoint and subject that is behind; it goes when it has caught up. Rows change with every
  // delivery, so the pages keep room for the new versions.
  await sql`
    create table webhook_pairs (
      site_id text not null,
      endpoint_id text not null,
      subject text not null,
      wanted_seq bigint not null,
      done_seq bigint not null,
      behind_since bigint not null,
      attempts integer not null default 0,
      retry_at timestamptz,
      holder text,
      held_until timestamptz,
      look_at timestamptz not null,
      constraint webhook_pairs_pkey primary key (site_id, endpoint_id, subject),
      constraint webhook_pairs_endpoint foreign key (site_id, endpoint_id)
        references webhook_endpoints on delete cascade
    ) with (fillfactor = 70)`.execute(db)
  await sql`create index webhook_pairs_look on webhook_pairs (site_id, look_at)`.execute(db)
  await sql`
    create table webhook_dead_letters (
      site_id text not null,
      endpoint_id text not null,
      pos bigint not null,
      subject text not null,
      subject_seq bigint not null,
      type text not null,
      failed_at bigint not null,
      attempts integer not null,
      failure text not null,
      status integer,
      replayed_at bigint,
      constraint webhook_dead_letters_pkey primary key (site_id, endpoint_id, pos),
      constraint webhook_dead_letters_endpoint foreign key (site_id, endpoint_id)
        references webhook_endpoints on delete cascade
    )`.execute(db)
  await sql`create index webhook_dead_letters_open on webhook_dead_letters (site_id, endpoint_id)
    where replayed_at is null`.execute(db)
}
