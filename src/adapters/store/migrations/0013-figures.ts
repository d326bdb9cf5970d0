import { type Kysely, sql } from 'kysely'

const QUEUE_SUMS = [
  'arrived',
  'overflowed_in',
  'answered',
  'answered_in_time',
  'abandoned',
  'short_abandoned',
  'overflowed',
  'left_queue',
  'timed_out',
  'fell_back',
  'ended_otherwise',
  'unserved',
  'answer_wait_ms',
  'abandon_wait_ms',
  'longest_wait_ms',
  'talks',
  'talk_ms',
  'wrap_up_ms',
  'requeued',
  'callbacks_promised',
  'callbacks_answered',
  'callbacks_failed',
]
const AGENT_SUMS = [
  'offered',
  'answered',
  'missed',
  'rejected',
  'failed',
  'withdrawn',
  'talks',
  'talk_ms',
  'wrap_up_ms',
  'outbound_calls',
  'outbound_connected',
  'outbound_talk_ms',
  'ready_ms',
  'ringing_ms',
  'busy_ms',
  'after_call_ms',
  'not_ready_ms',
]

/**
 * What queues and agents did, by the quarter of an hour and the day: counted from the journal up to a cursor, beside which
 * stands what must be remembered to go on. Rows of figures that are made otherwise have another `version`.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table figures_cursors (
      site_id text not null,
      version integer not null,
      pos bigint not null,
      constraint figures_cursors_pkey primary key (site_id, version)
    )`.execute(db)
  // Changes with every call: the pages keep room for the new versions.
  await sql`
    create table figures_kept (
      site_id text not null,
      version integer not null,
      subject text not null,
      body jsonb not null,
      constraint figures_kept_pkey primary key (site_id, version, subject)
    ) with (fillfactor = 70)`.execute(db)
  const sums = (names: readonly string[]) =>
    sql.raw(names.map((name) => `${name} bigint not null default 0`).join(', '))
  await sql`
    create table queue_figures (
      site_id text not null,
      version integer not null,
      span integer not null,
      at bigint not null,
      queue_id text not null,
      urgent boolean not null,
      ${sums(QUEUE_SUMS)},
      constraint queue_figures_pkey primary key (site_id, version, span, at, queue_id, urgent)
    ) with (fillfactor = 80)`.execute(db)
  await sql`
    create table agent_figures (
      site_id text not null,
      version integer not null,
      span integer not null,
      at bigint not null,
      agent_id text not null,
      ${sums(AGENT_SUMS)},
      constraint agent_figures_pkey primary key (site_id, version, span, at, agent_id)
    ) with (fillfactor = 80)`.execute(db)
}
