/**
 * A call that comes in.
 *
 *   preparing ──port bound──▶ offered ──200──▶ waiting for ACK ──▶ confirmed ──▶ over
 *        └───────── CANCEL, refusal ─────────▶ over
 */

import type { LegInfo } from '../ports.ts'
import { parseUri } from './address.ts'
import { Dialog } from './dialog.ts'
import type { Hub } from './hub.ts'
import { LegBase } from './leg-base.ts'
import { partyOf } from './leg-info.ts'
import { Headers, type SipRequest } from './message.ts'
import { addReason, type Goodbye, q850Of } from './reason.ts'
import { type Described, readDescription } from './sdp.ts'
import type { ServerTransaction } from './server-transaction.ts'
import { decodePercent, decodeText } from './text.ts'

export class InboundLeg extends LegBase {
  readonly info: LegInfo
  private readonly invite: ServerTransaction
  /** Undefined when the INVITE made no offer: then ours goes into the 200. */
  private readonly offer: Extract<Described, { type: 'agreed' }> | undefined
  private accepted = false
  /** The answer that went out, so that 183 and 200 say the same (RFC 3261 13.2.1). */
  private answerSdp: string | undefined

  constructor(
    hub: Hub,
    invite: ServerTransaction,
    offer: Extract<Described, { type: 'agreed' }> | undefined,
    authenticatedAs: string | undefined,
  ) {
    super(hub)
    this.invite = invite
    this.offer = offer
    this.info = infoOf(invite, authenticatedAs)
    this.dialog = Dialog.called(invite)
    hub.add(invite.request.callId, invite.localTag, this)
  }

  /** Takes a port. False when the call ended meanwhile or was refused for want of one. */
  async prepare(): Promise<boolean> {
    const port = await this.media.bind()
    if (this.ended) return false
    if (port === false) {
      this.hangUp({ sipStatus: 503, q850: 34, reasonText: 'no RTP port is free' })
      return false
    }
    this.describe(port)
    this.timers.start('setup', this.hub.context.maxSetupMs, () => {
      this.invite.respond({ status: 408 })
      this.finish({ by: 'transport', sipStatus: 408, how: 'TIMEOUT', q850: undefined })
    })
    return true
  }

  get confirmed(): boolean {
    return this.accepted
  }

  protected get signalledFrom(): string {
    return this.invite.from.address
  }

  ring(): void {
    if (this.ended || this.accepted) return
    this.invite.respond({ status: 180, headers: Headers.of(['Contact', this.contact]) })
  }

  preAnswer(): void {
    // Without an offer there is nothing to answer yet, and media can't flow.
    if (this.ended || this.accepted || !this.offer) return
    this.invite.respond({ status: 183, headers: this.sessionHeaders(), body: this.agreedAnswer(this.offer) })
  }

  answer(): void {
    if (this.ended || this.accepted || !this.description) return
    this.accepted = true
    this.timers.stop('setup')
    const sdp = this.offer ? this.agreedAnswer(this.offer) : this.description.offer()
    this.acceptInvite(this.invite, sdp, this.offer !== undefined, (fault) => {
      if (this.farewell) return this.sendBye(this.farewell)
      if (fault === undefined) return this.notify((events) => events.answered())
      this.sendBye({ sipStatus: 488, q850: 88, reasonText: 'INCOMPATIBLE_DESTINATION' })
      this.finish({ by: 'local', sipStatus: 488, how: 'BYE', q850: undefined })
    })
  }

  hangUp(end: Goodbye): void {
    if (this.ended) return
    if (!this.accepted) {
      const status = end.sipStatus >= 300 && end.sipStatus <= 699 ? end.sipStatus : 480
      const headers = addReason(new Headers(), end)
      if (end.contact !== undefined) headers.add('Contact', `"unknown" <${end.contact}>`)
      this.invite.respond({ status, headers })
      this.finish({ by: 'local', sipStatus: status, how: 'REFUSED', q850: undefined })
      return
    }
    // Between our 200 and its ACK the BYE has to wait for the ACK (RFC 3261 15).
    if (this.ackWait) this.farewell = end
    else this.sendBye(end)
    this.finish({ by: 'local', sipStatus: undefined, how: 'BYE', q850: undefined })
  }

  /** The transaction has been told 200 already. Too late after our own final answer (RFC 3261 9.2). */
  onCancel(cancel: SipRequest): void {
    if (this.ended || this.accepted) return
    this.invite.respond({ status: 487 })
    this.finish({ by: 'remote', sipStatus: undefined, how: 'CANCEL', q850: q850Of(cancel.headers) })
  }

  onBye(transaction: ServerTransaction): void {
    transaction.respond({ status: 200 })
    // A caller may end an early dialog with BYE as well (RFC 3261 15): the INVITE still wants its answer.
    if (!this.accepted) this.invite.respond({ status: 487 })
    this.ackWait?.stop()
    this.ackWait = undefined
    const how = this.accepted ? 'BYE' : 'CANCEL'
    this.finish({ by: 'remote', sipStatus: undefined, how, q850: q850Of(transaction.request.headers) })
  }

  protected leaveHub(): void {
    this.hub.remove(this.invite.request.callId, this.invite.localTag)
  }

  private agreedAnswer(offer: Extract<Described, { type: 'agreed' }>): string {
    if (this.answerSdp === undefined) {
      this.answerSdp = this.description?.answer(offer) ?? ''
      this.agree(offer)
    }
    return this.answerSdp
  }
}

/** The offer in an INVITE: `none` when it makes none. */
export function offerOf(request: SipRequest): Described | { readonly type: 'none' } {
  return request.body ? readDescription(request.body) : { type: 'none' }
}

function infoOf(invite: ServerTransaction, authenticatedAs: string | undefined): LegInfo {
  const { request, from } = invite
  const extra = request.headers.entries().filter(({ name }) => /^x-/i.test(name))
  return {
    sipCallId: decodeText(request.callId),
    direction: 'inbound',
    from: partyOf(request.from),
    to: partyOf(request.to),
    destination: decodePercent(parseUri(request.uri)?.user ?? ''),
    userAgent: decodeText(request.headers.get('User-Agent') ?? ''),
    networkAddress: from.address,
    networkPort: from.port,
    authenticatedAs,
    extraHeaders: Object.fromEntries(extra.map(({ name, value }) => [name, decodeText(value)])),
    replaces: request.headers.get('Replaces')?.split(';')[0]?.trim(),
  }
}
