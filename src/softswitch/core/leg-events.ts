import type { SipLeg } from '../ports.ts'
import type { Channel } from './channel.ts'
import type { Core } from './core.ts'
import { legEnded } from './hangup.ts'
import { farEndHolds } from './hold.ts'
import { markAnswered, markPreAnswered, markRingReady, markWriteCodec, partnerOf } from './marks.ts'
import { transfer } from './transfer.ts'

/** Carries what the signalling side says into the channel; registered in the tick in which the leg came. */
export function listenToLeg(core: Core, channel: Channel, leg: SipLeg): void {
  const outbound = channel.direction === 'outbound'
  leg.listen({
    ringing: () => {
      if (outbound && channel.up) markRingReady(core, channel)
    },
    earlyMedia: () => {
      if (outbound && channel.up) markPreAnswered(core, channel)
    },
    answered: () => {
      if (outbound) markAnswered(channel)
    },
    held: (on) => farEndHolds(core, channel, on),
    offerAnswered: (speaks) => offerAnswered(core, channel, speaks),
    codecChanged: () => markWriteCodec(channel),
    refer: (target) => referred(core, channel, target),
    ended: (end) => legEnded(core, channel, end),
  })
  leg.media.onDigit((digit) => {
    if (channel.up) channel.queueDigit(digit)
  })
}

/**
 * switch_core_media.c `switch_core_media_set_rmode`: the answer of a leg that was called becomes what its partner
 * does. So a phone that was put on hold, and answers that it only listens, silences the other side: not even music
 * is sent there.
 */
function offerAnswered(core: Core, channel: Channel, speaks: boolean): void {
  if (channel.direction === 'outbound') partnerOf(core, channel)?.leg?.media.mute(!speaks)
}

/**
 * A phone's REFER (mod_sofia, blind): the leg on its other side goes into the dialplan with the wish as number,
 * in context `cti_refer`, so that the wish is only ever carried out by the controller.
 */
function referred(core: Core, channel: Channel, target: string): void {
  const partner = partnerOf(core, channel)
  if (partner === undefined || !channel.up || !partner.up) return
  const user = /^(?:<?sips?:)?([^@;>?]+)/i.exec(target)?.[1]
  if (user === undefined) return
  channel.set('transfer_disposition', 'recv_refer')
  partner.set('cti_refer_by', channel.uuid)
  transfer(core, partner, user, 'XML', 'cti_refer')
}
