/** Reads the file of calendars. Faults name file, line and column; all are reported at once. */
import { z } from 'zod'
import type { Checked } from '../../lib/fault.ts'
import { readYaml } from '../../lib/yaml-source.ts'
import { validate } from '../../lib/yaml-validate.ts'
import { rule } from '../../lib/zod-parts.ts'
import { type Calendar, type Calendars, createCalendars, type Span } from './calendars.ts'
import { isTimeZone } from './local-time.ts'

const SPAN = /^([01][0-9]|2[0-3]):([0-5][0-9])-(?:([01][0-9]|2[0-3]):([0-5][0-9])|24:00)$/
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

const span = z
  .string()
  .regex(SPAN, 'hours: "08:00-12:00"')
  .refine((text) => {
    const { from, to } = spanOf(text)
    return from < to
  }, 'hours that end later than they begin; over midnight they are two, on two days')
const spans = z
  .array(span)
  .max(10)
  .refine(
    (all) => inTurn(all.filter((text) => SPAN.test(text)).map(spanOf)),
    rule('these hours overlap, or are not in their order', Array.isArray),
  )
const timeZone = z.string().max(60).refine(isTimeZone, 'a time zone by its IANA name: Asia/Shanghai')
const name = z
  .string()
  .regex(
    /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/,
    'a name of a calendar (lower-case letters, digits, single hyphens)',
  )
  .max(60)
const date = z.string().refine(isDate, 'a date in quotes: "2026-10-01"')

const calendar = z.strictObject({
  timeZone: timeZone.optional(),
  weekly: z.strictObject(Object.fromEntries(DAYS.map((day) => [day, spans.default([])])) as Weekly),
  holidays: z.enum(['cn', 'none']).default('none'),
  makeUpWorkday: spans.optional(),
  exceptions: z
    .record(date, z.union([z.enum(['closed', 'holiday']), spans]))
    .refine((all) => Object.keys(all).length <= 1_000, 'at most 1000 dates')
    .default({}),
})
type Weekly = Record<(typeof DAYS)[number], z.ZodDefault<typeof spans>>

const fileSchema = z.strictObject({
  timeZone: timeZone.default('Asia/Shanghai'),
  calendars: z
    .record(name, calendar)
    .refine((all) => Object.keys(all).length <= 200, 'at most 200 calendars'),
})

export function loadCalendars(file: string): Checked<Calendars> {
  const read = readYaml(file)
  if (!read.ok) return read
  const shape = validate(read.value.value, fileSchema, read.value)
  if (!shape.ok) return shape
  const { calendars, timeZone: ofSite } = shape.value
  const loaded = Object.entries(calendars).map(([named, written]): [string, Calendar] => {
    const weekly = DAYS.map((day) => written.weekly[day].map(spanOf))
    const exceptions = Object.entries(written.exceptions).map(([day, what]) => {
      return [day, typeof what === 'string' ? what : what.map(spanOf)] as const
    })
    return [
      named,
      {
        timeZone: written.timeZone ?? ofSite,
        weekly,
        holidays: written.holidays,
        makeUpWorkday: written.makeUpWorkday?.map(spanOf) ?? weekly[0] ?? [],
        exceptions: new Map(exceptions),
      },
    ]
  })
  return { ok: true, value: createCalendars(new Map(loaded), ofSite) }
}

function spanOf(text: string): Span {
  const [, hour, minute, toHour = 24, toMinute = 0] = SPAN.exec(text) ?? []
  return { from: Number(hour) * 60 + Number(minute), to: Number(toHour) * 60 + Number(toMinute) }
}

function inTurn(all: readonly Span[]): boolean {
  return all.every(({ from }, index) => from >= (all[index - 1]?.to ?? 0))
}

function isDate(text: string): boolean {
  if (!/^20[0-9]{2}-[0-9]{2}-[0-9]{2}$/.test(text)) return false
  const midnight = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(text)
}
