import { nowMs } from '../switch-time.ts'
import type { Channel } from './channel.ts'
import type { Core } from './core.ts'
import { hangUp } from './hangup.ts'

/** The other leg, by the variables that a bridge or an originate leaves (switch_channel_get_partner_uuid). */
export function partnerOf(core: Core, channel: Channel): Channel | undefined {
  const uuid = channel.get('signal_bond') ?? channel.get('originate_signal_bond')
  return uuid === undefined ? undefined : core.channels.get(uuid)
}

/** Codec events and variables, once per channel. */
export function markCodec(channel: Channel): void {
  if (channel.codecKnown) return
  channel.codecKnown = true
  const { codec } = channel
  channel.fire('CODEC', (event) => {
    event
      .add('channel-read-codec-name', codec)
      .add('channel-read-codec-rate', '8000')
      .add('channel-read-codec-bit-rate', '64000')
  })
  channel.set('read_codec', codec)
  channel.set('original_read_codec', codec)
  channel.set('read_rate', '8000')
  channel.set('original_read_rate', '8000')
  markWriteCodec(channel)
}

/** switch_core_session_set_write_codec; a codec that is changed in mid-call is told by this event alone. */
export function markWriteCodec(channel: Channel): void {
  if (!channel.codecKnown) return
  channel.fire('CODEC', (event) => {
    event
      .add('Channel-Write-Codec-Name', channel.codec)
      .add('Channel-Write-Codec-Rate', '8000')
      .add('Channel-Write-codec-bit-rate', '64000')
  })
  channel.set('write_codec', channel.codec)
  channel.set('write_rate', '8000')
}

/** switch_channel_mark_ring_ready. */
export function markRingReady(core: Core, channel: Channel): void {
  if (channel.has('RING_READY') || channel.has('ANSWERED')) return
  channel.raise('RING_READY')
  const now = nowMs()
  if (channel.profile.times.progress === 0) {
    channel.profile.times.progress = now
    passTime(core, channel, 'progress', now)
  }
  channel.fire('CHANNEL_PROGRESS')
  channel.setCallState('RINGING')
  channel.poke()
}

/** switch_channel_mark_pre_answered. */
export function markPreAnswered(core: Core, channel: Channel): void {
  if (channel.has('EARLY_MEDIA') || channel.has('ANSWERED')) return
  channel.raise('EARLY_MEDIA')
  channel.set('endpoint_disposition', 'EARLY MEDIA')
  const now = nowMs()
  channel.profile.times.progressMedia = now
  passTime(core, channel, 'progressMedia', now)
  channel.fire('CHANNEL_PROGRESS_MEDIA')
  channel.setCallState('EARLY')
  markCodec(channel)
  channel.poke()
}

/** switch_channel_mark_answered. */
export function markAnswered(channel: Channel): void {
  if (channel.hangupCause !== undefined || !channel.up || channel.has('ANSWERED')) return
  markCodec(channel)
  channel.profile.times.answered = nowMs()
  channel.raise('ANSWERED')
  channel.fire('CHANNEL_ANSWER')
  channel.set('endpoint_disposition', 'ANSWER')
  channel.setCallState('ACTIVE')
  channel.poke()
}

/** switch_channel_answer: false only for a channel that is gone. Outbound legs are left alone. */
export function answer(channel: Channel): boolean {
  if (channel.direction === 'outbound') return true
  if (channel.hangupCause !== undefined || !channel.up) return false
  if (channel.has('ANSWERED')) return true
  channel.leg?.answer()
  markAnswered(channel)
  return true
}

/** switch_channel_pre_answer: 183 with a session description, for inbound legs. */
export function preAnswer(core: Core, channel: Channel): boolean {
  if (channel.hangupCause !== undefined || !channel.up) return false
  if (channel.mediaUp) return true
  if (channel.direction === 'outbound') return true
  channel.leg?.preAnswer()
  markPreAnswered(core, channel)
  return true
}

/** switch_channel_ring_ready: 180, for inbound legs. */
export function ringReady(core: Core, channel: Channel): boolean {
  if (channel.hangupCause !== undefined || !channel.up) return false
  if (channel.has('RING_READY') || channel.mediaUp || channel.direction === 'outbound') return true
  channel.leg?.ring()
  markRingReady(core, channel)
  return true
}

/** Hangs up with the cause of a peer that is gone, or ORIGINATOR_CANCEL (switch_ivr_bridge.c `abort_call`). */
export function abortCall(core: Core, caller: Channel, peer: Channel): void {
  hangUp(core, peer, caller.hangupCause ?? 'ORIGINATOR_CANCEL')
}

function passTime(core: Core, channel: Channel, key: 'progress' | 'progressMedia', now: number): void {
  const originator = channel.originator
  if (originator === undefined) return
  originator.times[key] = now
  const other = core.channels.get(originator.uuid)
  if (other !== undefined && (key === 'progressMedia' || other.profile.times.progress === 0)) {
    other.profile.times[key] = now
  }
}
