import { nowMs } from '../../switch-time.ts'
import type { ApiCommand, Core } from '../core.ts'
import { expand } from '../expand.ts'
import { uptimeText } from '../heartbeat.ts'
import { matches } from '../regex.ts'
import { separate, urlDecode, urlEncode } from '../text.ts'
import { VERSION } from '../version.ts'
import { compare } from './cond.ts'
import { strftime } from './strftime.ts'

/** The core itself: status, versions, global variables, expansion and small helpers (mod_commands.c). */
export const coreCommands: Readonly<Record<string, ApiCommand>> = {
  status: (core) => status(core),
  version: (_core, args) =>
    args.includes('short') ? `${VERSION.split('-')[0]}\n` : `FreeSWITCH Version ${VERSION} (softswitch)\n`,
  uptime: (core, args) => uptime(core, args.trim()),
  echo: (_core, args) => args,
  hostname: (core) => core.bus.begin('CHANNEL_DATA').get('FreeSWITCH-Hostname') ?? '',
  global_getvar: (core, args) => {
    if (args) return core.globals.get(args.trim()) ?? ''
    return [...core.globals.all()].map(({ name, value }) => `${name}=${String(value)}\n`).join('')
  },
  global_setvar: (core, args) => {
    const [name, value, expected] = separate(args, '=', 3)
    if (!name) return '-USAGE: <var>=<value> [=<value2>]\n'
    if (!expected || core.globals.get(name) === expected) core.globals.set(name, value)
    return '+OK'
  },
  expand: async (core, args) => {
    const { channel, rest } = withUuid(core, args)
    if (!rest) return '-ERR No input\n'
    const [name = '', ...words] = rest.split(' ')
    const expanded = await expand(core, channel, words.join(' '))
    const command = core.api.get(name.toLowerCase())
    return command === undefined ? 'INVALID COMMAND!\n-ERR Cannot execute command\n' : command(core, expanded)
  },
  eval: (core, args) => {
    const { channel, rest } = withUuid(core, args)
    return expand(core, channel, rest)
  },
  cond: (_core, args) => compare(args) ?? '-ERR',
  regex: (_core, args) => {
    const delimiter = /^m:(.)/.exec(args)?.[1]
    const [data = '', pattern] = (delimiter === undefined ? args : args.slice(3)).split(delimiter ?? '|')
    return pattern === undefined ? '-ERR' : String(matches(data, pattern))
  },
  strftime: (_core, args) => strftime(args),
  strepoch: () => String(Math.floor(nowMs() / 1000)),
  url_encode: (_core, args) => urlEncode(args),
  url_decode: (_core, args) => urlDecode(args),
  toupper: (_core, args) => args.toUpperCase(),
  tolower: (_core, args) => args.toLowerCase(),
  module_exists: () => 'true',
  reloadxml: (core) => {
    core.bus.fire('RELOADXML', () => {})
    return '+OK [Success]\n'
  },
  reloadacl: () => '+OK acl reloaded\n',
}

/** `uuid:UUID COMMAND …` borrows a channel's variables. */
function withUuid(core: Core, args: string) {
  const [, uuid, rest] = /^uuid:(\S+) (.*)$/is.exec(args) ?? []
  return uuid === undefined
    ? { channel: undefined, rest: args }
    : { channel: core.channels.get(uuid), rest: rest ?? '' }
}

function status(core: Core): string {
  const now = core.channels.size
  return [
    `UP ${uptimeText(core)}`,
    `FreeSWITCH (Version ${VERSION} softswitch) is ready`,
    `${core.sessionsTotal} session(s) since startup`,
    `${now} session(s) - peak ${now}, last 5min ${now} `,
    `0 session(s) per Sec out of max ${core.settings.maxChannels}, peak 0, last 5min 0 `,
    `${core.settings.maxChannels} session(s) max`,
    'min idle cpu 0.00/100.00',
    'Current Stack Size/Max 240K/8192K',
    '',
  ].join('\n')
}

function uptime(core: Core, unit: string): string {
  const ms = nowMs() - core.startedAt
  const scales: Record<string, number> = { us: 0.001, ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }
  const scale =
    scales[unit === '' ? 's' : unit.replace(/^(microseconds)$/, 'us').replace(/^milliseconds$/, 'ms')]
  const byWord: Record<string, number> = {
    seconds: 1000,
    minutes: 60_000,
    hours: 3_600_000,
    days: 86_400_000,
  }
  const divisor = scale ?? byWord[unit]
  return divisor === undefined
    ? '-USAGE: [us|ms|s|m|h|d|microseconds|milliseconds|seconds|minutes|hours|days]\n'
    : `${Math.floor(ms / divisor)}\n`
}
