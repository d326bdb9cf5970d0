import type { LegInfo } from '../ports.ts'
import { isToken, type SipUri } from './address.ts'
import { allowHeaders } from './capabilities.ts'
import { addressOf } from './leg-info.ts'
import { Headers, type OutgoingRequest } from './message.ts'
import { toWire } from './text.ts'

/** Fields that callers of `invite` may set; the others belong to the dialog. */
const OPEN_FIELDS =
  /^(x-.+|p-.+|call-info|alert-info|subject|privacy|diversion|remote-party-id|history-info)$/i
const MAX_FIELD_BYTES = 2048

export interface InviteParts {
  readonly uri: SipUri
  readonly callId: string
  readonly localTag: string
  readonly userAgent: string
  readonly contact: string
  readonly info: LegInfo
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** The first INVITE of a call; undefined when a header isn't allowed or holds CR or LF. */
export function inviteRequest(parts: InviteParts): OutgoingRequest | undefined {
  const { uri, info } = parts
  const requestUri = uri.text.split('?', 1)[0] ?? ''
  const headers = Headers.of(
    ['Max-Forwards', '70'],
    ['From', `${addressOf(info.from)};tag=${parts.localTag}`],
    ['To', `<${requestUri.replace(/;.*$/, '')}>`],
    ['Call-ID', parts.callId],
    ['CSeq', '1 INVITE'],
    ['Contact', parts.contact],
    ['User-Agent', parts.userAgent],
  )
  headers.append(allowHeaders()).add('Content-Type', 'application/sdp')
  for (const [name, value] of Object.entries(parts.headers)) {
    if (!isToken(name) || !OPEN_FIELDS.test(name) || /[\r\n]/.test(value)) return undefined
    const wire = toWire(value)
    if (wire.length > MAX_FIELD_BYTES) return undefined
    headers.add(name, wire)
  }
  return { method: 'INVITE', uri: requestUri, headers, body: parts.body }
}
