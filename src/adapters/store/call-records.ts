/** The port of call records on PostgreSQL: they are the views of calls that have ended. */
import { type Expression, type SqlBool, sql } from 'kysely'
import type { CallView } from '../../domain/site/view.ts'
import { type CallRecordQuery, type CallRecordsPort, callRecordOf } from '../../runtime/call-records.ts'
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

/** Along the index by state, newest first, or that by queue or agent. What only the body says is looked at row by row. */
function listQuery(query: CallRecordQuery) {
  const { from, to, queueId, agentId, direction, endedBy, endedWhy, after } = query
  return build
    .selectFrom('views')
    .select('body')
    .where('site_id', '=', query.siteId)
    .where('kind', '=', 'call')
    .where('state', '=', 'ended')
    .where((row) => {
      const said = (path: string[], value: string) => {
        const member = sql.join(path.map((name) => sql.lit(name)))
        return sql<SqlBool>`jsonb_extract_path_text(views.body, ${member}) = ${value}`
      }
      const wanted: Expression<SqlBool>[] = []
      if (from !== undefined) wanted.push(row('order_at', '>=', from))
      if (to !== undefined) wanted.push(row('order_at', '<', to))
      if (queueId !== undefined) wanted.push(row('queue_id', '=', queueId))
      if (agentId !== undefined) wanted.push(row('agent_id', '=', agentId))
      if (direction !== undefined) wanted.push(said(['direction'], direction))
      if (endedBy !== undefined) wanted.push(said(['ending', 'by'], endedBy))
      if (endedWhy !== undefined) wanted.push(said(['ending', 'why'], endedWhy))
      if (after) wanted.push(row(row.refTuple('order_at', 'id'), '<', row.tuple(after.orderAt, after.id)))
      return row.and(wanted)
    })
    .orderBy('order_at', 'desc')
    .orderBy('id', 'desc')
    .limit(query.limit)
}
