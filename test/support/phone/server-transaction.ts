import type { Peer } from './address.ts'
import { parseVia } from './address.ts'
import type { TransactionHost } from './client-transaction.ts'
import { type Header, headerOf, listOf, type SipRequest, type SipResponse } from './message.ts'

const T2_MS = 4000

const REASONS: Readonly<Record<number, string>> = {
  100: 'Trying',
  180: 'Ringing',
  183: 'Session Progress',
  200: 'OK',
  202: 'Accepted',
  302: 'Moved Temporarily',
  400: 'Bad Request',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  420: 'Bad Extension',
  480: 'Temporarily Unavailable',
  481: 'Call/Transaction Does Not Exist',
  486: 'Busy Here',
  487: 'Request Terminated',
  488: 'Not Acceptable Here',
  491: 'Request Pending',
  500: 'Server Internal Error',
  503: 'Service Unavailable',
  603: 'Decline',
}

export interface Answer {
  readonly headers?: readonly Header[]
  readonly body?: string
  readonly toTag?: string
}

/**
 * A request that came in: RFC 3261 section 17.2, RFC 6026. A request that comes again gets the last response again; a
 * final response to INVITE is repeated until its ACK: a refusal by the transaction, a 2xx by section 13.3.1.4, here
 * alike.
 */
export class ServerTransaction {
  readonly request: SipRequest
  /** Where the request came from. */
  readonly from: Peer
  /** The INVITE was cancelled before it got a final answer. */
  onCancel: (cancel: SipRequest) => void = () => undefined
  /** A final response to INVITE stayed without ACK for 64 T1. */
  onNoAck: () => void = () => undefined
  readonly #host: TransactionHost
  #last: SipResponse | undefined
  #stopResending: () => void = () => undefined
  #stopTimeout: () => void = () => undefined

  constructor(host: TransactionHost, request: SipRequest, from: Peer) {
    this.#host = host
    this.request = request
    this.from = from
  }

  get answered(): boolean {
    return (this.#last?.status ?? 0) >= 200
  }

  get finalStatus(): number | undefined {
    return this.answered ? this.#last?.status : undefined
  }

  /** The request came again. */
  repeat(): void {
    if (this.#last !== undefined) this.#send(this.#last)
  }

  /** Sends a response. A second final response is ignored, as section 17.2 wants. */
  respond(status: number, { headers = [], body = '', toTag }: Answer = {}): void {
    if (this.answered) return
    const response = makeResponse(this.request, this.from, status, toTag, headers, body)
    this.#last = response
    this.#send(response)
    if (status < 200 || this.request.method !== 'INVITE') return
    this.#resendAfter(this.#host.t1Ms)
    this.#stopTimeout = this.#host.after(64 * this.#host.t1Ms, () => {
      this.#stopResending()
      this.onNoAck()
    })
  }

  /** The ACK came, or nobody cares for it any longer. */
  acknowledged(): void {
    this.#stopResending()
    this.#stopTimeout()
  }

  #resendAfter(ms: number): void {
    this.#stopResending = this.#host.after(ms, () => {
      this.repeat()
      this.#resendAfter(Math.min(ms * 2, T2_MS))
    })
  }

  #send(response: SipResponse): void {
    this.#host.send(response, replyPeer(this.request, this.from))
  }
}

/** Section 18.2.2 and RFC 3581: to the source port if rport was asked for, else to the port in Via. */
function replyPeer(request: SipRequest, from: Peer): Peer {
  const via = parseVia(listOf(request, 'Via')[0] ?? '')
  return { host: from.host, port: via.params.has('rport') ? from.port : via.sentBy.port }
}

function makeResponse(
  request: SipRequest,
  from: Peer,
  status: number,
  toTag: string | undefined,
  headers: readonly Header[],
  body: string,
): SipResponse {
  const [top = '', ...below] = listOf(request, 'Via')
  const marked = `${top.replace(/;rport(?=;|$)/i, `;rport=${from.port}`)};received=${from.host}`
  const to = headerOf(request, 'To') ?? ''
  const tagged = toTag === undefined || /;\s*tag=/i.test(to) ? to : `${to};tag=${toTag}`
  // Dialogs need the recorded route back: section 12.1.1.
  const route = status > 100 && status < 300 ? listOf(request, 'Record-Route') : []
  const copied: Header[] = [
    ['Via', marked],
    ...below.map((via): Header => ['Via', via]),
    ...route.map((hop): Header => ['Record-Route', hop]),
    ['From', headerOf(request, 'From') ?? ''],
    ['To', tagged],
    ['Call-ID', headerOf(request, 'Call-ID') ?? ''],
    ['CSeq', headerOf(request, 'CSeq') ?? ''],
  ]
  return { status, reason: REASONS[status] ?? 'Unknown', headers: [...copied, ...headers], body }
}
