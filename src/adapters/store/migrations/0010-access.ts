import { type Kysely, sql } from 'kysely'

/** API keys, of which only digests are kept; and the few facts among all that auditors ask for. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table api_keys (
      id text not null,
      digest bytea not null check (length(digest) = 32),
      name text not null,
      roles jsonb not null,
      scopes jsonb,
      site_ids jsonb,
      queue_ids jsonb,
      agent_id text,
      person text,
      created_at bigint not null,
      created_by text not null,
      expires_at bigint not null,
      last_used_at bigint,
      revoked_at bigint,
      constraint api_keys_pkey primary key (id)
    )`.execute(db)
  await sql`create index api_keys_newest on api_keys (created_at, id)`.execute(db)
  await sql`create index api_keys_valid on api_keys (expires_at) where revoked_at is null`.execute(db)
  await sql`create index journal_access on journal (site_id, pos)
    where kind in ('access', 'opening')`.execute(db)
}
