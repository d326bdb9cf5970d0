import { type Kysely, sql } from 'kysely'

/**
 * The key envelope of each segment, and where its sealed object is. A row comes with the envelope; the object's columns
 * are filled together when it is stored and verified.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table envelopes (
      site_id text not null,
      recording_id text not null,
      segment integer not null,
      take integer not null,
      envelope text not null,
      started_at text not null,
      object_key text,
      byte_length bigint,
      sha256 text,
      samples bigint,
      truncated boolean,
      primary key (site_id, recording_id, segment),
      check (num_nulls(object_key, byte_length, sha256, samples, truncated) in (0, 5))
    )`.execute(db)
}
