/** Opening hours, by the clocks of each calendar's time zone. */
import type { CalendarsPort, OpenState } from '../../runtime/errands.ts'
import { dayOf } from './days.ts'
import { localMoment } from './local-time.ts'

/** Minutes of the day, `from` inclusive, `to` exclusive. */
export interface Span {
  readonly from: number
  readonly to: number
}

export interface Calendar {
  readonly timeZone: string
  /** Monday first. */
  readonly weekly: readonly (readonly Span[])[]
  readonly holidays: 'cn' | 'none'
  readonly makeUpWorkday: readonly Span[]
  readonly exceptions: ReadonlyMap<string, 'closed' | 'holiday' | readonly Span[]>
}

export interface Calendars extends CalendarsPort {
  readonly names: ReadonlySet<string>
}

export function createCalendars(calendars: ReadonlyMap<string, Calendar>, timeZone: string): Calendars {
  return {
    names: new Set(calendars.keys()),
    now: (at) => localMoment(at, timeZone),
    stateAt(name, at) {
      const calendar = calendars.get(name)
      return calendar && stateOf(calendar, at)
    },
  }
}

function stateOf(calendar: Calendar, at: number): OpenState {
  const { date, weekday, hour, minute } = localMoment(at, calendar.timeZone)
  const within = (spans: readonly Span[]): OpenState => {
    const now = hour * 60 + minute
    return spans.some(({ from, to }) => from <= now && now < to) ? 'open' : 'closed'
  }
  const exception = calendar.exceptions.get(date)
  if (exception !== undefined) return typeof exception === 'string' ? exception : within(exception)
  const day = calendar.holidays === 'cn' ? dayOf(date) : 'usual'
  if (day === 'holiday') return 'holiday'
  return within(day === 'makeUpWorkday' ? calendar.makeUpWorkday : (calendar.weekly[weekday - 1] ?? []))
}
