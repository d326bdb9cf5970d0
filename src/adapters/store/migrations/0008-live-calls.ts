import { type Kysely, sql } from 'kysely'

/** The few calls that have not ended, among years of those that have. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index views_live_calls on views (site_id, id)
    where kind = 'call' and state <> 'ended'`.execute(db)
}
