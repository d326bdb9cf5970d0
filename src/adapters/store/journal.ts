/** The journal port on PostgreSQL. */
import { createHash } from 'node:crypto'
import type { JournalRow } from '../../domain/fact.ts'
import type { CallSealing, JournalPort } from '../../runtime/ports.ts'
import { append } from './append.ts'
import { createCallKeys } from './call-keys.ts'
import { confirm } from './commit.ts'
import { unavailableFrom } from './failure.ts'
import type { Lane } from './lane.ts'
import { build, type Queries } from './queries.ts'
import type { Schema } from './schema.ts'

/** @param lanes a site's appends, and its `head`, always take the same one of these, in the order they were called */
export function createJournal(
  lanes: readonly [Lane, ...Lane[]],
  queries: Queries,
  sealing: CallSealing,
): JournalPort {
  const keys = createCallKeys(sealing)
  const laneOf = (siteId: string) => {
    const spread = createHash('sha256').update(siteId).digest().readUInt32BE()
    return lanes[spread % lanes.length] ?? lanes[0]
  }
  return {
    append: (batch) => append(laneOf(batch.siteId), keys, batch),

    async head(siteId) {
      const query = build
        .selectFrom('journal')
        .select('pos')
        .where('site_id', '=', siteId)
        .orderBy('pos', 'desc')
        .limit(1)
        .compile()
      try {
        // On the lane: after an append of unknown outcome it waits until that one can't commit any more.
        const found = await laneOf(siteId).run((client) =>
          client.query<{ pos: number }>(query.sql, [...query.parameters]),
        )
        return found.rows[0]?.pos ?? 0
      } catch (error) {
        throw unavailableFrom(error)
      }
    },

    async confirm(siteId) {
      try {
        await confirm(laneOf(siteId))
      } catch (error) {
        throw unavailableFrom(error)
      }
    },

    async read(siteId, afterPos, limit) {
      const rows = await queries.run(
        build
          .selectFrom('journal')
          .selectAll()
          .where('site_id', '=', siteId)
          .where('pos', '>', afterPos)
          .orderBy('pos')
          .limit(limit),
      )
      return rows.map(rowOf)
    },

    async readSubject(siteId, subject) {
      const rows = await queries.run(
        build
          .selectFrom('journal')
          .selectAll()
          .where('site_id', '=', siteId)
          .where('subject', '=', subject)
          .orderBy('subject_seq'),
      )
      return rows.map(rowOf)
    },
  }
}

export function rowOf(row: Schema['journal']): JournalRow {
  return {
    siteId: row.site_id,
    pos: row.pos,
    kind: row.kind,
    subject: row.subject,
    subjectSeq: row.subject_seq,
    at: row.at,
    type: row.type,
    data: row.data,
  }
}
