/**
 * Whether what was committed is where a commit promises it to be.
 *
 * A backend that waits for its synchronous standby and is told to end, or whose statement is cancelled, keeps what it
 * has committed and says so in a WARNING; in the second case it then answers as if all were well
 * (src/backend/replication/syncrep.c, SyncRepWaitForLSN). `statement_timeout` doesn't bound that wait.
 */
import type pg from 'pg'
import { PortUnavailable } from '../../runtime/ports.ts'
import type { Lane } from './lane.ts'

/** Of class 01, warning; notices have 00000. */
const WARNING = '01'

/** Does `work`, and rejects with `PortUnavailable` when the server warned of anything meanwhile. */
export async function withoutWarning<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  let warned = false
  const note = ({ code }: { readonly code?: string | undefined }) => {
    warned ||= code?.startsWith(WARNING) === true
  }
  client.on('notice', note)
  try {
    const done = await work()
    if (warned) throw new PortUnavailable('committed with a warning: perhaps without the standby')
    return done
  } finally {
    client.off('notice', note)
  }
}

/**
 * Resolves when a commit of our own went through: it stands behind everything in the journal in the write-ahead log,
 * and the standbys get that log in order. The message is for nobody; a transaction that writes nothing waits for none.
 */
export async function confirm(lane: Lane): Promise<void> {
  await lane.run((client) =>
    withoutWarning(client, () => client.query("select pg_logical_emit_message(true, 'cti-bridge', '')")),
  )
}
