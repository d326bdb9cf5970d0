import { type Kysely, sql } from 'kysely'

/** First answers to requests with an Idempotency-Key. No status yet: the request is still running. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table idempotency (
      scope text not null,
      key text not null,
      body_hash text not null,
      status integer,
      body text,
      created_at timestamptz not null default now(),
      constraint idempotency_pkey primary key (scope, key),
      check ((status is null) = (body is null))
    )`.execute(db)
  await sql`create index idempotency_oldest on idempotency (created_at)`.execute(db)
}
