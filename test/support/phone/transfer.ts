import { parseAddress, parseUri } from './address.ts'
import { type Header, headerOf, type SipRequest } from './message.ts'
import type { ServerTransaction } from './server-transaction.ts'
import type { Session } from './session.ts'

/** RFC 3515: REFER, and the NOTIFYs that tell how it goes. */

const SIPFRAG: Header = ['Content-Type', 'message/sipfrag;version=2.0']

export interface ReferOptions {
  /** Attended transfer: the call at our end that the new call shall replace (RFC 3891). */
  readonly replaces?: Session
  readonly headers?: readonly Header[]
}

/** Asks the other side to call `target`; resolves once it said whether it will try (202). */
export async function sendRefer(session: Session, target: string, options: ReferOptions = {}): Promise<void> {
  const { core } = session
  const { uri } = core.resolve(target)
  const replaced =
    options.replaces === undefined ? '' : `?Replaces=${encodeURIComponent(replacesOf(options.replaces))}`
  const headers: Header[] = [
    ['Refer-To', `<${uri}${replaced}>`],
    ['Referred-By', `<${core.contact}>`],
    ...(options.headers ?? []),
  ]
  await session.mustSucceed('REFER', headers)
}

function replacesOf({ dialog }: Session): string {
  return `${dialog.callId};to-tag=${dialog.remoteTag ?? ''};from-tag=${dialog.localTag}`
}

export function receiveRefer(session: Session, request: SipRequest, transaction: ServerTransaction): void {
  const target = parseAddress(headerOf(request, 'Refer-To') ?? '').uri
  const uri = parseUri(target)
  if (uri === undefined) {
    transaction.respond(400)
    return
  }
  if (!session.core.followsRefer) {
    transaction.respond(603)
    session.emit({ type: 'referred', to: target })
    return
  }
  transaction.respond(202, { headers: [['Contact', `<${session.core.contact}>`]] })
  session.emit({ type: 'referred', to: target })
  void follow(session, target, uri.headers.get('replaces'))
}

/** Calls the target and reports: 100 at once, then the final status. */
async function follow(session: Session, target: string, replaces: string | undefined): Promise<void> {
  notify(session, '100 Trying', 'active;expires=60')
  const headers: Header[] = replaces === undefined ? [] : [['Replaces', replaces]]
  const referred = await session.core.placeReferred(target.replace(/\?.*$/, ''), headers)
  const off = referred.events.on((event) => {
    if (event.type !== 'answered' && event.type !== 'ended') return
    off()
    const status = event.type === 'answered' ? 200 : (event.sipStatus ?? 503)
    notify(session, `${status} ${status === 200 ? 'OK' : 'Failed'}`, 'terminated;reason=noresource')
  })
}

function notify(session: Session, statusLine: string, state: string): void {
  if (session.ended) return
  const headers: Header[] = [['Event', 'refer'], ['Subscription-State', state], SIPFRAG]
  session.request('NOTIFY', headers, `SIP/2.0 ${statusLine}\r\n`).catch(() => undefined)
}

export function receiveNotify(session: Session, request: SipRequest, transaction: ServerTransaction): void {
  transaction.respond(200)
  const event = headerOf(request, 'Event')
  if (event === 'talk' || event === 'hold') session.emit({ type: 'told', to: event })
  const status = /^SIP\/2\.0 (\d{3})/.exec(request.body)?.[1]
  if (status !== undefined) session.emit({ type: 'referProgress', sipStatus: Number(status) })
}
