/**
 * One dedicated connection on which work runs one after another. It connects when first needed and again after a
 * loss, no sooner than a back-off allows; in between, work fails at once instead of waiting for nobody.
 *
 * Work that misses its deadline takes the connection with it, since what comes next would only queue up behind it.
 * The server may still be busy with that work, and may commit it: so the next connection first ends the old one's
 * backend, and what it then reads of the journal stays true.
 */
import { randomBytes } from 'node:crypto'
import { Socket } from 'node:net'
import pg from 'pg'
import { type BackoffLimits, backoffMs } from '../../lib/backoff.ts'
import { withDeadline } from '../../lib/deadline.ts'
import type { Log } from '../../lib/log.ts'
import { PortUnavailable } from '../../runtime/ports.ts'
import { failureOf } from './failure.ts'
import { clientSettings, type StoreAddress } from './settings.ts'

export interface Lane {
  /** Runs `work` in its turn. Rejects with `PortUnavailable` at the deadline, or with what `work` rejects with. */
  run<T>(work: (client: pg.Client) => Promise<T>): Promise<T>
  close(): Promise<void>
}

export interface LaneOptions {
  readonly address: StoreAddress
  /** Milliseconds for each piece of work, its wait for its turn and for a connection included. */
  readonly timeoutMs: number
  readonly log: Log
}

interface Connection {
  readonly client: pg.Client
  readonly socket: Socket
}

const RETRY: BackoffLimits = { firstMs: 50, capMs: 1_000 }
const CLOSE_MS = 500

export function createLane({ address, timeoutMs, log }: LaneOptions): Lane {
  const name = `cti-append-${randomBytes(6).toString('hex')}`
  let current: Connection | undefined
  let turn: Promise<unknown> = Promise.resolve()
  let failures = 0
  let notBefore = 0
  /** A connection was given up while the server may have been at work on it. */
  let mustFence = false
  let closed = false

  function lose(connection: Connection, reason: string): void {
    connection.socket.destroy()
    if (current !== connection) return
    current = undefined
    if (!closed) log.warn({ reason }, 'journal connection lost')
  }

  async function connect(remainingMs: number): Promise<Connection> {
    const waitMs = Math.ceil(notBefore - performance.now())
    if (waitMs > 0) throw new PortUnavailable(`no connection; next try in ${waitMs} ms`)
    const socket = new Socket()
    const client = new pg.Client({ ...clientSettings(address, name, timeoutMs), stream: () => socket })
    const connection = { client, socket }
    // Loss between queries comes as an event; loss during one rejects it as well.
    client.on('error', (error) => lose(connection, reasonOf(error)))
    client.on('end', () => lose(connection, 'ended by the server'))
    try {
      await inTime(client.connect(), remainingMs)
      if (mustFence) await inTime(endPredecessors(client, name), remainingMs)
    } catch (error) {
      socket.destroy()
      notBefore = performance.now() + backoffMs(failures, RETRY, Math.random)
      failures += 1
      throw error
    }
    if (failures > 0) log.info({ failures }, 'journal connection is back')
    failures = 0
    mustFence = false
    current = connection
    return connection
  }

  async function attempt<T>(work: (client: pg.Client) => Promise<T>, deadline: number): Promise<T> {
    const remainingMs = () => Math.max(1, deadline - performance.now())
    if (closed) throw new PortUnavailable('closed')
    if (performance.now() >= deadline) throw new PortUnavailable('deadline passed while waiting for its turn')
    const connection = current ?? (await connect(remainingMs()))
    try {
      return await inTime(work(connection.client), remainingMs())
    } catch (error) {
      // An error that the server itself reports ended the work there too.
      mustFence ||= !(error instanceof pg.DatabaseError)
      if (error instanceof PortUnavailable) lose(connection, error.message)
      throw error
    }
  }

  return {
    run(work) {
      const deadline = performance.now() + timeoutMs
      const outcome = turn.then(() => attempt(work, deadline))
      turn = outcome.catch(() => {})
      return outcome
    },
    async close() {
      closed = true
      await turn
      const last = current
      current = undefined
      if (last === undefined) return
      await withDeadline(last.client.end(), { timeoutMs: CLOSE_MS }).catch(() => {})
      last.socket.destroy()
    },
  }
}

async function inTime<T>(promise: Promise<T>, timeoutMs: number): Promise<T> {
  const waited = await withDeadline(promise, { timeoutMs })
  if (waited.type === 'value') return waited.value
  throw new PortUnavailable(`no answer within ${Math.round(timeoutMs)} ms`)
}

/**
 * Ends backends of this lane's earlier connections and waits for them; each had its own lane name, so no other's. One
 * that doesn't end (it was stopped, or hangs on a disk) may commit later still: then this connection is of no use yet.
 */
async function endPredecessors(client: pg.Client, name: string): Promise<void> {
  const { rows } = await client.query<{ ended: boolean }>(
    `select pg_terminate_backend(pid, 1000) as ended from pg_stat_activity
      where application_name = $1 and pid <> pg_backend_pid()`,
    [name],
  )
  // Also false of one that ended by itself meanwhile: the next look finds it gone.
  if (!rows.every(({ ended }) => ended)) throw new PortUnavailable('an earlier connection has not ended yet')
}

function reasonOf(error: unknown): string {
  const failure = failureOf(error)
  return failure.type === 'unavailable' ? failure.reason : failure.type
}
