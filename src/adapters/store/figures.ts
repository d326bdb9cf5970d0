/**
 * The figures on PostgreSQL. What is counted and the cursor move in one statement, without waiting for the disk: where the
 * server crashes, and loses the newest of it, it loses both, and the same facts are counted again.
 */
import { sql } from 'kysely'
import { AGENT_MEASURES, QUEUE_MEASURES } from '../../runtime/figures/measures.ts'
import type { FiguresPort, FiguresStep } from '../../runtime/figures/port.ts'
import { FIGURES_VERSION } from '../../runtime/figures/project.ts'
import { readAgentFigures, readQueueFigures, sumsIn } from './figures-read.ts'
import { AGENT_SUMS, QUEUE_SUMS } from './figures-sql.ts'
import { type Queries, statement } from './queries.ts'

const VERSION = FIGURES_VERSION
const DAY_SPAN = 1_440

/** `writing`: may lose the newest when the server crashes. */
export function createFigures(reading: Queries, writing: Queries): FiguresPort {
  return {
    async begin(siteId, dayAt) {
      await writing.run(
        statement(sql`
          insert into figures_cursors (site_id, version, pos) values (${siteId}, ${VERSION}, 0)
          on conflict do nothing`),
      )
      // One statement: one moment.
      const [found] = await writing.run(
        statement<Beginning>(sql`
          select pos,
            (select coalesce(json_agg(json_build_object('subject', subject, 'body', body)), '[]')
               from figures_kept where site_id = ${siteId} and version = ${VERSION}) as kept,
            (select coalesce(json_agg(one), '[]') from (
               select queue_id as "queueId", urgent, ${QUEUE_SUMS.totals()} from queue_figures
                where site_id = ${siteId} and version = ${VERSION} and span = ${DAY_SPAN} and at = ${dayAt}
                group by queue_id, urgent) one) as today
          from figures_cursors where site_id = ${siteId} and version = ${VERSION}`),
      )
      const { pos, kept, today } = found ?? { pos: 0, kept: [], today: [] }
      const rows = today.map(({ queueId, urgent, ...sums }) => ({
        span: DAY_SPAN,
        at: dayAt,
        queueId,
        urgent,
        sums: sumsIn(sums, QUEUE_MEASURES),
      }))
      return { pos, kept, today: rows } as Awaited<ReturnType<FiguresPort['begin']>>
    },

    async advance(siteId, step) {
      const moved = await writing.run(advanceQuery(siteId, step))
      return moved.length > 0 ? 'advanced' : 'moved'
    },

    async prune(siteId, { quartersFrom, daysFrom }, limit) {
      const old = sql`site_id = ${siteId} and (version < ${VERSION}
        or version = ${VERSION} and span < ${DAY_SPAN} and at < ${quartersFrom}
        or version = ${VERSION} and span = ${DAY_SPAN} and at < ${daysFrom})`
      let removed = 0
      for (const table of ['queue_figures', 'agent_figures']) {
        const name = sql.table(table)
        const rows = await writing.run(
          statement<{ gone: number }>(sql`
            with gone as (
              delete from ${name} where ctid in (select ctid from ${name} where ${old} limit ${limit})
              returning 1
            ) select count(*)::bigint as gone from gone`),
        )
        removed += rows[0]?.gone ?? 0
      }
      await writing.run(
        statement(sql`delete from figures_kept where site_id = ${siteId} and version < ${VERSION}`),
      )
      await writing.run(
        statement(sql`delete from figures_cursors where site_id = ${siteId} and version < ${VERSION}`),
      )
      return removed
    },

    queues: (query) => readQueueFigures(reading, query, VERSION, QUEUE_MEASURES),
    agents: (query, now) => readAgentFigures(reading, query, now, VERSION, AGENT_MEASURES),
  }
}

interface Beginning {
  readonly pos: number
  readonly kept: readonly { subject: string; body: object }[]
  readonly today: readonly (Record<string, number> & { queueId: string; urgent: boolean })[]
}

function advanceQuery(siteId: string, { fromPos, toPos, queues, agents, kept, forgotten }: FiguresStep) {
  const flat = (rows: Iterable<{ readonly sums: object }>) =>
    JSON.stringify([...rows].map(({ sums, ...slot }) => ({ ...slot, ...sums })))
  return statement<{ pos: number }>(sql`
    with moved as (
      update figures_cursors set pos = ${toPos}::bigint
       where site_id = ${siteId} and version = ${VERSION} and pos = ${fromPos}::bigint
      returning pos
    ), queues as (
      insert into queue_figures as old (site_id, version, span, at, queue_id, urgent, ${QUEUE_SUMS.columns})
      select ${siteId}, ${VERSION}::integer, "span", "at", "queueId", "urgent", ${QUEUE_SUMS.given}
        from json_to_recordset(${flat(queues)}::json)
          as one ("span" integer, "at" bigint, "queueId" text, "urgent" boolean, ${QUEUE_SUMS.typed})
       where exists (select from moved)
      on conflict (site_id, version, span, at, queue_id, urgent) do update set ${QUEUE_SUMS.added('old')}
    ), agents as (
      insert into agent_figures as old (site_id, version, span, at, agent_id, ${AGENT_SUMS.columns})
      select ${siteId}, ${VERSION}::integer, "span", "at", "agentId", ${AGENT_SUMS.given}
        from json_to_recordset(${flat(agents)}::json)
          as one ("span" integer, "at" bigint, "agentId" text, ${AGENT_SUMS.typed})
       where exists (select from moved)
      on conflict (site_id, version, span, at, agent_id) do update set ${AGENT_SUMS.added('old')}
    ), remembered as (
      insert into figures_kept (site_id, version, subject, body)
      select ${siteId}, ${VERSION}::integer, "subject", "body"
        from json_to_recordset(${JSON.stringify(kept)}::json) as one ("subject" text, "body" jsonb)
       where exists (select from moved)
      on conflict (site_id, version, subject) do update set body = excluded.body
    ), forgotten as (
      delete from figures_kept
       where site_id = ${siteId} and version = ${VERSION} and subject = any(${[...forgotten]}::text[])
         and exists (select from moved)
    )
    select pos from moved`)
}
