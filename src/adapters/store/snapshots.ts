/** The snapshot port on PostgreSQL: one row a site. */
import type { SnapshotPort } from '../../runtime/ports.ts'
import { build, type Queries } from './queries.ts'

export function createSnapshots(queries: Queries): SnapshotPort {
  return {
    async load(siteId) {
      const query = build.selectFrom('snapshots').select(['pos', 'body']).where('site_id', '=', siteId)
      return (await queries.run(query))[0]
    },
    async save(siteId, pos, body) {
      await queries.run(
        build
          .insertInto('snapshots')
          .values({ site_id: siteId, pos, body })
          .onConflict((conflict) =>
            conflict
              .column('site_id')
              .doUpdateSet({ pos, body })
              // A former owner may still be writing.
              .where('snapshots.pos', '<', pos),
          ),
      )
    },
  }
}
