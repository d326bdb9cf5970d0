import type { Codec } from '../audio/tone.ts'
import { ALLOW, SDP_TYPE } from './core.ts'
import { requestWithDigest } from './digest-request.ts'
import { cseqOf, type Header, headerOf, type SipRequest, type SipResponse } from './message.ts'
import type { Direction } from './sdp.ts'
import type { ServerTransaction } from './server-transaction.ts'
import type { Session } from './session.ts'
import { receiveNotify, receiveRefer } from './transfer.ts'

/** RFC 3261 section 14.1: the owner of the Call-ID waits longer after 491, so that the two don't collide again. */
const GLARE_OWNER_MS = 2500
const GLARE_OTHER_MS = 1000
const MAX_GLARES = 3

/** A request inside the dialog. */
export function receiveInDialog(session: Session, request: SipRequest, transaction: ServerTransaction): void {
  if (!session.dialog.inOrder(request)) {
    transaction.respond(500)
    return
  }
  switch (request.method) {
    case 'BYE':
      transaction.respond(200)
      session.inviteServer?.respond(487, { toTag: session.dialog.localTag })
      session.finish('remote', 'hungUp', undefined, request)
      return
    case 'INVITE':
    case 'UPDATE':
      return void receiveOffer(session, request, transaction)
    case 'REFER':
      receiveRefer(session, request, transaction)
      return
    case 'NOTIFY':
      receiveNotify(session, request, transaction)
      return
    case 'INFO':
      transaction.respond(200)
      session.emit({ type: 'info', contentType: headerOf(request, 'Content-Type') ?? '', body: request.body })
      return
    case 'MESSAGE':
    case 'OPTIONS':
      transaction.respond(200, { headers: [ALLOW] })
      return
    default:
      transaction.respond(405, { headers: [ALLOW] })
      return
  }
}

/** A re-INVITE, or an UPDATE: answered, with the direction that RFC 3264 wants. */
async function receiveOffer(
  session: Session,
  request: SipRequest,
  transaction: ServerTransaction,
): Promise<void> {
  const { negotiation, core, dialog } = session
  const invite = request.method === 'INVITE'
  const offered = request.body !== ''
  if (session.renegotiating && (invite || offered)) return transaction.respond(491)
  dialog.retarget(request)
  const common: Header[] = [['Contact', `<${core.contact}>`], ALLOW, ...core.headers]
  if (!invite && !offered) return transaction.respond(200, { headers: common })
  const wasHeld = negotiation.heldByThem
  const sdp = offered ? await negotiation.answer(request.body) : await negotiation.offer()
  if (session.ended) return transaction.respond(481)
  if (sdp === undefined) return transaction.respond(488)
  const settled = (): void => tellRenegotiated(session, 'remote', wasHeld)
  if (invite) {
    session.awaitAck(transaction, (ack) => {
      if (!offered && negotiation.acceptAnswer(ack.body)) settled()
    })
    transaction.onNoAck = () => {
      session.finish('network', 'noAck', 200)
      session.request('BYE').catch(() => undefined)
    }
  }
  transaction.respond(200, { headers: [...common, SDP_TYPE], body: sdp })
  if (offered) settled()
}

/** Renegotiates from this end; resolves with the final status, 0 if none came. */
export async function reInvite(session: Session, wish: Direction): Promise<number> {
  const { negotiation } = session
  const before = negotiation.wish
  negotiation.wish = wish
  session.media.mute(wish !== 'sendrecv')
  const status = await offerUntilNoGlare(session)
  if (status >= 200 && status < 300) {
    tellRenegotiated(session, 'local', negotiation.heldByThem)
  } else {
    negotiation.wish = before
    session.media.mute(before !== 'sendrecv')
  }
  return status
}

/** Offers another codec; resolves with the final status, 0 if none came. Both sides go on in the old one if it is refused. */
export async function reInviteWith(session: Session, codec: Codec): Promise<number> {
  const { negotiation } = session
  const before = negotiation.codec
  negotiation.codec = codec
  const status = await offerUntilNoGlare(session)
  if (status >= 200 && status < 300) tellRenegotiated(session, 'local', negotiation.heldByThem)
  else negotiation.codec = before
  return status
}

async function offerUntilNoGlare(session: Session): Promise<number> {
  const pauseMs = session.direction === 'outgoing' ? GLARE_OWNER_MS : GLARE_OTHER_MS
  for (let attempt = 1; ; attempt++) {
    const response = await offer(session)
    const status = response?.status ?? 0
    if (status !== 491 || attempt === MAX_GLARES || session.ended) return status
    await new Promise<void>((resolve) => {
      session.core.timers.after(pauseMs, resolve)
      session.events.on((event) => {
        if (event.type === 'ended') resolve()
      })
    })
  }
}

async function offer(session: Session): Promise<SipResponse | undefined> {
  const { core, dialog, negotiation } = session
  session.renegotiating = true
  const body = await negotiation.offer()
  const wait = session.waits.start<SipResponse | undefined>(
    'the answer to a re-INVITE',
    64 * core.endpoint.t1Ms + 1000,
  )
  requestWithDigest(
    core.endpoint,
    core.digest,
    dialog.nextHop,
    (credentials) => {
      const own = credentials('INVITE', dialog.remoteTarget)
      return dialog.request('INVITE', { headers: [ALLOW, ...core.headers, ...own, SDP_TYPE], body })
    },
    {
      onTimeout: () => wait.done(undefined),
      onResponse: (response, attempt) => {
        if (response.status < 200) return
        if (response.status < 300) {
          dialog.retarget(response)
          const ack = dialog.request('ACK', { seq: cseqOf(attempt.request).seq })
          attempt.acknowledge(response, core.endpoint.withVia(ack), dialog.nextHop)
          negotiation.acceptAnswer(response.body)
        }
        wait.done(response)
      },
    },
    false,
  )
  return wait.promise.finally(() => {
    session.renegotiating = false
  })
}

function tellRenegotiated(session: Session, by: 'local' | 'remote', wasHeld: boolean): void {
  const { direction, heldByThem } = session.negotiation
  session.emit({ type: 'renegotiated', by, direction })
  if (heldByThem !== wasHeld) session.emit({ type: heldByThem ? 'held' : 'resumed' })
}
