/**
 * Agents' facts of some time. There is no index by time, and none is needed: an agent's facts are in the order of their
 * moments, so the first of a time is found by halving, along the index of the subject's own sequence.
 */
import { sql } from 'kysely'
import type { AgentHistoryPort } from '../../runtime/agent-history.ts'
import { rowOf } from './journal.ts'
import { build, type Queries, statement } from './queries.ts'

/** A shift of more facts than this is shown from `from` on only. */
const LONGEST_SHIFT = 20_000

export function createAgentHistory(queries: Queries): AgentHistoryPort {
  /** Number of the subject's first fact at this moment or later; one more than its newest where there is none. */
  async function firstFrom(siteId: string, subject: string, at: number): Promise<number> {
    const rows = await queries.run(
      statement<{ low: number }>(sql`
        with recursive halving (low, high) as (
          select 1::bigint, coalesce(max(subject_seq), 0) + 1 from journal
          where site_id = ${siteId} and subject = ${subject}
          union all
          select case when middle.at < ${at}::bigint then middle.subject_seq + 1 else halving.low end,
                 case when middle.at < ${at}::bigint then halving.high else middle.subject_seq end
          from halving join journal as middle
            on middle.site_id = ${siteId} and middle.subject = ${subject}
           and middle.subject_seq = (halving.low + halving.high) / 2
          where halving.low < halving.high
        )
        select low from halving where low = high`),
    )
    return rows[0]?.low ?? 1
  }

  /** Number of the log-on of the shift in which the fact of this number stands; itself where it stands in none. */
  async function shiftBegins(siteId: string, subject: string, seq: number): Promise<number> {
    const rows = await queries.run(
      build
        .selectFrom('journal')
        .select(['subject_seq', 'type'])
        .where('site_id', '=', siteId)
        .where('subject', '=', subject)
        .where('subject_seq', '<', seq)
        .where('subject_seq', '>=', seq - LONGEST_SHIFT)
        .where('type', 'in', ['agentLoggedOn', 'agentLoggedOff'])
        .orderBy('subject_seq', 'desc')
        .limit(1),
    )
    const last = rows[0]
    return last?.type === 'agentLoggedOn' ? last.subject_seq : seq
  }

  return {
    async between(siteId, agentId, from, to, limit) {
      const first = await firstFrom(siteId, agentId, from)
      const end = await firstFrom(siteId, agentId, to)
      const begin = await shiftBegins(siteId, agentId, first)
      const rows = await queries.run(
        build
          .selectFrom('journal')
          .selectAll()
          .where('site_id', '=', siteId)
          .where('subject', '=', agentId)
          .where('subject_seq', '>=', begin)
          .where('subject_seq', '<', end)
          .orderBy('subject_seq')
          .limit(limit + 1),
      )
      return rows.length > limit ? undefined : rows.map(rowOf)
    },
  }
}
