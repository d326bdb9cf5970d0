import { parseCause } from '../causes.ts'
import type { Channel } from '../channel.ts'
import type { ApiCommand, Core } from '../core.ts'
import { deflect } from '../deflect.ts'
import { stopBroadcast } from '../execute.ts'
import { hangUp } from '../hangup.ts'
import { hold, unhold } from '../hold.ts'
import { answer, partnerOf, preAnswer, ringReady } from '../marks.ts'
import { separate } from '../text.ts'
import { parkSession, transfer } from '../transfer.ts'
import { uuidBridge } from '../uuid-bridge.ts'

const NO_CHANNEL = '-ERR No such channel!\n'
const usage = (syntax: string): string => `-USAGE: ${syntax}\n`

/** switch_core_session_locate: a leg that hung up is still found until it is destroyed. */
function locate(core: Core, uuid: string | undefined): Channel | undefined {
  return uuid === undefined ? undefined : core.channels.get(uuid)
}

/** What is done to one leg, or to two (mod_commands.c). */
export const uuidControlCommands: Readonly<Record<string, ApiCommand>> = {
  uuid_exists: (core, args) => String(core.channels.has(args.trim())),
  uuid_kill: (core, args) => {
    if (!args) return usage('<uuid> [cause]')
    const [uuid, cause] = args.split(' ')
    const channel = locate(core, uuid)
    if (channel === undefined) return NO_CHANNEL
    hangUp(core, channel, cause ? parseCause(cause) : 'NORMAL_CLEARING')
    return '+OK\n'
  },
  uuid_answer: (core, args) => {
    const channel = locate(core, args.trim())
    return channel !== undefined && answer(channel) ? '+OK\n' : '-ERROR\n'
  },
  uuid_pre_answer: (core, args) => {
    const channel = locate(core, args.trim())
    return channel !== undefined && preAnswer(core, channel) ? '+OK\n' : '-ERROR\n'
  },
  uuid_ring_ready: (core, args) => {
    const [uuid] = separate(args, ' ', 4)
    if (uuid === undefined) return usage('<uuid> [queued]')
    const channel = locate(core, uuid)
    return channel !== undefined && ringReady(core, channel) ? '+OK\n' : '-ERROR\n'
  },
  uuid_bridge: (core, args) => {
    const [a, b, fallback] = separate(args, ' ', 4)
    if (a === undefined || b === undefined) return usage('<uuid> <other_uuid>')
    if (uuidBridge(core, a, b)) return `+OK ${b}\n`
    if (fallback !== undefined && uuidBridge(core, a, fallback)) return `+OK ${fallback}\n`
    return '-ERR Invalid uuid\n'
  },
  uuid_park: (core, args) => {
    if (!args) return usage('<uuid>')
    const channel = locate(core, args.trim())
    if (channel === undefined) return NO_CHANNEL
    parkSession(channel)
    return '+OK\n'
  },
  uuid_transfer: (core, args) => {
    const syntax = usage('<uuid> [-bleg|-both] <dest-exten> [<dialplan>] [<context>]')
    const a = separate(args, ' ', 6)
    if (a.length < 2 || a.length > 5) return syntax
    const [uuid, flag] = a
    let channel = locate(core, uuid)
    if (channel === undefined) return NO_CHANNEL
    const [extension, dialplan, context] = flag?.startsWith('-') ? a.slice(2) : a.slice(1)
    const other = locate(core, channel.get('bridge_to'))
    if (flag?.toLowerCase() === '-bleg' && other !== undefined) channel = other
    if (flag?.toLowerCase() === '-both' && other !== undefined) {
      other.raise('REDIRECT')
      channel.raise('REDIRECT')
      transfer(core, other, extension, dialplan, context)
    }
    return transfer(core, channel, extension, dialplan, context) ? '+OK\n' : '-ERR\n'
  },
  uuid_break: (core, args) => {
    if (!args) return usage('<uuid> [all]')
    const [uuid, flag = ''] = args.split(/ (.*)/s)
    const channel = locate(core, uuid)
    if (channel === undefined) return NO_CHANNEL
    const partner = flag.includes('both') ? partnerOf(core, channel) : undefined
    for (const one of partner === undefined ? [channel] : [channel, partner]) {
      breakOne(one, flag.includes('all'))
    }
    return '+OK\n'
  },
  uuid_hold: (core, args) => {
    const [first, second] = separate(args, ' ', 4)
    if (!first) return `${usage('[off|toggle] <uuid> [<display>]')}-ERR Operation failed\n`
    const what = /^(off|toggle)$/i.exec(first)?.[0].toLowerCase() ?? 'on'
    const channel = locate(core, what === 'on' ? first : second)
    if (channel === undefined) return '+OK Success\n'
    const off = what === 'off' || (what === 'toggle' && channel.callState === 'HELD')
    const done = off ? unhold(core, channel) : hold(core, channel)
    return done ? '+OK Success\n' : '-ERR Operation failed\n'
  },
  uuid_phone_event: (core, args) => {
    const [uuid, event] = separate(args, ' ', 2)
    if (!uuid) return `${usage('<uuid>')}-ERR Operation failed\n`
    const channel = locate(core, uuid)
    if (channel === undefined) return '-ERR Operation failed\n'
    // mod_sofia.c SWITCH_MESSAGE_INDICATE_PHONE_EVENT: anything but `hold` is `talk`.
    if (channel.has('ANSWERED') || channel.direction === 'outbound')
      channel.leg?.phoneEvent(event?.toLowerCase() === 'hold' ? 'hold' : 'talk', true)
    return '+OK Success\n'
  },
  uuid_deflect: async (core, args) => {
    const [uuid, target] = args.split(/ (.*)/s)
    if (!uuid || !target) return usage('<uuid> <uri>')
    const channel = locate(core, uuid)
    return channel === undefined
      ? `-ERR No such channel ${uuid}!\n`
      : `+OK:${await deflect(core, channel, target)}\n`
  },
  uuid_media_reneg: (core, args) =>
    locate(core, args.split(' ')[0]) ? '+OK Success\n' : '-ERR Operation Failed\n',
  hupall: (core, args) => {
    const a = separate(args, ' ', 11)
    const cause = a[0] ? parseCause(a[0]) : 'MANAGER_REQUEST'
    const [, name, value] = a
    for (const channel of [...core.channels.values()]) {
      if (name === undefined || value === undefined || channel.get(name) === value) {
        hangUp(core, channel, cause)
      }
    }
    if (name === undefined || value === undefined) return `+OK hangup all channels with cause ${cause}\n`
    return `+OK hangup all channels matching [${name}]=[${value}] with cause: ${cause}\n`
  },
}

/** mod_commands.c `break_function`. */
function breakOne(channel: Channel, all: boolean): void {
  if (all) channel.privateCommands.length = 0
  if (channel.has('BROADCAST')) stopBroadcast(channel)
  else channel.breakLevel = all ? 2 : 1
  channel.poke()
}
