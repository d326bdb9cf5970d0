import { type Kysely, sql } from 'kysely'

/** Calls that were written before legs had their quality measured: none is known. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    update views set body = body || '{"voiceQuality": []}'::jsonb
     where kind = 'call' and not body ? 'voiceQuality'`.execute(db)
}
