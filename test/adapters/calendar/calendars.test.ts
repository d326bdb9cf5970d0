import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import type { Calendars } from '../../../src/adapters/calendar/calendars.ts'
import { loadCalendars } from '../../../src/adapters/calendar/load-calendars.ts'
import { faultLine } from '../../../src/lib/fault.ts'
import { scratch } from '../../support/scratch.ts'

const OURS = fileURLToPath(new URL('../../../config/calendars.yaml', import.meta.url))

const YAML = `
timeZone: Asia/Shanghai
calendars:
  clinic:
    weekly:
      mon: ["08:00-12:00", "13:30-17:30"]
      sat: ["09:00-10:00"]
      sun: ["22:00-24:00"]
    holidays: cn
    exceptions:
      "2026-10-02": ["10:00-11:00"]
      "2026-03-02": closed
      "2026-03-09": holiday
  berlin:
    timeZone: Europe/Berlin
    weekly: { sun: ["01:00-04:00"] }
  worked:
    weekly: { mon: ["08:00-09:00"], sat: ["14:00-15:00"] }
    holidays: cn
    makeUpWorkday: ["10:00-11:00"]
`

function loaded(text: string): Calendars {
  const outcome = load(text)
  if (!outcome.ok) throw new Error(outcome.faults.map(faultLine).join('\n'))
  return outcome.value
}

function load(text: string) {
  return loadCalendars(scratch().write('calendars.yaml', text))
}

const shanghai = (moment: string) => Date.parse(`${moment}+08:00`)

it.each([
  ['2026-03-16T07:59:59', 'closed', 'Monday, before it opens'],
  ['2026-03-16T08:00:00', 'open', 'to the second'],
  ['2026-03-16T11:59:59', 'open', 'to the last second'],
  ['2026-03-16T12:00:00', 'closed', 'at noon'],
  ['2026-03-17T09:00:00', 'closed', 'a Tuesday that is not named'],
  ['2026-03-15T23:59:59', 'open', 'Sunday to midnight'],
  ['2026-03-16T00:00:00', 'closed', 'and no longer'],
  ['2026-02-15T09:00:00', 'holiday', 'the first day of Spring Festival'],
  ['2026-02-14T23:59:59', 'closed', 'the second before'],
  ['2026-02-15T00:00:00', 'holiday', 'from midnight in Shanghai, where Greenwich still has the 14th'],
  ['2026-02-16T09:00:00', 'holiday', 'a Monday within it'],
  ['2026-02-23T23:59:59', 'holiday', 'its last second'],
  ['2026-02-24T00:00:00', 'closed', 'a Tuesday again'],
  ['2026-02-14T16:00:00', 'open', 'a Saturday that is worked: open as on Monday'],
  ['2026-02-28T09:30:00', 'open', 'another'],
  ['2026-03-07T09:30:00', 'open', 'a Saturday like every other'],
  ['2026-03-07T16:00:00', 'closed', 'is no Monday'],
  ['2026-10-02T10:30:00', 'open', 'an exception on a holiday'],
  ['2026-10-02T11:00:00', 'closed', 'with hours of its own'],
  ['2026-10-03T10:30:00', 'holiday', 'the day after'],
  ['2026-03-02T09:00:00', 'closed', 'a Monday that is closed'],
  ['2026-03-09T09:00:00', 'holiday', 'a holiday of the house'],
])('at %s the clinic is %s: %s', (moment, state) => {
  expect(loaded(YAML).stateAt('clinic', shanghai(moment))).toBe(state)
})

it('has hours for days of made-up work', () => {
  const calendars = loaded(YAML)
  expect(calendars.stateAt('worked', shanghai('2026-02-14T10:30:00'))).toBe('open')
  expect(calendars.stateAt('worked', shanghai('2026-02-14T14:30:00'))).toBe('closed')
})

it('goes by the clocks of its zone when they are put forward and back', () => {
  const calendars = loaded(YAML)
  const at = (moment: string) => calendars.stateAt('berlin', Date.parse(moment))
  // 29 March 2026: from 01:59 to 03:00.
  expect([at('2026-03-29T00:00:00Z'), at('2026-03-29T01:59:59Z'), at('2026-03-29T02:00:00Z')]).toEqual([
    'open',
    'open',
    'closed',
  ])
  // 25 October 2026: the hour from 02:00 comes twice.
  expect([at('2026-10-24T23:00:00Z'), at('2026-10-25T02:59:59Z'), at('2026-10-25T03:00:00Z')]).toEqual([
    'open',
    'open',
    'closed',
  ])
})

it("says what the site's clocks show", () => {
  expect(loaded(YAML).now(Date.parse('2026-03-01T16:05:00Z'))).toEqual({
    hour: 0,
    minute: 5,
    weekday: 1,
    date: '2026-03-02',
  })
})

it('knows nothing of a calendar that is not there, whatever it is called', () => {
  const calendars = loaded(YAML)
  for (const name of ['other', '__proto__', 'constructor']) expect(calendars.stateAt(name, 0)).toBeUndefined()
  expect(calendars.names).toEqual(new Set(['clinic', 'berlin', 'worked']))
})

it.each([
  [
    'calendars: { a: { weekly: { mon: ["8-12"] } } }',
    ':1:35: calendars.a.weekly.mon[0]: found "8-12", expected hours',
  ],
  ['calendars: { a: { weekly: { mon: ["20:00-06:00"] } } }', 'over midnight they are two'],
  ['calendars: { a: { weekly: { mon: ["08:00-12:00", "11:00-13:00"] } } }', 'these hours overlap'],
  ['calendars: { a: { weekly: { monday: [] } } }', 'unknown key monday'],
  ['calendars: { a: { weekly: {}, timeZone: Mars/Olympus } }', 'expected a time zone by its IANA name'],
  ['calendars: { a: { weekly: {}, holidays: us } }', 'holidays'],
  ['calendars: { a: { weekly: {}, exceptions: { "2026-02-30": closed } } }', 'expected a date in quotes'],
  ['calendars: { A: { weekly: {} } }', 'expected a name of a calendar'],
  ['calendars: { a: {} }', 'calendars.a.weekly'],
  ['calendars: []', 'calendars: found'],
  ['', 'calendars'],
])('says where %s is wrong', (text, message) => {
  const outcome = load(text)
  const lines = outcome.ok ? [] : outcome.faults.map(faultLine)
  expect(lines.join('\n')).toContain(message)
  expect(lines[0]).toMatch(/calendars\.yaml:\d+:\d+: /)
})

it('says of a file that is not there that it is not', () => {
  expect(loadCalendars('/nowhere/calendars.yaml')).toMatchObject({ ok: false })
})

it('comes with calendars that can be used', () => {
  const ours = loadCalendars(OURS)
  expect(ours.ok && [...ours.value.names]).toEqual(['switchboard', 'outpatient', 'service-desk'])
})
