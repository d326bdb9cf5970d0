/** The `Range` of a request for bytes (RFC 9110, section 14). */
import parseRange from 'range-parser'

export type WantedRange =
  | { readonly type: 'whole' }
  /** From byte to before byte. */
  | { readonly type: 'part'; readonly from: number; readonly to: number }
  | { readonly type: 'unsatisfiable' }

/**
 * One range is served; several, and what isn't understood, are answered with the whole, as section 14.2 allows.
 * `isCurrent`: whether `If-Range`, if any, names what is there now.
 */
export function wantedRange(header: string | undefined, byteLength: number, isCurrent: boolean): WantedRange {
  if (header === undefined || !isCurrent) return { type: 'whole' }
  const parsed = parseRange(byteLength, header)
  if (parsed === -1) return { type: 'unsatisfiable' }
  if (parsed === -2 || parsed.type !== 'bytes') return { type: 'whole' }
  const [only, ...more] = parsed
  if (only === undefined || more.length > 0) return { type: 'whole' }
  return { type: 'part', from: only.start, to: only.end + 1 }
}
