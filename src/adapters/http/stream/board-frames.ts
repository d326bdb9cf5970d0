/** The wallboard on the live stream: an event of its own kind, which says how a queue looks now. */
import type { BoardReader } from '../../../runtime/figures/board-feed.ts'
import type { QueueBoard } from '../../../runtime/figures/wallboard.ts'
import { toWire } from '../wire.ts'
import type { StreamFilter } from './filter.ts'

export const BOARD_TYPE = 'cti.wallboard.queue.v1'
export const BOARD_FAMILY = 'cti.wallboard.*'

/** Only who asks for it by its type gets it: it isn't one of the journal's facts, and no cursor leads back to it. */
export function wantsBoard({ types, agentId, callId }: StreamFilter): boolean {
  if (agentId !== undefined || callId !== undefined) return false
  return types?.some((type) => type === BOARD_TYPE || type === BOARD_FAMILY) === true
}

export interface BoardPart {
  readonly reader: BoardReader
  readonly siteId: string
  /** Undefined: of all queues. */
  readonly queueIds: ReadonlySet<string> | undefined
  /** Site time, milliseconds since the epoch. */
  readonly now: () => number
}

/** What has changed since the last time, as server-sent events; empty: nothing. */
export function boardFrames({ reader, siteId, queueIds, now }: BoardPart, cursor: string): string {
  const news = reader.changes().filter(({ queueId }) => queueIds === undefined || queueIds.has(queueId))
  return news.map((board) => boardFrame(siteId, board, now(), cursor)).join('')
}

function boardFrame(siteId: string, board: QueueBoard, at: number, cursor: string): string {
  const event = {
    specversion: '1.0',
    id: `${siteId}-board-${board.queueId}-${at}`,
    source: `/sites/${siteId}`,
    type: BOARD_TYPE,
    subject: board.queueId,
    time: new Date(at).toISOString(),
    datacontenttype: 'application/json',
    data: toWire(board),
  }
  return `id: ${cursor}\nevent: ${BOARD_TYPE}\ndata: ${JSON.stringify(event)}\n\n`
}
