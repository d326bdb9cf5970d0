import { createHash } from 'node:crypto'
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import type { LegEnd, LegEvents, SipLeg } from '../../../src/softswitch/ports.ts'

/** A message as text, read with a few regular expressions: nothing in common with the switch's own parser. */
export class RawMessage {
  readonly text: string
  constructor(datagram: Buffer) {
    this.text = datagram.toString('utf8')
  }
  get start(): string {
    return this.text.split('\r\n', 1)[0] ?? ''
  }
  get status(): number {
    return Number(/^SIP\/2\.0 (\d+)/.exec(this.start)?.[1] ?? 0)
  }
  get method(): string {
    return this.status ? '' : (this.start.split(' ')[0] ?? '')
  }
  header(name: string): string {
    return new RegExp(`^${name}: *(.*)$`, 'im').exec(this.text.split('\r\n\r\n')[0] ?? '')?.[1]?.trim() ?? ''
  }
  headers(name: string): string[] {
    const all = (this.text.split('\r\n\r\n')[0] ?? '').matchAll(new RegExp(`^${name}: *(.*)$`, 'gim'))
    return [...all].map((match) => match[1]?.trim() ?? '')
  }
  get body(): string {
    return this.text.split('\r\n\r\n').slice(1).join('\r\n\r\n')
  }
}

/** A UDP socket that keeps what it receives until somebody asks for it. */
export class RawPeer {
  readonly port: number
  private readonly socket: Socket
  private readonly switchPort: number
  private readonly inbox: RawMessage[] = []
  private waiting: (() => void) | undefined

  private constructor(socket: Socket, switchPort: number) {
    this.socket = socket
    this.port = socket.address().port
    this.switchPort = switchPort
    socket.on('message', (datagram) => {
      this.inbox.push(new RawMessage(datagram))
      this.waiting?.()
    })
  }

  static async open(switchPort: number, address = '127.0.0.1'): Promise<RawPeer> {
    const socket = createSocket('udp4')
    socket.bind(0, address)
    await once(socket, 'listening')
    return new RawPeer(socket, switchPort)
  }

  send(text: string | Buffer): void {
    this.socket.send(text, this.switchPort, '127.0.0.1')
  }

  /** The first message that fits, removed from the inbox; fails after `deadlineMs`. */
  async next(fits: (message: RawMessage) => boolean, deadlineMs = 15_000): Promise<RawMessage> {
    const until = Date.now() + deadlineMs
    for (;;) {
      const at = this.inbox.findIndex(fits)
      const found = at >= 0 ? this.inbox.splice(at, 1)[0] : undefined
      if (found) return found
      const leftMs = until - Date.now()
      if (leftMs <= 0)
        throw new Error(
          `nothing fits; got: ${this.inbox
            .map((m) => m.start)
            .slice(-10)
            .join(' | ')}`,
        )
      await new Promise<void>((wake) => {
        const timer = setTimeout(wake, leftMs)
        this.waiting = () => {
          clearTimeout(timer)
          wake()
        }
      })
    }
  }

  status(code: number, method?: string): Promise<RawMessage> {
    return this.next((m) => m.status === code && (!method || m.header('CSeq').endsWith(method)))
  }

  request(method: string): Promise<RawMessage> {
    return this.next((m) => m.method === method)
  }

  count(fits: (message: RawMessage) => boolean): number {
    return this.inbox.filter(fits).length
  }

  close(): void {
    this.socket.close()
  }

  /** Answers a request of the switch's. */
  reply(request: RawMessage, status: string, more: readonly string[] = [], body = '', tag = 'peer1'): void {
    const to = request.header('To')
    this.send(
      [
        `SIP/2.0 ${status}`,
        ...request.headers('Via').map((via) => `Via: ${via}`),
        `From: ${request.header('From')}`,
        `To: ${to.includes('tag=') ? to : `${to};tag=${tag}`}`,
        `Call-ID: ${request.header('Call-ID')}`,
        `CSeq: ${request.header('CSeq')}`,
        `Contact: <sip:peer@127.0.0.1:${this.port}>`,
        ...more,
        ...(body ? ['Content-Type: application/sdp'] : []),
        `Content-Length: ${Buffer.byteLength(body)}`,
        '',
        body,
      ].join('\r\n'),
    )
  }
}

let serial = 0
/** Something no other test uses. */
export function fresh(prefix: string): string {
  serial++
  return `${prefix}${process.pid}x${serial}x${Date.now().toString(36)}`
}

export interface RequestParts {
  readonly peer: RawPeer
  readonly callId: string
  readonly cseq: number
  readonly fromTag?: string
  readonly toTag?: string
  readonly from?: string
  readonly to?: string
  readonly uri?: string
  readonly branch?: string
  readonly more?: readonly string[]
  readonly body?: string
  readonly cseqMethod?: string
}

/** A request's text. */
export function request(method: string, parts: RequestParts): string {
  const { peer, body = '' } = parts
  const tag = (value: string | undefined) => (value === undefined || value === '' ? '' : `;tag=${value}`)
  return [
    `${method} ${parts.uri ?? 'sip:9000@127.0.0.1'} SIP/2.0`,
    `Via: SIP/2.0/UDP 127.0.0.1:${peer.port};rport;branch=${parts.branch ?? fresh('z9hG4bK')}`,
    'Max-Forwards: 70',
    `From: ${parts.from ?? '<sip:13800138000@127.0.0.1>'}${tag(parts.fromTag ?? 'caller')}`,
    `To: ${parts.to ?? '<sip:9000@127.0.0.1>'}${tag(parts.toTag)}`,
    `Call-ID: ${parts.callId}`,
    `CSeq: ${parts.cseq} ${parts.cseqMethod ?? method}`,
    `Contact: <sip:caller@127.0.0.1:${peer.port}>`,
    ...(parts.more ?? []),
    ...(body ? ['Content-Type: application/sdp'] : []),
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n')
}

export function sdp(port: number, direction = 'sendrecv', payloads = '0 101'): string {
  const lines = [
    'v=0',
    'o=peer 1 1 IN IP4 127.0.0.1',
    's=-',
    'c=IN IP4 127.0.0.1',
    't=0 0',
    `m=audio ${port} RTP/AVP ${payloads}`,
    ...(payloads.split(' ').includes('101') ? ['a=rtpmap:101 telephone-event/8000'] : []),
    `a=${direction}`,
  ]
  return `${lines.join('\r\n')}\r\n`
}

export function tagOf(header: string): string {
  return /;tag=([^;]+)/.exec(header)?.[1] ?? ''
}

/** The Authorization value for a challenge. */
export function authorization(
  challenge: string,
  method: string,
  user: string,
  password: string,
  nc = '00000001',
  uri = 'sip:127.0.0.1',
): string {
  const field = (name: string) => new RegExp(`${name}="?([^",]+)`).exec(challenge)?.[1] ?? ''
  const md5 = (text: string) => createHash('md5').update(text).digest('hex')
  const ha1 = md5(`${user}:${field('realm')}:${password}`)
  const response = md5(`${ha1}:${field('nonce')}:${nc}:abcd:auth:${md5(`${method}:${uri}`)}`)
  return (
    `Digest username="${user}", realm="${field('realm')}", nonce="${field('nonce')}", uri="${uri}", ` +
    `response="${response}", algorithm=MD5, qop=auth, nc=${nc}, cnonce="abcd"`
  )
}

/** What happened on a leg, in order, and a way to wait for it. */
export class LegLog {
  readonly seen: string[] = []
  end: LegEnd | undefined
  private waiting: (() => void)[] = []

  constructor(leg: SipLeg) {
    const note = (what: string) => {
      this.seen.push(what)
      for (const wake of this.waiting.splice(0)) wake()
    }
    const events: LegEvents = {
      ringing: () => note('ringing'),
      earlyMedia: () => note('earlyMedia'),
      answered: () => note('answered'),
      held: (on) => note(`held ${on}`),
      offerAnswered: (speaks) => note(`offerAnswered ${speaks}`),
      codecChanged: () => note('codecChanged'),
      refer: ({ target }, answer) => {
        note(`refer ${target}`)
        answer('done')
      },
      ended: (end) => {
        this.end = end
        note('ended')
      },
    }
    leg.listen(events)
  }

  async until(what: string, deadlineMs = 15_000): Promise<void> {
    const until = Date.now() + deadlineMs
    while (!this.seen.includes(what)) {
      const leftMs = until - Date.now()
      if (leftMs <= 0) throw new Error(`"${what}" never came; saw ${this.seen.join(', ')}`)
      await new Promise<void>((wake) => {
        const timer = setTimeout(wake, leftMs)
        this.waiting.push(() => {
          clearTimeout(timer)
          wake()
        })
      })
    }
  }
}
