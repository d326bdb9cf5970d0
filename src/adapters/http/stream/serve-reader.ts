/** Writes the live feed to one reader, as fast as that reads and no faster. */
import { eventIdOf } from '../../../runtime/cloud-event.ts'
import type { FeedReader } from '../../../runtime/feed-reader.ts'
import type { ReaderEnd, Told } from '../../../runtime/stream.ts'
import type { Sink } from '../sink.ts'
import { passes, type StreamFilter } from './filter.ts'
import { eventFrame, heartbeatFrame, noticeFrame, type StreamNotice } from './frames.ts'

export interface ReaderOptions {
  readonly siteId: string
  /** Where `reader` begins. */
  readonly afterPos: number
  readonly filter: StreamFilter
  readonly heartbeatMs: number
}

/** So much goes out at once; with what the socket holds, it is all that waits for a reader. */
const CHUNK_CHARS = 32_768

/** Resolves when the reader has gone or has to go; its last words are said then. Rejects as `reader` does: a bug. */
export async function serveReader(
  sink: Sink,
  reader: FeedReader,
  { siteId, afterPos, filter, heartbeatMs }: ReaderOptions,
): Promise<ReaderEnd> {
  /** Everything up to here was sent, or wasn't wanted. */
  let cursor = afterPos
  let sentAt = performance.now()

  async function send(text: string): Promise<ReaderEnd | undefined> {
    sentAt = performance.now()
    const sent = await sink.send(text)
    return sent === 'gone' ? 'left' : sent === 'stalled' ? farewell('cti.stream.dropped') : undefined
  }
  function farewell(notice: StreamNotice): ReaderEnd {
    sink.lastWords(noticeFrame(notice, eventIdOf(siteId, cursor)))
    return notice === 'cti.stream.closed' ? 'shutdown' : 'slow'
  }
  async function sendFacts(facts: readonly Told[]): Promise<ReaderEnd | undefined> {
    let chunk = ''
    for (const fact of facts) {
      if (fact.event && passes(filter, fact)) chunk += eventFrame(fact.event)
      cursor = fact.pos
      if (chunk.length < CHUNK_CHARS) continue
      const end = await send(chunk)
      if (end) return end
      chunk = ''
    }
    return chunk === '' ? undefined : send(chunk)
  }

  let end = await send(noticeFrame('cti.stream.opened', eventIdOf(siteId, cursor)))
  while (!end) {
    const timeoutMs = Math.max(0, sentAt + heartbeatMs - performance.now())
    const next = await reader.next({ timeoutMs, signal: sink.gone })
    if (sink.gone.aborted) return 'left'
    if (next.type === 'closed') return farewell('cti.stream.closed')
    if (next.type === 'overtaken') return farewell('cti.stream.dropped')
    if (next.type === 'facts') end = await sendFacts(next.facts)
    if (!end && performance.now() - sentAt >= heartbeatMs)
      end = await send(heartbeatFrame(eventIdOf(siteId, cursor)))
  }
  return end
}
