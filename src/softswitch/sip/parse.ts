/**
 * Datagrams to messages.
 *
 * Parser and transactions are our own, and not the `sip` package (0.0.6),
 * because reading it showed that most of what an embedded switch needs would
 * have to be worked around: port 0 and a bound port one can read, timers one
 * can set, a bound on transactions, 400 for a message with a broken mandatory
 * field (it drops the field and goes on), bytes of names left as they came,
 * CANCEL and 2xx matching after RFC 6026, an error listener on its socket,
 * and no DNS on the way to an answer. What is left of it would be the smaller
 * part.
 */

import { isToken, parseHostPort, parseNameAddr, parseParams, splitOutside } from './address.ts'
import { type HeaderField, Headers, type SipRequest, type SipResponse, type Via } from './message.ts'

/** Bigger than anything a phone sends, small enough that a flood of them costs little. */
const MAX_MESSAGE_BYTES = 32_768
const MAX_HEADER_FIELDS = 200

export type Parsed =
  | SipRequest
  | SipResponse
  /** CRLF pings, STUN and the like. */
  | { readonly kind: 'keepAlive' }
  /**
   * `fault` says what is wrong. `echo` is set when it is a request that can still be answered (400, or `status`):
   * the fields to copy into the answer.
   */
  | {
      readonly kind: 'malformed'
      readonly fault: string
      readonly status: number
      readonly echo: { readonly headers: Headers; readonly via: Via } | undefined
    }

/** Never throws. RFC 3261 7, 18.3; bare LF line ends are read too. */
export function parseMessage(datagram: Buffer): Parsed {
  if (isBlank(datagram)) return { kind: 'keepAlive' }
  if (datagram.length > MAX_MESSAGE_BYTES) return malformed('message too long')
  const text = datagram.toString('latin1').replace(/^[\r\n]+/, '')
  const end = /\r?\n\r?\n/.exec(text)
  if (!end) return malformed('no blank line after the header fields')
  const rest = text.slice(end.index + end[0].length)
  const lines = unfold(text.slice(0, end.index))
  if (lines.length > MAX_HEADER_FIELDS) return malformed('too many header fields')
  const startLine = lines.shift() ?? ''
  const fields = parseFields(lines)
  const headers = new Headers(fields.fields)
  const status = /^SIP\/2\.0 +([1-6]\d\d)(?: +(.*))?$/i.exec(startLine)
  if (status) {
    if (fields.fault) return malformed(fields.fault)
    const common = parseCommon(headers, rest)
    if (typeof common === 'string') return malformed(common)
    return { kind: 'response', status: Number(status[1]), reason: status[2] ?? '', ...common }
  }
  const request = /^(\S+) +(\S+) +SIP\/(\d+\.\d+)$/i.exec(startLine.trimEnd())
  const method = request?.[1] ?? ''
  if (!request || !isToken(method)) {
    return malformed('bad start line', 400, startLine.startsWith('SIP/') ? undefined : headers)
  }
  if (method === 'ACK' && fields.fault) return malformed(fields.fault)
  const echo = method === 'ACK' ? undefined : headers
  if (request[3] !== '2.0') return malformed('version not 2.0', 505, echo)
  if (fields.fault) return malformed(fields.fault, 400, echo)
  const common = parseCommon(headers, rest)
  if (typeof common === 'string') return malformed(common, 400, echo)
  if (common.cseqMethod !== method) return malformed('CSeq names another method', 400, echo)
  return { kind: 'request', method, uri: request[2] ?? '', ...common }
}

function malformed(fault: string, status = 400, headers?: Headers): Parsed {
  const via = headers && parseVia(headers.list('Via')[0] ?? '')
  const complete =
    headers && ['From', 'To', 'Call-ID', 'CSeq'].every((name) => headers.get(name) !== undefined)
  return { kind: 'malformed', fault, status, echo: headers && via && complete ? { headers, via } : undefined }
}

function isBlank(datagram: Buffer): boolean {
  return (
    datagram.length < 16 && datagram.every((byte) => byte === 0 || byte === 13 || byte === 10 || byte === 32)
  )
}

/** Lines that begin with blank space continue the one before (RFC 3261 7.3.1). */
function unfold(head: string): string[] {
  return head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)
}

/** RFC 3261 7.3.3 and the later registrations. */
const COMPACT: Readonly<Record<string, string>> = {
  i: 'Call-ID',
  m: 'Contact',
  e: 'Content-Encoding',
  l: 'Content-Length',
  c: 'Content-Type',
  f: 'From',
  s: 'Subject',
  k: 'Supported',
  t: 'To',
  v: 'Via',
  o: 'Event',
  r: 'Refer-To',
  b: 'Referred-By',
  x: 'Session-Expires',
  u: 'Allow-Events',
}

function parseFields(lines: readonly string[]): { fields: HeaderField[]; fault: string | undefined } {
  const fields: HeaderField[] = []
  let fault: string | undefined
  for (const line of lines) {
    const colon = line.indexOf(':')
    const name = line.slice(0, Math.max(colon, 0)).trim()
    if (!isToken(name)) fault ??= 'a header line without a name'
    else {
      const long = name.length === 1 ? COMPACT[name.toLowerCase()] : undefined
      fields.push({ name: long ?? name, value: line.slice(colon + 1).trim() })
    }
  }
  return { fields, fault }
}

/** The mandatory fields and the body, or what is wrong with them. */
function parseCommon(headers: Headers, rest: string) {
  for (const name of ['From', 'To', 'Call-ID', 'CSeq']) {
    if (headers.all(name).length > 1) return `more than one ${name}`
  }
  const via = parseVia(headers.list('Via')[0] ?? '')
  if (!via) return 'bad Via'
  const from = parseNameAddr(headers.get('From') ?? '')
  if (!from) return 'bad From'
  const to = parseNameAddr(headers.get('To') ?? '')
  if (!to) return 'bad To'
  const callId = headers.get('Call-ID') ?? ''
  if (!callId || callId.length > 256) return 'bad Call-ID'
  const cseq = /^(\d{1,10})\s+(\S+)$/.exec(headers.get('CSeq') ?? '')
  const seq = Number(cseq?.[1])
  if (!cseq || seq > 0x7fffffff) return 'bad CSeq'
  const lengths = headers.all('Content-Length')
  const stated = lengths[0] ?? String(rest.length)
  if (lengths.length > 1 || !/^\d{1,9}$/.test(stated)) return 'bad Content-Length'
  if (Number(stated) > rest.length) return 'body shorter than Content-Length'
  return {
    headers,
    via,
    from,
    to,
    callId,
    cseq: seq,
    cseqMethod: cseq[2] ?? '',
    fromTag: from.params.get('tag') ?? '',
    toTag: to.params.get('tag') ?? '',
    body: rest.slice(0, Number(stated)),
  }
}

/** `SIP/2.0/UDP host:port;params`. */
export function parseVia(text: string): Via | undefined {
  const [sentBy = '', ...params] = splitOutside(text, ';')
  const match = /^SIP\s*\/\s*2\.0\s*\/\s*[\w-]+\s+(\S.*)$/i.exec(sentBy)
  const host = match ? parseHostPort(match[1] ?? '') : undefined
  return host && { ...host, params: parseParams(params), text }
}
