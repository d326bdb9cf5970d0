import { parseCause } from '../causes.ts'
import type { ApiCommand } from '../core.ts'
import { hangUp } from '../hangup.ts'
import { parseWhen, scheduleHangup, scheduleTransfer } from '../schedule.ts'
import { separate, toInt } from '../text.ts'

const NO_CHANNEL = '-ERR No such channel!\n'
const SCHED_API_SYNTAX = '-ERR Invalid syntax. USAGE: [+@]<time> <group_name> <command_string>[&]\n'
const MAX_COMMAND = 4096

/** Things to do later (mod_commands.c, switch_scheduler.c). */
export const schedulingCommands: Readonly<Record<string, ApiCommand>> = {
  sched_api: (core, args) => {
    const [, when, group, command] = /^(\S*) (\S*) (.*)$/s.exec(args) ?? []
    if (when === undefined || group === undefined || command === undefined) return SCHED_API_SYNTAX
    if (command.length > MAX_COMMAND) return SCHED_API_SYNTAX
    const repeatSeconds = when.startsWith('@') ? Math.max(1, toInt(when.slice(1))) : 0
    const [name = '', ...rest] = command.replace(/&$/, '').split(' ')
    const id = core.scheduler.add({
      runAtSeconds: repeatSeconds > 0 ? parseWhen(`+${repeatSeconds}`) : parseWhen(when),
      repeatSeconds,
      group,
      description: 'sched_api_function',
      run: async () => {
        await core.api.get(name.toLowerCase())?.(core, rest.join(' '))
      },
    })
    return id === undefined ? '-ERR too many tasks\n' : `+OK Added: ${id}\n`
  },
  sched_transfer: (core, args) => {
    const [when, uuid, extension, dialplan, context] = separate(args, ' ', 6)
    if (!when || uuid === undefined) return '-USAGE: [+]<time> <uuid> <extension> [<dialplan>] [<context>]\n'
    if (!core.channels.has(uuid)) return NO_CHANNEL
    scheduleTransfer(core, when, uuid, { extension, dialplan, context })
    return '+OK\n'
  },
  sched_hangup: (core, args) => {
    const [when, uuid, causeName] = separate(args, ' ', 4)
    if (!when) return '-USAGE: [+]<time> <uuid> [<cause>]\n'
    const channel = core.channels.get(uuid ?? '')
    if (channel === undefined) return NO_CHANNEL
    const cause = causeName ? parseCause(causeName) : 'ALLOTTED_TIMEOUT'
    if (toInt(when.slice(1)) === 0) hangUp(core, channel, cause)
    else scheduleHangup(core, when, channel.uuid, cause)
    return '+OK\n'
  },
  sched_del: (core, args) => {
    if (!args) return '-ERR Invalid syntax\n'
    const count = /^\d+$/.test(args)
      ? core.scheduler.deleteId(Number(args))
      : core.scheduler.deleteGroup(args)
    return `+OK Deleted: ${count}\n`
  },
  unsched_api: (core, args) => {
    if (!args) return '-ERR Invalid syntax. USAGE: <task_id>\n'
    return core.scheduler.deleteId(toInt(args)) > 0 ? '+OK\n' : '-ERR No such id\n'
  },
}
