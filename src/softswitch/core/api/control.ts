import { parseCause } from '../causes.ts'
import type { ApiCommand, Core } from '../core.ts'
import { hangUp } from '../hangup.ts'

/** fsctl, sofia and loading of modules: as much as a controller asks of them. */
export const controlCommands: Readonly<Record<string, ApiCommand>> = {
  fsctl: (core, args) => fsctl(core, args.trim().split(/\s+/)),
  shutdown: (core) => {
    core.requestShutdown()
    return '+OK\n'
  },
  sofia: (core, args) => sofia(core, args.trim().split(/\s+/)),
  sofia_contact: (core, args) => {
    const user = args.replace(/^\*?[^/]*\//, '').split('@')[0] ?? ''
    const contact = core.signalling.contactOf(user)
    return contact === undefined ? 'error/user_not_registered' : `sofia/agents/${contact}`
  },
  load: () => '+OK Reloading XML\n+OK\n',
  unload: () => '-ERR unloading module [Module is not unloadable]\n',
}

function fsctl(core: Core, words: readonly string[]): string {
  switch (words[0]?.toLowerCase()) {
    case 'shutdown':
      if (words[1] === 'cancel') return '+OK\n'
      core.requestShutdown()
      return '+OK\n'
    case 'hupall': {
      const cause = words[1] ? parseCause(words[1]) : 'MANAGER_REQUEST'
      for (const channel of [...core.channels.values()]) hangUp(core, channel, cause)
      return '+OK\n'
    }
    case 'loglevel':
      // The program's own log level is set where it is started; this one is FreeSWITCH's console.
      return '+OK log level: WARNING [4]\n'
    case 'sync_clock':
    case 'recover':
    case 'pause':
    case 'resume':
    case 'debug_level':
      return '+OK\n'
    case 'max_sessions':
      return `+OK max sessions: ${core.settings.maxChannels}\n`
    case undefined:
    case '':
      return '-USAGE: fsctl [hupall|shutdown|loglevel|max_sessions]\n'
    default:
      return '-ERR Invalid command\n'
  }
}

/** mod_sofia.c `cmd_profile`: `flush_inbound_reg USER@HOST`, and yes to all else. */
function sofiaProfile(core: Core, [what, whom]: readonly string[]): string {
  if (what !== 'flush_inbound_reg') return '+OK\n'
  const [user] = whom?.split('@') ?? []
  for (const { extension } of user === undefined ? core.signalling.registrations() : [{ extension: user }])
    core.signalling.forget(extension)
  return `+OK flushing all registrations${user === undefined ? '' : ' matching specified call_id'}\n`
}

function sofia(core: Core, words: readonly string[]): string {
  const line = '='.repeat(97)
  switch (words[0]?.toLowerCase()) {
    case 'status':
      return [
        '                     Name\t   Type\t                                      Data\tState',
        line,
        `                   agents\tprofile\t      sip:mod_sofia@${core.settings.sipAddress}\tRUNNING (${core.channels.size})`,
        line,
        '1 profile 0 aliases',
        '',
      ].join('\n')
    case 'recover':
      return 'No calls to recover\n'
    case 'profile':
      return sofiaProfile(core, words.slice(2))
    case 'loglevel':
    case 'tracelevel':
    case 'global':
      return '+OK\n'
    default:
      return 'USAGE:\nsofia status|recover|profile\n'
  }
}
