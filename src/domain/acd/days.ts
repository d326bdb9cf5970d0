/** Days as the site counts them: by China Standard Time, which has no summer time. */

const DAY_MS = 86_400_000
const EIGHT_HOURS_MS = 8 * 3_600_000

/** Days since 1 January 1970. */
export function dayOf(at: number): number {
  return Math.floor((at + EIGHT_HOURS_MS) / DAY_MS)
}

/** When that day begins, in milliseconds since the epoch. */
export function beginOfDay(day: number): number {
  return day * DAY_MS - EIGHT_HOURS_MS
}

/** A day that is written as YYYY-MM-DD; NaN where it is none. */
export function parseDay(text: string): number {
  return /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) / DAY_MS : Number.NaN
}
