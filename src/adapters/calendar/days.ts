/** Public holidays of China, and the days off on which work is made up for. */

/** Of chinese-days, which follows the yearly notices of the State Council. */
export interface PublicHolidays {
  getDayDetail(date: Date): { readonly work: boolean; readonly name: string }
}

const WEEKDAY_NAMES = new Set(['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'])

/** @param date YYYY-MM-DD */
export function dayOf(date: string, holidays: PublicHolidays): 'usual' | 'holiday' | 'makeUpWorkday' {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  // Noon on this machine's clocks: the library goes by those, and reads a bare date as midnight in Greenwich.
  const { work, name } = holidays.getDayDetail(new Date(year, month - 1, day, 12))
  if (WEEKDAY_NAMES.has(name)) return 'usual'
  return work ? 'makeUpWorkday' : 'holiday'
}
