/** The views port on PostgreSQL. */
import { REMOVED, type View, type ViewQuery, type ViewsPort } from '../../runtime/ports.ts'
import { narrowed, olderThan } from './narrowing.ts'
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
          .where('id', '=', id)
          .where('state', '<>', REMOVED),
      )
      return rows.map(viewOf)[0]
    },
  }
}

/** Calls and recordings come newest first: by `order_at`, then id, both falling, along an index. Other kinds by id. */
function listQuery(query: ViewQuery) {
  const { after } = query
  const newestFirst = query.kind === 'call' || query.kind === 'recording'
  return build
    .selectFrom('views')
    .selectAll()
    .where('site_id', '=', query.siteId)
    .where('kind', '=', query.kind)
    .where((row) => {
      const wanted = narrowed(row, query.kind, query)
      if (after) wanted.push(newestFirst ? olderThan(row, after) : row('id', '>', after.id))
      return row.and(wanted)
    })
    .$if(newestFirst, (rows) => rows.orderBy('order_at', 'desc').orderBy('id', 'desc'))
    .$if(!newestFirst, (rows) => rows.orderBy('id'))
    .limit(query.limit)
}

/** What views of earlier versions lack: there are too many to be rewritten while callers wait for a start. */
const LACKING: Readonly<Partial<Record<View['kind'], object>>> = {
  call: { voiceQuality: [] },
  agent: { servedQueueIds: [], wrapUpMostUntil: null, wrapUpRequired: false, forcedBy: null },
  queue: { wrapUp: null },
}

export function viewOf(row: Schema['views']): View {
  return {
    kind: row.kind,
    id: row.id,
    pos: row.pos,
    body: { ...LACKING[row.kind], ...(row.body as object) },
    orderAt: row.order_at,
    state: row.state,
    queueId: row.queue_id,
    agentId: row.agent_id,
  }
}
