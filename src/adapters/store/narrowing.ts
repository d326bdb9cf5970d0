/** What lists are narrowed by, as conditions on the views. */
import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import type { Reach } from '../../domain/access/reach.ts'
import { REMOVED, type View, type ViewFilter } from '../../runtime/ports.ts'
import type { Schema } from './schema.ts'

type Row = ExpressionBuilder<Schema, 'views'>

/**
 * Moments, states, queues, agents and parties lie along indexes. What only the body says is looked at row by row:
 * directions, service numbers and flows are few, so that a page is full before long.
 */
export function narrowed(row: Row, kind: View['kind'], filter: ViewFilter): Expression<SqlBool>[] {
  const { from, to, state, queueId, agentId, extension } = filter
  const { direction, serviceNumber, flowId, partyHashes } = filter
  const wanted: Expression<SqlBool>[] = []
  if (kind === 'agent' || kind === 'queue') wanted.push(row('state', '<>', REMOVED))
  if (from !== undefined) wanted.push(row('order_at', '>=', from))
  if (to !== undefined) wanted.push(row('order_at', '<', to))
  if (state !== undefined) wanted.push(row('state', '=', state))
  if (queueId !== undefined)
    wanted.push(kind === 'agent' ? holds('queueIds', queueId) : row('queue_id', '=', queueId))
  if (agentId !== undefined)
    wanted.push(kind === 'queue' ? holds('agentIds', agentId) : row('agent_id', '=', agentId))
  if (extension !== undefined) wanted.push(said(['extension'], extension))
  if (direction !== undefined) wanted.push(said(['direction'], direction))
  if (serviceNumber !== undefined) wanted.push(said(['serviceNumber'], serviceNumber))
  if (flowId !== undefined) wanted.push(said(['flowId'], flowId))
  if (partyHashes !== undefined) wanted.push(row('party_hash', 'in', [...partyHashes]))
  if (filter.reach) wanted.push(...within(row, kind, filter.reach))
  return wanted
}

/** As `domain/access/reach.ts` says; of a reach without bounds, nothing. */
function within(row: Row, kind: View['kind'], { queueIds, agentId }: Reach): Expression<SqlBool>[] {
  if (queueIds === null) return []
  const ways: Expression<SqlBool>[] = []
  switch (kind) {
    case 'call':
    case 'recording':
      if (queueIds.length > 0) ways.push(row('queue_id', 'in', [...queueIds]))
      if (agentId !== null) ways.push(row('agent_id', '=', agentId))
      break
    case 'agent':
      ways.push(...queueIds.map((queueId) => holds('queueIds', queueId)))
      if (agentId !== null) ways.push(row('id', '=', agentId))
      break
    case 'queue':
      if (queueIds.length > 0) ways.push(row('id', 'in', [...queueIds]))
      if (agentId !== null) ways.push(holds('agentIds', agentId))
      break
  }
  return [row.or(ways)]
}

/** The rows after the last of the page before, newest first. */
export function olderThan(row: Row, after: { readonly orderAt: number; readonly id: string }) {
  return row(row.refTuple('order_at', 'id'), '<', row.tuple(after.orderAt, after.id))
}

/** The body says `value` at this place. */
export function said(path: readonly string[], value: string): Expression<SqlBool> {
  const member = sql.join(path.map((name) => sql.lit(name)))
  return sql<SqlBool>`jsonb_extract_path_text(views.body, ${member}) = ${value}`
}

/** `value` is in the body's list of this name. */
function holds(list: string, value: string): Expression<SqlBool> {
  return sql<SqlBool>`views.body @> jsonb_build_object(${sql.lit(list)}, jsonb_build_array(${value}::text))`
}
