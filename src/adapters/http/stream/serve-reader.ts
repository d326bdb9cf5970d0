/** Writes the live feed to one reader, as fast as that reads and no faster. */
import { eventIdOf } from '../../../runtime/cloud-event.ts'
import type { FeedReader } from '../../../runtime/feed-reader.ts'
import { BOARD_EVERY_MS } from '../../../runtime/figures/board-feed.ts'
import type { ReaderEnd, Told } from '../../../runtime/stream.ts'
import type { Sink } from '../sink.ts'
import type { Principal } from '../tokens.ts'
import { mayBeTold } from './allowed.ts'
import { type BoardPart, boardFrames } from './board-frames.ts'
import { passes, type StreamFilter } from './filter.ts'
import { eventFrame, heartbeatFrame, noticeFrame, type StreamNotice } from './frames.ts'

export interface ReaderOptions {
  readonly siteId: string
  /** Where `reader` begins. */
  readonly afterPos: number
  readonly filter: StreamFilter
  /** What it may be told at all. */
  readonly rights: Pick<Principal, 'scopes' | 'reach'>
  readonly heartbeatMs: number
  /** For who follows the wallboard. */
  readonly board?: BoardPart | undefined
  /** Whether it may go on. */
  stillAllowed(): Promise<boolean>
}

/** So often it is looked at whether the reader may go on. */
const CHECK_MS = 2_000
/** So much goes out at once; with what the socket holds, it is all that waits for a reader. */
const CHUNK_CHARS = 32_768

const ENDS = {
  'cti.stream.closed': 'shutdown',
  'cti.stream.dropped': 'slow',
  'cti.stream.revoked': 'revoked',
} as const satisfies Partial<Record<StreamNotice, ReaderEnd>>

/** Resolves when the reader has gone or has to go; its last words are said then. Rejects as `reader` does: a bug. */
export async function serveReader(
  sink: Sink,
  reader: FeedReader,
  { siteId, afterPos, filter, rights, heartbeatMs, board, stillAllowed }: ReaderOptions,
): Promise<ReaderEnd> {
  /** Everything up to here was sent, or wasn't wanted. */
  let cursor = afterPos
  let sentAt = performance.now()
  let checkedAt = sentAt

  async function send(text: string): Promise<ReaderEnd | undefined> {
    sentAt = performance.now()
    const sent = await sink.send(text)
    return sent === 'gone' ? 'left' : sent === 'stalled' ? farewell('cti.stream.dropped') : undefined
  }
  function farewell(notice: keyof typeof ENDS): ReaderEnd {
    sink.lastWords(noticeFrame(notice, eventIdOf(siteId, cursor)))
    return ENDS[notice]
  }
  async function sendFacts(facts: readonly Told[]): Promise<ReaderEnd | undefined> {
    let chunk = ''
    for (const fact of facts) {
      if (fact.event && mayBeTold(rights, fact) && passes(filter, fact)) chunk += eventFrame(fact.event)
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
    const until = Math.min(sentAt + heartbeatMs, checkedAt + CHECK_MS)
    const leftMs = Math.max(0, until - performance.now())
    const timeoutMs = board ? Math.min(leftMs, BOARD_EVERY_MS) : leftMs
    const next = await reader.next({ timeoutMs, signal: sink.gone })
    if (sink.gone.aborted) return 'left'
    if (performance.now() - checkedAt >= CHECK_MS) {
      checkedAt = performance.now()
      if (!(await stillAllowed())) return farewell('cti.stream.revoked')
    }
    if (next.type === 'closed') return farewell('cti.stream.closed')
    if (next.type === 'overtaken') return farewell('cti.stream.dropped')
    if (next.type === 'facts') end = await sendFacts(next.facts)
    const boards = board && !end ? boardFrames(board, eventIdOf(siteId, cursor)) : ''
    if (boards !== '') end = await send(boards)
    if (!end && performance.now() - sentAt >= heartbeatMs)
      end = await send(heartbeatFrame(eventIdOf(siteId, cursor)))
  }
  return end
}
