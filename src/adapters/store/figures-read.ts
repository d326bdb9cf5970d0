/** Figures as they are asked for: sums over the kept intervals, and over what agents are doing still. */
import { type RawBuilder, sql } from 'kysely'
import type { AgentSums, QueueSums } from '../../runtime/figures/measures.ts'
import type { AgentFigureRow, FiguresQuery, QueueFigureRow } from '../../runtime/figures/port.ts'
import { spanOf } from '../../runtime/figures/spans.ts'
import { AGENT_TIMES } from '../../runtime/figures/standing.ts'
import { AGENT_SUMS, columnOf, QUEUE_SUMS } from './figures-sql.ts'
import { type Queries, statement } from './queries.ts'

/** Days begin as `domain/acd/days.ts` says; shorter intervals begin with the hour there too. */
const EIGHT_HOURS_MS = 8 * 3_600_000

type Flat = Readonly<Record<string, number>>

/** These measures of a row, whose names in it have `prefix` before them. */
export function sumsIn<M extends string>(row: Flat, measures: readonly M[], prefix = ''): Record<M, number> {
  return Object.fromEntries(measures.map((name) => [name, Number(row[`${prefix}${name}`])])) as Record<
    M,
    number
  >
}

function beginOf(at: RawBuilder<unknown>, lengthMs: number): RawBuilder<unknown> {
  return sql`(${at} - (${at} + ${EIGHT_HOURS_MS}::bigint) % ${lengthMs}::bigint)`
}

/** Which rows, by which interval. */
function asked({ siteId, interval, from, to, ids, after }: FiguresQuery, version: number, id: string) {
  const { span, lengthMs } = spanOf(interval)
  const name = sql.ref(id)
  const begin = beginOf(sql`at`, lengthMs)
  return {
    lengthMs,
    begin,
    rows: sql`site_id = ${siteId} and version = ${version} and span = ${span}
      and at >= ${Math.max(from, after?.orderAt ?? from)}::bigint and at < ${to}::bigint
      ${ids ? sql`and ${name} = any(${[...ids]}::text[])` : sql``}`,
    next: after ? sql`where ("at", "id") > (${after.orderAt}::bigint, ${after.id}::text)` : sql``,
  }
}

export async function readQueueFigures(
  queries: Queries,
  query: FiguresQuery,
  version: number,
  measures: readonly (keyof QueueSums)[],
): Promise<readonly QueueFigureRow[]> {
  const { begin, rows, next } = asked(query, version, 'queue_id')
  const found = await queries.run(
    statement<Flat & { id: string; at: number }>(sql`
      select * from (
        select ${begin} as "at", queue_id as "id",
               ${QUEUE_SUMS.totals()}, ${QUEUE_SUMS.totals('urgent', 'urgent_')}
          from queue_figures where ${rows}
         group by 1, 2
      ) one ${next} order by "at", "id" limit ${query.limit}`),
  )
  return found.map((row) => ({
    queueId: row.id,
    at: row.at,
    sums: sumsIn(row, measures),
    urgent: sumsIn(row, measures, 'urgent_'),
  }))
}

/** What an agent is doing since some time belongs to every interval since then. */
export async function readAgentFigures(
  queries: Queries,
  query: FiguresQuery,
  now: number,
  version: number,
  measures: readonly (keyof AgentSums)[],
): Promise<readonly AgentFigureRow[]> {
  const { begin, rows, next, lengthMs } = asked(query, version, 'agent_id')
  const { siteId, from, to, ids } = query
  const columns = sql.raw(measures.map(columnOf).join(', '))
  const going = sql.raw(
    measures
      .map((name) => {
        const phase = Object.entries(AGENT_TIMES).find(([, measure]) => measure === name)?.[0]
        return phase === undefined ? '0' : `case when phase = '${phase}' then ms else 0 end`
      })
      .join(', '),
  )
  const found = await queries.run(
    statement<Flat & { id: string; at: number }>(sql`
      select * from (
        select "at", "id", ${AGENT_SUMS.totals()} from (
          select ${begin} as "at", agent_id as "id", ${columns} from agent_figures where ${rows}
          union all
          select begun, subject, ${going}
            from (select subject, body -> 'doing' ->> 'phase' as phase,
                         (body -> 'doing' ->> 'since')::bigint as since
                    from figures_kept
                   where site_id = ${siteId} and version = ${version} and starts_with(subject, 'agent_')
                     ${ids ? sql`and subject = any(${[...ids]}::text[])` : sql``}
                     and jsonb_exists(body, 'doing')) doing,
                 generate_series(
                   greatest(${from}::bigint, ${beginOf(sql`since`, lengthMs)}),
                   least(${to}::bigint, ${now}::bigint) - 1, ${lengthMs}::bigint) begun,
                 lateral (select least(begun + ${lengthMs}::bigint, ${now}::bigint) - greatest(begun, since) as ms) share
           where ms > 0
        ) every (${sql.raw(`"at", "id", ${measures.map(columnOf).join(', ')}`)})
        group by 1, 2
      ) one ${next} order by "at", "id" limit ${query.limit}`),
  )
  return found.map((row) => ({ agentId: row.id, at: row.at, sums: sumsIn(row, measures) }))
}
