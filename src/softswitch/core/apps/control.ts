import type { AppDefinition } from '../core.ts'
import { stopBroadcast } from '../execute.ts'
import { changeRecording, startRecording, stopRecording } from '../record.ts'
import { separate, toInt } from '../text.ts'

/** Applications on what runs already: break, send_dtmf, record_session and stop_record_session. */
export const controlApps: Readonly<Record<string, AppDefinition>> = {
  break: {
    needsMedia: false,
    run: (_core, channel, data) => {
      if (data.includes('all')) channel.privateCommands.length = 0
      if (channel.has('BROADCAST')) stopBroadcast(channel)
      else channel.breakLevel = data.includes('all') ? 2 : 1
      channel.poke()
    },
  },
  send_dtmf: {
    needsMedia: false,
    run: (_core, channel, data) => {
      const [digits = '', duration] = data.split('@')
      if (/^[0-9A-D*#wW]+$/i.test(digits)) channel.leg?.media.sendDigits(digits, toInt(duration) || undefined)
    },
  },
  record_session: {
    needsMedia: false,
    run: (core, channel, data) => {
      const [path, limit] = separate(data, ' ', 2)
      if (path) startRecording(core, channel, path, toInt(limit?.replace('+', '')))
    },
  },
  stop_record_session: {
    needsMedia: false,
    run: (_core, channel, data) => void stopRecording(channel, data),
  },
  record_session_mask: {
    needsMedia: false,
    run: (_core, channel, data) => void changeRecording(channel, data, 'mask'),
  },
  record_session_unmask: {
    needsMedia: false,
    run: (_core, channel, data) => void changeRecording(channel, data, 'unmask'),
  },
}
