import { nowMs } from '../../switch-time.ts'
import type { AppDefinition } from '../core.ts'
import { readDigits } from '../digits.ts'
import { takeDigit } from '../digits-queue.ts'
import { hasCommand, parseAllCommands } from '../execute.ts'
import { collectWithRetries } from '../pagd.ts'
import { wantsSilence } from '../park.ts'
import { playFile } from '../play.ts'
import { isTrue, separate, toInt } from '../text.ts'

/** Applications that play and listen: playback, endless_playback, gentones, sleep, read, play_and_get_digits. */
export const audioApps: Readonly<Record<string, AppDefinition>> = {
  playback: {
    needsMedia: true,
    run: async (core, channel, data) => {
      channel.set('playback_terminator_used', undefined)
      const file = data.split('@@')[0] ?? ''
      const { status } = await playFile(core, channel, file, { onDigit: 'terminators' })
      const response =
        status === 'played' || status === 'break'
          ? 'FILE PLAYED'
          : status === 'not found'
            ? 'FILE NOT FOUND'
            : 'PLAYBACK ERROR'
      channel.set('current_application_response', response)
    },
  },
  endless_playback: {
    needsMedia: true,
    run: async (core, channel, data) => {
      while (channel.readyHere) {
        const began = nowMs()
        const { status } = await playFile(core, channel, data, { onDigit: 'leave' })
        if (status !== 'played' && status !== 'break') break
        // An empty file would spin.
        if (nowMs() - began < 20 && channel.readyHere) await channel.wait(20)
      }
    },
  },
  gentones: {
    needsMedia: true,
    run: async (core, channel, data) => {
      const tones = data.split('|')[0] ?? ''
      await playFile(core, channel, `tone_stream://${tones}`, { onDigit: 'terminators' })
    },
  },
  sleep: {
    needsMedia: false,
    run: async (core, channel, data) => {
      const until = nowMs() + toInt(data)
      const eats = isTrue(channel.get('sleep_eat_digits'))
      if (wantsSilence(channel) && channel.mediaUp) channel.leg?.media.silenceWhenIdle(true)
      while (channel.readyHere && nowMs() < until) {
        if (channel.breakLevel > 0) {
          channel.breakLevel = 0
          break
        }
        if (hasCommand(channel)) {
          await parseAllCommands(core, channel)
          continue
        }
        // switch_ivr_sleep: a digit ends the nap and stays queued, unless digits are eaten.
        if (channel.digits.length > 0 && !eats) break
        while (takeDigit(channel) !== undefined) {
          // eaten
        }
        await channel.wait(until - nowMs())
      }
    },
  },
  read: {
    needsMedia: true,
    run: async (core, channel, data) => {
      const [min, max, prompt, name, timeout, terminators] = separate(data, ' ', 6)
      await readDigits(core, channel, {
        min: toInt(min),
        max: toInt(max),
        prompt: prompt ?? '',
        variable: name ?? '',
        timeoutMs: toInt(timeout) || 1000,
        digitTimeoutMs: 0,
        terminators: terminators || '#',
      })
    },
  },
  play_and_get_digits: {
    needsMedia: true,
    run: (core, channel, data) => collectWithRetries(core, channel, data),
  },
}
