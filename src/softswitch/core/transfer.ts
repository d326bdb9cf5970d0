import { nowMs } from '../switch-time.ts'
import type { Channel } from './channel.ts'
import type { Core } from './core.ts'
import { hangUp } from './hangup.ts'
import { cloneProfile } from './profile.ts'
import { separate, toInt } from './text.ts'

/**
 * switch_ivr_session_transfer: a new caller profile, then CS_ROUTING. What the channel is doing ends because
 * TRANSFER makes it unready; its bridge, if it has one, falls apart, and the other leg follows its own variables.
 */
export function transfer(
  core: Core,
  channel: Channel,
  extension: string | undefined,
  dialplan?: string,
  context?: string,
): boolean {
  if (!channel.up) return false
  const left = channel.get('max_forwards') === undefined ? 70 : toInt(channel.get('max_forwards')) - 1
  if (left <= 0) {
    hangUp(core, channel, 'EXCHANGE_ROUTING_ERROR')
    return false
  }
  channel.set('max_forwards', left)
  channel.clear('ORIGINATING')
  channel.removeHandlers()
  const old = channel.profile
  const profile = cloneProfile(old)
  profile.dialplan = dialplan || old.dialplan || 'XML'
  profile.context = context || channel.get('force_transfer_context') || old.context || 'default'
  profile.destinationNumber = extension || 'service'
  profile.rdnis = old.destinationNumber
  const bond = channel.get('bridge_to')
  channel.set('signal_bond', undefined)
  channel.raise('TRANSFER')
  if (bond !== undefined) core.channels.get(bond)?.set('signal_bond', undefined)
  stepProfile(channel, profile)
  channel.setState('CS_ROUTING')
  core.log.info({ uuid: channel.uuid, context: profile.context }, 'channel transferred')
  const seconds = Math.floor(nowMs() / 1000)
  profile.transferSource = `${seconds}:${channel.uuid}:bl_xfer:${profile.destinationNumber}/${profile.context}/${profile.dialplan}`
  channel.variables.push('transfer_history', profile.transferSource)
  channel.set('transfer_source', profile.transferSource)
  return true
}

/** switch_channel_set_caller_profile: the new profile keeps the call's times and takes the next index. */
export function stepProfile(channel: Channel, profile = cloneProfile(channel.profile)): void {
  const now = nowMs()
  profile.times.profileCreated = now
  profile.times.transferred = now
  profile.index = channel.profile.index + 1
  channel.profile = profile
  // The other leg's profile hangs on the old one.
  channel.originator = undefined
  channel.originatee = undefined
}

/** switch_ivr_bridge.c `transfer_after_bridge`: the variable is used once. */
export function transferAfterBridge(core: Core, channel: Channel, where: string): void {
  channel.set('transfer_after_bridge', undefined)
  const [extension, dialplan, context] = separate(where, ':', 4)
  if (extension) transfer(core, channel, extension, dialplan, context)
}

/** switch_ivr_park_session. */
export function parkSession(channel: Channel): void {
  channel.raise('TRANSFER')
  channel.setState('CS_PARK')
}
