/** One message of the event socket: a block of headers, and a body when `Content-Length` announces one. */
import { decodeRaw } from './decode.ts'

/** What the headers of a message say; names and values as mod_event_socket.c writes them, not percent-encoded. */
export class FrameHead {
  readonly contentType: string
  /** Bytes; undefined when the message has no such header. */
  readonly contentLength: number | undefined
  readonly #wire: string

  constructor(wire: string, contentType: string, contentLength: number | undefined) {
    this.#wire = wire
    this.contentType = contentType
    this.contentLength = contentLength
  }

  get(name: string): string | undefined {
    for (const line of this.#wire.split('\n')) {
      if (line.startsWith(`${name}: `)) return decodeRaw(line.slice(name.length + 2))
    }
    return undefined
  }
}

export interface Frame {
  readonly head: FrameHead
  /** Valid while the frame is being handled; it is a view of the received bytes. Empty when there is no body. */
  readonly body: Buffer
}

export type HeadOutcome =
  | { readonly type: 'head'; readonly head: FrameHead }
  | { readonly type: 'malformed'; readonly reason: string }

const malformed = (reason: string): HeadOutcome => ({ type: 'malformed', reason })

/**
 * Messages with a type, a length and nothing else. More than that is an event's own header: the empty line between
 * has been lost on the way, and the length would be counted from the wrong place.
 */
const JUST_LENGTH = /^(?:api\/response|text\/event-(?:plain|json|xml))$/
const LENGTH = /^\d{1,10}$/
/** Nearly every head there is, read in one go. */
const EVENT_HEAD = /^Content-Length: (\d{1,10})\nContent-Type: text\/event-plain$/
const TYPE = /^[\w.+-]+\/[\w.+-]+$/

/**
 * Reads a block of headers (one byte per character, without the empty line that ends it). Reasons name the line,
 * never its content.
 */
export function parseHead(wire: string): HeadOutcome {
  const length = EVENT_HEAD.exec(wire)?.[1]
  if (length !== undefined)
    return { type: 'head', head: new FrameHead(wire, 'text/event-plain', Number(length)) }
  let contentType: string | undefined
  let lengthText: string | undefined
  let lineNumber = 0
  let others = 0
  for (let start = 0; start <= wire.length; ) {
    lineNumber++
    const newline = wire.indexOf('\n', start)
    const end = newline === -1 ? wire.length : newline
    const colon = wire.indexOf(':', start)
    if (colon > end || !isName(wire, start, colon)) return malformed(`header line ${lineNumber} has no name`)
    const value = () => wire.slice(colon + 1, end).trim()
    if (wire.startsWith('Content-Type:', start)) {
      if (contentType !== undefined) return malformed('two Content-Types')
      contentType = value()
    } else if (wire.startsWith('Content-Length:', start)) {
      if (lengthText !== undefined) return malformed('two Content-Lengths')
      lengthText = value()
    } else {
      others++
    }
    start = end + 1
  }
  if (contentType === undefined) return malformed('no Content-Type')
  if (!TYPE.test(contentType)) return malformed('Content-Type is not a type')
  if (lengthText !== undefined && !LENGTH.test(lengthText)) return malformed('Content-Length is not a number')
  if (JUST_LENGTH.test(contentType)) {
    if (lengthText === undefined) return malformed('no Content-Length')
    if (others > 0) return malformed(`a header that ${contentType} never has`)
  }
  const contentLength = lengthText === undefined ? undefined : Number(lengthText)
  return { type: 'head', head: new FrameHead(wire, contentType, contentLength) }
}

/** Whether these characters are a header's name: letters, digits, hyphens, at least one. */
function isName(wire: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const code = wire.charCodeAt(at)
    const isLetter = (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a
    const isDigit = code >= 0x30 && code <= 0x39
    if (!isLetter && !isDigit && code !== 0x2d) return false
  }
  return to > from
}
