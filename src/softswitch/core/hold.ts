import { broadcast } from './broadcast.ts'
import type { Channel } from './channel.ts'
import type { Core } from './core.ts'
import { stopBroadcast } from './execute.ts'
import { hangUp } from './hangup.ts'
import { markHold } from './hold-mark.ts'
import { partnerOf } from './marks.ts'

/** mod_sofia `sofia_glue_toggle_hold`: the far end holds; the leg on its other side hears `hold_music` meanwhile. */
export function farEndHolds(core: Core, channel: Channel, on: boolean): void {
  markHold(channel, on)
  if (channel.has('BRIDGED')) musicForPartner(core, channel, on)
}

/** switch_ivr_hold: false when it is held already. */
export function hold(core: Core, channel: Channel): boolean {
  if (channel.callState === 'HELD') return false
  holdFarEnd(core, channel, true)
  return true
}

/** switch_ivr_unhold: false when it isn't held. */
export function unhold(core: Core, channel: Channel): boolean {
  if (channel.callState !== 'HELD') return false
  holdFarEnd(core, channel, false)
  return true
}

function holdFarEnd(core: Core, channel: Channel, on: boolean): void {
  channel.leg?.hold(on)
  channel.leg?.media.suspend(on)
  musicForPartner(core, channel, on)
  markHold(channel, on)
}

function musicForPartner(core: Core, channel: Channel, on: boolean): void {
  const partner = partnerOf(core, channel)
  if (partner === undefined) return
  const music = channel.get('temp_hold_music') ?? channel.get('hold_music')
  if (!on) stopBroadcast(partner)
  else if (music && music !== 'silence') {
    broadcast(core, partner, music, { aleg: true, bleg: false, loop: true })
  }
}

/**
 * The end of `audio_bridge_thread` for a leg that held when it left the bridge: whoever it held is hung up, unless
 * `hold_hangup_xfer_exten` says where that leg shall go, or it has gone elsewhere already.
 */
export function leaveHeld(core: Core, leaver: Channel, other: Channel, otherWentElsewhere: boolean): void {
  if (!leaver.has('LEG_HOLDING') && !leaver.has('HANGUP_HELD')) return
  leaver.clear('HANGUP_HELD')
  if (other.ready && other.state !== 'CS_PARK' && !otherWentElsewhere) {
    stopBroadcast(other)
    const extension = leaver.get('hold_hangup_xfer_exten')
    if (extension) other.set('transfer_after_bridge', extension)
    else hangUp(core, other, 'NORMAL_CLEARING')
  }
  if (leaver.has('LEG_HOLDING')) markHold(leaver, false)
}
