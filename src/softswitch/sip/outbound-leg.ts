/**
 * A call that goes out.
 *
 *   preparing ──port bound, INVITE──▶ calling ──1xx──▶ proceeding ──2xx, ACK──▶ confirmed ──▶ over
 *        └──────────────── refusal, silence, CANCEL ────────────────────────────────────────▶ over
 *
 * A 2xx that comes after the end, or from a second fork, is acknowledged and ended with BYE.
 */

import { randomBytes } from 'node:crypto'
import type { InviteOptions, LegInfo } from '../ports.ts'
import { parseUri, type SipUri } from './address.ts'
import type { ClientTransaction } from './client-transaction.ts'
import { Dialog } from './dialog.ts'
import type { Hub } from './hub.ts'
import { inviteRequest } from './invite-request.ts'
import { LegBase } from './leg-base.ts'
import { Headers, type OutgoingRequest, type Peer, type SipResponse } from './message.ts'
import { addReason, type Goodbye, q850Of } from './reason.ts'
import { resolveHost } from './resolve.ts'
import { readDescription } from './sdp.ts'
import type { ServerTransaction } from './server-transaction.ts'
import { decodePercent, decodeText } from './text.ts'
import { newBranch } from './transactions.ts'

/** Acknowledged forks that are remembered, to acknowledge again. */
const MAX_FORKS = 8

export class OutboundLeg extends LegBase {
  info: LegInfo
  private readonly callId = randomBytes(12).toString('hex')
  private readonly localTag = randomBytes(8).toString('hex')
  private readonly branch = newBranch()
  private readonly uri: SipUri | undefined
  private readonly options: InviteOptions
  private state: 'preparing' | 'calling' | 'proceeding' | 'confirmed' = 'preparing'
  private request: OutgoingRequest | undefined
  private sentTo: Peer | undefined
  private transaction: ClientTransaction | undefined
  private rang = false
  private early = false
  private readonly acks = new Map<string, { bytes: Buffer; to: Peer }>()

  constructor(hub: Hub, uri: string, options: InviteOptions) {
    super(hub)
    this.options = options
    this.uri = parseUri(uri)
    const { domain } = hub.context
    this.info = {
      sipCallId: this.callId,
      direction: 'outbound',
      from: { user: options.callerNumber, host: domain, displayName: options.callerName },
      to: { user: decodePercent(this.uri?.user ?? ''), host: this.uri?.host ?? '', displayName: '' },
      destination: decodePercent(this.uri?.user ?? ''),
      userAgent: '',
      networkAddress: this.uri?.host ?? '',
      networkPort: this.uri?.port ?? 5060,
      authenticatedAs: undefined,
      extraHeaders: options.headers,
    }
    hub.add(this.callId, this.localTag, this)
  }

  /** Takes a port, finds the address, sends the INVITE. What goes wrong ends the leg. */
  async start(): Promise<void> {
    const { uri } = this
    if (uri?.scheme !== 'sip') return this.refuse(400)
    const [port, address] = await Promise.all([this.media.bind(), resolveHost(uri.host)])
    if (this.ended) return
    if (port === false) return this.refuse(503)
    if (address === undefined) return this.refuse(502)
    this.request = inviteRequest({
      uri,
      callId: this.callId,
      localTag: this.localTag,
      userAgent: this.hub.context.userAgent,
      contact: this.contact,
      info: this.info,
      headers: this.options.headers,
      body: this.describe(port).offer(),
    })
    if (!this.request) return this.refuse(400)
    this.sentTo = { address, port: uri.port ?? 5060 }
    this.info = { ...this.info, networkAddress: address, networkPort: this.sentTo.port }
    this.state = 'calling'
    this.transaction = this.hub.transactions.request(
      this.request,
      this.sentTo,
      (response) => (response ? this.onResponse(response) : this.onSilence()),
      this.branch,
    )
    if (!this.transaction) return this.refuse(503)
    this.timers.start('setup', this.hub.context.maxSetupMs, () => {
      this.cancel({ sipStatus: 408, q850: 102, reasonText: 'RECOVERY_ON_TIMER_EXPIRE' })
      this.finish({ by: 'transport', sipStatus: 408, how: 'TIMEOUT', q850: undefined })
    })
  }

  get confirmed(): boolean {
    return this.state === 'confirmed'
  }

  protected get signalledFrom(): string {
    return this.sentTo?.address ?? ''
  }

  ring(): void {}
  preAnswer(): void {}
  answer(): void {}

  hangUp(end: Goodbye): void {
    if (this.ended) return
    if (this.confirmed) this.sendBye(end)
    else this.cancel(end)
    const how = this.confirmed ? 'BYE' : 'CANCEL'
    this.finish({ by: 'local', sipStatus: undefined, how, q850: undefined })
  }

  onBye(transaction: ServerTransaction): void {
    // A called party can't end an early dialog with BYE (RFC 3261 15).
    if (!this.confirmed) {
      transaction.respond({ status: 481 })
      return
    }
    transaction.respond({ status: 200 })
    this.ackWait?.stop()
    this.ackWait = undefined
    this.finish({ by: 'remote', sipStatus: undefined, how: 'BYE', q850: q850Of(transaction.request.headers) })
  }

  protected leaveHub(): void {
    this.hub.remove(this.callId, this.localTag)
  }

  /** No CANCEL before the first provisional answer (RFC 3261 9.1): until then it waits. */
  private cancel(end: Goodbye): void {
    this.farewell = end
    if (this.state === 'proceeding') this.sendCancel(end)
  }

  private sendCancel(end: Goodbye): void {
    if (!this.request || !this.sentTo) return
    const headers = new Headers()
    for (const { name, value } of this.request.headers.entries()) {
      if (/^(max-forwards|from|to|call-id|route)$/i.test(name)) headers.add(name, value)
    }
    headers.add('CSeq', '1 CANCEL')
    addReason(headers, end)
    const request = { method: 'CANCEL', uri: this.request.uri, headers, body: '' }
    this.hub.transactions.request(request, this.sentTo, () => {}, this.branch)
    this.transaction?.limit()
  }

  private onSilence(): void {
    if (this.state !== 'confirmed') {
      this.finish({ by: 'transport', sipStatus: 408, how: 'TIMEOUT', q850: undefined })
    }
  }

  private onResponse(response: SipResponse): void {
    if (response.status < 200) {
      this.onProvisional(response)
      return
    }
    if (response.status < 300) {
      this.onAccepted(response)
      return
    }
    const { status, headers } = response
    this.finish({ by: 'remote', sipStatus: status, how: 'REFUSED', q850: q850Of(headers) })
  }

  private onProvisional(response: SipResponse): void {
    if (this.state === 'calling') {
      this.state = 'proceeding'
      if (this.farewell) this.sendCancel(this.farewell)
    }
    if (this.ended || this.confirmed) return
    this.noteUserAgent(response)
    if (response.status === 100 || !this.request || !this.sentTo) return
    if (response.toTag && this.dialog?.remoteTag !== response.toTag) {
      this.dialog = Dialog.calling(this.request, response, this.sentTo)
    }
    const answer = response.body ? readDescription(response.body) : undefined
    if (answer?.type === 'agreed') {
      this.agree(answer)
      if (!this.early) this.notify((events) => events.earlyMedia())
      this.early = true
    } else if (response.status === 180 && !this.rang) {
      this.rang = true
      this.notify((events) => events.ringing())
    }
  }

  private onAccepted(response: SipResponse): void {
    if (!this.request || !this.sentTo) return
    const again = this.acks.get(response.toTag)
    if (again) {
      this.hub.transactions.resend(again.bytes, again.to)
      return
    }
    const dialog = Dialog.calling(this.request, response, this.sentTo, this.dialog)
    const { request, to } = dialog.acknowledge(response.cseq)
    const bytes = this.hub.transactions.sendAlone(request, to)
    if (this.acks.size < MAX_FORKS) this.acks.set(response.toTag, { bytes, to })
    if (this.ended || this.confirmed) {
      this.dismiss(dialog)
      return
    }
    this.dialog = dialog
    this.state = 'confirmed'
    this.timers.stop('setup')
    this.noteUserAgent(response)
    const answer = response.body ? readDescription(response.body) : undefined
    if (answer?.type === 'agreed') this.agree(answer)
    // Some gateways describe the session in the 183 only.
    else if (answer || !this.early) {
      this.sendBye({ sipStatus: 488, q850: 88, reasonText: 'INCOMPATIBLE_DESTINATION' })
      this.finish({ by: 'local', sipStatus: 488, how: 'REFUSED', q850: undefined })
      return
    }
    this.notify((events) => events.answered())
  }

  /** An acceptance that nobody wants any more. */
  private dismiss(dialog: Dialog): void {
    const headers = this.farewell ? addReason(new Headers(), this.farewell) : new Headers()
    const { request, to } = dialog.request('BYE', headers)
    this.hub.transactions.request(request, to, () => {})
  }

  private noteUserAgent(response: SipResponse): void {
    const name = response.headers.get('User-Agent') ?? response.headers.get('Server')
    if (name !== undefined) this.info = { ...this.info, userAgent: decodeText(name) }
  }

  /** The fault lies here, not with the far end. */
  private refuse(sipStatus: number): void {
    this.finish({ by: 'local', sipStatus, how: 'REFUSED', q850: undefined })
  }
}
