/** The port of calls' private fields on PostgreSQL. */
import type { Log } from '../../lib/log.ts'
import type { CallSealing, PrivatePort } from '../../runtime/ports.ts'
import { build, type Queries } from './queries.ts'

/**
 * Each read takes the key from the database anew: once its row is deleted, no process can open the fields, whatever
 * it has in memory. A field that is there and doesn't open is told to the log and otherwise as good as absent.
 */
export function createPrivateFields(queries: Queries, sealing: CallSealing, log: Log): PrivatePort {
  const fieldsOf = (siteId: string, callId: string) =>
    build
      .selectFrom('call_private')
      .innerJoin('call_keys', (join) =>
        join
          .onRef('call_keys.site_id', '=', 'call_private.site_id')
          .onRef('call_keys.call_id', '=', 'call_private.call_id'),
      )
      .select(['name', 'sealed', 'wrapped_key'])
      .where('call_private.site_id', '=', siteId)
      .where('call_private.call_id', '=', callId)

  interface Row {
    readonly name: string
    readonly sealed: Buffer
    readonly wrapped_key: Buffer
  }

  function open(siteId: string, callId: string, rows: readonly Row[]): Map<string, string> {
    const values = new Map<string, string>()
    const wrapped = rows[0]?.wrapped_key
    const key = wrapped && sealing.openKey(siteId, callId, wrapped)
    for (const { name, sealed } of rows) {
      const value = key?.open(name, sealed)
      if (value !== undefined) values.set(name, value)
      else {
        const what = key === undefined ? 'key' : 'field'
        log.error({ callId, field: name, what }, 'private field does not open')
      }
    }
    return values
  }

  return {
    async read(siteId, callId, name) {
      const rows = await queries.run(fieldsOf(siteId, callId).where('call_private.name', '=', name))
      return open(siteId, callId, rows).get(name)
    },
    async readSome(siteId, callId, isWanted) {
      const rows = await queries.run(fieldsOf(siteId, callId))
      return open(
        siteId,
        callId,
        rows.filter(({ name }) => isWanted(name)),
      )
    },
  }
}
