import { type Kysely, sql } from 'kysely'

/** Each site's newest frozen memory: what a new owner begins its fold with. Derived, like the views. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table snapshots (
      site_id text primary key,
      pos bigint not null,
      body text not null
    )`.execute(db)
}
