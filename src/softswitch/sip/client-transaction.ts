/**
 * Client transactions (RFC 3261 17.1 with RFC 6026).
 *
 *   INVITE:  calling ──1xx──▶ proceeding ──3xx-6xx, ACK──▶ completed ──64*T1──▶ gone
 *                └──────────2xx──────────▶ accepted ──64*T1──▶ gone   (each 2xx goes up: they may be of several forks)
 *   others:  trying ──1xx──▶ proceeding ──final──▶ completed ──T4──▶ gone
 *
 * Silence for 64*T1 goes up as `undefined`.
 */

import { Headers, type OutgoingRequest, type Peer, type SipResponse, serialise } from './message.ts'
import { giveUpMs, TimerSet, type Timing } from './timing.ts'

export interface ClientWire {
  send(bytes: Buffer, to: Peer): void
  readonly timing: Timing
  /** `host:port` of ours for Via. */
  readonly sentBy: string
}

export interface ClientSpec {
  readonly request: OutgoingRequest
  readonly to: Peer
  readonly branch: string
  /** Answers as they come; undefined when nobody answered. */
  readonly onResponse: (response: SipResponse | undefined) => void
}

export class ClientTransaction {
  readonly spec: ClientSpec
  private state: 'calling' | 'proceeding' | 'completed' | 'accepted' | 'gone' = 'calling'
  private readonly timers = new TimerSet()
  private readonly wire: ClientWire
  private readonly gone: () => void
  private readonly bytes: Buffer
  private ack: Buffer | undefined

  constructor(spec: ClientSpec, wire: ClientWire, gone: () => void) {
    this.spec = spec
    this.wire = wire
    this.gone = gone
    this.bytes = this.write(spec.request.method, spec.request.headers, spec.request.body)
    const { t1Ms, t2Ms } = wire.timing
    this.send(this.bytes)
    // An INVITE doubles without a cap (timer A); others stop at T2 (timer E).
    const capMs = this.isInvite ? Number.MAX_SAFE_INTEGER : t2Ms
    this.timers.repeat('resend', t1Ms, capMs, () => this.send(this.bytes))
    this.timers.start('giveUp', giveUpMs(wire.timing), () => this.silence())
  }

  private get isInvite(): boolean {
    return this.spec.request.method === 'INVITE'
  }

  receive(response: SipResponse): void {
    if (this.state === 'gone') return
    if (response.status < 200) {
      if (this.state === 'completed' || this.state === 'accepted') return
      this.proceed()
    } else if (!this.isInvite) {
      if (this.state === 'completed') return
      this.enter('completed', this.wire.timing.t4Ms)
    } else if (response.status < 300) {
      if (this.state === 'completed') return
      if (this.state !== 'accepted') this.enter('accepted', giveUpMs(this.wire.timing))
    } else {
      if (this.state === 'accepted') return
      const known = this.state === 'completed'
      this.acknowledge(response)
      if (known) return
      this.enter('completed', giveUpMs(this.wire.timing))
    }
    this.spec.onResponse(response)
  }

  /** After a CANCEL the far end has 64*T1 to say 487 (RFC 3261 9.1). */
  limit(): void {
    if (this.state === 'proceeding')
      this.timers.start('giveUp', giveUpMs(this.wire.timing), () => this.silence())
  }

  end(): void {
    this.state = 'gone'
    this.timers.stopAll()
    this.gone()
  }

  private proceed(): void {
    this.state = 'proceeding'
    if (!this.isInvite) return
    this.timers.stop('resend')
    // How long a phone may ring is the caller's decision; timer B ends with the first provisional answer.
    this.timers.stop('giveUp')
  }

  private silence(): void {
    this.end()
    this.spec.onResponse(undefined)
  }

  private enter(state: 'completed' | 'accepted', lifeMs: number): void {
    this.state = state
    this.timers.stopAll()
    this.timers.start('end', lifeMs, () => this.end())
  }

  /** The ACK of a refusal belongs to the transaction: same branch, the refusal's To (RFC 3261 17.1.1.3). */
  private acknowledge(response: SipResponse): void {
    const headers = new Headers()
    for (const { name, value } of this.spec.request.headers.entries()) {
      const key = name.toLowerCase()
      if (key === 'cseq') headers.add(name, value.replace('INVITE', 'ACK'))
      else if (key === 'to') headers.add(name, response.headers.get('To') ?? value)
      else if (key === 'from' || key === 'call-id' || key === 'route' || key === 'max-forwards')
        headers.add(name, value)
    }
    this.ack ??= this.write('ACK', headers, '')
    this.send(this.ack)
  }

  private write(method: string, headers: Headers, body: string): Buffer {
    const via = `SIP/2.0/UDP ${this.wire.sentBy};rport;branch=${this.spec.branch}`
    const all = Headers.of(['Via', via]).append(headers)
    return serialise(`${method} ${this.spec.request.uri} SIP/2.0`, all, body)
  }

  private send(bytes: Buffer): void {
    this.wire.send(bytes, this.spec.to)
  }
}
