/** The idempotency port on PostgreSQL. Keys of one scope are told apart by their bytes. */
import { sql } from 'kysely'
import type { IdempotencyPort } from '../../runtime/ports.ts'
import { build, type Queries } from './queries.ts'

/** How many expired keys each claim clears away: more than one, so the table shrinks back after a busy day. */
const CLEARED_PER_CLAIM = 10
const CLAIM_TRIES = 3

/**
 * A claim whose process died stays `running` until it expires: whether its call was placed isn't known, and a
 * second call to a patient is worse than a refusal, which a new key gets round.
 */
export function createIdempotency(queries: Queries): IdempotencyPort {
  return {
    async begin(scope, key, bodyHash) {
      // Between a claim that fails and the look at what is there, that one may be abandoned; then it is tried again.
      for (let tries = 0; tries < CLAIM_TRIES; tries += 1) {
        const claimed = await queries.run(claim(scope, key, bodyHash))
        if (claimed.length > 0) return { type: 'new' }
        const [found] = await queries.run(
          build
            .selectFrom('idempotency')
            .select(['body_hash', 'status', 'body'])
            .where('scope', '=', scope)
            .where('key', '=', key),
        )
        if (found === undefined) continue
        if (found.body_hash !== bodyHash) return { type: 'mismatch' }
        if (found.status === null || found.body === null) return { type: 'running' }
        return { type: 'done', status: found.status, body: found.body }
      }
      return { type: 'running' }
    },

    async finish(scope, key, status, body) {
      await queries.run(
        build
          .updateTable('idempotency')
          .set({ status, body })
          .where('scope', '=', scope)
          .where('key', '=', key),
      )
    },

    async abandon(scope, key) {
      await queries.run(
        build
          .deleteFrom('idempotency')
          .where('scope', '=', scope)
          .where('key', '=', key)
          .where('status', 'is', null),
      )
    },
  }
}

/** Takes the key if nobody has it, or if whoever had it did so more than 24 hours ago; a row comes back if it did. */
function claim(scope: string, key: string, bodyHash: string) {
  return build
    .with('cleared', (db) =>
      db.deleteFrom('idempotency').where(({ eb, refTuple }) =>
        eb(
          refTuple('scope', 'key'),
          'in',
          db
            .selectFrom('idempotency')
            .select(['scope', 'key'])
            .where('created_at', '<', sql<Date>`now() - interval '24 hours'`)
            .where(({ not, and, eb: is }) => not(and([is('scope', '=', scope), is('key', '=', key)])))
            .limit(CLEARED_PER_CLAIM)
            .forUpdate()
            .skipLocked()
            .$asTuple('scope', 'key'),
        ),
      ),
    )
    .insertInto('idempotency')
    .values({ scope, key, body_hash: bodyHash, status: null, body: null })
    .onConflict((conflict) =>
      conflict
        .columns(['scope', 'key'])
        .doUpdateSet({ body_hash: bodyHash, status: null, body: null, created_at: sql`now()` })
        .where('idempotency.created_at', '<', sql<Date>`now() - interval '24 hours'`),
    )
    .returning('key')
}
