/** The port of calls' private fields on PostgreSQL. */
import type { Log } from '../../lib/log.ts'
import type { CallSealing, PrivatePort } from '../../runtime/ports.ts'
import { build, type Queries } from './queries.ts'

/**
 * Each read takes the key from the database anew: once its row is deleted, no process can open the fields, whatever
 * it has in memory. A field that is there and doesn't open is told to the log and otherwise as good as absent.
 */
export function createPrivateFields(queries: Queries, sealing: CallSealing, log: Log): PrivatePort {
  return {
    async read(siteId, callId, name) {
      const rows = await queries.run(
        build
          .selectFrom('call_private')
          .innerJoin('call_keys', (join) =>
            join
              .onRef('call_keys.site_id', '=', 'call_private.site_id')
              .onRef('call_keys.call_id', '=', 'call_private.call_id'),
          )
          .select(['sealed', 'wrapped_key'])
          .where('call_private.site_id', '=', siteId)
          .where('call_private.call_id', '=', callId)
          .where('call_private.name', '=', name),
      )
      const row = rows[0]
      if (row === undefined) return undefined
      const key = sealing.openKey(siteId, callId, row.wrapped_key)
      const value = key?.open(name, row.sealed)
      if (value === undefined)
        log.error(
          { callId, field: name, what: key === undefined ? 'key' : 'field' },
          'private field does not open',
        )
      return value
    },
  }
}
