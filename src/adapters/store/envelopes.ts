/** The envelopes port on PostgreSQL. */
import { sql } from 'kysely'
import type { EnvelopeRow, EnvelopesPort } from '../../runtime/recording.ts'
import { build, type Queries } from './queries.ts'
import type { Schema } from './schema.ts'

/** A number once given to an envelope and an object stays theirs: what differs isn't written over them. */
export function createEnvelopes(queries: Queries): EnvelopesPort {
  return {
    async save(row) {
      const kept = (column: keyof Schema['envelopes']) =>
        sql<never>`coalesce(envelopes.${sql.ref(column)}, excluded.${sql.ref(column)})`
      const saved = await queries.run(
        build
          .insertInto('envelopes')
          .values(columnsOf(row))
          .onConflict((conflict) =>
            conflict
              .columns(['site_id', 'recording_id', 'segment'])
              .doUpdateSet({
                object_key: kept('object_key'),
                byte_length: kept('byte_length'),
                sha256: kept('sha256'),
                samples: kept('samples'),
                truncated: kept('truncated'),
              })
              .where(
                sql<boolean>`
                  (envelopes.take, envelopes.envelope, envelopes.started_at)
                    = (excluded.take, excluded.envelope, excluded.started_at)
                  and (envelopes.object_key is null or excluded.object_key is null
                    or (envelopes.object_key, envelopes.byte_length, envelopes.sha256, envelopes.samples,
                        envelopes.truncated)
                      = (excluded.object_key, excluded.byte_length, excluded.sha256, excluded.samples,
                         excluded.truncated))`,
              ),
          )
          .returning('segment'),
      )
      return saved.length > 0 ? 'saved' : 'conflict'
    },

    async list(siteId, recordingId) {
      const rows = await queries.run(
        build
          .selectFrom('envelopes')
          .selectAll()
          .where('site_id', '=', siteId)
          .where('recording_id', '=', recordingId)
          .orderBy('segment'),
      )
      return rows.map(rowOf)
    },
  }
}

function columnsOf({ object, ...row }: EnvelopeRow): Schema['envelopes'] {
  return {
    site_id: row.siteId,
    recording_id: row.recordingId,
    segment: row.segment,
    take: row.take,
    envelope: row.envelope,
    started_at: row.startedAt,
    object_key: object?.key ?? null,
    byte_length: object?.byteLength ?? null,
    sha256: object?.sha256 ?? null,
    samples: object?.samples ?? null,
    truncated: object?.truncated ?? null,
  }
}

function rowOf(row: Schema['envelopes']): EnvelopeRow {
  const { object_key: key, byte_length: byteLength, sha256, samples, truncated } = row
  const complete =
    key !== null && byteLength !== null && sha256 !== null && samples !== null && truncated !== null
  return {
    siteId: row.site_id,
    recordingId: row.recording_id,
    segment: row.segment,
    take: row.take,
    envelope: row.envelope,
    startedAt: row.started_at,
    object: complete ? { key, byteLength, sha256, samples, truncated } : null,
  }
}
