/** Moments as a person writes them, by the clocks of the calendars. */
import { localMoment } from '../../../src/adapters/calendar/local-time.ts'
import type { CalendarsPort } from '../../../src/runtime/errands.ts'

/** Where no calendars are known each of them is open, and clocks show China's time. */
export const USUAL_CALENDARS: CalendarsPort = {
  stateAt: () => 'open',
  now: (at) => localMoment(at, 'Asia/Shanghai'),
}

/** Milliseconds since the epoch. A text without a zone is by the calendars' clocks; undefined: not a moment. */
export function momentOf(text: string, calendars: CalendarsPort): number | undefined {
  const full = /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T12:00` : text
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2})?$/.test(full)) return undefined
  if (/(?:Z|[+-]\d{2}:\d{2})$/.test(full)) return numberOr(Date.parse(full))
  const asUtc = numberOr(Date.parse(`${full}Z`))
  if (asUtc === undefined) return undefined
  const { date, hour, minute } = calendars.now(asUtc)
  const two = (part: number) => String(part).padStart(2, '0')
  // How far the clocks are from UTC at about that moment; an hour that a change of the clocks skips is nobody's call.
  const aheadMs = Date.parse(`${date}T${two(hour)}:${two(minute)}:00Z`) - Math.floor(asUtc / 60_000) * 60_000
  return asUtc - aheadMs
}

function numberOr(ms: number): number | undefined {
  return Number.isNaN(ms) ? undefined : ms
}
