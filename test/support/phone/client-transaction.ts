import type { Peer } from './address.ts'
import {
  cseqOf,
  type Header,
  headerOf,
  listOf,
  type SipMessage,
  type SipRequest,
  type SipResponse,
} from './message.ts'

export interface TransactionHost {
  readonly t1Ms: number
  send(message: SipMessage, to: Peer): void
  after(ms: number, action: () => void): () => void
}

export interface ResponseHandlers {
  readonly onResponse: (response: SipResponse) => void
  /** No final answer within 64 T1. */
  readonly onTimeout: () => void
}

const T2_MS = 4000

/**
 * A request on its way: RFC 3261 section 17.1, with RFC 6026's "accepted" for INVITE.
 *
 *   calling --1xx--> proceeding --2xx--> accepted  (INVITE: each 2xx that comes again is acknowledged again)
 *      |                 |-------3xx+--> completed (INVITE: acknowledged here)
 *      '--64 T1--> terminated
 */
export class ClientTransaction {
  readonly request: SipRequest
  readonly to: Peer
  readonly #host: TransactionHost
  readonly #handlers: ResponseHandlers
  readonly #acks = new Map<string, { ack: SipRequest; to: Peer }>()
  #state: 'calling' | 'proceeding' | 'accepted' | 'completed' | 'terminated' = 'calling'
  #stopResending: () => void = () => undefined
  #stopTimeout: () => void = () => undefined

  constructor(host: TransactionHost, request: SipRequest, to: Peer, handlers: ResponseHandlers) {
    this.#host = host
    this.request = request
    this.to = to
    this.#handlers = handlers
  }

  get provisionalSeen(): boolean {
    return this.#state === 'proceeding'
  }

  get open(): boolean {
    return this.#state === 'calling' || this.#state === 'proceeding'
  }

  start(): void {
    this.#host.send(this.request, this.to)
    this.#resendAfter(this.#host.t1Ms)
    this.#stopTimeout = this.#host.after(64 * this.#host.t1Ms, () => {
      this.#end('terminated')
      this.#handlers.onTimeout()
    })
  }

  receive(response: SipResponse): void {
    const invite = this.request.method === 'INVITE'
    if (response.status < 200) {
      if (!this.open) return
      this.#state = 'proceeding'
      // A callee may let it ring for ever; a request other than INVITE must still end (timers E and F go on).
      if (invite) this.#quiet()
      this.#handlers.onResponse(response)
    } else if (invite && response.status < 300) {
      this.#accepted(response)
    } else if (this.open) {
      this.#end('completed')
      if (invite) this.#host.send(this.#ackOf(response), this.to)
      this.#handlers.onResponse(response)
    } else if (invite && this.#state === 'completed') {
      this.#host.send(this.#ackOf(response), this.to)
    }
  }

  /** Acknowledges a 2xx, now and each time it comes again. */
  acknowledge(response: SipResponse, ack: SipRequest, to: Peer): void {
    this.#acks.set(headerOf(response, 'To') ?? '', { ack, to })
    this.#host.send(ack, to)
  }

  /** The CANCEL for this request: section 9.1. */
  cancelRequest(headers: readonly Header[]): SipRequest {
    const cancel = this.#sibling('CANCEL', headerOf(this.request, 'To') ?? '')
    return { ...cancel, headers: [...cancel.headers, ...headers] }
  }

  #accepted(response: SipResponse): void {
    if (this.#state === 'completed' || this.#state === 'terminated') return
    const known = this.#acks.get(headerOf(response, 'To') ?? '')
    if (known !== undefined) {
      this.#host.send(known.ack, known.to)
      return
    }
    this.#end('accepted')
    this.#handlers.onResponse(response)
  }

  #ackOf(response: SipResponse): SipRequest {
    return this.#sibling('ACK', headerOf(response, 'To') ?? '')
  }

  /** ACK and CANCEL copy the request's Via, From, Call-ID, CSeq number and route: sections 9.1 and 17.1.1.3. */
  #sibling(method: 'ACK' | 'CANCEL', to: string): SipRequest {
    const { request } = this
    const headers: Header[] = [
      ['Via', listOf(request, 'Via')[0] ?? ''],
      ['Max-Forwards', '70'],
      ...listOf(request, 'Route').map((route): Header => ['Route', route]),
      ['From', headerOf(request, 'From') ?? ''],
      ['To', to],
      ['Call-ID', headerOf(request, 'Call-ID') ?? ''],
      ['CSeq', `${cseqOf(request).seq} ${method}`],
    ]
    return { method, uri: request.uri, headers, body: '' }
  }

  #resendAfter(ms: number): void {
    this.#stopResending = this.#host.after(ms, () => {
      this.#host.send(this.request, this.to)
      this.#resendAfter(this.request.method === 'INVITE' ? ms * 2 : Math.min(ms * 2, T2_MS))
    })
  }

  #quiet(): void {
    this.#stopResending()
    this.#stopTimeout()
  }

  #end(state: 'accepted' | 'completed' | 'terminated'): void {
    this.#quiet()
    this.#state = state
  }
}
