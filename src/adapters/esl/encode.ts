/**
 * Commands as they go onto the wire, one function each. The event socket ends a command at an empty line and a header
 * at a newline, so a CR or LF in an argument would be a second command of the argument's choosing: it is refused here,
 * before anything is sent. Reasons name the argument, never its value.
 */

import { applicationUuid } from './application-uuid.ts'

export interface EncodedCommand {
  readonly type: 'encoded'
  /** Which kind of message answers it. */
  readonly answeredBy: 'command/reply' | 'api/response'
  readonly line: string
  readonly headers: Readonly<Record<string, string>>
}

export interface InvalidCommand {
  readonly type: 'invalid'
  readonly reason: string
}

export type Encoded = EncodedCommand | InvalidCommand

const invalid = (reason: string): InvalidCommand => ({ type: 'invalid', reason })

/** FreeSWITCH reads up to 10 MiB (read_packet, `max_len`); nothing of ours comes near this. */
const MAX_ARGUMENT_LENGTH = 64 * 1024

/** What is wrong with one argument, or undefined. */
function faultOf(what: string, text: string): string | undefined {
  if (text.length > MAX_ARGUMENT_LENGTH) return `${what} is longer than ${MAX_ARGUMENT_LENGTH} characters`
  const at = text.search(FORBIDDEN)
  return at === -1 ? undefined : `${what} has a line break or NUL at character ${at + 1}`
}

const FORBIDDEN = /[\r\n\0]/

const LEG = /^[0-9A-Za-z-]{8,64}$/
const APPLICATION = /^[a-z][a-z0-9_]{0,63}$/
const CAUSE = /^[A-Z][A-Z0-9_]{0,63}$/
const EVENT_NAME = /^[A-Z][A-Z_]{0,63}$/
const SUBCLASS = /^[^\s]{1,128}$/
const TOKEN = /^[0-9A-Za-z_.-]{1,64}$/

function command(
  answeredBy: EncodedCommand['answeredBy'],
  line: string,
  headers: Readonly<Record<string, string>> = {},
): EncodedCommand {
  return { type: 'encoded', answeredBy, line, headers }
}

export function encodeAuth(password: string): Encoded {
  const fault = faultOf('the password', password)
  return fault === undefined ? command('command/reply', `auth ${password}`) : invalid(fault)
}

/** Subscribes in the plain format. Subclasses are those of CUSTOM events; the switch wants them last. */
export function encodeSubscribe(events: readonly string[], subclasses: readonly string[]): Encoded {
  const badEvent = events.findIndex((name) => !EVENT_NAME.test(name) || name === 'CUSTOM')
  if (badEvent !== -1) return invalid(`event ${badEvent + 1} is no event's name`)
  const badSubclass = subclasses.findIndex((name) => !SUBCLASS.test(name) || faultOf('', name) !== undefined)
  if (badSubclass !== -1) return invalid(`subclass ${badSubclass + 1} is no subclass's name`)
  const custom = subclasses.length === 0 ? [] : ['CUSTOM', ...subclasses]
  return command('command/reply', ['event', 'plain', ...events, ...custom].join(' '))
}

/** Lets through what has this value, a regular expression between slashes, in this header (mod_event_socket.c). */
export function encodeFilter(header: string, value: string): Encoded {
  const fault = faultOf('the filter', `${header}${value}`)
  return fault === undefined ? command('command/reply', `filter ${header} ${value}`) : invalid(fault)
}

/** An api command with its arguments, as one would type it at fs_cli. */
export function encodeApi(text: string): Encoded {
  const fault = faultOfApi(text)
  return fault === undefined ? command('api/response', `api ${text}`) : invalid(fault)
}

/** The same in a thread of its own; BACKGROUND_JOB with `jobUuid` brings the answer. */
export function encodeBgapi(text: string, jobUuid: string): Encoded {
  const fault = faultOfApi(text)
  if (fault !== undefined) return invalid(fault)
  if (!LEG.test(jobUuid)) return invalid('the job uuid is no uuid')
  return command('command/reply', `bgapi ${text}`, { 'Job-UUID': jobUuid })
}

function faultOfApi(text: string): string | undefined {
  if (!/^\S/.test(text)) return 'the command is empty or begins with a space'
  return faultOf('the command', text)
}

export interface ExecuteModifiers {
  /** Keeps what is sent to the channel next waiting until this ends; without it, that would run in its midst. */
  readonly lock?: boolean
  /** Begins anew whenever it ends, until the channel is told to break. */
  readonly forever?: boolean
}

/** Runs an application on a channel; its CHANNEL_EXECUTE_COMPLETE carries `token`, marked, as Application-UUID. */
export function encodeExecute(
  uuid: string,
  application: string,
  argument: string,
  token: string,
  { lock = false, forever = false }: ExecuteModifiers = {},
): Encoded {
  if (!LEG.test(uuid)) return invalid('the channel uuid is no uuid')
  if (!APPLICATION.test(application)) return invalid('the application is no application name')
  if (!TOKEN.test(token))
    return invalid('the token has other characters than letters, digits, "_", "." and "-"')
  const fault = faultOf(`the argument of ${application}`, argument)
  if (fault !== undefined) return invalid(fault)
  return command('command/reply', `sendmsg ${uuid}`, {
    'call-command': 'execute',
    'execute-app-name': application,
    ...(argument === '' ? {} : { 'execute-app-arg': argument }),
    ...(lock ? { 'event-lock': 'true' } : {}),
    ...(forever ? { loops: '-1' } : {}),
    'Event-UUID': applicationUuid(token),
  })
}

/** Hangs a channel up from its own thread, behind what was sent to it before. */
export function encodeHangUp(uuid: string, cause: string): Encoded {
  if (!LEG.test(uuid)) return invalid('the channel uuid is no uuid')
  if (!CAUSE.test(cause)) return invalid('the cause is no hang-up cause')
  return command('command/reply', `sendmsg ${uuid}`, { 'call-command': 'hangup', 'hangup-cause': cause })
}

export function encodeExit(): EncodedCommand {
  return command('command/reply', 'exit')
}
