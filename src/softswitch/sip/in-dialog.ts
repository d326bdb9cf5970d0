import type { LegEvents, ReferAnswer } from '../ports.ts'
import { parseNameAddr } from './address.ts'
import { allowHeaders, capabilities, refusalOf } from './capabilities.ts'
import type { Dialog } from './dialog.ts'
import { Headers } from './message.ts'
import type { ServerTransaction } from './server-transaction.ts'
import { decodePercent, decodeText } from './text.ts'

/** A leg as its dialog's requests see it. */
export interface InDialogLeg {
  readonly confirmed: boolean
  readonly busy: boolean
  readonly contact: string
  onBye(transaction: ServerTransaction): void
  renegotiate(body: string): string | undefined
  newOffer(): string
  acceptInvite(
    transaction: ServerTransaction,
    sdp: string,
    offered: boolean,
    answered: (fault: string | undefined) => void,
  ): void
  sessionHeaders(): Headers
  sendAside(method: string, headers: Headers, body: string): void
  notify(tell: (events: LegEvents) => void): void
  /** The far end says how the call goes that we asked it to make. */
  referProgress(sipfrag: string): void
}

/** Requests inside a dialog, in order, one answer each. */
export function inDialog(leg: InDialogLeg, dialog: Dialog, transaction: ServerTransaction): void {
  const { request } = transaction
  switch (request.method) {
    case 'BYE':
      leg.onBye(transaction)
      return
    case 'INVITE':
      reInvite(leg, dialog, transaction)
      return
    case 'UPDATE':
      update(leg, dialog, transaction)
      return
    case 'OPTIONS':
      transaction.respond({ status: 200, headers: capabilities() })
      return
    case 'INFO':
      transaction.respond({ status: 200 })
      return
    case 'REFER':
      refer(leg, transaction)
      return
    case 'NOTIFY':
      notified(leg, transaction)
      return
    default:
      transaction.respond(refusalOf(request.method))
      return
  }
}

/** RFC 3261 14.2. Without an offer in it, we offer and the ACK answers. */
function reInvite(leg: InDialogLeg, dialog: Dialog, transaction: ServerTransaction): void {
  const { request } = transaction
  if (leg.busy) {
    transaction.respond({ status: 491 })
    return
  }
  if (!request.body) {
    dialog.refresh(request)
    // An answer in the ACK that can't be used leaves the session as it was.
    leg.acceptInvite(transaction, leg.newOffer(), false, () => {})
    return
  }
  const answer = describedBy(leg, transaction)
  if (answer === undefined) return
  dialog.refresh(request)
  leg.acceptInvite(transaction, answer, true, () => {})
}

/** RFC 3311: like a re-INVITE, answered at once; without an offer it only refreshes the target. */
function update(leg: InDialogLeg, dialog: Dialog, transaction: ServerTransaction): void {
  const { request } = transaction
  if (!request.body) {
    dialog.refresh(request)
    transaction.respond({
      status: 200,
      headers: Headers.of(['Contact', leg.contact]).append(allowHeaders()),
    })
    return
  }
  if (leg.busy) {
    transaction.respond({ status: 491 })
    return
  }
  const answer = describedBy(leg, transaction)
  if (answer === undefined) return
  dialog.refresh(request)
  transaction.respond({ status: 200, headers: leg.sessionHeaders(), body: answer })
}

/** The answer to the request's offer; undefined when it has been refused, and the session goes on as before. */
function describedBy(leg: InDialogLeg, transaction: ServerTransaction): string | undefined {
  const { request } = transaction
  if (!isSdp(request.headers)) {
    transaction.respond({ status: 415, headers: Headers.of(['Accept', 'application/sdp']) })
    return undefined
  }
  const answer = leg.renegotiate(request.body)
  if (answer === undefined) transaction.respond({ status: 488 })
  return answer
}

/** No Content-Type beside a body is taken as SDP: old gateways leave it out. */
export function isSdp(headers: Headers): boolean {
  const type = headers.get('Content-Type')
  return type === undefined || /^application\/sdp\s*(;|$)/i.test(type)
}

/** RFC 3515. What becomes of the wish is decided above, at once; the subscription that a REFER implies ends with it. */
function refer(leg: InDialogLeg, transaction: ServerTransaction): void {
  const { headers } = transaction.request
  const target = parseNameAddr(headers.get('Refer-To') ?? '')
  if (!target || headers.all('Refer-To').length > 1) {
    transaction.respond({ status: 400 })
    return
  }
  if (!leg.confirmed) {
    transaction.respond({ status: 481 })
    return
  }
  const uri = decodeText(target.uri)
  const wish = { target: uri, replaces: replacedCall(uri) }
  leg.notify((events) => events.refer(wish, (answer) => answerRefer(leg, transaction, answer)))
}

/** RFC 3515 2.4.4; another event than `refer` is none of ours. */
function notified(leg: InDialogLeg, transaction: ServerTransaction): void {
  const { headers, body, method } = transaction.request
  if (!/^refer\s*(;|$)/i.test(headers.get('Event') ?? '')) {
    transaction.respond(refusalOf(method))
    return
  }
  transaction.respond({ status: 200, headers: Headers.of(['Contact', leg.contact]) })
  leg.referProgress(body)
}

function answerRefer(leg: InDialogLeg, transaction: ServerTransaction, answer: ReferAnswer): void {
  if (answer === 'notAllowed') {
    transaction.respond({ status: 405, headers: allowHeaders() })
    return
  }
  transaction.respond({ status: 202, headers: Headers.of(['Contact', leg.contact]) })
  const notify = Headers.of(
    ['Contact', leg.contact],
    ['Event', 'refer'],
    ['Subscription-State', 'terminated;reason=noresource'],
    ['Content-Type', 'message/sipfrag;version=2.0'],
  )
  leg.sendAside('NOTIFY', notify, `SIP/2.0 ${answer === 'done' ? '200 OK' : '403 Forbidden'}\r\n`)
}

/** The Call-ID in `?Replaces=CALL-ID%3Bto-tag%3D…` (RFC 3891 6). */
function replacedCall(uri: string): string | undefined {
  const replaces = /[?&]replaces=([^&>]*)/i.exec(uri)?.[1]
  return replaces === undefined ? undefined : decodePercent(replaces).split(';')[0]
}
