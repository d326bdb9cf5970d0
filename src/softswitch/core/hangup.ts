import type { LegEnd } from '../ports.ts'
import { type Cause, causeFromQ850, causeFromSip, causeNumber, causeToSip } from './causes.ts'
import type { Channel } from './channel.ts'
import type { Core } from './core.ts'
import { markHold } from './hold-mark.ts'

/** switch_channel_hangup: once per channel; the rest happens in the channel's own state machine. */
export function hangUp(core: Core, channel: Channel, cause: Cause): void {
  if (!channel.up || channel.hangupCause !== undefined) return
  if (channel.has('LEG_HOLDING')) {
    markHold(channel, false)
    channel.raise('HANGUP_HELD')
  }
  channel.state = 'CS_HANGUP'
  channel.hangupCause = cause === 'NONE' ? 'NORMAL_CLEARING' : cause
  setOnPartner(core, channel, 'last_bridge_hangup_cause', channel.hangupCause)
  const specific = channel.get('proto_specific_hangup_cause')
  if (specific) setOnPartner(core, channel, 'last_bridge_proto_specific_hangup_cause', specific)
  if (channel.has('BRIDGE_ORIGINATOR')) channel.set('last_bridge_role', 'originator')
  else if (channel.has('BRIDGED')) channel.set('last_bridge_role', 'originatee')
  channel.fire('CHANNEL_HANGUP')
  channel.poke()
}

/** What a leg's end means for its channel: sofia.c `nua_callstate_terminated`, `nua_i_cancel`, `nua_i_bye`. */
export function legEnded(core: Core, channel: Channel, end: LegEnd): void {
  if (!channel.up) return
  const status = end.how === 'CANCEL' ? 487 : end.how === 'TIMEOUT' ? 408 : (end.sipStatus ?? 200)
  if (end.how === 'CANCEL') {
    channel.set('sip_hangup_disposition', 'recv_cancel')
    channel.set('sip_invite_failure_status', '487')
    channel.set('sip_invite_failure_phrase', 'CANCEL')
  } else if (end.how === 'BYE') {
    channel.set('sip_hangup_disposition', 'recv_bye')
  } else {
    channel.set('sip_hangup_disposition', 'recv_refuse')
    channel.set('sip_invite_failure_status', status)
    setOnPartner(core, channel, 'sip_invite_failure_status', String(status))
  }
  if (end.q850 !== undefined) channel.set('sip_reason', `Q.850;cause=${end.q850}`)
  const cause = (end.q850 === undefined ? undefined : causeFromQ850(end.q850)) ?? causeFromSip(status)
  channel.set('sip_term_status', status)
  channel.set('proto_specific_hangup_cause', `sip:${status}`)
  channel.set('sip_term_cause', causeNumber(cause))
  hangUp(core, channel, cause)
}

/** mod_sofia.c `sofia_on_hangup`: BYE, CANCEL or a refusal, whichever the leg's state asks for. */
export function sendLegEnd(channel: Channel): void {
  const cause = channel.hangupCause ?? 'NORMAL_CLEARING'
  const number = causeNumber(cause)
  const elsewhere =
    (cause === 'LOSE_RACE' || cause === 'PICKED_OFF' || channel.has('INTERCEPT')) &&
    channel.get('ignore_completed_elsewhere') !== 'true'
  const override = /^sips?:(\d{3})$/.exec(channel.get('last_bridge_proto_specific_hangup_cause') ?? '')
  const sipStatus = override?.[1] === undefined ? causeToSip(cause) : Number(override[1])
  if (elsewhere) channel.set('call_completed_elsewhere', 'true')
  if (channel.get('sip_hangup_disposition') === undefined) {
    const answered = channel.has('ANSWERED')
    const refused = channel.direction === 'inbound' ? 'send_refuse' : 'send_cancel'
    channel.set('sip_hangup_disposition', answered ? 'send_bye' : refused)
    if (!answered && channel.direction === 'outbound') {
      channel.set('sip_invite_failure_status', '487')
      channel.set('sip_invite_failure_phrase', 'CANCEL')
    }
  }
  const contact = channel.redirectedTo
  channel.leg?.hangUp({
    sipStatus: contact !== undefined ? 302 : sipStatus < 300 ? 480 : sipStatus,
    q850: number,
    reasonText: cause,
    elsewhere,
    ...(contact === undefined ? {} : { contact }),
  })
}

function setOnPartner(core: Core, channel: Channel, name: string, value: string): void {
  const uuid = channel.get('signal_bond') ?? channel.get('originate_signal_bond')
  if (uuid !== undefined) core.channels.get(uuid)?.set(name, value)
}
