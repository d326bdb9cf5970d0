import { addChannelData } from '../channel-data.ts'
import type { ApiCommand } from '../core.ts'
import { toJson, toPlain } from '../events/serialize.ts'
import { variable } from '../expand.ts'
import { separate } from '../text.ts'

const NO_CHANNEL = '-ERR No such channel!\n'

/** A leg's variables and data (mod_commands.c). */
export const uuidDataCommands: Readonly<Record<string, ApiCommand>> = {
  uuid_getvar: (core, args) => {
    const [uuid, name] = separate(args, ' ', 4)
    if (!uuid || name === undefined) return '-USAGE: <uuid> <var>\n'
    const channel = core.channels.get(uuid)
    if (channel === undefined) return NO_CHANNEL
    return variable(core, channel, name) ?? '_undef_'
  },
  uuid_setvar: (core, args) => {
    const [uuid, name, value] = separate(args, ' ', 3)
    if (!uuid || name === undefined) return '-USAGE: <uuid> <var> [value]\n'
    const channel = core.channels.get(uuid)
    if (channel === undefined) return NO_CHANNEL
    channel.set(name, value)
    return '+OK\n'
  },
  uuid_setvar_multi: (core, args) => {
    const space = args.indexOf(' ')
    if (space < 0) return args ? '' : '-USAGE: <uuid> <var>=<value>;<var>=<value>...\n'
    const channel = core.channels.get(args.slice(0, space))
    const syntax = '-USAGE: <uuid> <var>=<value>;<var>=<value>...\n'
    if (channel === undefined) return NO_CHANNEL + syntax
    let set = 0
    let errors = ''
    for (const pair of separate(args.slice(space + 1), ';', 64)) {
      const equals = pair.indexOf('=')
      const name = equals < 0 ? pair : pair.slice(0, equals)
      if (!name) errors += '-ERR No variable specified\n'
      else {
        channel.set(name, equals < 0 ? undefined : pair.slice(equals + 1))
        set++
      }
    }
    return errors + (set > 0 ? '+OK\n' : syntax)
  },
  uuid_dump: (core, args) => {
    const [uuid, format = 'txt'] = separate(args, ' ', 2)
    if (!uuid) return '-USAGE: <uuid> [format]\n'
    const channel = core.channels.get(uuid)
    if (channel === undefined) return NO_CHANNEL
    const event = core.bus.begin('CHANNEL_DATA')
    addChannelData(event, channel)
    if (format.toLowerCase() === 'json') return toJson(event)
    // FreeSWITCH encodes for every format but the one called `plain`, which it brackets.
    return toPlain(event, format.toLowerCase() !== 'plain')
  },
}
