import { ipv4Of, parseNameAddr, parseUri } from './address.ts'
import { Headers, type OutgoingRequest, type Peer, type SipRequest, type SipResponse } from './message.ts'
import type { ServerTransaction } from './server-transaction.ts'

interface DialogStart {
  readonly callId: string
  readonly localTag: string
  readonly remoteTag: string
  /** From and To of our requests, with their tags. */
  readonly local: string
  readonly remote: string
  readonly localSeq: number
  readonly remoteSeq: number | undefined
  readonly routes: readonly string[]
  readonly target: string
  readonly seen: Peer
}

/** What two ends know of each other after the first answer (RFC 3261 12): requests are made from it. */
export class Dialog {
  readonly callId: string
  readonly localTag: string
  readonly remoteTag: string
  private readonly local: string
  private readonly remote: string
  private readonly routes: readonly string[]
  /** Where the far end was last seen: used when its Contact or route names a host and no address. */
  private readonly seen: Peer
  private target: string
  private localSeq: number
  private remoteSeq: number | undefined

  private constructor(start: DialogStart) {
    this.callId = start.callId
    this.localTag = start.localTag
    this.remoteTag = start.remoteTag
    this.local = start.local
    this.remote = start.remote
    this.routes = start.routes
    this.seen = start.seen
    this.target = start.target
    this.localSeq = start.localSeq
    this.remoteSeq = start.remoteSeq
  }

  /** RFC 3261 12.1.1: we are called. */
  static called(transaction: ServerTransaction): Dialog {
    const { request, from, localTag } = transaction
    return new Dialog({
      callId: request.callId,
      localTag,
      remoteTag: request.fromTag,
      local: `${request.headers.get('To') ?? ''};tag=${localTag}`,
      remote: request.headers.get('From') ?? '',
      localSeq: 0,
      remoteSeq: request.cseq,
      routes: request.headers.list('Record-Route'),
      target: contactOf(request) ?? request.from.uri,
      seen: from,
    })
  }

  /**
   * RFC 3261 12.1.2: we call. An answer to a dialog that was early (`early`) goes on counting where that was, since
   * requests may have been made in it (13.2.2.4).
   */
  static calling(request: OutgoingRequest, response: SipResponse, sentTo: Peer, early?: Dialog): Dialog {
    const before = early?.remoteTag === response.toTag ? early : undefined
    return new Dialog({
      callId: response.callId,
      localTag: response.fromTag,
      remoteTag: response.toTag,
      local: request.headers.get('From') ?? '',
      remote: response.headers.get('To') ?? '',
      localSeq: Math.max(response.cseq, before?.localSeq ?? 0),
      remoteSeq: before?.remoteSeq,
      routes: response.headers.list('Record-Route').reverse(),
      target: contactOf(response) ?? request.uri,
      seen: sentTo,
    })
  }

  /** False for a request older than one already seen (RFC 3261 12.2.2). */
  inOrder(request: SipRequest): boolean {
    if (this.remoteSeq !== undefined && request.cseq <= this.remoteSeq) return false
    this.remoteSeq = request.cseq
    return true
  }

  /** Target refresh by re-INVITE and UPDATE. */
  refresh(message: SipRequest | SipResponse): void {
    this.target = contactOf(message) ?? this.target
  }

  request(method: string, extra: Headers = new Headers(), body = ''): { request: OutgoingRequest; to: Peer } {
    this.localSeq++
    return this.write(method, this.localSeq, extra, body)
  }

  /** The ACK of a 2xx: the INVITE's own number (RFC 3261 13.2.2.4). */
  acknowledge(seq: number): { request: OutgoingRequest; to: Peer } {
    return this.write('ACK', seq, new Headers(), '')
  }

  private write(method: string, seq: number, extra: Headers, body: string) {
    const [first, ...others] = this.routes
    const firstUri = first === undefined ? undefined : parseNameAddr(first)?.uri
    // A router of RFC 2543 wants itself in the Request-URI and the target last (RFC 3261 12.2.1.1).
    const strict = firstUri !== undefined && parseUri(firstUri)?.params.has('lr') === false
    const routes = strict ? [...others, `<${this.target}>`] : this.routes
    const headers = Headers.of(
      ['Max-Forwards', '70'],
      ['From', this.local],
      ['To', this.remote],
      ['Call-ID', this.callId],
      ['CSeq', `${seq} ${method}`],
    )
    headers.addAll('Route', routes).append(extra)
    const request = { method, uri: strict ? firstUri : this.target, headers, body }
    return { request, to: this.hop(firstUri ?? this.target) }
  }

  private hop(text: string): Peer {
    const uri = parseUri(text)
    const address = ipv4Of(uri)
    return address === undefined || address === '0.0.0.0' ? this.seen : { address, port: uri?.port ?? 5060 }
  }
}

function contactOf(message: SipRequest | SipResponse): string | undefined {
  const uri = parseNameAddr(message.headers.list('Contact')[0] ?? '')?.uri
  return uri !== undefined && parseUri(uri)?.scheme === 'sip' ? uri : undefined
}
