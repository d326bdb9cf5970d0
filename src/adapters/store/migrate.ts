/** Brings the database to this program's shape. */
import { Kysely, Migrator, PostgresDialect } from 'kysely'
import pg from 'pg'
import { failureOf } from './failure.ts'
import { migrations } from './migrations/all.ts'
import { clientSettings, type StoreAddress } from './settings.ts'

export type MigrateOutcome =
  | { readonly type: 'migrated'; readonly applied: readonly string[] }
  /** A newer program has been here; this one would not know what it reads. */
  | { readonly type: 'fromFuture'; readonly message: string }
  | { readonly type: 'unavailable'; readonly reason: string }

const TIMEOUT_MS = 60_000
const NEWEST = Object.keys(migrations).sort().at(-1) ?? ''

/** Applies what is missing. Of several processes one migrates at a time (an advisory lock of kysely's). */
export async function migrate(address: StoreAddress): Promise<MigrateOutcome> {
  const pool = new pg.Pool({ ...clientSettings(address, 'cti-migrate', TIMEOUT_MS), max: 1 })
  pool.on('error', () => {})
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  try {
    const applied = await appliedMigrations(pool)
    const unknown = unknownMigrations(applied)
    if (unknown.length > 0) return { type: 'fromFuture', message: futureMessage(unknown) }
    // The rule at every start but one, and a start in a hurry: kysely would look at it for 50 ms, under a lock.
    if (Object.keys(migrations).every((name) => applied.includes(name)))
      return { type: 'migrated', applied: [] }
    const provider = { getMigrations: async () => ({ ...migrations }) }
    const { error, results } = await new Migrator({ db, provider }).migrateToLatest()
    if (error !== undefined) throw error
    return { type: 'migrated', applied: results?.map((result) => result.migrationName) ?? [] }
  } catch (error) {
    const failure = failureOf(error)
    if (failure.type === 'duplicate') throw error
    return failure
  } finally {
    await db.destroy()
  }
}

/** Whether the database has exactly this program's migrations: undefined, or what is wrong. */
export function schemaFault(applied: readonly string[]): string | undefined {
  const unknown = unknownMigrations(applied)
  if (unknown.length > 0) return futureMessage(unknown)
  return applied.includes(NEWEST) ? undefined : `the database lacks migration ${NEWEST}`
}

function unknownMigrations(applied: readonly string[]): string[] {
  return applied.filter((name) => !(name in migrations))
}

function futureMessage(unknown: readonly string[]): string {
  return `the database has migration ${unknown.join(', ')}, this program knows up to ${NEWEST}: start a newer one`
}

async function appliedMigrations(pool: pg.Pool): Promise<string[]> {
  const table = await pool.query("select to_regclass('kysely_migration') is not null as is_there")
  if (table.rows[0]?.is_there !== true) return []
  const { rows } = await pool.query<{ name: string }>('select name from kysely_migration')
  return rows.map(({ name }) => name)
}
