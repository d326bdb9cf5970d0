import { randomBytes } from 'node:crypto'
import { answerBytes, answerPeer, serverKey } from './answer.ts'
import { type ClientSpec, ClientTransaction } from './client-transaction.ts'
import {
  Headers,
  type OutgoingRequest,
  type Peer,
  type SipRequest,
  type SipResponse,
  serialise,
} from './message.ts'
import { parseMessage } from './parse.ts'
import { ServerTransaction } from './server-transaction.ts'
import type { Timing } from './timing.ts'

export interface TransactionUser {
  /** A request that no transaction knows. Never ACK. */
  onRequest(transaction: ServerTransaction): void
  /** The ACK of a 2xx, or one that belongs to nothing. */
  onAck(request: SipRequest): void
}

export interface TransactionOptions {
  readonly send: (bytes: Buffer, to: Peer) => void
  readonly timing: Timing
  readonly server: string
  /** `host:port` of ours. */
  readonly sentBy: string
  /** Server and client transactions together; beyond it requests get 503. */
  readonly maxTransactions: number
}

/** What came in and was not a message for somebody. */
export interface TransactionStats {
  malformed: number
  refusedForLoad: number
  strayResponses: number
}

/** Matches datagrams to transactions (RFC 3261 17.1.3, 17.2.3, 8.2.2.2). */
export class Transactions {
  readonly stats: TransactionStats = { malformed: 0, refusedForLoad: 0, strayResponses: 0 }
  private readonly servers = new Map<string, ServerTransaction>()
  /** By what makes a request the same over different paths: Call-ID, From tag, CSeq. */
  private readonly merged = new Map<string, string>()
  private readonly clients = new Map<string, ClientTransaction>()
  private readonly options: TransactionOptions
  private readonly user: TransactionUser

  constructor(options: TransactionOptions, user: TransactionUser) {
    this.options = options
    this.user = user
  }

  get size(): number {
    return this.servers.size + this.clients.size
  }

  receive(datagram: Buffer, from: Peer): void {
    const message = parseMessage(datagram)
    switch (message.kind) {
      case 'keepAlive':
        return
      case 'malformed': {
        this.stats.malformed++
        const { echo, status, fault } = message
        if (echo)
          this.refuse(echo, from, {
            status,
            reason: `${status === 400 ? 'Bad Request' : 'Refused'} (${fault})`,
          })
        return
      }
      case 'response':
        this.receiveResponse(message)
        return
      case 'request':
        this.receiveRequest(message, from)
        return
    }
  }

  /** The INVITE that a CANCEL is about. */
  invitedBy(cancel: SipRequest): ServerTransaction | undefined {
    return this.servers.get(serverKey(cancel, 'INVITE'))
  }

  /** Sends a request in a transaction of its own. Undefined when there are too many. */
  request(
    request: OutgoingRequest,
    to: Peer,
    onResponse: ClientSpec['onResponse'],
    branch = newBranch(),
  ): ClientTransaction | undefined {
    if (this.size >= this.options.maxTransactions) {
      this.stats.refusedForLoad++
      return undefined
    }
    const key = `${branch}|${request.method}`
    const transaction = new ClientTransaction({ request, to, branch, onResponse }, this.options, () => {
      this.clients.delete(key)
    })
    this.clients.set(key, transaction)
    return transaction
  }

  /** Sends a request that has no transaction: the ACK of a 2xx. Returns its bytes, to send again. */
  sendAlone(request: OutgoingRequest, to: Peer): Buffer {
    const via = `SIP/2.0/UDP ${this.options.sentBy};rport;branch=${newBranch()}`
    const headers = Headers.of(['Via', via]).append(request.headers)
    const bytes = serialise(`${request.method} ${request.uri} SIP/2.0`, headers, request.body)
    this.options.send(bytes, to)
    return bytes
  }

  resend(bytes: Buffer, to: Peer): void {
    this.options.send(bytes, to)
  }

  close(): void {
    for (const transaction of [...this.servers.values(), ...this.clients.values()]) transaction.end()
  }

  private receiveResponse(response: SipResponse): void {
    const client = this.clients.get(`${response.via.params.get('branch') ?? ''}|${response.cseqMethod}`)
    if (client) client.receive(response)
    else this.stats.strayResponses++
  }

  private receiveRequest(request: SipRequest, from: Peer): void {
    const key = serverKey(request)
    const known = this.servers.get(key)
    // Some phones give the ACK of a 2xx the INVITE's branch: it is the dialog's all the same.
    if (request.method === 'ACK' && (!known || known.accepted)) {
      this.user.onAck(request)
      return
    }
    if (known) {
      known.receive(request)
      return
    }
    if (this.size >= this.options.maxTransactions) {
      this.stats.refusedForLoad++
      this.refuse(request, from, { status: 503, headers: Headers.of(['Retry-After', '5']) })
      return
    }
    const mergedKey = `${request.callId}|${request.fromTag}|${request.cseq}|${request.method}`
    // One that was refused may come again with the same number: not all phones count up after a challenge.
    const earlier = request.toTag ? undefined : this.servers.get(this.merged.get(mergedKey) ?? '')
    const merged = earlier !== undefined && !earlier.refused
    const transaction = new ServerTransaction(request, from, this.options, () => {
      this.servers.delete(key)
      if (this.merged.get(mergedKey) === key) this.merged.delete(mergedKey)
    })
    this.servers.set(key, transaction)
    // The same request over two paths (RFC 3261 8.2.2.2), or one of ours that came back.
    if (merged || this.cameFromHere(request)) {
      transaction.respond({ status: 482 })
      return
    }
    if (!request.toTag) this.merged.set(mergedKey, key)
    this.user.onRequest(transaction)
  }

  private cameFromHere(request: SipRequest): boolean {
    return request.headers.list('Via').some((via) => via.includes(` ${this.options.sentBy};`))
  }

  private refuse(
    asked: Parameters<typeof answerBytes>[0],
    from: Peer,
    answer: Parameters<typeof answerBytes>[4],
  ): void {
    const tag = randomBytes(4).toString('hex')
    this.options.send(answerBytes(asked, from, tag, this.options.server, answer), answerPeer(asked.via, from))
  }
}

/** RFC 3261 8.1.1.7. */
export function newBranch(): string {
  return `z9hG4bK${randomBytes(9).toString('base64url')}`
}
