/** What a failed query means. Reasons hold codes and fixed texts only: PostgreSQL's messages may quote values. */
import pg from 'pg'
import { PortUnavailable } from '../../runtime/ports.ts'

export type Failure =
  | { readonly type: 'duplicate'; readonly constraint: string }
  | { readonly type: 'unavailable'; readonly reason: string }

const UNIQUE_VIOLATION = '23505'

/** Texts of pg's own errors, which have no code; each is constant, so it can be shown. */
const PG_TEXTS: ReadonlySet<string> = new Set([
  'Connection terminated',
  'Connection terminated unexpectedly',
  'Connection terminated due to connection timeout',
  'Query read timeout',
  'timeout expired',
  'timeout exceeded when trying to connect',
  'Client was closed and is not queryable',
  'Client has encountered a connection error and is not queryable',
  'Cannot use a pool after calling end on the pool',
  'The server does not support SSL connections',
])

/** Classifies what pg threw. Throws it again when it is a bug of ours and not the database's failure. */
export function failureOf(error: unknown): Failure {
  if (error instanceof PortUnavailable) return { type: 'unavailable', reason: error.message }
  if (error instanceof pg.DatabaseError) {
    if (error.code === UNIQUE_VIOLATION) return { type: 'duplicate', constraint: error.constraint ?? '' }
    return { type: 'unavailable', reason: `SQLSTATE ${error.code ?? 'unknown'}` }
  }
  if (!(error instanceof Error) || error instanceof TypeError || error instanceof RangeError) throw error
  const code = (error as NodeJS.ErrnoException).code
  if (code !== undefined && /^E[A-Z0-9]+$/.test(code)) return { type: 'unavailable', reason: code }
  return { type: 'unavailable', reason: PG_TEXTS.has(error.message) ? error.message : 'connection failed' }
}

/** The same, for reads, whose callers have no outcome to look at. */
export function unavailableFrom(error: unknown): PortUnavailable {
  const failure = failureOf(error)
  // A read violates no constraint.
  if (failure.type === 'duplicate') throw error
  return new PortUnavailable(failure.reason)
}
