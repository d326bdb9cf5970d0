/** Public holidays of China, and the days off on which work is made up for: the yearly notices of the State Council. */
// The package's data, not its functions: those work it out by this machine's clocks, and are a day off west of Greenwich.
import notices from 'chinese-days/dist/chinese-days.json' with { type: 'json' }

const holidays = new Set(Object.keys(notices.holidays))
const workdays = new Set(Object.keys(notices.workdays))

/** @param date YYYY-MM-DD */
export function dayOf(date: string): 'usual' | 'holiday' | 'makeUpWorkday' {
  if (workdays.has(date)) return 'makeUpWorkday'
  return holidays.has(date) ? 'holiday' : 'usual'
}
