import { parseUri } from './address.ts'
import type { Admission } from './admission.ts'
import { allowHeaders, capabilities, refusalOf } from './capabilities.ts'
import type { Hub } from './hub.ts'
import { isSdp } from './in-dialog.ts'
import { InboundLeg, offerOf } from './inbound-leg.ts'
import { Headers, type SipRequest } from './message.ts'
import type { Registrar } from './registrar.ts'
import type { ServerTransaction } from './server-transaction.ts'
import type { TransactionUser } from './transactions.ts'

export interface RouterParts {
  readonly hub: Hub
  readonly admission: Admission
  readonly registrar: Registrar
  /** Gets each new call once its media has a port. */
  readonly onInvite: (leg: InboundLeg) => void
}

/** Requests that no transaction knows: to their dialog, to the registrar, or as a new call (RFC 3261 8.2). */
export class Router implements TransactionUser {
  private readonly parts: RouterParts
  private readonly inviteLegs = new WeakMap<ServerTransaction, InboundLeg>()

  constructor(parts: RouterParts) {
    this.parts = parts
  }

  onAck(request: SipRequest): void {
    this.parts.hub.find(request)?.onAck(request)
  }

  onRequest(transaction: ServerTransaction): void {
    const { request } = transaction
    if (request.method === 'CANCEL') {
      this.cancel(transaction)
      return
    }
    const scheme = parseUri(request.uri)?.scheme
    if (scheme === undefined) {
      transaction.respond({ status: 400, reason: 'Bad Request (bad Request-URI)' })
      return
    }
    if (scheme !== 'sip') {
      transaction.respond({ status: 416 })
      return
    }
    const wanted = request.headers.list('Require')
    if (wanted.length > 0) {
      transaction.respond({ status: 420, headers: Headers.of(['Unsupported', wanted.join(', ')]) })
      return
    }
    if (request.toTag) {
      const owner = this.parts.hub.find(request)
      owner ? owner.onRequest(transaction) : transaction.respond({ status: 481 })
      return
    }
    this.outsideDialog(transaction)
  }

  private outsideDialog(transaction: ServerTransaction): void {
    switch (transaction.request.method) {
      case 'INVITE':
        this.invite(transaction)
        return
      case 'REGISTER':
        this.register(transaction)
        return
      case 'OPTIONS':
        transaction.respond({ status: 200, headers: capabilities() })
        return
      case 'BYE':
      case 'UPDATE':
      case 'PRACK':
      case 'INFO':
        transaction.respond({ status: 481 })
        return
      case 'REFER':
        // A transfer without a call would be a call at our cost.
        transaction.respond({ status: 403 })
        return
      default:
        transaction.respond(refusalOf(transaction.request.method))
        return
    }
  }

  private cancel(transaction: ServerTransaction): void {
    const invite = this.parts.hub.transactions.invitedBy(transaction.request)
    if (!invite) {
      transaction.respond({ status: 481 })
      return
    }
    transaction.respond({ status: 200 })
    this.inviteLegs.get(invite)?.onCancel(transaction.request)
  }

  private register(transaction: ServerTransaction): void {
    const { request, from } = transaction
    const extension = this.parts.admission.register(transaction)
    if (extension !== undefined) transaction.respond(this.parts.registrar.handle(request, from, extension))
  }

  private invite(transaction: ServerTransaction): void {
    const { hub, admission } = this.parts
    const { request } = transaction
    const admitted = admission.invite(transaction)
    if (!admitted) return
    if (!isSdp(request.headers)) {
      transaction.respond({ status: 415, headers: Headers.of(['Accept', 'application/sdp']) })
      return
    }
    if (hub.full) {
      transaction.respond({ status: 503, headers: Headers.of(['Retry-After', '5']) })
      return
    }
    const offer = offerOf(request)
    if (offer.type === 'unacceptable') {
      transaction.respond({
        status: 488,
        headers: allowHeaders().add('Warning', warning(hub, offer.reason)),
      })
      return
    }
    transaction.respond({ status: 100 })
    const agreed = offer.type === 'agreed' ? offer : undefined
    const leg = new InboundLeg(hub, transaction, agreed, admitted.extension)
    this.inviteLegs.set(transaction, leg)
    void leg.prepare().then((ready) => {
      if (ready) this.parts.onInvite(leg)
    })
  }
}

/** RFC 3261 20.43; 399 is a warning in words. */
function warning(hub: Hub, reason: string): string {
  return `399 ${hub.context.address} "${reason}"`
}
