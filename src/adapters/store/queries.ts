/**
 * Queries outside the append: written with kysely, run on a pool of connections. kysely only builds them: run by
 * its own driver, a connection whose query timed out would go back to the pool and hang the next one.
 */
import {
  type Compilable,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
} from 'kysely'
import pg from 'pg'
import type { Log } from '../../lib/log.ts'
import { failureOf, unavailableFrom } from './failure.ts'
import type { Schema } from './schema.ts'
import { clientSettings, type StoreAddress } from './settings.ts'

/** Builds queries; can't run any. */
export const build = new Kysely<Schema>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})

/** A statement written out, in the form in which it is run. */
export function statement<Row>(raw: RawBuilder<unknown>): Compilable<Row> {
  return { compile: () => (raw as RawBuilder<Row>).compile(build) }
}

export interface Queries {
  /** Runs what `build` made. Rejects with `PortUnavailable` at the deadline and when the database isn't there. */
  run<Row>(query: Compilable<Row>): Promise<Row[]>
  close(): Promise<void>
}

export interface QueriesOptions {
  readonly address: StoreAddress
  readonly timeoutMs: number
  readonly maxConnections: number
  readonly log: Log
}

export function createQueries({ address, timeoutMs, maxConnections, log }: QueriesOptions): Queries {
  const pool = new pg.Pool({
    ...clientSettings(address, 'cti-read', timeoutMs),
    query_timeout: timeoutMs,
    max: maxConnections,
    idleTimeoutMillis: 60_000,
  })
  // An idle connection that breaks is replaced at the next query, which reports what is wrong if it still is.
  pool.on('error', (error) => {
    const failure = failureOf(error)
    log.warn(
      { reason: failure.type === 'unavailable' ? failure.reason : failure.type },
      'idle connection lost',
    )
  })
  return {
    async run<Row>(query: Compilable<Row>) {
      const { sql, parameters } = query.compile()
      try {
        return (await pool.query(sql, [...parameters])).rows as Row[]
      } catch (error) {
        throw unavailableFrom(error)
      }
    },
    close: () => pool.end(),
  }
}
