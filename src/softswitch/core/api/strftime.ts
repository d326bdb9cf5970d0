import { nowMs } from '../../switch-time.ts'
import { localStamp } from '../events/dates.ts'

/** strftime: `[EPOCH|]FORMAT` in local time; without a format the whole stamp. The common directives only. */
export function strftime(args: string, at = nowMs()): string {
  const [, epoch, rest] = /^(\d+)\|(.*)$/s.exec(args) ?? []
  const ms = epoch === undefined ? at : Number(epoch) * 1000
  const format = (rest ?? args).trim()
  const [date = '', time = ''] = localStamp(ms).split(' ')
  if (!format) return `${date} ${time}`
  const [year = '', month = '', day = ''] = date.split('-')
  const [hour = '', minute = '', second = ''] = time.split(':')
  const parts: Record<string, string> = {
    Y: year,
    y: year.slice(2),
    m: month,
    d: day,
    H: hour,
    M: minute,
    S: second,
    F: date,
    T: time,
    s: String(Math.floor(ms / 1000)),
    '%': '%',
  }
  return format.replace(/%([A-Za-z%])/g, (whole, key: string) => parts[key] ?? whole)
}
