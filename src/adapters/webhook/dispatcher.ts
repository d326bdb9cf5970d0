/**
 * Follows the journal and notes for each endpoint and subject what is to be delivered. The note and the cursor move in
 * one step, so a process that dies between them has done neither; what it couldn't tell the workers, the sweep finds.
 *
 * Neither waits for the database's disk: when the database itself crashes, it may have lost the newest of them, always
 * together. So what is read next is counted from the stored cursor, not from what was read before.
 */

import type { JournalRow } from '../../domain/fact.ts'
import { backoffMs } from '../../lib/backoff.ts'
import type { Log } from '../../lib/log.ts'
import { pause } from '../../lib/pause.ts'
import { type Follower, followJournal } from '../../runtime/journal-follower.ts'
import { type DoorbellPort, type JournalPort, PortUnavailable } from '../../runtime/ports.ts'
import type { OutboxState, WebhookOutbox, WebhookPair } from '../../runtime/webhooks.ts'
import { wantedOf } from './matching.ts'

export interface DispatcherOptions {
  readonly siteId: string
  readonly journal: Pick<JournalPort, 'read'>
  readonly doorbell: Pick<DoorbellPort, 'listen'>
  readonly outbox: Pick<WebhookOutbox, 'state' | 'pos' | 'advance'>
  /** Says that pairs wait; losing it costs a sweep. */
  readonly ring: (pairs: readonly WebhookPair[]) => Promise<void>
  readonly log: Log
  readonly pollMs?: number
}

export interface Dispatcher {
  close(): Promise<void>
}

/** Endpoints change rarely, and other dispatchers are few: so many surprises in a row are a fault. */
const MOST_SURPRISES = 20

export function startDispatcher(options: DispatcherOptions): Dispatcher {
  const { siteId, journal, outbox, ring, log } = options
  const stopping = new AbortController()
  let state: OutboxState | undefined
  let follower: Follower | undefined
  /** What `handle` is given begins after this one. */
  let readAfterPos = 0

  /** Whatever the follower has had: from the stored cursor on. */
  async function readOn(site: string, _afterPos: number, limit: number): Promise<readonly JournalRow[]> {
    state ??= await outbox.state(site)
    // Without news nothing else would tell that the cursor was taken back.
    const rows = await journal.read(site, state.pos, limit)
    if (rows.length === 0 && (await outbox.pos(site)) < state.pos) {
      state = await outbox.state(site)
      return readOn(site, _afterPos, limit)
    }
    readAfterPos = state.pos
    return rows
  }

  async function handle(rows: readonly JournalRow[]): Promise<void> {
    for (let surprises = 0; surprises < MOST_SURPRISES; surprises += 1) {
      state ??= await outbox.state(siteId)
      const { pos: fromPos, revision, endpoints } = state
      // Taken back meanwhile: what is read next begins there.
      if (fromPos < readAfterPos) return
      const fresh = rows.filter((row) => row.pos > fromPos)
      const toPos = fresh.at(-1)?.pos
      if (toPos === undefined) return
      if (fresh[0]?.pos !== fromPos + 1)
        throw new Error(`facts between ${fromPos} and ${fresh[0]?.pos} are missing`)
      const outcome = await outbox.advance(siteId, { fromPos, toPos, revision }, wantedOf(fresh, endpoints))
      if (outcome.type === 'advanced') {
        state = { ...state, pos: toPos }
        return ring(outcome.ready)
      }
      state = undefined
    }
    throw new Error('the endpoints change faster than facts can be dispatched')
  }

  /** Where to begin, as soon as the database says so. */
  async function begin(): Promise<void> {
    for (let failures = 0; !stopping.signal.aborted; failures += 1) {
      try {
        state = await outbox.state(siteId)
        if (!stopping.signal.aborted)
          follower = followJournal({ ...options, journal: { read: readOn }, afterPos: state.pos, handle })
        return
      } catch (error) {
        if (!(error instanceof PortUnavailable))
          log.error({ err: error }, 'webhooks: no beginning in the journal')
        const pauseMs = backoffMs(failures, { firstMs: 100, capMs: 5_000 }, Math.random)
        await pause(pauseMs, stopping.signal)
      }
    }
  }

  const begun = begin()
  return {
    async close() {
      stopping.abort()
      await begun
      await follower?.close()
    },
  }
}
