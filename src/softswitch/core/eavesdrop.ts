import type { Overhearing } from '../ports.ts'
import { nowMs } from '../switch-time.ts'
import { type Channel, waitAny } from './channel.ts'
import type { Core } from './core.ts'
import { takeDigit } from './digits-queue.ts'
import { preAnswer } from './marks.ts'

/** FreeSWITCH looks 600 times, every 10 ms, whether the other leg has audio. */
const TARGET_WAIT_MS = 6_000

export interface EavesdropOptions {
  /** Digits of the listening leg are commands (ED_DTMF). */
  readonly digitsCommand: boolean
  /** Whoever hears the leg hears this one from the start (ED_MUX_READ). */
  readonly toPeer: boolean
  /** The leg itself hears this one from the start (ED_MUX_WRITE). */
  readonly toLeg: boolean
  /** The leg must be in this group (`eavesdrop_group`). */
  readonly group?: string | undefined
}

/**
 * switch_ivr_eavesdrop_session: hears both sides of another leg until either of the two ends, or a command `*`
 * comes. Nothing that was sent to this leg is carried out meanwhile; commands come as `eavesdrop-command` of
 * events that are sent to it.
 */
export async function eavesdrop(
  core: Core,
  channel: Channel,
  uuid: string,
  options: EavesdropOptions,
): Promise<void> {
  const target = core.channels.get(uuid)
  if (target === undefined || target === channel || !channel.mediaUp) return
  const until = nowMs() + TARGET_WAIT_MS
  while (target.up && !(target.mediaUp && target.state === target.runningState) && nowMs() < until) {
    await waitAny([target], until - nowMs())
  }
  if (!target.mediaUp) return
  if (options.group && !inGroup(target, options.group)) return
  if (!preAnswer(core, channel)) return
  const media = { own: channel.leg?.media, other: target.leg?.media }
  if (media.own === undefined || media.other === undefined || !target.up) return
  const overhearing = media.own.overhear(media.other)
  overhearing.speakTo({ peer: options.toPeer, leg: options.toLeg })
  while (target.up && channel.readyHere) {
    if (!obey(channel, overhearing, options.digitsCommand)) break
    await waitAny([channel, target])
  }
  overhearing.leave()
}

function inGroup(target: Channel, group: string): boolean {
  return (target.get('eavesdrop_group') ?? '').split(',').includes(group)
}

/** False: told to leave. */
function obey(channel: Channel, overhearing: Overhearing, digitsCommand: boolean): boolean {
  let commands = ''
  for (let event = channel.events.shift(); event !== undefined; event = channel.events.shift()) {
    commands += event.get('eavesdrop-command') ?? ''
  }
  while (digitsCommand && channel.digits.length > 0) commands += takeDigit(channel)?.digit ?? ''
  for (const command of commands) {
    if (command === '*') return false
    if (/[0-3]/.test(command)) {
      overhearing.speakTo({ peer: '13'.includes(command), leg: '23'.includes(command) })
    }
  }
  return true
}
