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
import { PortUnavailable } from '../../runtime/ports.ts'
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

/** Queries that may wait for a connection. */
const MOST_WAITING = 1_000

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
  /** What is written may get lost, newest first, when the server itself crashes; in return nothing waits for its disk. */
  readonly mayLoseNewest?: boolean
  /** Statements are few and often the same: each is parsed once a connection. */
  readonly prepared?: boolean
}

export function createQueries(settings: QueriesOptions): Queries {
  const { address, timeoutMs, maxConnections, log, mayLoseNewest = false, prepared = false } = settings
  const names = new Map<string, string>()
  /** Undefined: not to be prepared. */
  const nameOf = (text: string) => {
    if (!prepared) return undefined
    const name = names.get(text) ?? `q${names.size}`
    names.set(text, name)
    return name
  }
  const pool = new pg.Pool({
    ...clientSettings(address, 'cti-read', timeoutMs),
    query_timeout: timeoutMs,
    max: maxConnections,
    ...(mayLoseNewest && { options: '-c synchronous_commit=off' }),
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
      // Each waits no longer than its deadline; but a database that stands still must not gather them by the thousand.
      if (pool.waitingCount >= MOST_WAITING)
        throw new PortUnavailable('too many queries wait for a connection')
      const { sql, parameters } = query.compile()
      try {
        return (await pool.query({ name: nameOf(sql), text: sql, values: [...parameters] })).rows as Row[]
      } catch (error) {
        throw unavailableFrom(error)
      }
    },
    close: () => pool.end(),
  }
}
