/** The day in words: a table of the queues' groups, the theory beside the reference queues, one line that sums it up. */
import type { Compared } from './reference.ts'
import type { Day } from './run.ts'
import { Sample } from './sample.ts'
import type { Settings } from './settings.ts'
import type { GroupFigures } from './tally.ts'
import { PROPERTIES } from './watch.ts'

const COLUMNS = [
  'group',
  'callers',
  'answered',
  'in time',
  'gave up',
  'too long',
  'mean wait',
  'median',
  '95 %',
  'longest',
  'missed offers',
] as const

/** Everything but the last line. */
export function inWords(day: Day, settings: Settings): string[] {
  const { tally, watch } = day
  const groups = [...tally.groups.values()]
  const table = [[...COLUMNS], ...groups.map(cells), cells(together(groups))]
  return [
    `In time: answered within ${settings.serviceLevelSeconds} s of those who were answered or gave up. Waits are of those who were answered.`,
    '',
    ...aligned(table),
    '',
    `Agents' time on duty: ${percent(occupancy(day))} with callers or after calls, of what wasn't breaks.`,
    ...foretold(day),
    ...theory(day.compared),
    '',
    ...PROPERTIES.map((property) => `${property.padEnd(24)}${watch.counts.get(property) ?? 0} violations`),
    ...(day.left > 0 ? [`${day.left} calls never ended.`] : []),
    ...watch.told,
  ]
}

/** What was violated, and where theory disagrees; empty: all is well. */
export function faultsOf({ watch, left, compared }: Day): string[] {
  const broken = PROPERTIES.filter((property) => watch.counts.has(property))
  const apart = compared.filter(({ agrees }) => !agrees)
  return [
    ...broken.map((property) => `${watch.counts.get(property)} × ${property}`),
    ...(left > 0 ? [`${left} calls never ended`] : []),
    ...apart.map(
      ({ group, measure, offBy }) => `${group} ${measure} off by ${offBy.toFixed(1)} standard errors`,
    ),
  ]
}

export function lastLine(day: Day, settings: Settings, seconds: number): string {
  const all = together([...day.tally.groups.values()])
  const faults = faultsOf(day)
  const { agents, queues } = day.plan
  const theory = day.compared.length === 0 ? '' : ', Erlang C and A agree'
  const verdict = faults.length === 0 ? `no property violated${theory}` : `FAILED: ${faults.join(', ')}`
  return [
    `simulate: ${day.calls} calls, ${agents.length} agents, ${queues.length} queues in ${seconds.toFixed(0)} s`,
    `${Math.round(day.inputs / seconds)} inputs/s`,
    `${percent(level(all))} in time, mean wait ${inSeconds(all.waitsMs.mean)}, ${percent(all.abandoned / all.calls)} gave up`,
    `seed ${settings.seed}`,
    verdict,
  ].join('; ')
}

function cells(figures: GroupFigures): string[] {
  const { group, calls, answered, abandoned, tooLong, offers, missed, waitsMs } = figures
  const [median = 0, high = 0, longest = 0] = waitsMs.quantiles(0.5, 0.95, 1)
  return [
    group,
    String(calls),
    percent(answered / calls),
    percent(level(figures)),
    percent(abandoned / calls),
    percent(tooLong / calls),
    inSeconds(waitsMs.mean),
    inSeconds(median),
    inSeconds(high),
    inSeconds(longest),
    percent(missed / offers),
  ]
}

function level({ withinLevel, answered, abandoned }: GroupFigures): number {
  return withinLevel / (answered + abandoned)
}

function together(groups: readonly GroupFigures[]): GroupFigures {
  const waitsMs = new Sample()
  for (const group of groups) waitsMs.addAll(group.waitsMs)
  const sum = (of: (group: GroupFigures) => number) => groups.reduce((all, group) => all + of(group), 0)
  return {
    group: 'all',
    calls: sum(({ calls }) => calls),
    answered: sum(({ answered }) => answered),
    withinLevel: sum(({ withinLevel }) => withinLevel),
    abandoned: sum(({ abandoned }) => abandoned),
    tooLong: sum(({ tooLong }) => tooLong),
    offers: sum(({ offers }) => offers),
    missed: sum(({ missed }) => missed),
    waitsMs,
  }
}

function occupancy({ tally }: Day): number {
  const { working, idle } = tally.spentMs
  return working / (working + idle)
}

/** What callers could have been told when they came into the queue, against what it took. */
function foretold({ estimates }: Day): string[] {
  if (estimates.groups.size === 0) return []
  const rows = [...estimates.groups.values()].map(({ group, waitedMs, errorsMs, distancesMs }) => {
    const [median = 0, high = 0] = distancesMs.quantiles(0.5, 0.95)
    const times = [waitedMs.mean, errorsMs.mean, distancesMs.mean, median, high]
    return [group, String(waitedMs.count), ...times.map(inSeconds)]
  })
  const head = ['expected wait', 'answered', 'mean wait', 'too long by', 'mean error', 'median', '95 %']
  return ['', ...aligned([head, ...rows])]
}

const MEASURES: Readonly<Record<Compared['measure'], string>> = {
  waits: 'share who wait',
  meanWaitMs: 'mean wait',
  givesUp: 'share who give up',
}

function theory(compared: readonly Compared[]): string[] {
  if (compared.length === 0) return []
  const rows = compared.map(({ group, measure, expected, seen, standardError, offBy, agrees }) => {
    const shown = measure === 'meanWaitMs' ? inSeconds : percent
    const apart = `${offBy >= 0 ? '+' : ''}${offBy.toFixed(1)}`
    return [
      group,
      MEASURES[measure],
      shown(expected),
      shown(seen),
      shown(standardError),
      apart,
      agrees ? '' : 'DISAGREES',
    ]
  })
  const head = ['theory', '', 'expected', 'seen', 'standard error', 'off by', '']
  return ['', ...aligned([head, ...rows])]
}

function percent(share: number): string {
  return Number.isFinite(share) ? `${(share * 100).toFixed(2)} %` : '–'
}

function inSeconds(ms: number): string {
  return `${(ms / 1_000).toFixed(ms < 100_000 ? 2 : 0)} s`
}

/** The first column to the left, the others to the right. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  )
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart((widths[column] ?? 0) + 2),
      )
      .join('')
      .trimEnd(),
  )
}
