import type { Channel } from './channel.ts'
import type { Core } from './core.ts'
import { hangUp } from './hangup.ts'
import { markHold } from './hold-mark.ts'
import { answer, partnerOf } from './marks.ts'
import { uuidBridge } from './uuid-bridge.ts'

/** switch_ivr_intercept_session: this leg takes the place of whoever talks to `uuid`; that one is hung up. */
export function intercept(core: Core, channel: Channel, uuid: string): void {
  const target = core.channels.get(uuid)
  if (target === undefined) return
  const displaced = partnerOf(core, target)
  answer(channel)
  displaced?.raise('INTERCEPT')
  if (!target.has('ANSWERED')) answer(target)
  if (target.has('LEG_HOLDING')) markHold(target, false)
  target.raiseInNextState('TRANSFER')
  target.setState('CS_PARK')
  displaced?.set('park_after_bridge', 'true')
  uuidBridge(core, channel.uuid, target.uuid)
  if (displaced !== undefined && displaced !== channel) hangUp(core, displaced, 'PICKED_OFF')
}

/**
 * An INVITE with Replaces (sofia.c `sofia_handle_sip_i_invite_replaces`): the new call takes the other's place, in its
 * bridge, or in what runs on it; that one is hung up. Replaces of a call that isn't here says nothing.
 */
export function replace(core: Core, channel: Channel, sipCallId: string): void {
  const other = [...core.channels.values()].find((one) => one.leg?.info.sipCallId === sipCallId)
  if (other === undefined || !other.up) return
  const { profile } = channel
  profile.callerIdName = other.profile.callerIdName
  profile.callerIdNumber = other.profile.callerIdNumber
  profile.dialplan = 'inline'
  const partner = partnerOf(core, other)
  if (partner !== undefined) {
    if (other.has('LEG_HOLDING')) markHold(other, false)
    profile.destinationNumber = `answer,intercept:${partner.uuid}`
    return
  }
  const application = other.get('current_application')
  const data = other.get('current_application_data')
  if (application !== undefined)
    profile.destinationNumber = `answer,${application}${data === undefined ? '' : `:${data}`}`
  hangUp(core, other, 'ATTENDED_TRANSFER')
}
