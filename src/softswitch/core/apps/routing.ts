import { bridge } from '../bridge.ts'
import { parseCause } from '../causes.ts'
import type { AppDefinition } from '../core.ts'
import { handleCause } from '../handle-cause.ts'
import { intercept } from '../intercept.ts'
import { originate } from '../originate.ts'
import { scheduleHangup, scheduleTransfer } from '../schedule.ts'
import { separate } from '../text.ts'
import { transfer } from '../transfer.ts'

/** Applications that send a call elsewhere: bridge, intercept, transfer, sched_transfer, sched_hangup, sched_cancel. */
export const routingApps: Readonly<Record<string, AppDefinition>> = {
  bridge: {
    needsMedia: false,
    run: async (core, channel, data) => {
      if (!data) return
      const made = await originate(core, data, { caller: channel })
      if (!made.ok) {
        core.log.info({ uuid: channel.uuid, cause: made.cause }, 'originate failed')
        channel.set('originate_failed_cause', made.cause)
        handleCause(core, channel, made.cause)
        return
      }
      await bridge(core, channel, made.peer)
    },
  },
  intercept: {
    needsMedia: false,
    run: (core, channel, data) => intercept(core, channel, data.trim()),
  },
  transfer: {
    needsMedia: false,
    run: (core, channel, data) => {
      const [extension, dialplan, context] = separate(data, ' ', 3)
      if (extension) transfer(core, channel, extension, dialplan, context)
    },
  },
  sched_transfer: {
    needsMedia: false,
    run: (core, channel, data) => {
      const [when, extension, dialplan, context] = separate(data, ' ', 4)
      if (when === undefined || extension === undefined) return
      const id = scheduleTransfer(core, when, channel.uuid, { extension, dialplan, context })
      channel.set('last_sched_id', id)
    },
  },
  sched_hangup: {
    needsMedia: false,
    run: (core, channel, data) => {
      const [when, cause] = separate(data, ' ', 3)
      if (when === undefined) return
      const id = scheduleHangup(core, when, channel.uuid, cause ? parseCause(cause) : 'ALLOTTED_TIMEOUT')
      channel.set('last_sched_id', id)
    },
  },
  sched_cancel: {
    needsMedia: false,
    run: (core, channel, data) => {
      if (/^\d+$/.test(data)) core.scheduler.deleteId(Number(data))
      else core.scheduler.deleteGroup(data || channel.uuid)
    },
  },
}
