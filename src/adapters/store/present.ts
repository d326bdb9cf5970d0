/** What is live at a site, and how far the journal was then: one statement, so both are of the same moment. */
import { sql } from 'kysely'
import { REMOVED } from '../../runtime/ports.ts'
import type { PresentPort } from '../../runtime/stream.ts'
import { build, type Queries } from './queries.ts'
import type { Schema } from './schema.ts'
import { viewOf } from './views.ts'

export function createPresent(queries: Queries): PresentPort {
  return {
    async read(siteId) {
      const [found] = await queries.run(
        build.selectNoFrom([
          sql<number>`(select coalesce(max(pos), 0) from journal where site_id = ${siteId})`.as('pos'),
          sql<Schema['views'][]>`coalesce((
            select jsonb_agg(to_jsonb(live) order by live.kind, live.id)
            from (
              select * from views where site_id = ${siteId} and kind = 'call' and state <> 'ended'
              union all
              select * from views where site_id = ${siteId} and kind in ('agent', 'queue')
                 and state <> ${REMOVED}
            ) live
          ), '[]')`.as('views'),
        ]),
      )
      return { pos: found?.pos ?? 0, views: (found?.views ?? []).map(viewOf) }
    },
  }
}
