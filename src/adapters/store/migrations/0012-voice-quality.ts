import { type Kysely, sql } from 'kysely'

/**
 * Live calls that began before legs had their quality measured: none is known. Those that have ended may be millions,
 * which took longer than a migration may: reading adds what they lack (`views.ts`).
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    update views set body = body || '{"voiceQuality": []}'::jsonb
     where kind = 'call' and state <> 'ended' and not body ? 'voiceQuality'`.execute(db)
}
