/** What auditors read, on PostgreSQL: the journal's facts about access and openings, along an index of their own. */
import { sql } from 'kysely'
import type { AccessLogPort } from '../../runtime/access.ts'
import { rowOf } from './journal.ts'
import { build, type Queries } from './queries.ts'

export function createAccessLog(queries: Queries): AccessLogPort {
  return {
    async list({ siteId, principal, type, from, to, limit, beforePos }) {
      const rows = await queries.run(
        build
          .selectFrom('journal')
          .selectAll()
          .where('site_id', '=', siteId)
          // Written out, so that the planner sees that the index has all of them.
          .where(sql<boolean>`kind in ('access', 'opening')`)
          .$if(principal !== undefined, (query) =>
            query.where(sql<boolean>`data ->> 'principal' = ${principal ?? ''}`),
          )
          .$if(type !== undefined, (query) => query.where('type', '=', type ?? ''))
          .$if(from !== undefined, (query) => query.where('at', '>=', from ?? 0))
          .$if(to !== undefined, (query) => query.where('at', '<', to ?? 0))
          .$if(beforePos !== undefined, (query) => query.where('pos', '<', beforePos ?? 0))
          .orderBy('pos', 'desc')
          .limit(limit),
      )
      return rows.map(rowOf)
    },
  }
}
