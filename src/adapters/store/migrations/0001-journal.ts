import { type Kysely, sql } from 'kysely'

/** The site journal: what has happened. Only ever added to, which the trigger makes the database's own rule. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table journal (
      site_id text not null,
      pos bigint not null check (pos >= 1),
      kind text not null,
      subject text not null,
      subject_seq bigint not null check (subject_seq >= 1),
      at bigint not null,
      type text not null,
      data jsonb not null,
      constraint journal_pkey primary key (site_id, pos),
      constraint journal_subject_key unique (site_id, subject, subject_seq)
    )`.execute(db)
  await sql`
    create function journal_is_append_only() returns trigger language plpgsql as $$
    begin
      raise exception 'the journal is append-only: % refused', tg_op using errcode = 'restrict_violation';
    end $$`.execute(db)
  await sql`
    create trigger journal_append_only before update or delete or truncate on journal
    for each statement execute function journal_is_append_only()`.execute(db)
}
