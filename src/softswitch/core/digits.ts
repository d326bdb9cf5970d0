import { nowMs } from '../switch-time.ts'
import type { Channel } from './channel.ts'
import type { Core } from './core.ts'
import { takeDigit } from './digits-queue.ts'
import { hasCommand, parseAllCommands } from './execute.ts'
import { preAnswer } from './marks.ts'
import { playFile } from './play.ts'

const BUFFER_LENGTH = 128

export interface ReadOptions {
  readonly min: number
  readonly max: number
  readonly prompt: string
  readonly variable: string
  readonly timeoutMs: number
  readonly digitTimeoutMs: number
  readonly terminators: string
}

export type ReadStatus = 'success' | 'timeout' | 'too small' | 'restart' | 'failure'

/** switch_ivr_read: a prompt that the first digit ends, then digits until enough, a terminator or silence. */
export async function readDigits(
  core: Core,
  channel: Channel,
  o: ReadOptions,
): Promise<{ status: ReadStatus; digits: string }> {
  const digitTimeoutMs = o.digitTimeoutMs || o.timeoutMs
  const max = Math.max(o.max, o.min)
  channel.set('read_result', undefined)
  channel.set(o.variable, undefined)
  if (max > BUFFER_LENGTH || !preAnswer(core, channel)) return { status: 'failure', digits: '' }
  let digits = ''
  let status: ReadStatus = 'success'
  if (o.prompt && o.prompt.toLowerCase() !== 'silence') {
    const played = await playFile(core, channel, o.prompt, { onDigit: 'take one' })
    if (played.status !== 'played' && played.status !== 'break') return finish(channel, o, 'failure', '')
    digits = played.digit ?? ''
  }
  let terminator: string | undefined
  if (digits.length < max) {
    const more = await collect(core, channel, digits, max, o.terminators, o.timeoutMs, digitTimeoutMs)
    digits = more.digits
    terminator = more.terminator
    status = more.status
  }
  if (terminator !== undefined) {
    channel.set('read_terminator_used', terminator)
    const before = o.terminators[o.terminators.indexOf(terminator) - 1]
    if (before === '+' || before === 'x') {
      digits += terminator
      if (before === 'x') status = 'restart'
    }
  } else if (o.terminators.startsWith('=')) {
    status = 'too small'
  }
  if (o.min > 0 && digits.length < o.min) status = 'too small'
  const onlyTerminator = status !== 'restart' && max === 1 && digits.length === 1
  if (onlyTerminator && o.terminators.includes(digits)) digits = ''
  return finish(channel, o, status, digits)
}

function finish(
  channel: Channel,
  o: ReadOptions,
  status: ReadStatus,
  digits: string,
): { status: ReadStatus; digits: string } {
  channel.set('read_result', status === 'success' || status === 'timeout' ? status : 'failure')
  if (digits) channel.set(o.variable, digits)
  return { status, digits }
}

/** switch_ivr_collect_digits_count. */
async function collect(
  core: Core,
  channel: Channel,
  already: string,
  max: number,
  terminators: string,
  timeoutMs: number,
  digitTimeoutMs: number,
): Promise<{ status: ReadStatus; digits: string; terminator: string | undefined }> {
  let digits = already
  for (const [i, digit] of [...already].entries()) {
    if (terminators.includes(digit)) {
      return { status: 'success', digits: already.slice(0, i), terminator: digit }
    }
  }
  let limitMs = already ? digitTimeoutMs : timeoutMs
  let since = nowMs()
  while (channel.readyHere) {
    if (hasCommand(channel)) await parseAllCommands(core, channel)
    const leftMs = since + limitMs - nowMs()
    if (leftMs <= 0) return { status: 'timeout', digits, terminator: undefined }
    const taken = takeDigit(channel)
    if (taken === undefined) {
      await channel.wait(leftMs)
      continue
    }
    limitMs = digitTimeoutMs
    since = nowMs()
    if (terminators.includes(taken.digit)) return { status: 'success', digits, terminator: taken.digit }
    digits += taken.digit
    if (digits.length >= max) return { status: 'success', digits, terminator: undefined }
  }
  return { status: 'failure', digits, terminator: undefined }
}
