/** Writing to the site journal. */
import type pg from 'pg'
import type { AppendBatch, AppendOutcome, View } from '../../runtime/ports.ts'
import { APPEND, APPEND_WITH_PRIVATE_FIELDS } from './append-sql.ts'
import type { CallKeys, SealedFields } from './call-keys.ts'
import { withoutWarning } from './commit.ts'
import { failureOf } from './failure.ts'
import { storableJson } from './json.ts'
import type { Lane } from './lane.ts'

/** `conflict` also when the position before the batch is missing: the journal isn't the one the caller knows. */
export async function append(lane: Lane, keys: CallKeys, batch: AppendBatch): Promise<AppendOutcome> {
  const firstPos = demandConsecutive(batch)
  const parameters = [batch.siteId, firstPos, storableJson(batch.rows), storableJson(newest(batch.views))]
  try {
    return await lane.run((client) =>
      withoutWarning(client, async () => {
        if (batch.privateFields.length === 0)
          return outcomeOf(await client.query({ ...APPEND, values: parameters }))
        return appendSealed(client, keys, batch, parameters)
      }),
    )
  } catch (error) {
    const failure = failureOf(error)
    // Private fields' keys have been dealt with, so this is one of the journal's two.
    return failure.type === 'duplicate' ? { type: 'conflict' } : failure
  }
}

/**
 * A call's first field brings a new key along, on the chance that the database has none yet. Where it has (another
 * controller began this call, or an earlier outcome is unknown), that key is read and the batch sealed anew.
 */
async function appendSealed(
  client: pg.Client,
  keys: CallKeys,
  batch: AppendBatch,
  parameters: readonly unknown[],
): Promise<AppendOutcome> {
  let sealed = keys.seal(batch.siteId, batch.privateFields)
  try {
    return await storeSealed(client, parameters, sealed)
  } catch (error) {
    const failure = failureOf(error)
    if (failure.type !== 'duplicate' || failure.constraint !== 'call_keys_pkey') throw error
  }
  const { rows } = await client.query<{ call_id: string; wrapped_key: Buffer }>(
    'select call_id, wrapped_key from call_keys where site_id = $1 and call_id = any($2)',
    [batch.siteId, sealed.keys.map(({ callId }) => callId)],
  )
  if (!rows.every((row) => keys.load(batch.siteId, row.call_id, row.wrapped_key)))
    return { type: 'unavailable', reason: "a call's key doesn't open under this master key" }
  sealed = keys.seal(batch.siteId, batch.privateFields)
  return storeSealed(client, parameters, sealed)
}

async function storeSealed(
  client: pg.Client,
  parameters: readonly unknown[],
  sealed: SealedFields,
): Promise<AppendOutcome> {
  const values = [...parameters, JSON.stringify(sealed.keys), JSON.stringify(sealed.fields)]
  const outcome = outcomeOf(await client.query({ ...APPEND_WITH_PRIVATE_FIELDS, values }))
  if (outcome.type === 'appended') sealed.stored()
  return outcome
}

function outcomeOf(result: pg.QueryResult<{ is_there: boolean }>): AppendOutcome {
  return result.rows[0]?.is_there === true ? { type: 'appended' } : { type: 'conflict' }
}

/** The batch's first position. Throws on one that isn't consecutive: a gap in the journal could never be closed. */
function demandConsecutive({ siteId, rows }: AppendBatch): number {
  const first = rows[0]?.pos
  if (first === undefined) throw new RangeError('a batch without rows')
  rows.forEach((row, index) => {
    if (row.siteId !== siteId) throw new RangeError(`a batch of ${siteId} with a row of another site`)
    if (row.pos !== first + index) throw new RangeError(`position ${row.pos} where ${first + index} is due`)
  })
  return first
}

/** One statement can't write a row twice: of several views of one subject the newest stands for all. */
function newest(views: readonly View[]): View[] {
  const bySubject = new Map<string, View>()
  for (const view of views) {
    const slot = `${view.kind}/${view.id}`
    const seen = bySubject.get(slot)
    if (seen === undefined || seen.pos < view.pos) bySubject.set(slot, view)
  }
  return [...bySubject.values()]
}
