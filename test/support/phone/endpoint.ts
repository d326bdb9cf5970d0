import { randomBytes } from 'node:crypto'
import { type Peer, parseVia } from './address.ts'
import { ClientTransaction, type ResponseHandlers, type TransactionHost } from './client-transaction.ts'
import { cseqOf, isRequest, listOf, type SipMessage, type SipRequest, type SipResponse } from './message.ts'
import { ServerTransaction } from './server-transaction.ts'
import type { Timers } from './timers.ts'
import type { Wire } from './wire.ts'

export type RequestHandler = (request: SipRequest, transaction: ServerTransaction) => void
export type AckHandler = (ack: SipRequest) => void

const MAX_TRANSACTIONS = 2000

/** The transaction layer of one phone: matches responses to requests and repeated requests to their answers. */
export class Endpoint {
  readonly address: Peer
  onRequest: RequestHandler = (_, transaction) => transaction.respond(405)
  /** An ACK for a 2xx; those for refusals end here. */
  onAck: AckHandler = () => undefined
  readonly #wire: Wire
  readonly #host: TransactionHost
  readonly #clients = new Map<string, ClientTransaction>()
  readonly #servers = new Map<string, ServerTransaction>()

  constructor(wire: Wire, timers: Timers, t1Ms: number) {
    this.#wire = wire
    this.address = wire.address
    this.#host = {
      t1Ms,
      send: (message, to) => wire.send(message, to),
      after: (ms, action) => timers.after(ms, action),
    }
    wire.onMessage((message, from) => this.#receive(message, from))
  }

  get t1Ms(): number {
    return this.#host.t1Ms
  }

  /** Sends a request and follows it until its final answer. */
  request(request: SipRequest, to: Peer, handlers: ResponseHandlers): ClientTransaction {
    return this.#start(this.withVia(request), to, handlers)
  }

  /** Cancels an INVITE that has had a provisional answer. */
  cancel(invite: ClientTransaction, headers: SipRequest['headers'] = []): void {
    const ignored = { onResponse: () => undefined, onTimeout: () => undefined }
    this.#start(invite.cancelRequest(headers), invite.to, ignored)
  }

  /** Puts this phone's Via on top. ACKs for a 2xx are sent outside any transaction, so they need it too. */
  withVia(request: SipRequest): SipRequest {
    const { host, port } = this.address
    const branch = `z9hG4bK${randomBytes(10).toString('hex')}`
    return {
      ...request,
      headers: [['Via', `SIP/2.0/UDP ${host}:${port};rport;branch=${branch}`], ...request.headers],
    }
  }

  close(): void {
    this.#wire.close()
    this.#clients.clear()
    this.#servers.clear()
  }

  #start(request: SipRequest, to: Peer, handlers: ResponseHandlers): ClientTransaction {
    const transaction = new ClientTransaction(this.#host, request, to, handlers)
    this.#keep(this.#clients, clientKey(request), transaction)
    transaction.start()
    return transaction
  }

  #receive(message: SipMessage, from: Peer): void {
    if (isRequest(message)) this.#receiveRequest(message, from)
    else this.#receiveResponse(message)
  }

  #receiveResponse(response: SipResponse): void {
    this.#clients.get(clientKey(response))?.receive(response)
  }

  #receiveRequest(request: SipRequest, from: Peer): void {
    const key = serverKey(request, from)
    const known = this.#servers.get(key)
    if (request.method === 'ACK') {
      if (known !== undefined && (known.finalStatus ?? 0) >= 300) known.acknowledged()
      else this.onAck(request)
      return
    }
    if (request.method === 'CANCEL') {
      this.#cancelled(request, from)
      return
    }
    if (known !== undefined) {
      known.repeat()
      return
    }
    const transaction = new ServerTransaction(this.#host, request, from)
    this.#keep(this.#servers, key, transaction)
    this.onRequest(request, transaction)
  }

  /** Section 9.2: the CANCEL has an answer of its own; the INVITE gets its 487 from the call. */
  #cancelled(cancel: SipRequest, from: Peer): void {
    const key = `CANCEL ${serverKey(cancel, from)}`
    const known = this.#servers.get(key)
    if (known !== undefined) {
      known.repeat()
      return
    }
    const own = new ServerTransaction(this.#host, cancel, from)
    this.#keep(this.#servers, key, own)
    const invite = this.#servers.get(serverKey({ ...cancel, method: 'INVITE' }, from))
    own.respond(invite === undefined ? 481 : 200)
    if (invite !== undefined && !invite.answered) invite.onCancel(cancel)
  }

  /** Bounded by age in effect: the oldest go first, long after their 64 T1 unless the phone is flooded. */
  #keep<T>(map: Map<string, T>, key: string, transaction: T): void {
    map.set(key, transaction)
    if (map.size <= MAX_TRANSACTIONS) return
    const oldest = map.keys().next().value
    if (oldest !== undefined) map.delete(oldest)
  }
}

function branchOf(message: SipMessage): string {
  return parseVia(listOf(message, 'Via')[0] ?? '').params.get('branch') ?? ''
}

function clientKey(message: SipMessage): string {
  return `${branchOf(message)} ${cseqOf(message).method}`
}

function serverKey(request: SipRequest, from: Peer): string {
  const method = request.method === 'ACK' || request.method === 'CANCEL' ? 'INVITE' : request.method
  return `${branchOf(request)} ${from.host}:${from.port} ${method}`
}
