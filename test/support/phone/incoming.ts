import { ALLOW, type Core, SDP_TYPE } from './core.ts'
import { Dialog } from './dialog.ts'
import { type Header, listOf, type SipRequest } from './message.ts'
import { parseAudio } from './sdp.ts'
import type { ServerTransaction } from './server-transaction.ts'
import { Session } from './session.ts'

/**
 * Takes an INVITE that begins a call: RFC 3261 section 13.3. Undefined if it was refused at once: an extension that
 * this phone lacks, or no audio that it speaks.
 */
export function receiveInvite(
  core: Core,
  invite: SipRequest,
  transaction: ServerTransaction,
): Session | undefined {
  const dialog = Dialog.ofInvite(invite, core.contact, transaction.from)
  const required = listOf(invite, 'Require')
  if (required.length > 0) {
    transaction.respond(420, { toTag: dialog.localTag, headers: [['Unsupported', required.join(', ')]] })
    return undefined
  }
  if (invite.body !== '' && parseAudio(invite.body)?.codecs.includes('PCMU') !== true) {
    transaction.respond(488, { toTag: dialog.localTag })
    return undefined
  }
  const session = new Session(core, dialog, 'incoming')
  session.invite = invite
  session.inviteServer = transaction
  transaction.onCancel = (cancel) => {
    transaction.respond(487, { toTag: dialog.localTag })
    session.finish('remote', 'cancelled', 487, cancel)
  }
  transaction.respond(100)
  return session
}

/** 180, or with early media 183 and an answer to the offer. */
export async function ring(session: Session, earlyMedia: boolean, headers: readonly Header[]): Promise<void> {
  const { inviteServer, dialog, core } = session
  const sdp = earlyMedia ? await answerOffer(session) : undefined
  if (session.ended || inviteServer === undefined || inviteServer.answered) return
  const common: Header[] = [['Contact', `<${core.contact}>`], ALLOW, ...core.headers, ...headers]
  if (sdp === undefined) {
    inviteServer.respond(180, { toTag: dialog.localTag, headers: common })
    session.enter('ringing', 180)
  } else {
    inviteServer.respond(183, { toTag: dialog.localTag, headers: [...common, SDP_TYPE], body: sdp })
    session.enter('earlyMedia', 183)
  }
}

/** 200; resolves when its ACK is there, or the call has ended first. */
export async function answer(session: Session, headers: readonly Header[]): Promise<void> {
  const { inviteServer, invite, dialog, core, negotiation } = session
  if (inviteServer === undefined || invite === undefined)
    throw new Error('only an incoming call can be answered')
  const offered = invite.body !== ''
  const sdp = offered ? await answerOffer(session) : await negotiation.offer()
  if (session.ended || inviteServer.answered) return
  const confirmed = new Promise<void>((resolve) => {
    session.awaitAck(inviteServer, (ack) => {
      if (!offered && !negotiation.acceptAnswer(ack.body))
        return void hangUpUnusable(session, ack).then(resolve)
      session.emit({ type: 'confirmed' })
      resolve()
    })
    session.events.on((event) => {
      if (event.type === 'ended') resolve()
    })
  })
  inviteServer.onNoAck = () => {
    session.finish('network', 'noAck', 200)
    // Section 13.3.1.4: no ACK, so the dialog is ended.
    session.request('BYE').catch(() => undefined)
  }
  const common: Header[] = [['Contact', `<${core.contact}>`], ALLOW, ...core.headers, ...headers, SDP_TYPE]
  inviteServer.respond(200, { toTag: dialog.localTag, headers: common, body: sdp ?? '' })
  session.enter('answered', 200)
  await confirmed
}

/** A final refusal, 300 to 699. */
export function refuse(session: Session, status: number, headers: readonly Header[]): void {
  session.inviteServer?.respond(status, {
    toTag: session.dialog.localTag,
    headers: [...session.core.headers, ...headers],
  })
  session.finish('local', 'refused', status)
}

/** One offer has one answer: a 200 after a 183 repeats what the 183 said. */
async function answerOffer(session: Session): Promise<string | undefined> {
  const { negotiation, invite } = session
  if (invite === undefined || invite.body === '') return undefined
  return negotiation.sdp.local ?? (await negotiation.answer(invite.body))
}

async function hangUpUnusable(session: Session, ack: SipRequest): Promise<void> {
  session.finish('local', 'unusableSdp', undefined, ack)
  await session.request('BYE').catch(() => undefined)
}
