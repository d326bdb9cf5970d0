import { randomUUID } from 'node:crypto'
import type { ApiCommand } from '../core.ts'
import { originate } from '../originate.ts'
import { separate, toInt } from '../text.ts'
import { transfer } from '../transfer.ts'

const SYNTAX =
  '-USAGE: <call url> <exten>|&<application_name>(<app_args>) [<dialplan>] [<context>] [<cid_name>] [<cid_num>] [<timeout_sec>]\n'

/** originate and create_uuid (mod_commands.c). */
export const originateCommands: Readonly<Record<string, ApiCommand>> = {
  originate: async (core, args) => {
    if (!args) return SYNTAX
    const a = splitArguments(args)
    if (a.length < 2 || a.length > 7) return SYNTAX
    const [aleg, exten, dialplan, context, cidName, cidNumber, timeout] = a.map((x) =>
      x.toLowerCase() === 'undef' ? undefined : x,
    )
    if (aleg === undefined || exten === undefined) return SYNTAX
    const made = await originate(core, aleg, {
      timeoutSeconds: toInt(timeout) || 60,
      callerIdName: cidName,
      callerIdNumber: cidNumber,
    })
    if (!made.ok) return `-ERR ${made.cause}\n`
    const { peer } = made
    if (exten.startsWith('&') && exten.length > 1) {
      const [, app = '', data = ''] = /^&([^()]*)(?:\((.*)\)?)?$/s.exec(exten.replace(/\)[^)]*$/, ')')) ?? []
      peer.extension = { applications: [{ app, data: data.replace(/\)$/, '') }], next: 0 }
      // The leg's own thread wakes after this command has been answered: the job ends before CHANNEL_PARK.
      setImmediate(() => peer.setState('CS_EXECUTE'))
    } else {
      transfer(core, peer, exten, dialplan ?? 'XML', context ?? 'default')
    }
    return `+OK ${peer.uuid}\n`
  },
  create_uuid: () => randomUUID(),
}

/** switch_separate_string at spaces; the dial string's own quotes are for its brackets, so they stay. */
function splitArguments(args: string): string[] {
  const first = endOfDialString(args)
  const rest = separate(args.slice(first), ' ', 9)
  return [args.slice(0, first).trim(), ...rest]
}

function endOfDialString(text: string): number {
  let depth = 0
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    const char = text[i] ?? ''
    if (char === "'") quoted = !quoted
    else if (!quoted && '{[<'.includes(char)) depth++
    else if (!quoted && '}]>'.includes(char)) depth--
    else if (char === ' ' && !quoted && depth <= 0) return i
  }
  return text.length
}
