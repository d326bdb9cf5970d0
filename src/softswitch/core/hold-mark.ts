import { nowMs } from '../switch-time.ts'
import type { Channel } from './channel.ts'

/** switch_channel_mark_hold, for a far end that put us on hold or took us back. */
export function markHold(channel: Channel, on: boolean): void {
  if (channel.has('LEG_HOLDING') === on || !channel.up) return
  if (on) {
    channel.profile.times.lastHold = nowMs()
    channel.raise('LEG_HOLDING')
    channel.setCallState('HELD')
    channel.fire('CHANNEL_HOLD')
    return
  }
  channel.profile.times.holdAccum += nowMs() - channel.profile.times.lastHold
  channel.clear('LEG_HOLDING')
  channel.setCallState('UNHELD')
  channel.setCallState('ACTIVE')
  channel.fire('CHANNEL_UNHOLD')
}
