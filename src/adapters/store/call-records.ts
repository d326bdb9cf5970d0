/** The port of call records on PostgreSQL: they are the views of calls that have ended. */
import type { CallView } from '../../domain/site/view.ts'
import { type CallRecordQuery, type CallRecordsPort, callRecordOf } from '../../runtime/call-records.ts'
import { narrowed, olderThan, said } from './narrowing.ts'
import { build, type Queries } from './queries.ts'

export function createCallRecords(queries: Queries): CallRecordsPort {
  return {
    async list(query) {
      const rows = await queries.run(listQuery(query))
      return rows.flatMap(({ body }) => callRecordOf(body as CallView) ?? [])
    },
    async get(siteId, callId) {
      const rows = await queries.run(
        build
          .selectFrom('views')
          .select('body')
          .where('site_id', '=', siteId)
          .where('kind', '=', 'call')
          .where('id', '=', callId),
      )
      return rows[0] && (callRecordOf(rows[0].body as CallView) ?? 'live')
    },
  }
}

/** Along the index by state, newest first, or that by queue, agent or party. */
function listQuery(query: CallRecordQuery) {
  const { endedBy, endedWhy, after } = query
  return build
    .selectFrom('views')
    .select('body')
    .where('site_id', '=', query.siteId)
    .where('kind', '=', 'call')
    .where((row) => {
      const wanted = narrowed(row, 'call', { ...query, state: 'ended' })
      if (endedBy !== undefined) wanted.push(said(['ending', 'by'], endedBy))
      if (endedWhy !== undefined) wanted.push(said(['ending', 'why'], endedWhy))
      if (after) wanted.push(olderThan(row, after))
      return row.and(wanted)
    })
    .orderBy('order_at', 'desc')
    .orderBy('id', 'desc')
    .limit(query.limit)
}
