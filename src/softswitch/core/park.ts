import { nowMs } from '../switch-time.ts'
import { type Cause, parseCause } from './causes.ts'
import type { Channel } from './channel.ts'
import { addChannelData } from './channel-data.ts'
import type { Core } from './core.ts'
import { takeDigit } from './digits-queue.ts'
import { parseAllCommands } from './execute.ts'
import { hangUp } from './hangup.ts'
import { toInt } from './text.ts'

/** switch_ivr_park: waits, carrying out what is sent, until the channel is told to do something else. */
export async function park(core: Core, channel: Channel): Promise<void> {
  if (channel.has('CONTROLLED')) {
    core.log.warn({ uuid: channel.uuid }, 'cannot park a channel that is parked already')
    return
  }
  if (channel.state === 'CS_RESET') return
  const timeout = takeTimeout(channel)
  channel.raise('CONTROLLED', 'PARK')
  channel.fire('CHANNEL_PARK')
  let silence = false
  while (channel.readyHere && channel.has('CONTROLLED') && channel.has('PARK')) {
    if (timeout !== undefined && nowMs() >= timeout.atMs) {
      hangUp(core, channel, timeout.cause)
      break
    }
    await parseAllCommands(core, channel)
    while (takeDigit(channel) !== undefined) {
      // A parked call's digits are told as DTMF events and then gone.
    }
    for (let sent = channel.events.shift(); sent !== undefined; sent = channel.events.shift()) {
      const event = sent
      channel.bus.fire(event.name, (fired) => addChannelData(fired.take(event), channel), event.subclass)
    }
    if (!channel.readyHere || !channel.has('PARK')) break
    if (channel.privateCommands.length > 0 && !channel.has('EVENT_LOCK')) continue
    // It may have been answered just now, by one of the commands.
    if (!silence && channel.mediaUp && wantsSilence(channel)) {
      silence = true
      channel.leg?.media.silenceWhenIdle(true)
    }
    await channel.wait(timeout === undefined ? undefined : timeout.atMs - nowMs())
  }
  channel.clear('CONTROLLED', 'PARK')
  channel.fire('CHANNEL_UNPARK')
}

/** `send_silence_when_idle`, which keeps carriers' media timers quiet. */
export function wantsSilence(channel: Channel): boolean {
  return toInt(channel.get('send_silence_when_idle')) !== 0
}

/** `park_timeout=SECONDS[:CAUSE]`, used once. */
function takeTimeout(channel: Channel): { atMs: number; cause: Cause } | undefined {
  const text = channel.get('park_timeout')
  if (text === undefined) return undefined
  const cause = text.includes(':') ? parseCause(text.slice(text.indexOf(':') + 1)) : 'NORMAL_CLEARING'
  channel.set('park_timeout', undefined)
  channel.set('park_after_bridge', undefined)
  const seconds = toInt(text)
  return seconds < 0 ? undefined : { atMs: (Math.floor(nowMs() / 1000) + seconds) * 1000, cause }
}
