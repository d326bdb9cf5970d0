import { type Answer, Headers, type Peer, type SipRequest, serialise, type Via } from './message.ts'
import { reasonPhrase } from './status.ts'

interface Asked {
  readonly headers: Headers
  readonly via: Via
}

/** An answer's bytes: Via, From, To, Call-ID and CSeq are echoed byte for byte (RFC 3261 8.2.6.2). */
export function answerBytes(asked: Asked, from: Peer, toTag: string, server: string, answer: Answer): Buffer {
  const headers = new Headers()
  const [, ...lowerVias] = asked.headers.list('Via')
  headers.add('Via', stampVia(asked.via, from)).addAll('Via', lowerVias)
  headers.add('From', asked.headers.get('From') ?? '')
  const to = asked.headers.get('To') ?? ''
  const tagged = /;\s*tag\s*=/i.test(to.slice(to.lastIndexOf('>') + 1))
  headers.add('To', tagged || answer.status === 100 ? to : `${to};tag=${toTag}`)
  headers.add('Call-ID', asked.headers.get('Call-ID') ?? '')
  headers.add('CSeq', asked.headers.get('CSeq') ?? '')
  if (answer.headers) headers.append(answer.headers)
  headers.add('Server', server)
  const reason = answer.reason ?? reasonPhrase(answer.status)
  return serialise(`SIP/2.0 ${answer.status} ${reason}`, headers, answer.body ?? '')
}

/** `received` and `rport` in the topmost Via (RFC 3261 18.2.1, RFC 3581 4). */
function stampVia(via: Via, from: Peer): string {
  let text = via.text
  if (via.params.has('rport')) {
    text = text.replace(/;\s*rport(\s*=\s*[^;]*)?(?=;|$)/i, `;rport=${from.port}`)
  }
  if (via.params.has('rport') || via.host !== from.address) {
    text = `${text.replace(/;\s*received\s*=\s*[^;]*/i, '')};received=${from.address}`
  }
  return text
}

/** Where an answer goes: with `rport` to where the request came from, else to the sent-by port (RFC 3581 4). */
export function answerPeer(via: Via, from: Peer): Peer {
  return { address: from.address, port: via.params.has('rport') ? from.port : (via.port ?? 5060) }
}

/** Tells one request from another (RFC 3261 17.2.3; the older rule for branches without the magic cookie). */
export function serverKey(request: SipRequest, method = request.method): string {
  const { via } = request
  const branch = via.params.get('branch') ?? ''
  const of = method === 'ACK' ? 'INVITE' : method
  const sentBy = `${via.host.toLowerCase()}:${via.port ?? 5060}`
  if (branch.toLowerCase().startsWith('z9hg4bk') && branch.length > 7) return `${branch}|${sentBy}|${of}`
  return `2543|${request.callId}|${request.cseq}|${request.fromTag}|${sentBy}|${of}`
}
