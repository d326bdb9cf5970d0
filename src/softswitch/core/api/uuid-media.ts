import { broadcast } from '../broadcast.ts'
import type { ApiCommand } from '../core.ts'
import { changeRecording, recordingsOf, startRecording, stopRecording } from '../record.ts'
import { separate, toInt } from '../text.ts'

const DROP_SYNTAX = '-USAGE: <uuid> [on | off ] [ mask_digits <digits> | mask_file <file>]\n'
const RECORD_SYNTAX = '-USAGE: <uuid> [start|stop|mask|unmask] <path> [<limit>] [<recording_vars>]\n'

/** A leg's audio: broadcast, digits, recording (mod_commands.c). */
export const uuidMediaCommands: Readonly<Record<string, ApiCommand>> = {
  uuid_broadcast: (core, args) => {
    const [uuid, path, flags] = separate(args, ' ', 4)
    if (uuid === undefined || path === undefined) return '-USAGE: <uuid> <path> [aleg|bleg|holdb|both]\n'
    const channel = core.channels.get(uuid)
    if (channel === undefined) return '-ERR invalid uuid\n'
    const f = flags?.toLowerCase()
    const bleg = f !== undefined && (f.includes('both') || f.includes('bleg'))
    const aleg = f === undefined || f.includes('both') || f.includes('aleg')
    broadcast(core, channel, path, { aleg, bleg, holdBleg: f === undefined || f.includes('holdb') })
    return '+OK Message sent\n'
  },
  uuid_send_dtmf: (core, args) => {
    const [uuid, data] = separate(args, ' ', 2)
    if (!uuid || !data) return '-USAGE: <uuid> <dtmf_data>\n'
    const channel = core.channels.get(uuid)
    if (channel === undefined) return '-ERR Cannot locate session!\n'
    const [digits = '', duration] = data.split('@')
    const media = channel.leg?.media
    if (media === undefined || !channel.up || !channel.mediaUp || !/^[0-9A-D*#wWF]+$/i.test(digits)) {
      return '-ERR Operation failed\n'
    }
    media.sendDigits(digits.replace(/[wWF]/g, ''), toInt(duration) || undefined)
    return `+OK ${uuid} sent DTMF ${data}.\n`
  },
  uuid_recv_dtmf: (core, args) => {
    const [uuid, data] = separate(args, ' ', 2)
    if (!uuid || !data) return '-USAGE: <uuid> <dtmf_data>\n'
    const channel = core.channels.get(uuid)
    if (channel === undefined) return '-ERR Cannot locate session!\n'
    const [digits = '', duration] = data.split('@')
    if (!/^[0-9A-D*#]+$/i.test(digits)) return '-ERR Operation failed\n'
    for (const digit of digits) channel.queueDigit({ digit, durationMs: (toInt(duration) || 2000) / 8 })
    return `+OK ${uuid} received DTMF ${data}.\n`
  },
  uuid_flush_dtmf: (core, args) => {
    const channel = core.channels.get(args.trim())
    if (channel === undefined) return '-ERR No such session\n'
    channel.digits.length = 0
    return '+OK\n'
  },
  uuid_drop_dtmf: (core, args) => {
    const [uuid, action, how, mask] = separate(args, ' ', 5)
    if (!uuid || !action || !how || !mask) return DROP_SYNTAX
    const channel = core.channels.get(uuid)
    if (channel === undefined) return `-ERR No such channel ${uuid}!\n`
    const [kind] = /^mask_(?:digits|file)$/i.exec(how) ?? []
    const digits = kind?.toLowerCase() === 'mask_digits' ? mask : undefined
    const file = kind?.toLowerCase() === 'mask_file' ? mask : undefined
    channel.set('drop_dtmf_masking_digits', digits)
    channel.set('drop_dtmf_masking_file', file)
    if (kind === undefined) return DROP_SYNTAX
    const on = action.toLowerCase() === 'on'
    channel.set('drop_dtmf', String(on))
    const does = on ? 'dropping' : 'not dropping'
    return `+OK ${uuid} is ${does} DTMF. mask_file: ${file ?? 'NONE'} mask_digits: ${digits ?? 'NONE'}\n`
  },
  /** Of media bugs there are only recordings. Nothing is said of a channel that isn't there. */
  uuid_buglist: (core, args) => {
    const [uuid] = separate(args, ' ', 2)
    if (!uuid) return '-USAGE: <uuid>\n'
    const channel = core.channels.get(uuid)
    if (channel === undefined) return ''
    const bugs = recordingsOf(channel).map(
      (path) =>
        ' <media-bug>\n' +
        '  <function>session_record</function>\n' +
        `  <target>${path}</target>\n` +
        '  <thread-locked>0</thread-locked>\n' +
        ' </media-bug>\n',
    )
    return `<media-bugs>\n${bugs.join('')}</media-bugs>\n`
  },
  uuid_record: (core, args) => {
    const [uuid, action, path, limit] = separate(args, ' ', 5)
    if (!uuid || !action || !path) return RECORD_SYNTAX
    const channel = core.channels.get(uuid)
    if (channel === undefined) return '-ERR Cannot locate session!\n'
    const answer = (ok: boolean, text: string): string => (ok ? '+OK Success\n' : `-ERR Cannot ${text}!\n`)
    switch (action.toLowerCase()) {
      case 'start':
        return answer(startRecording(core, channel, path, toInt(limit)), 'record session')
      case 'stop':
        return answer(stopRecording(channel, path), 'stop record session')
      case 'mask':
        return answer(changeRecording(channel, path, 'mask'), 'mask recording session')
      case 'unmask':
        return answer(changeRecording(channel, path, 'unmask'), 'unmask recording session')
      default:
        return RECORD_SYNTAX
    }
  },
}
