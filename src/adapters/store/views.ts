/** The views port on PostgreSQL. */
import type { View, ViewQuery, ViewsPort } from '../../runtime/ports.ts'
import { build, type Queries } from './queries.ts'
import type { Schema } from './schema.ts'

export function createViews(queries: Queries): ViewsPort {
  return {
    list: async (query) => (await queries.run(listQuery(query))).map(viewOf),
    async get(siteId, kind, id) {
      const rows = await queries.run(
        build
          .selectFrom('views')
          .selectAll()
          .where('site_id', '=', siteId)
          .where('kind', '=', kind)
          .where('id', '=', id),
      )
      return rows.map(viewOf)[0]
    },
  }
}

/** Calls and recordings come newest first: by `order_at`, then id, both falling, along an index. Other kinds by id. */
function listQuery(query: ViewQuery) {
  const { after, state, queueId, agentId } = query
  const newestFirst = query.kind === 'call' || query.kind === 'recording'
  return build
    .selectFrom('views')
    .selectAll()
    .where('site_id', '=', query.siteId)
    .where('kind', '=', query.kind)
    .$if(state !== undefined, (rows) => rows.where('state', '=', state ?? ''))
    .$if(queueId !== undefined, (rows) => rows.where('queue_id', '=', queueId ?? ''))
    .$if(agentId !== undefined, (rows) => rows.where('agent_id', '=', agentId ?? ''))
    .$if(after !== undefined && newestFirst, (rows) =>
      rows.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('order_at', 'id'), '<', tuple(after?.orderAt ?? 0, after?.id ?? '')),
      ),
    )
    .$if(after !== undefined && !newestFirst, (rows) => rows.where('id', '>', after?.id ?? ''))
    .$if(newestFirst, (rows) => rows.orderBy('order_at', 'desc').orderBy('id', 'desc'))
    .$if(!newestFirst, (rows) => rows.orderBy('id'))
    .limit(query.limit)
}

export function viewOf(row: Schema['views']): View {
  return {
    kind: row.kind,
    id: row.id,
    pos: row.pos,
    body: row.body,
    orderAt: row.order_at,
    state: row.state,
    queueId: row.queue_id,
    agentId: row.agent_id,
  }
}
