import type { Peer } from './address.ts'
import type { ClientTransaction } from './client-transaction.ts'
import { ALLOW, SDP_TYPE } from './core.ts'
import { requestWithDigest } from './digest-request.ts'
import { cseqOf, type Header, headerOf, type SipRequest, type SipResponse } from './message.ts'
import type { Session } from './session.ts'

export interface InviteOptions {
  readonly headers: readonly Header[]
  /** Send no offer; the callee offers in its 200, and our ACK answers. */
  readonly delayedOffer: boolean
  /** False ignores the callee's audio until it answers. */
  readonly earlyMedia: boolean
}

/** Sends the INVITE of an outgoing call: RFC 3261 section 13.2. */
export async function placeInvite(session: Session, to: Peer, options: InviteOptions): Promise<void> {
  const { core, dialog } = session
  const body = options.delayedOffer ? '' : await session.negotiation.offer()
  const type = options.delayedOffer ? [] : [SDP_TYPE]
  session.inviteClient = requestWithDigest(
    core.endpoint,
    core.digest,
    to,
    (credentials) => {
      const own = credentials('INVITE', dialog.remoteTarget)
      const headers = [ALLOW, ...core.headers, ...options.headers, ...own, ...type]
      const invite = dialog.request('INVITE', { headers, body })
      session.invite = invite
      return invite
    },
    {
      onResponse: (response, attempt) => receive(session, options, response, attempt),
      onTimeout: () => session.finish('network', 'noResponse', undefined),
    },
    true,
  )
}

/** Takes the call back before it is answered. The CANCEL waits for a provisional answer: section 9.1. */
export function cancelInvite(session: Session, headers: readonly Header[]): void {
  if (session.cancelWanted !== undefined) return
  session.cancelWanted = { headers, sent: false }
  if (session.inviteClient?.current.provisionalSeen === true) sendCancel(session)
}

function sendCancel(session: Session): void {
  const { core, cancelWanted, inviteClient } = session
  if (cancelWanted === undefined || cancelWanted.sent || inviteClient === undefined) return
  cancelWanted.sent = true
  core.endpoint.cancel(inviteClient.current, cancelWanted.headers)
  core.timers.after(64 * core.endpoint.t1Ms, () => session.finish('network', 'noResponse', undefined))
}

function receive(
  session: Session,
  options: InviteOptions,
  response: SipResponse,
  attempt: ClientTransaction,
): void {
  if (response.status < 200) receiveProvisional(session, options, response)
  else if (response.status < 300) void receiveAnswer(session, response, attempt)
  else if (session.cancelWanted !== undefined) session.finish('local', 'cancelled', response.status, response)
  else session.finish('remote', 'refused', response.status, response)
}

function receiveProvisional(session: Session, options: InviteOptions, response: SipResponse): void {
  if (session.ended) return
  if (session.cancelWanted !== undefined) sendCancel(session)
  if (response.status === 100) {
    session.enter('trying', 100)
    return
  }
  session.dialog.learn(response)
  if (response.status === 180) session.enter('ringing', 180)
  if (response.body === '' || options.delayedOffer || !options.earlyMedia) return
  if (session.negotiation.acceptAnswer(response.body)) session.enter('earlyMedia', response.status)
}

async function receiveAnswer(
  session: Session,
  response: SipResponse,
  attempt: ClientTransaction,
): Promise<void> {
  // A second callee answered (forking), or we had given up: take the call and end it, section 13.2.2.4.
  if (session.state === 'answered' || session.ended) return endStranger(session, response, attempt)
  // A 200 repeated while the socket for a late offer opens: the ACK is on its way.
  if (session.acknowledging) return
  session.acknowledging = true
  session.dialog.learn(response)
  const lateOffer = !headerOf(attempt.request, 'Content-Type') && response.body !== ''
  const answer = lateOffer ? await session.negotiation.answer(response.body) : undefined
  acknowledge(session, response, attempt, answer)
  if (session.cancelWanted !== undefined) {
    // Our CANCEL and their 200 crossed: the call stands, so it is hung up, and only then has it ended.
    await session.request('BYE').catch(() => undefined)
    session.finish('local', 'cancelled', response.status)
    return
  }
  const usable = lateOffer ? answer !== undefined : session.negotiation.acceptAnswer(response.body)
  if (usable) return session.enter('answered', response.status)
  session.finish('local', 'unusableSdp', response.status)
  await session.request('BYE').catch(() => undefined)
}

function acknowledge(session: Session, response: SipResponse, attempt: ClientTransaction, body = ''): void {
  const { core, dialog } = session
  const headers = [...credentialsOf(attempt.request), ...(body === '' ? [] : [SDP_TYPE])]
  const ack = dialog.request('ACK', { seq: cseqOf(attempt.request).seq, headers, body })
  attempt.acknowledge(response, core.endpoint.withVia(ack), dialog.nextHop)
}

/** Section 13.2.2.4: the ACK carries the INVITE's credentials. */
function credentialsOf(invite: SipRequest): Header[] {
  return invite.headers.filter(([name]) => /^(proxy-)?authorization$/i.test(name))
}

/** A 200 for a dialog that isn't the one we talk in. */
function endStranger(session: Session, response: SipResponse, attempt: ClientTransaction): void {
  const { dialog } = session
  const own = dialog.remoteTag
  const target = dialog.remoteTarget
  const route = dialog.routeSet
  dialog.learn(response)
  acknowledge(session, response, attempt)
  const bye = session.request('BYE')
  bye.catch(() => undefined)
  dialog.remoteTag = own
  dialog.remoteTarget = target
  dialog.routeSet = route
}
