import type { Channel } from '../channel.ts'
import type { AppDefinition, Core } from '../core.ts'
import type { SwitchEvent } from '../events/event.ts'
import { parseEventName } from '../events/names.ts'
import { separate } from '../text.ts'

const logged = (level: 'debug' | 'info'): AppDefinition => ({
  needsMedia: false,
  afterHangup: true,
  // The text may hold a caller's number, so only its length is logged.
  run: (core, channel, data) =>
    core.log[level]({ uuid: channel.uuid, length: data.length }, 'log application'),
})

/** Applications that set variables: set, unset, multiset, multiunset, export, set_global; and event, log, info, eval. */
export const variableApps: Readonly<Record<string, AppDefinition>> = {
  set: { needsMedia: false, afterHangup: true, run: (_core, channel, data) => assign(channel, data) },
  unset: {
    needsMedia: false,
    afterHangup: true,
    run: (_core, channel, data) => channel.set(data, undefined),
  },
  multiset: {
    needsMedia: false,
    afterHangup: true,
    run: (_core, channel, data) => each(data, (pair) => assign(channel, pair)),
  },
  multiunset: {
    needsMedia: false,
    afterHangup: true,
    run: (_core, channel, data) => each(data, (name) => channel.set(name, undefined)),
  },
  export: {
    needsMedia: false,
    afterHangup: true,
    run: (_core, channel, data) => exportVariable(channel, data),
  },
  set_global: {
    needsMedia: false,
    run: (core: Core, _channel, data) => {
      const [name, value] = split(data)
      core.globals.set(name, value)
    },
  },
  event: { needsMedia: false, afterHangup: true, run: (_core, channel, data) => fireEvent(channel, data) },
  eval: { needsMedia: false, afterHangup: true, run: () => {} },
  log: logged('debug'),
  info: logged('info'),
}

function split(pair: string): [string, string | undefined] {
  const equals = pair.indexOf('=')
  return equals < 0 ? [pair.trim(), undefined] : [pair.slice(0, equals).trim(), pair.slice(equals + 1)]
}

function assign(channel: Channel, pair: string): void {
  const [name, value] = split(pair)
  channel.set(name, value === '_undef_' ? undefined : value)
}

/** `^^:a=1:b=2` names its own separator; otherwise a space separates. */
function each(data: string, use: (part: string) => void): void {
  const own = data.startsWith('^^') ? data[2] : undefined
  for (const part of separate(own === undefined ? data : data.slice(3), own ?? ' ', 256)) use(part)
}

/** switch_channel_export_variable: `nolocal:` keeps it for the legs to come. */
function exportVariable(channel: Channel, data: string): void {
  const [name, value] = split(data)
  channel.set(name, value)
  if (value === undefined) return
  const before = channel.get('export_vars')
  channel.set('export_vars', before === undefined ? name : `${before},${name}`)
}

/** mod_dptools.c `event_function`: `Event-Name=CUSTOM,Event-Subclass=…`, and headers; CHANNEL_APPLICATION unless named. */
function fireEvent(channel: Channel, data: string): void {
  const headers = new Map(separate(data, ',', 25).map((pair) => split(pair.trim())))
  const named = headers.get('Event-Name')
  const name = named === undefined ? 'CHANNEL_APPLICATION' : parseEventName(named)
  if (name === undefined || name === 'ALL') return
  const subclass = headers.get('Event-Subclass')
  const own = [...headers].filter(([header]) => header !== 'Event-Name' && header !== 'Event-Subclass')
  const before = (event: SwitchEvent) => {
    for (const [header, value] of own) event.add(header, value ?? '')
  }
  channel.fire(name, undefined, before, name === 'CUSTOM' ? subclass : undefined)
}
