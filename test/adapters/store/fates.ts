/** Steers what becomes of appends on a server of a test's own. */
import type pg from 'pg'
import { eventually } from '../../support/eventually.ts'
import { type OwnPostgres, plainClient } from '../../support/postgres.ts'

/** Whose word each commit waits for; empty: nobody's. There are no standbys, so it waits for ever for any other. */
export async function setStandbys(own: OwnPostgres, names: string): Promise<void> {
  const client = await plainClient(own.server)
  await client.query(`alter system set synchronous_standby_names = '${names}'`)
  await client.query('select pg_reload_conf()')
  // The checkpointer tells those that commit, in its own time.
  if (names !== '') await eventually(() => commitWaits(own, client))
  await client.end()
}

async function commitWaits({ server }: OwnPostgres, watcher: pg.Client): Promise<Looked> {
  const client = await plainClient(server)
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  const pid = rows[0]?.pid
  let done = false
  const committed = client.query("select pg_logical_emit_message(true, 'probe', '')").finally(() => {
    done = true
  })
  const waits = async () => {
    if (done) return { found: false }
    const seen = await watcher.query(
      "select from pg_stat_activity where pid = $1 and wait_event = 'SyncRep'",
      [pid],
    )
    return seen.rowCount === 1 ? { found: true } : { waiting: 'a commit that ends, or waits' }
  }
  const waiting = await eventually(waits)
  await watcher.query('select pg_cancel_backend($1)', [pid])
  await committed
  await client.end()
  return waiting ? { found: undefined } : { waiting: 'a commit that waits for its standby' }
}

type Looked = { readonly found: undefined } | { readonly waiting: string }

/** The backend of the append that waits for this event, and a connection to do something about it. */
export async function appendingBackend(
  { server }: OwnPostgres,
  waitEvent: 'SyncRep' | 'relation',
): Promise<{ pid: number; client: pg.Client }> {
  const client = await plainClient(server)
  const pid = await eventually(async () => {
    const { rows } = await client.query<{ pid: number }>(
      "select pid from pg_stat_activity where application_name like 'cti-append-%' and wait_event = $1",
      [waitEvent],
    )
    return rows[0] ? { found: rows[0].pid } : { waiting: `an append that waits for ${waitEvent}` }
  })
  return { pid, client }
}
