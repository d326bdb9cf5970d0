import { type Kysely, sql } from 'kysely'

/**
 * Personal data of calls, sealed; and the calls' keys, wrapped. Apart, and without a foreign key, so that deleting a
 * key is one small row however many fields it makes unreadable, in old backups of the fields too.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table call_keys (
      site_id text not null,
      call_id text not null,
      wrapped_key bytea not null,
      constraint call_keys_pkey primary key (site_id, call_id)
    )`.execute(db)
  await sql`
    create table call_private (
      site_id text not null,
      call_id text not null,
      name text not null,
      sealed bytea not null,
      constraint call_private_pkey primary key (site_id, call_id, name)
    )`.execute(db)
}
