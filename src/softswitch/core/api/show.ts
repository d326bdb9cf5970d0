import { nowMs } from '../../switch-time.ts'
import type { Channel } from '../channel.ts'
import type { ApiCommand, Core } from '../core.ts'
import { localStamp } from '../events/dates.ts'

type Row = Record<string, string>

/** show channels, calls and registrations, as text, `as json`, or `count` (mod_commands.c `show_function`). */
export const showCommands: Readonly<Record<string, ApiCommand>> = {
  show: (core, args) => {
    const words = args.trim().split(/\s+/)
    const what = words[0]?.toLowerCase() ?? ''
    const rows = rowsOf(core, what)
    if (rows === undefined)
      return '-USAGE: codec|endpoint|application|api|calls [count]|channels [count]|registrations\n'
    const like = words[1]?.toLowerCase() === 'like' ? words[2] : undefined
    const shown =
      like === undefined ? rows : rows.filter((r) => Object.values(r).some((v) => v.includes(like)))
    const as = words.findIndex((w) => w.toLowerCase() === 'as')
    const format = as < 0 ? 'text' : words[as + 1]?.toLowerCase()
    if (words[1]?.toLowerCase() === 'count') {
      return format === 'json' ? `{"row_count":${shown.length}}` : `\n${shown.length} total.\n`
    }
    return format === 'json' ? asJson(shown) : asText(shown)
  },
}

function rowsOf(core: Core, what: string): Row[] | undefined {
  const channels = [...core.channels.values()].filter((c) => c.runningState !== 'CS_NEW')
  switch (what) {
    case 'channels':
      return channels.map((c) => channelRow(core, c))
    case 'calls':
      return callRows(core, channels)
    case 'registrations':
      return core.signalling.registrations().map((r) => ({
        reg_user: r.extension,
        realm: core.settings.domain,
        token: '',
        url: `sofia/agents/${r.contact}`,
        expires: String(Math.floor(nowMs() / 1000) + r.expiresInSeconds),
        network_ip: r.networkAddress,
        network_port: String(r.networkPort),
        network_proto: 'udp',
        hostname: hostOf(core),
        metadata: '',
      }))
    case 'api':
      return [...core.api.keys()].sort().map((name) => ({ name, description: '', syntax: '', ikey: '' }))
    case 'application':
      return [...core.apps.keys()].sort().map((name) => ({ name, description: '', syntax: '', ikey: '' }))
    default:
      return undefined
  }
}

function hostOf(core: Core): string {
  return core.bus.begin('CHANNEL_DATA').get('FreeSWITCH-Hostname') ?? ''
}

function channelRow(core: Core, c: Channel): Row {
  const p = c.profile
  const codec = c.codecKnown
    ? { name: c.codec, rate: '8000', bits: '64000' }
    : { name: '', rate: '', bits: '' }
  return {
    uuid: c.uuid,
    direction: c.direction,
    created: localStamp(p.times.created),
    created_epoch: String(Math.floor(p.times.created / 1000)),
    name: c.name,
    state: c.runningState,
    cid_name: p.callerIdName,
    cid_num: p.callerIdNumber,
    ip_addr: p.networkAddr,
    dest: p.destinationNumber,
    application: c.application?.app ?? '',
    application_data: c.application?.data ?? '',
    dialplan: p.dialplan,
    context: p.context,
    read_codec: codec.name,
    read_rate: codec.rate,
    read_bit_rate: codec.bits,
    write_codec: codec.name,
    write_rate: codec.rate,
    write_bit_rate: codec.bits,
    secure: '',
    hostname: hostOf(core),
    presence_id: c.get('presence_id') ?? '',
    presence_data: c.get('presence_data') ?? '',
    accountcode: c.get('accountcode') ?? '',
    callstate: c.callState,
    callee_name: p.calleeIdName,
    callee_num: p.calleeIdNumber,
    callee_direction: '',
    call_uuid: c.get('call_uuid') ?? c.uuid,
    sent_callee_name: '',
    sent_callee_num: '',
    initial_cid_name: p.origCallerIdName,
    initial_cid_num: p.origCallerIdNumber,
    initial_ip_addr: p.networkAddr,
    initial_dest: p.destinationNumber,
    initial_dialplan: p.dialplan,
    initial_context: p.context,
  }
}

/** The view basic_calls: a bridge is one row, an unbridged leg one too. */
function callRows(core: Core, channels: readonly Channel[]): Row[] {
  const rows: Row[] = []
  for (const a of channels) {
    const other = a.has('BRIDGED') ? core.channels.get(a.get('bridge_to') ?? '') : undefined
    if (other !== undefined && !a.has('BRIDGE_ORIGINATOR')) continue
    rows.push({ ...callHalf(core, a, ''), ...(other ? callHalf(core, other, 'b_') : emptyHalf()) })
  }
  return rows
}

const CALL_COLUMNS = [
  'uuid',
  'direction',
  'created',
  'created_epoch',
  'name',
  'state',
  'cid_name',
  'cid_num',
  'ip_addr',
]
const CALL_MORE = [
  'dest',
  'presence_id',
  'presence_data',
  'accountcode',
  'callstate',
  'callee_name',
  'callee_num',
]

function callHalf(core: Core, channel: Channel, prefix: string): Row {
  const row = channelRow(core, channel)
  return Object.fromEntries([...CALL_COLUMNS, ...CALL_MORE].map((c) => [`${prefix}${c}`, row[c] ?? '']))
}

function emptyHalf(): Row {
  return Object.fromEntries([...CALL_COLUMNS, ...CALL_MORE].map((c) => [`b_${c}`, '']))
}

function asJson(rows: readonly Row[]): string {
  return rows.length === 0 ? '{"row_count": 0}\n' : JSON.stringify({ row_count: rows.length, rows })
}

function asText(rows: readonly Row[]): string {
  const first = rows[0]
  if (first === undefined) return '\n0 total.\n'
  const lines = [Object.keys(first), ...rows.map((r) => Object.values(r))].map((cells) => cells.join(','))
  return `${lines.join('\n')}\n\n${rows.length} total.\n`
}
