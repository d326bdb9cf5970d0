/**
 * SIP messages as RFC 3261 section 7 frames them.
 *
 * A datagram becomes a string with one character per byte (latin1), and goes out the same way: names in GBK, in broken
 * UTF-8 or in anything else pass through untouched. `toWire` and `fromWire` translate at the edge.
 */

export type Header = readonly [name: string, value: string]

export interface SipRequest {
  readonly method: string
  readonly uri: string
  readonly headers: readonly Header[]
  readonly body: string
}

export interface SipResponse {
  readonly status: number
  readonly reason: string
  readonly headers: readonly Header[]
  readonly body: string
}

export type SipMessage = SipRequest | SipResponse

const COMPACT: Readonly<Record<string, string>> = {
  b: 'referred-by',
  c: 'content-type',
  e: 'content-encoding',
  f: 'from',
  i: 'call-id',
  k: 'supported',
  l: 'content-length',
  m: 'contact',
  o: 'event',
  r: 'refer-to',
  s: 'subject',
  t: 'to',
  u: 'allow-events',
  v: 'via',
  x: 'session-expires',
}

export function isRequest(message: SipMessage): message is SipRequest {
  return 'method' in message
}

/** Text, or bytes in any character set, as they stand on the wire. */
export function toWire(text: string | Uint8Array): string {
  return Buffer.from(typeof text === 'string' ? Buffer.from(text, 'utf8') : text).toString('latin1')
}

/** Wire bytes as text: UTF-8 where they are UTF-8, else GB18030, else byte by byte. */
export function fromWire(wire: string): string {
  const bytes = Buffer.from(wire, 'latin1')
  for (const charset of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(charset, { fatal: true }).decode(bytes)
    } catch {
      // Not this one.
    }
  }
  return wire
}

function canonical(name: string): string {
  const lower = name.toLowerCase()
  return COMPACT[lower] ?? lower
}

/** The first header of that name, compact forms included. */
export function headerOf(message: SipMessage, name: string): string | undefined {
  const wanted = canonical(name)
  return message.headers.find(([found]) => canonical(found) === wanted)?.[1]
}

/** All entries of a header that may be repeated or hold a list (Via, Contact, Route, Record-Route). */
export function listOf(message: SipMessage, name: string): string[] {
  const wanted = canonical(name)
  return message.headers
    .filter(([found]) => canonical(found) === wanted)
    .flatMap(([, value]) => splitList(value))
}

/** Splits at commas that stand outside quotes and angle brackets. */
function splitList(value: string): string[] {
  return (value.match(/(?:"(?:\\.|[^"\\])*"|<[^>]*>|[^,"<])+/g) ?? [])
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

/** The number and method of CSeq. */
export function cseqOf(message: SipMessage): { readonly seq: number; readonly method: string } {
  const [number, method] = (headerOf(message, 'CSeq') ?? '').trim().split(/\s+/)
  return { seq: Number(number), method: (method ?? '').toUpperCase() }
}

/** The headers without which a message can be matched to nothing: RFC 3261 section 8.1.1. */
const MANDATORY = ['via', 'from', 'to', 'call-id', 'cseq']

/** Reads one datagram; undefined if it isn't whole SIP (keep-alives, garbage). */
export function parseMessage(datagram: Uint8Array): SipMessage | undefined {
  const wire = Buffer.from(datagram).toString('latin1')
  const headEnd = wire.indexOf('\r\n\r\n')
  const head = headEnd < 0 ? wire : wire.slice(0, headEnd)
  const rest = headEnd < 0 ? '' : wire.slice(headEnd + 4)
  const [startLine = '', ...lines] = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n')
  const headers: Header[] = []
  for (const line of lines) {
    const colon = line.indexOf(':')
    if (colon > 0) headers.push([line.slice(0, colon).trim(), line.slice(colon + 1).trim()])
  }
  if (!MANDATORY.every((wanted) => headers.some(([name]) => canonical(name) === wanted))) return undefined
  const declared = Number(headers.find(([name]) => canonical(name) === 'content-length')?.[1])
  const body = Number.isInteger(declared) && declared >= 0 ? rest.slice(0, declared) : rest
  const response = /^SIP\/2\.0 (\d{3}) ?(.*)$/.exec(startLine)
  if (response !== null) return { status: Number(response[1]), reason: response[2] ?? '', headers, body }
  const request = /^([A-Za-z]+) (\S+) SIP\/2\.0$/.exec(startLine)
  if (request === null) return undefined
  return { method: (request[1] ?? '').toUpperCase(), uri: request[2] ?? '', headers, body }
}

/** The datagram's text. Content-Length is always written anew. */
export function formatMessage(message: SipMessage): string {
  const start = isRequest(message)
    ? `${message.method} ${message.uri} SIP/2.0`
    : `SIP/2.0 ${message.status} ${message.reason}`
  const headers = message.headers.filter(([name]) => canonical(name) !== 'content-length')
  const lines = headers.map(([name, value]) => `${name}: ${value}`)
  return [start, ...lines, `Content-Length: ${message.body.length}`, '', message.body].join('\r\n')
}
