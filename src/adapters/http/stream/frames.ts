/** Server-sent events as they go over the wire (WHATWG HTML, section 9.2). */
import type { Told } from '../../../runtime/stream.ts'

/** What the stream says about itself, beside the events. The names of events have `.v1` in them, these have not. */
export type StreamNotice =
  /** The first: what follows comes after the cursor. */
  | 'cti.stream.opened'
  /** The last: the reader took too little for too long. */
  | 'cti.stream.dropped'
  /** The last: the service stops. */
  | 'cti.stream.closed'
  /** The last: the reader’s key was revoked, or has expired. */
  | 'cti.stream.revoked'

/** How long a client waits before it comes back, in milliseconds. */
const RETRY_MS = 2_000

/** JSON has no line breaks outside its strings and none inside them, so it is one line of data. */
export function eventFrame({ id, type, json }: NonNullable<Told['event']>): string {
  return `id: ${id}\nevent: ${type}\ndata: ${json}\n\n`
}

/** Its id is the cursor, so that a client that comes back by itself goes on from there. */
export function noticeFrame(notice: StreamNotice, cursor: string): string {
  const retry = notice === 'cti.stream.opened' ? `retry: ${RETRY_MS}\n` : ''
  return `${retry}id: ${cursor}\nevent: ${notice}\ndata: ${JSON.stringify({ cursor })}\n\n`
}

/** Shows that the line is up. Without data it is no event to the client, but its id counts: nothing before it was missed. */
export function heartbeatFrame(cursor: string): string {
  return `: here\nid: ${cursor}\n\n`
}
