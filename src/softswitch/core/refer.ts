import type { ReferAnswer, ReferWish } from '../ports.ts'
import type { Channel } from './channel.ts'
import type { Core } from './core.ts'
import { hangUp } from './hangup.ts'
import { markHold } from './hold-mark.ts'
import { partnerOf } from './marks.ts'
import { isTrue } from './text.ts'
import { transfer } from './transfer.ts'
import { uuidBridge } from './uuid-bridge.ts'

/**
 * A phone's REFER (sofia.c `sofia_handle_sip_i_refer`). Blind: the leg on its other side goes into the dialplan with
 * the wish as number, in context `cti_refer`, so that the wish is only ever carried out by the controller. With
 * Replaces: the other sides of the phone's two calls are brought together. On a trunk nobody may transfer.
 */
export function referred(core: Core, channel: Channel, wish: ReferWish): ReferAnswer {
  if (channel.name.startsWith('sofia/trunks/')) return 'notAllowed'
  if (wish.replaces !== undefined) return attended(core, channel, wish.replaces)
  const partner = partnerOf(core, channel)
  const user = /^(?:<?sips?:)?([^@;>?]+)/i.exec(wish.target)?.[1]
  if (partner === undefined || user === undefined || !channel.up || !partner.up) return 'forbidden'
  channel.set('transfer_disposition', 'recv_refer')
  partner.set('cti_refer_by', channel.uuid)
  transfer(core, partner, user, 'XML', 'cti_refer')
  return 'done'
}

function attended(core: Core, channel: Channel, sipCallId: string): ReferAnswer {
  const other = [...core.channels.values()].find((one) => one.leg?.info.sipCallId === sipCallId)
  if (other === undefined || other === channel) return 'forbidden'
  const [partner, otherPartner] = [partnerOf(core, channel), partnerOf(core, other)]
  const concerned = [channel, other, partner, otherPartner]
  if (concerned.some((one) => isTrue(one?.get('deny_refer_requests')))) return 'forbidden'
  if (partner === undefined || otherPartner === undefined)
    return toTheNumberOf(core, channel, other, partner ?? otherPartner)
  // The dialplan of freeswitch-conf denies it while the second call rings (deny_refer_requests).
  if (!otherPartner.has('ANSWERED')) return 'forbidden'
  channel.set('transfer_disposition', 'recv_replace')
  other.set('transfer_disposition', 'replaced')
  if (!uuidBridge(core, partner.uuid, otherPartner.uuid)) return 'forbidden'
  other.set('endpoint_disposition', 'ATTENDED_TRANSFER')
  if (other.has('LEG_HOLDING')) markHold(other, false)
  hangUp(core, other, 'NORMAL_CLEARING')
  return 'done'
}

/** One of the two calls talks to nobody: the other's far end goes where that one had been dialled to, by `cti_refer`. */
function toTheNumberOf(
  core: Core,
  channel: Channel,
  other: Channel,
  moved: Channel | undefined,
): ReferAnswer {
  if (moved === undefined) return 'forbidden'
  const ended = partnerOf(core, channel) === moved ? other : channel
  if (ended === channel) hangUp(core, other, 'ATTENDED_TRANSFER')
  moved.set('cti_refer_by', (ended === other ? channel : other).uuid)
  transfer(core, moved, ended.profile.destinationNumber, 'XML', 'cti_refer')
  hangUp(core, ended, 'ATTENDED_TRANSFER')
  return 'done'
}
