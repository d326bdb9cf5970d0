/** Columns and conflicts of the tables of figures, written out from the lists of what is measured. */
import { type RawBuilder, sql } from 'kysely'
import { AGENT_MEASURES, GREATEST, QUEUE_MEASURES } from '../../runtime/figures/measures.ts'

/** `left` means something to SQL. */
const RENAMED: Readonly<Record<string, string>> = { left: 'left_queue' }

export function columnOf(measure: string): string {
  return RENAMED[measure] ?? measure.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

export interface Sums {
  readonly measures: readonly string[]
  /** As an insert names them. */
  readonly columns: RawBuilder<unknown>
  /** As `json_to_recordset` is told of them. */
  readonly typed: RawBuilder<unknown>
  /** As they stand in such a row. */
  readonly given: RawBuilder<unknown>
  /** What a row that is there becomes with another. */
  readonly added: (table: string) => RawBuilder<unknown>
  /** Over rows, under the names of the measures, `prefix` before them; `where`: only of those rows. */
  readonly totals: (where?: string, prefix?: string) => RawBuilder<unknown>
}

function sumsOf(measures: readonly string[]): Sums {
  const list = (one: (measure: string) => string) => sql.raw(measures.map(one).join(', '))
  const columns = list(columnOf)
  return {
    measures,
    columns,
    typed: list((name) => `"${name}" bigint`),
    given: list((name) => `"${name}"`),
    added: (table) =>
      list((name) => {
        const [old, more] = [`${table}.${columnOf(name)}`, `excluded.${columnOf(name)}`]
        return `${columnOf(name)} = ${GREATEST.has(name) ? `greatest(${old}, ${more})` : `${old} + ${more}`}`
      }),
    totals: (where, prefix = '') =>
      list((name) => {
        const filter = where === undefined ? '' : ` filter (where ${where})`
        const total = `${GREATEST.has(name) ? 'max' : 'sum'}(${columnOf(name)})${filter}`
        return `coalesce(${total}, 0)::bigint as "${prefix}${name}"`
      }),
  }
}

export const QUEUE_SUMS = sumsOf(QUEUE_MEASURES)
export const AGENT_SUMS = sumsOf(AGENT_MEASURES)
