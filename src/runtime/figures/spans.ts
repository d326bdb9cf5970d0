/** The intervals that figures are kept in and asked for: from full quarters of an hour to days of the site. */
import { beginOfDay, dayOf } from '../../domain/acd/days.ts'

const MINUTE_MS = 60_000
const QUARTER_MS = 15 * MINUTE_MS

/** What figures are kept by: a quarter of an hour, a day. In minutes. */
export const KEPT_SPANS = [15, 1_440] as const
export type KeptSpan = (typeof KEPT_SPANS)[number]

/** What figures can be asked for. */
export const INTERVALS = ['15', '30', '60', 'day'] as const
export type Interval = (typeof INTERVALS)[number]

/** A state that lasts for longer than this counts by its end alone: who never logs off must not fill the tables. */
const MOST_QUARTERS = 35 * 96
const MOST_DAYS = 400

/** When the quarter, or the day, begins that this moment lies in. */
export function beginOf(span: KeptSpan, at: number): number {
  return span === 15 ? Math.floor(at / QUARTER_MS) * QUARTER_MS : beginOfDay(dayOf(at))
}

/** By what an interval is kept, and how long it is. */
export function spanOf(interval: Interval): { readonly span: KeptSpan; readonly lengthMs: number } {
  if (interval === 'day') return { span: 1_440, lengthMs: 1_440 * MINUTE_MS }
  return { span: 15, lengthMs: Number(interval) * MINUTE_MS }
}

/** How long of the time from one moment to another lies in each quarter, or day. */
export function* sharesOf(span: KeptSpan, from: number, to: number): Iterable<[begin: number, ms: number]> {
  const lengthMs = span * MINUTE_MS
  const most = span === 15 ? MOST_QUARTERS : MOST_DAYS
  const first = Math.max(beginOf(span, from), beginOf(span, to - 1) - (most - 1) * lengthMs)
  for (let begin = first; begin < to; begin += lengthMs) {
    const ms = Math.min(to, begin + lengthMs) - Math.max(from, begin)
    if (ms > 0) yield [begin, ms]
  }
}
