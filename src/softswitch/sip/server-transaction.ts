/**
 * Server transactions (RFC 3261 17.2 with RFC 6026).
 *
 *   INVITE:  proceeding ──3xx-6xx──▶ completed ──ACK──▶ confirmed ──T4──▶ gone
 *                 └────2xx────▶ accepted ──64*T1──▶ gone
 *   others:  trying ──final──▶ completed ──64*T1──▶ gone
 *
 * A 2xx is sent again by the dialog that made it, not here (RFC 3261 13.3.1.4).
 */

import { randomBytes } from 'node:crypto'
import { answerBytes, answerPeer } from './answer.ts'
import type { Answer, Peer, SipRequest } from './message.ts'
import { giveUpMs, TimerSet, type Timing } from './timing.ts'

export interface ServerWire {
  send(bytes: Buffer, to: Peer): void
  readonly timing: Timing
  readonly server: string
}

export class ServerTransaction {
  readonly request: SipRequest
  readonly from: Peer
  /** The tag that answers add to To; a dialog made from this request bears it. */
  readonly localTag: string
  private state: 'proceeding' | 'completed' | 'confirmed' | 'accepted' | 'gone' = 'proceeding'
  private last: Buffer | undefined
  private readonly timers = new TimerSet()
  private readonly wire: ServerWire
  private readonly gone: () => void

  constructor(request: SipRequest, from: Peer, wire: ServerWire, gone: () => void) {
    this.request = request
    this.from = from
    this.wire = wire
    this.gone = gone
    this.localTag = request.toTag || randomBytes(8).toString('hex')
  }

  get isInvite(): boolean {
    return this.request.method === 'INVITE'
  }

  /** True after a 2xx to an INVITE. */
  get accepted(): boolean {
    return this.state === 'accepted'
  }

  /** True after a final answer that is no 2xx to an INVITE. */
  get refused(): boolean {
    return this.state === 'completed' || this.state === 'confirmed'
  }

  /** True until a final answer was sent. */
  get pending(): boolean {
    return this.state === 'proceeding'
  }

  /** Sends an answer; after a final one only the same 2xx again is sent, the rest is ignored. */
  respond(answer: Answer): void {
    if (this.state !== 'proceeding') return
    this.last = answerBytes(this.request, this.from, this.localTag, this.wire.server, answer)
    this.resend()
    if (answer.status < 200) return
    if (this.isInvite && answer.status < 300) this.enter('accepted', giveUpMs(this.wire.timing))
    else this.complete()
  }

  /** Sends the last answer again: for the 2xx whose ACK hasn't come. */
  resend(): void {
    if (this.last) this.wire.send(this.last, answerPeer(this.request.via, this.from))
  }

  /** A retransmission of the request, or the ACK of a refusal. */
  receive(request: SipRequest): void {
    if (request.method === 'ACK') {
      if (this.state === 'completed') this.enter('confirmed', this.wire.timing.t4Ms)
      return
    }
    if (this.state === 'proceeding' || this.state === 'completed') this.resend()
  }

  end(): void {
    this.state = 'gone'
    this.timers.stopAll()
    this.gone()
  }

  private complete(): void {
    const { t1Ms, t2Ms } = this.wire.timing
    this.enter('completed', giveUpMs(this.wire.timing))
    if (this.isInvite) this.timers.repeat('resend', t1Ms, t2Ms, () => this.resend())
  }

  private enter(state: 'completed' | 'confirmed' | 'accepted', lifeMs: number): void {
    this.state = state
    this.timers.stopAll()
    this.timers.start('end', lifeMs, () => this.end())
  }
}
