import type { SipLeg } from '../ports.ts'
import { broadcast } from './broadcast.ts'
import type { Channel } from './channel.ts'
import type { Core } from './core.ts'
import { legEnded } from './hangup.ts'
import { farEndHolds } from './hold.ts'
import { markAnswered, markPreAnswered, markRingReady, markWriteCodec, partnerOf } from './marks.ts'
import { referred } from './refer.ts'
import { isTrue } from './text.ts'

/** Carries what the signalling side says into the channel; registered in the tick in which the leg came. */
export function listenToLeg(core: Core, channel: Channel, leg: SipLeg): void {
  const outbound = channel.direction === 'outbound'
  leg.listen({
    ringing: () => {
      if (!outbound || !channel.up) return
      markRingReady(core, channel)
      askToAnswer(channel)
    },
    earlyMedia: () => {
      if (!outbound || !channel.up) return
      markPreAnswered(core, channel)
      askToAnswer(channel)
    },
    answered: () => {
      if (outbound) markAnswered(channel)
    },
    held: (on) => farEndHolds(core, channel, on),
    offerAnswered: (speaks) => offerAnswered(core, channel, speaks),
    codecChanged: () => markWriteCodec(channel),
    refer: (wish, answer) => answer(referred(core, channel, wish)),
    ended: (end) => legEnded(core, channel, end),
  })
  leg.media.onDigit((digit) => {
    if (channel.up) channel.queueDigit(digit)
    return passedOn(core, channel) ? 'passed' : 'kept'
  })
}

/** sofia.c `sofia_handle_sip_i_state`: a phone that is to answer by itself is told so again once it rings. */
function askToAnswer(channel: Channel): void {
  if (!isTrue(channel.get('sip_auto_answer')) || isTrue(channel.get('sip_auto_answer_suppress_notify')))
    return
  channel.leg?.phoneEvent('talk', false)
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
 * switch_core_session_send_dtmf: a sensitive digit goes nowhere; a leg that drops digits (`uuid_drop_dtmf`) gets its
 * mask for each of them.
 */
function passedOn(core: Core, channel: Channel): boolean {
  if (isTrue(channel.get('sensitive_dtmf'))) return false
  const other = partnerOf(core, channel)
  if (other === undefined || !isTrue(other.get('drop_dtmf'))) return true
  const file = other.get('drop_dtmf_masking_file')
  if (file !== undefined) broadcast(core, other, file, { aleg: true, bleg: false })
  const digits = other.get('drop_dtmf_masking_digits')?.replace(/[^0-9A-D*#]/gi, '')
  if (digits) other.leg?.media.sendDigits(digits)
  return false
}
