/** Figures as clients get them: an item of a page, and a row of a table. */
import { stringify } from 'csv-stringify/sync'
import type { AgentFigureRow, QueueFigureRow } from '../../runtime/figures/port.ts'
import { agentRates, queueRates } from '../../runtime/figures/rates.ts'
import { type Interval, spanOf } from '../../runtime/figures/spans.ts'
import { agentFigures, OF_EMERGENCIES, queueFigures } from './schemas/figures.ts'

function limits(at: number, interval: Interval): { from: string; to: string } {
  return {
    from: new Date(at).toISOString(),
    to: new Date(at + spanOf(interval).lengthMs).toISOString(),
  }
}

export function shownQueue({ queueId, at, sums, urgent }: QueueFigureRow, interval: Interval) {
  const ofEmergencies: Record<string, number | null> = { ...urgent, ...queueRates(urgent) }
  const emergency = Object.fromEntries(OF_EMERGENCIES.map((name) => [name, ofEmergencies[name]]))
  return { queueId, ...limits(at, interval), ...sums, ...queueRates(sums), emergency }
}

export function shownAgent({ agentId, at, sums }: AgentFigureRow, interval: Interval) {
  return { agentId, ...limits(at, interval), ...sums, ...agentRates(sums) }
}

/** Columns in the order of the schema; of emergencies last, each with `emergency` before its name. */
const QUEUE_COLUMNS = Object.keys(queueFigures.shape).filter((name) => name !== 'emergency')
const AGENT_COLUMNS = Object.keys(agentFigures.shape)

export function queueTable(rows: readonly QueueFigureRow[], interval: Interval, header: boolean): string {
  const flat = rows.map((row) => {
    const { emergency, ...rest } = shownQueue(row, interval)
    const apart = Object.entries(emergency).map(([name, value]) => [underEmergency(name), value])
    return { ...rest, ...Object.fromEntries(apart) }
  })
  return table(flat, [...QUEUE_COLUMNS, ...OF_EMERGENCIES.map(underEmergency)], header)
}

export function agentTable(rows: readonly AgentFigureRow[], interval: Interval, header: boolean): string {
  return table(
    rows.map((row) => shownAgent(row, interval)),
    AGENT_COLUMNS,
    header,
  )
}

function underEmergency(name: string): string {
  return `emergency${name.charAt(0).toUpperCase()}${name.slice(1)}`
}

/** RFC 4180. Ids can't be taken for formulas. */
function table(rows: readonly object[], columns: readonly string[], header: boolean): string {
  return stringify(rows as object[], { header, columns: [...columns], record_delimiter: 'windows' })
}
