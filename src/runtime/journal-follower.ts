/**
 * Reads a site's journal from a position on, for ever: woken by the doorbell, by a poll where a ring was lost. Rows come
 * in order and each once; a handler that fails gets the same rows again.
 */

import type { JournalRow } from '../domain/fact.ts'
import { backoffMs } from '../lib/backoff.ts'
import { withDeadline } from '../lib/deadline.ts'
import { deferred } from '../lib/deferred.ts'
import type { Log } from '../lib/log.ts'
import { machineTimers, type Timers } from '../lib/timers.ts'
import { type DoorbellPort, type JournalPort, PortUnavailable } from './ports.ts'

export interface FollowerOptions {
  readonly siteId: string
  readonly journal: Pick<JournalPort, 'read'>
  readonly doorbell: Pick<DoorbellPort, 'listen'>
  /** The first row is the one after it. */
  readonly afterPos: number
  /** Takes rows, at least one, in order; the next come when it has resolved. */
  readonly handle: (rows: readonly JournalRow[]) => Promise<void>
  readonly log: Log
  /** How long a lost ring may go unnoticed. */
  readonly pollMs?: number
  /** Rows at most in one go. */
  readonly batch?: number
  /** The machine's unless told. */
  readonly timers?: Timers | undefined
  /** Uniform in [0, 1). */
  readonly random?: (() => number) | undefined
}

export interface Follower {
  /** Position of the newest row that was handled. */
  readonly pos: number
  /** Stops; resolves when the handler is no longer running. */
  close(): Promise<void>
}

export function followJournal(options: FollowerOptions): Follower {
  const { siteId, journal, doorbell, handle, log, pollMs = 1_000, batch = 500 } = options
  const { timers = machineTimers, random = Math.random } = options
  const stopping = new AbortController()
  let pos = options.afterPos
  let wake: (() => void) | undefined
  let heardPos = 0

  const stopListening = doorbell.listen((site, newPos) => {
    if (site !== siteId) return
    heardPos = Math.max(heardPos, newPos)
    wake?.()
  })

  async function untilRung(): Promise<void> {
    if (heardPos > pos) return
    const { promise: rung, resolve } = deferred()
    wake = resolve
    await withDeadline(rung, { timeoutMs: pollMs, signal: stopping.signal, timers })
    wake = undefined
  }

  async function run(): Promise<void> {
    for (let failures = 0; !stopping.signal.aborted; ) {
      try {
        // Only a ring from here on is news; one for a position that never comes must not keep this turning.
        heardPos = 0
        const rows = await journal.read(siteId, pos, batch)
        const last = rows.at(-1)
        if (last) {
          await handle(rows)
          pos = last.pos
        }
        failures = 0
        if (rows.length < batch) await untilRung()
      } catch (error) {
        if (!(error instanceof PortUnavailable))
          log.error({ err: error, pos }, 'a reader of the journal failed')
        const pauseMs = backoffMs(failures, { firstMs: 100, capMs: 5_000 }, random)
        failures += 1
        await timers.sleep(pauseMs, stopping.signal)
      }
    }
  }

  const ended = run()
  return {
    get pos() {
      return pos
    },
    async close() {
      stopping.abort()
      stopListening()
      await ended
    },
  }
}
