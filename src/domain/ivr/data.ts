/**
 * Attached data: what is known of a caller beyond the number, under names that flows use and the HIS sends. The values
 * are private fields of the call, sealed: the core and the journal know the names alone.
 */
import type { DataName } from './flow.ts'

/** Names that one call may have. */
export const MOST_DATA = 64
/** Of a value that is text, in UTF-16 units. */
export const LONGEST_DATA_TEXT = 2_000

const NAME = /^[a-z][A-Za-z0-9]{0,39}$/
const FIELD = 'data:'

/** Undefined: not a name. A name begins with a small letter and has at most 40 letters and digits. */
export function parseDataName(text: string): DataName | undefined {
  return NAME.test(text) ? text : undefined
}

/** The private field that holds the value: the JSON text of a string, a number or a boolean. */
export function dataField(name: DataName): string {
  return `${FIELD}${name}`
}

/** The name behind a private field; undefined when the field holds no attached data. */
export function dataNameOf(field: string): DataName | undefined {
  return field.startsWith(FIELD) ? parseDataName(field.slice(FIELD.length)) : undefined
}
