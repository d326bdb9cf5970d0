import type { AudioSource } from '../ports.ts'
import { nowMs } from '../switch-time.ts'
import type { Channel } from './channel.ts'
import type { Core } from './core.ts'
import { takeDigit } from './digits-queue.ts'
import { hasCommand, parseAllCommands } from './execute.ts'
import { preAnswer } from './marks.ts'
import { toInt } from './text.ts'

export interface PlayResult {
  /** `break`: a digit, `uuid_break` or a time limit ended it. `gone`: the channel was taken away. */
  readonly status: 'played' | 'break' | 'timeout' | 'not found' | 'failed' | 'gone'
  /** The digit that ended it. */
  readonly digit: string | undefined
}

export interface PlayOptions {
  /**
   * `take one`: any digit ends the file and is returned (play_and_get_digits); `terminators`: only those of
   * `playback_terminators` do (playback); `leave`: digits stay queued.
   */
  readonly onDigit: 'take one' | 'terminators' | 'leave'
}

/**
 * switch_ivr_play_file: PLAYBACK_START, audio, PLAYBACK_STOP. Several files may be given with the separator in
 * `playback_delimiter`. A command that is sent meanwhile runs in between, and the file goes on after it.
 */
export async function playFile(
  core: Core,
  channel: Channel,
  path: string,
  options: PlayOptions,
): Promise<PlayResult> {
  if (!preAnswer(core, channel)) return { status: 'failed', digit: undefined }
  const delimiter = channel.get('playback_delimiter')
  const files = delimiter ? path.split(delimiter).filter(Boolean) : [path]
  let result: PlayResult = { status: 'not found', digit: undefined }
  for (const file of files.slice(0, 128)) {
    const opened = core.sources.open(file.trim())
    if (!opened.ok) {
      core.log.warn({ uuid: channel.uuid, reason: opened.reason }, 'file not played')
      continue
    }
    const one = await playOne(core, channel, file.trim(), opened.source, options)
    result = { status: one.status, digit: one.digit }
    if (one.endsList || !channel.readyHere) break
  }
  return result
}

async function playOne(
  core: Core,
  channel: Channel,
  file: string,
  source: AudioSource,
  options: PlayOptions,
): Promise<PlayResult & { endsList: boolean }> {
  const describe = (status?: string): void => {
    channel.fire(status === undefined ? 'PLAYBACK_START' : 'PLAYBACK_STOP', (event) => {
      const type = /^(local_stream|tone_stream):/i.exec(file)?.[1]
      event.add('Playback-File-Type', type?.toLowerCase()).add('Playback-File-Path', file)
      event.add('Playback-Status', status)
    })
  }
  describe()
  const limit = limitMs(channel)
  const untilMs = limit === undefined ? undefined : nowMs() + limit
  let ended = false
  const start = (): void => {
    channel.leg?.media.play(source, (why) => {
      if (why === 'ended') ended = true
      channel.poke()
    })
  }
  start()
  let result: PlayResult & { endsList: boolean } = { status: 'played', digit: undefined, endsList: false }
  for (;;) {
    if (!channel.readyHere) {
      result = { status: 'gone', digit: undefined, endsList: true }
      break
    }
    if (channel.breakLevel > 0) {
      result = { status: 'break', digit: undefined, endsList: channel.breakLevel === 2 }
      channel.breakLevel = 0
      break
    }
    if (hasCommand(channel)) {
      channel.leg?.media.stopPlaying()
      await parseAllCommands(core, channel)
      if (channel.readyHere && channel.breakLevel === 0 && !ended) start()
      continue
    }
    const digit = pickDigit(channel, options)
    if (digit !== undefined) {
      result = { status: 'break', digit, endsList: true }
      break
    }
    if (ended) break
    if (untilMs !== undefined && nowMs() >= untilMs) {
      result = { status: 'timeout', digit: undefined, endsList: true }
      break
    }
    await channel.wait(untilMs === undefined ? undefined : untilMs - nowMs())
  }
  channel.leg?.media.stopPlaying()
  describe(result.status === 'break' ? 'break' : 'done')
  return result
}

/** mod_dptools.c `on_dtmf`: `playback_terminators`, by default `*`; digits that don't end the file are gone. */
function pickDigit(channel: Channel, options: PlayOptions): string | undefined {
  if (options.onDigit === 'leave') return undefined
  for (;;) {
    const taken = takeDigit(channel)
    if (taken === undefined) return undefined
    if (options.onDigit === 'take one') return taken.digit
    const wanted = channel.get('playback_terminators') ?? '*'
    const set = /^any$/i.test(wanted) ? '1234567890*#' : /^none$/i.test(wanted) ? '' : wanted
    if (set.includes(taken.digit)) {
      channel.set('playback_terminator_used', taken.digit)
      return taken.digit
    }
  }
}

function limitMs(channel: Channel): number | undefined {
  const seconds = toInt(channel.get('playback_timeout_sec'))
  return seconds > 0 ? seconds * 1000 : undefined
}
