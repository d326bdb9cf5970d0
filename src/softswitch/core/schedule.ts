import { nowMs } from '../switch-time.ts'
import type { Cause } from './causes.ts'
import type { Core } from './core.ts'
import { hangUp } from './hangup.ts'
import { toInt } from './text.ts'
import { transfer } from './transfer.ts'

/** `+SECONDS` from now, or seconds since 1970. */
export function parseWhen(text: string): number {
  return text.startsWith('+') ? Math.floor(nowMs() / 1000) + toInt(text.slice(1)) : toInt(text)
}

/** switch_ivr_schedule_transfer: the task belongs to the group named after the channel. */
export function scheduleTransfer(
  core: Core,
  when: string,
  uuid: string,
  to: { extension: string | undefined; dialplan: string | undefined; context: string | undefined },
): number | undefined {
  return core.scheduler.add({
    runAtSeconds: parseWhen(when),
    group: uuid,
    description: 'switch_ivr_schedule_transfer',
    run: () => {
      const channel = core.channels.get(uuid)
      if (channel !== undefined) transfer(core, channel, to.extension, to.dialplan, to.context)
    },
  })
}

/** switch_ivr_schedule_hangup. */
export function scheduleHangup(core: Core, when: string, uuid: string, cause: Cause): number | undefined {
  return core.scheduler.add({
    runAtSeconds: parseWhen(when),
    group: uuid,
    description: 'switch_ivr_schedule_hangup',
    run: () => {
      const channel = core.channels.get(uuid)
      if (channel !== undefined) hangUp(core, channel, cause)
    },
  })
}
