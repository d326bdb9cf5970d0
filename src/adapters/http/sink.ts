/** Where an answer goes that is written bit by bit, no faster than its client reads. */
import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { withDeadline } from '../../lib/deadline.ts'

export interface Sink {
  /**
   * Resolves when the next chunk may come, so that no more than one waits in memory. `stalled`: the client hasn't
   * taken enough within the time allowed; `gone`: it has gone. After either, send nothing but last words.
   */
  send(chunk: string | Uint8Array): Promise<'sent' | 'stalled' | 'gone'>
  /** Sends without waiting: the last that this client gets, read or not. */
  lastWords(chunk: string): void
  /** Aborted when the client has gone. */
  readonly gone: AbortSignal
}

/** How long an answer that is complete may take to reach its client. */
const LAST_BYTES_MS = 5_000

/** `stallMs`: how long a client may take nothing while something waits for it. */
export function sinkTo(res: ServerResponse, stallMs: number): Sink {
  const closed = new AbortController()
  res.once('close', () => closed.abort())
  if (res.destroyed) closed.abort()
  const gone = closed.signal
  return {
    gone,
    lastWords(chunk) {
      if (!gone.aborted) res.write(chunk)
    },
    async send(chunk) {
      if (gone.aborted) return 'gone'
      if (res.write(chunk)) return 'sent'
      const waiting = new AbortController()
      const drained = once(res, 'drain', { signal: waiting.signal })
      const waited = await withDeadline(drained, { timeoutMs: stallMs, signal: gone })
      waiting.abort()
      return waited.type === 'value' ? 'sent' : waited.type === 'aborted' ? 'gone' : 'stalled'
    },
  }
}

/** Ends the answer. A client that doesn't take the rest in time is cut off. */
export async function endAnswer(res: ServerResponse): Promise<void> {
  if (res.destroyed || res.writableFinished) return
  const closed = once(res, 'close')
  res.end()
  const waited = await withDeadline(closed, { timeoutMs: LAST_BYTES_MS })
  if (waited.type !== 'value') res.destroy()
}
