/** Call records as a table (RFC 4180), page by page, so that years of them need no more memory than a day. */
import { stringify } from 'csv-stringify/sync'
import type { CallRecord, CallRecordQuery } from '../../runtime/call-records.ts'
import { CALL_RECORD_COLUMNS } from './schemas/call-record.ts'
import { toWire } from './wire.ts'

/** Records in one go. */
export const CSV_PAGE = 500

type NextPage = (after: CallRecordQuery['after']) => Promise<readonly CallRecord[]>

/** `first` is the first page, of `CSV_PAGE` records when there are more. Throws as `next` does. */
export async function* callRecordsCsv(first: readonly CallRecord[], next: NextPage): AsyncIterable<string> {
  yield table([], true)
  for (let page = first; ; ) {
    if (page.length > 0) yield table(page, false)
    const last = page.at(-1)
    if (!last || page.length < CSV_PAGE) return
    page = await next({ orderAt: last.startedAt, id: last.callId })
  }
}

function table(records: readonly CallRecord[], header: boolean): string {
  return stringify(records.map(toWire), {
    header,
    columns: CALL_RECORD_COLUMNS,
    record_delimiter: 'windows',
    // A cell that begins like a formula is one to a spreadsheet, and callers choose some of what is in here.
    escape_formulas: true,
  })
}
