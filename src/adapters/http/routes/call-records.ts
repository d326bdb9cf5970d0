import { z } from 'zod'
import type { CallRecordQuery } from '../../../runtime/call-records.ts'
import { asAsked, takenFilter } from '../call-filters.ts'
import { CSV_PAGE, callRecordsCsv } from '../call-records-csv.ts'
import type { HttpDeps } from '../deps.ts'
import { DEFAULT_LIMIT, pageOfItems, pageQuery } from '../page.ts'
import { reach } from '../reach.ts'
import { json, problem } from '../reply.ts'
import { route } from '../route.ts'
import { callRecord, callRecordFilter, callRecordPage } from '../schemas/call-record.ts'
import { nothing } from '../schemas/common.ts'
import { callParam } from '../schemas/ids.ts'
import { toWire } from '../wire.ts'
import { maySee } from '../within.ts'

const PATH = '/v1/call-records'

export const listCallRecords = route({
  method: 'get',
  path: PATH,
  operationId: 'listCallRecords',
  scope: 'records:read',
  summary: 'Calls that have ended, newest first',
  description: 'A call that ends while you page appears at the place of its beginning.',
  tag: 'calls',
  params: {},
  query: z.strictObject({ ...callRecordFilter, ...pageQuery }),
  body: nothing,
  success: {
    status: 200,
    description: 'One page.',
    schema: callRecordPage,
    headers: { Link: 'The next page, `rel="next"` (RFC 8288); absent on the last.' },
  },
  problems: ['store-unavailable'],
  async handle({ query, principal: { reach: within } }, deps) {
    const { limit = DEFAULT_LIMIT, cursor: after, ...asked } = query
    const filter = takenFilter(asked, deps)
    if (!filter.ok) return filter.problem
    const found = await list(deps, { ...filter.value, reach: within, limit: limit + 1, after })
    if (!found.ok) return found.problem
    const items = found.value.map((record) => ({ orderAt: record.startedAt, id: record.callId, record }))
    return pageOfItems(items, { path: PATH, limit, filters: asAsked(asked) }, ({ record }) => toWire(record))
  },
})

export const readCallRecord = route({
  method: 'get',
  path: `${PATH}/{callId}`,
  operationId: 'readCallRecord',
  scope: 'records:read',
  summary: 'The record of one call that has ended',
  tag: 'calls',
  params: { callId: callParam },
  query: nothing,
  body: nothing,
  success: { status: 200, description: 'The record.', schema: callRecord },
  problems: ['call-unknown', 'call-state', 'store-unavailable'],
  async handle(request, deps) {
    const { callId } = request.params
    const unseen = await maySee(deps, request, 'call', callId, 'call-unknown')
    if (unseen) return unseen
    const found = await reach(deps, 'call record', () => deps.callRecords.get(deps.config.siteId, callId))
    if (!found.ok) return found.problem
    if (found.value === 'live') return problem('call-state', { detail: 'the call has not ended' })
    return found.value ? json(200, toWire(found.value)) : problem('call-unknown')
  },
})

export const exportCallRecords = route({
  method: 'get',
  path: `${PATH}.csv`,
  operationId: 'exportCallRecords',
  scope: 'records:read',
  summary: 'Calls that have ended, newest first, as one table',
  description:
    'CSV (RFC 4180) with a line of names; times are RFC 3339 in UTC, numbers masked. An answer that breaks off ' +
    'is incomplete: ask again. Cells that a spreadsheet would take for formulas begin with an apostrophe.',
  tag: 'calls',
  params: {},
  query: z.strictObject(callRecordFilter),
  body: nothing,
  success: {
    status: 200,
    description: 'The table.',
    contentType: 'text/csv',
    example:
      'callId,siteId,direction,startedAt\r\ncall_01JD8Z4Q6W3V5T7R9P0N2M4K6H,site_main,inbound,2026-03-02T08:15:30.250Z\r\n',
    headers: { 'Content-Disposition': 'A name for the file.' },
  },
  problems: ['store-unavailable'],
  async handle({ query: asked, requestId, principal: { reach: within } }, deps) {
    const filter = takenFilter(asked, deps)
    if (!filter.ok) return filter.problem
    const page = (after: CallRecordQuery['after']) =>
      list(deps, { ...filter.value, reach: within, limit: CSV_PAGE, after })
    const first = await page(undefined)
    if (!first.ok) return first.problem
    const next = async (after: CallRecordQuery['after']) => {
      const found = await page(after)
      if (found.ok) return found.value
      deps.log.warn({ requestId }, 'an export of call records broke off')
      throw new Error('the store is not available')
    }
    return {
      kind: 'stream',
      status: 200,
      contentType: 'text/csv; charset=utf-8; header=present',
      headers: { 'Content-Disposition': 'attachment; filename="call-records.csv"' },
      body: callRecordsCsv(first.value, next),
    }
  },
})

export const callRecords = [listCallRecords, readCallRecord, exportCallRecords]

function list(deps: HttpDeps, query: Omit<CallRecordQuery, 'siteId'>) {
  return reach(deps, 'call records', () => deps.callRecords.list({ siteId: deps.config.siteId, ...query }))
}
