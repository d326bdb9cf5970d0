import { randomBytes } from 'node:crypto'
import { type Peer, parseAddress, peerOf } from './address.ts'
import {
  cseqOf,
  type Header,
  headerOf,
  listOf,
  type SipMessage,
  type SipRequest,
  type SipResponse,
} from './message.ts'

export function newTag(): string {
  return randomBytes(6).toString('hex')
}

function tagOf(address: string | undefined): string | undefined {
  return address === undefined ? undefined : parseAddress(address).params.get('tag')
}

interface DialogStart {
  readonly callId: string
  readonly localTag: string
  /** From or To as written on the wire, without tag. */
  readonly local: string
  readonly remote: string
  readonly contact: string
  readonly remoteTarget: string
  /** Where messages go until the other side has named its address, and if it names one that needs DNS. */
  readonly peer: Peer
}

/** The state that two ends of a call share: RFC 3261 section 12. */
export class Dialog {
  readonly callId: string
  readonly localTag: string
  readonly local: string
  readonly remote: string
  readonly contact: string
  readonly peer: Peer
  remoteTag: string | undefined
  remoteTarget: string
  routeSet: readonly string[] = []
  #localSeq = Math.floor(Math.random() * 1000) + 1
  #remoteSeq = -1

  constructor(start: DialogStart) {
    this.callId = start.callId
    this.localTag = start.localTag
    this.local = start.local
    this.remote = start.remote
    this.contact = start.contact
    this.remoteTarget = start.remoteTarget
    this.peer = start.peer
  }

  /** The callee's end, made from the INVITE. */
  static ofInvite(invite: SipRequest, contact: string, peer: Peer): Dialog {
    const from = headerOf(invite, 'From') ?? ''
    const dialog = new Dialog({
      callId: headerOf(invite, 'Call-ID') ?? '',
      localTag: newTag(),
      local: headerOf(invite, 'To') ?? '',
      remote: from.replace(/;\s*tag=[^;]*/i, ''),
      contact,
      remoteTarget: parseAddress(listOf(invite, 'Contact')[0] ?? '').uri,
      peer,
    })
    dialog.remoteTag = tagOf(from)
    dialog.routeSet = listOf(invite, 'Record-Route')
    dialog.inOrder(invite)
    return dialog
  }

  /** The caller's end learns from a 1xx or 2xx. */
  learn(response: SipResponse): void {
    const tag = tagOf(headerOf(response, 'To'))
    if (tag === undefined) return
    this.remoteTag = tag
    this.routeSet = listOf(response, 'Record-Route').reverse()
    this.retarget(response)
  }

  /** A Contact in a request or a 2xx inside the dialog moves the other side's address. */
  retarget(message: SipMessage): void {
    const contact = listOf(message, 'Contact')[0]
    if (contact !== undefined) this.remoteTarget = parseAddress(contact).uri
  }

  /** False for a request whose CSeq is not higher than the last: section 12.2.2. */
  inOrder(request: SipRequest): boolean {
    const { seq } = cseqOf(request)
    if (seq <= this.#remoteSeq) return false
    this.#remoteSeq = seq
    return true
  }

  get localSeq(): number {
    return this.#localSeq
  }

  /** A request in this dialog. ACK repeats the number of its INVITE, every other method counts up. */
  request(
    method: string,
    more: { seq?: number; headers?: readonly Header[]; body?: string } = {},
  ): SipRequest {
    const seq = more.seq ?? ++this.#localSeq
    const remote = this.remoteTag === undefined ? this.remote : `${this.remote};tag=${this.remoteTag}`
    const headers: Header[] = [
      ['Max-Forwards', '70'],
      ...this.routeSet.map((hop): Header => ['Route', hop]),
      ['From', `${this.local};tag=${this.localTag}`],
      ['To', remote],
      ['Call-ID', this.callId],
      ['CSeq', `${seq} ${method}`],
      ['Contact', `<${this.contact}>`],
      ...(more.headers ?? []),
    ]
    return { method, uri: this.remoteTarget, headers, body: more.body ?? '' }
  }

  /** Where the next request goes: the first loose route, else the other side's contact. */
  get nextHop(): Peer {
    const first = this.routeSet[0] ?? this.remoteTarget
    return (this.remoteTag === undefined ? undefined : peerOf(first)) ?? this.peer
  }
}
