import type { SipLeg } from '../ports.ts'
import { broadcast } from './broadcast.ts'
import type { Channel } from './channel.ts'
import type { Core } from './core.ts'
import { stopBroadcast } from './execute.ts'
import { legEnded } from './hangup.ts'
import { markAnswered, markHold, markPreAnswered, markRingReady, partnerOf } from './marks.ts'
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
    held: (on) => held(core, channel, on),
    refer: (target) => referred(core, channel, target),
    ended: (end) => legEnded(core, channel, end),
  })
  leg.media.onDigit((digit) => {
    if (channel.up) channel.queueDigit(digit)
  })
}

/** mod_sofia `sofia_glue_toggle_hold`: the leg on the other side hears `hold_music` meanwhile. */
function held(core: Core, channel: Channel, on: boolean): void {
  markHold(channel, on)
  const partner = channel.has('BRIDGED') ? partnerOf(core, channel) : undefined
  if (partner === undefined) return
  const music = channel.get('temp_hold_music') ?? channel.get('hold_music')
  if (!on) stopBroadcast(partner)
  else if (music && music !== 'silence') {
    broadcast(core, partner, music, { aleg: true, bleg: false, loop: true })
  }
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
