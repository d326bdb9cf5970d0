import { randomInt } from 'node:crypto'
import type { ManagedSession } from '../media/session-factory.ts'
import type { LegEnd, LegEvents, LegInfo, PhoneEvent, SipLeg } from '../ports.ts'
import { AckWait } from './ack-wait.ts'
import { allowHeaders } from './capabilities.ts'
import type { Dialog } from './dialog.ts'
import type { DialogOwner, Hub } from './hub.ts'
import { inDialog } from './in-dialog.ts'
import { Headers, type SipRequest, type SipResponse } from './message.ts'
import { sendOffer } from './own-offer.ts'
import { addReason, type Goodbye } from './reason.ts'
import { type Described, LocalDescription, readDescription } from './sdp.ts'
import type { ServerTransaction } from './server-transaction.ts'
import { TimerSet } from './timing.ts'

/** After 491 the two sides wait for different times, else they would collide again (RFC 3261 14.1). */
const GLARE_MS = { owner: [2100, 4000], other: [0, 2000] } as const
const MAX_GLARES = 5

/** What both directions of call have in common: one dialog, one session description, one ending. */
export abstract class LegBase implements SipLeg, DialogOwner {
  abstract readonly info: LegInfo
  readonly media: ManagedSession
  protected readonly hub: Hub
  protected readonly timers = new TimerSet()
  protected dialog: Dialog | undefined
  protected description: LocalDescription | undefined
  /** Set while a 2xx of ours waits for its ACK. */
  protected ackWait: AckWait | undefined
  /** What a BYE or CANCEL that has to wait will say. */
  protected farewell: Goodbye | undefined
  private events: LegEvents | undefined
  private onHold = false
  /** What our next offer says of our side, and what the last one said. */
  private wanted: 'sendrecv' | 'sendonly' = 'sendrecv'
  private offered: 'sendrecv' | 'sendonly' = 'sendrecv'
  private offering = false
  private glares = 0
  private over = false
  /** Waits for the outcome of a REFER of ours. */
  private referTold: ((sipfrag: string) => void) | undefined

  constructor(hub: Hub) {
    this.hub = hub
    this.media = hub.context.sessions.open()
  }

  abstract ring(): void
  abstract preAnswer(): void
  abstract answer(): void
  abstract hangUp(end: Goodbye): void
  /** What to do about a BYE, a lost ACK and the like depends on how far the call has come. */
  abstract get confirmed(): boolean
  /** A BYE came in. */
  abstract onBye(transaction: ServerTransaction): void
  /** The address the far end's signalling comes from. */
  protected abstract get signalledFrom(): string

  listen(events: LegEvents): void {
    this.events = events
  }

  get ended(): boolean {
    return this.over
  }

  onRequest(transaction: ServerTransaction): void {
    const { request } = transaction
    if (!this.dialog || this.dialog.remoteTag !== request.fromTag) {
      transaction.respond({ status: 481 })
      return
    }
    if (this.over) {
      transaction.respond({ status: request.method === 'BYE' ? 200 : 481 })
      return
    }
    if (!this.dialog.inOrder(request)) {
      transaction.respond({ status: 500, reason: 'CSeq out of order' })
      return
    }
    inDialog(this, this.dialog, transaction)
  }

  onAck(ack: SipRequest): void {
    if (this.dialog?.remoteTag !== ack.fromTag || !this.ackWait) return
    if (this.ackWait.receive(ack)) this.ackWait = undefined
  }

  abandon(): void {
    this.hangUp({ sipStatus: 503, q850: 41, reasonText: 'NORMAL_TEMPORARY_FAILURE' })
    this.ackWait?.stop()
  }

  /** True while an INVITE of either side is under way in this dialog. */
  get busy(): boolean {
    return this.ackWait !== undefined || this.offering || !this.confirmed
  }

  hold(on: boolean): void {
    this.wanted = on ? 'sendonly' : 'sendrecv'
    this.makeOffer()
  }

  refer(uri: string, told: (sipfrag: string) => void): void {
    if (this.over) return
    this.referTold = told
    const headers = Headers.of(
      ['Refer-To', `<${uri}>`],
      ['Referred-By', this.contact],
      ['Contact', this.contact],
    )
    this.sendAside('REFER', headers, '')
  }

  phoneEvent(event: PhoneEvent, stays: boolean): void {
    if (this.over) return
    const headers = Headers.of(
      ['Contact', this.contact],
      ['Event', event],
      ['Subscription-State', stays ? 'active' : 'terminated;reason=noresource'],
    )
    this.sendAside('NOTIFY', headers, '')
  }

  referProgress(sipfrag: string): void {
    const told = this.referTold
    if (told === undefined || Number(/ (\d{3})/.exec(sipfrag)?.[1]) < 200) return
    this.referTold = undefined
    this.notify(() => told(sipfrag))
  }

  /** Answers an offer in a re-INVITE or UPDATE; undefined when there is nothing in common, and nothing changes. */
  renegotiate(body: string): string | undefined {
    const offer = readDescription(body)
    if (offer.type !== 'agreed' || !this.description) return undefined
    this.agree(offer)
    return this.description.answer(offer)
  }

  newOffer(): string {
    return this.description?.offer() ?? ''
  }

  /** Takes what an offer or answer says of the far end's media, and notices hold. */
  agree(described: Extract<Described, { type: 'agreed' }>): void {
    const { remote } = described
    const before = this.media.ready ? this.media.codec : remote.codec
    this.media.agree({ ...remote, signalledFrom: this.signalledFrom })
    if (before !== remote.codec) this.notify((events) => events.codecChanged())
    if (remote.hears !== this.onHold) return
    this.onHold = !remote.hears
    const held = this.onHold
    this.notify((events) => events.held(held))
  }

  /** Tells the far end what is wanted, unless it knows; waits until no other offer is under way. */
  private makeOffer(): void {
    if (this.over || this.busy || !this.dialog || !this.description) return
    if (this.offered === this.wanted) return
    this.offering = true
    const offered = this.wanted
    sendOffer(this.hub, this.dialog, this.sessionHeaders(), this.description.offer(offered), (answer) => {
      this.offering = false
      if (this.over) return
      if (answer?.status === 491 && this.glares++ < MAX_GLARES) {
        this.timers.start('glare', glareMs(this.info.direction), () => this.makeOffer())
        return
      }
      this.glares = 0
      // One that is refused leaves the session as it was, and isn't made again.
      this.offered = offered
      if (answer !== undefined && answer.status < 300) this.takeAnswer(answer)
      this.makeOffer()
    })
  }

  private takeAnswer(answer: SipResponse): void {
    const described = readDescription(answer.body)
    if (described.type !== 'agreed') return
    this.agree(described)
    const { speaks } = described.remote
    this.notify((events) => events.offerAnswered(speaks))
  }

  /** Sends a 2xx with a description and waits for its ACK; `answered` gets the answer in an ACK, if one was due. */
  acceptInvite(
    transaction: ServerTransaction,
    sdp: string,
    offered: boolean,
    answered: (fault: string | undefined) => void,
  ): void {
    transaction.respond({ status: 200, headers: this.sessionHeaders(), body: sdp })
    this.ackWait = new AckWait(
      transaction,
      this.hub.context.timing,
      (ack) => {
        this.notify(() => this.makeOffer())
        if (offered) return answered(undefined)
        const answer = readDescription(ack.body)
        if (answer.type === 'agreed') this.agree(answer)
        answered(answer.type === 'agreed' ? undefined : answer.reason)
      },
      () => {
        this.ackWait = undefined
        this.sendBye(this.farewell)
        this.finish({ by: 'transport', sipStatus: 408, how: 'TIMEOUT', q850: undefined })
      },
    )
  }

  sessionHeaders(): Headers {
    return Headers.of(['Contact', this.contact], ['Content-Type', 'application/sdp']).append(allowHeaders())
  }

  get contact(): string {
    const { address, port } = this.hub.context
    return `<sip:${address}:${port}>`
  }

  /** An in-dialog request of ours whose outcome changes nothing. */
  sendAside(method: string, headers: Headers, body: string): void {
    if (!this.dialog) return
    const { request, to } = this.dialog.request(method, headers, body)
    this.hub.transactions.request(request, to, () => {})
  }

  notify(tell: (events: LegEvents) => void): void {
    setImmediate(() => {
      if (this.events) tell(this.events)
    })
  }

  /** Tells the ending, once, and frees the media. The dialog's own farewell may go on. */
  finish(end: LegEnd): void {
    if (this.over) return
    this.over = true
    this.timers.stopAll()
    this.media.close()
    this.notify((events) => {
      this.events = undefined
      events.ended(end)
    })
    if (!this.confirmed || end.by === 'remote') this.leaveHub()
  }

  protected sendBye(goodbye: Goodbye | undefined): void {
    if (!this.dialog) {
      this.leaveHub()
      return
    }
    const headers = goodbye ? addReason(new Headers(), goodbye) : new Headers()
    const { request, to } = this.dialog.request('BYE', headers)
    const sent = this.hub.transactions.request(request, to, (response) => {
      if (!response || response.status >= 200) this.leaveHub()
    })
    if (!sent) this.leaveHub()
  }

  protected abstract leaveHub(): void

  protected describe(port: number): LocalDescription {
    this.description = new LocalDescription(this.hub.context.address, port)
    return this.description
  }
}

function glareMs(direction: 'inbound' | 'outbound'): number {
  const [from, to] = direction === 'outbound' ? GLARE_MS.owner : GLARE_MS.other
  return randomInt(from, to)
}
